internal import JSONText
internal import SQLite
internal import TransparencyLog

extension AuditJournal {
  /// One entry with all its parts, each proven to be under the signed root by the hashes beside its path, so that a changed one is never believed.
  package func entry(at index: Int) throws -> JournalEntry {
    let entry = try leaf(at: index)
    guard entry.data[EntryParts.countMember] != nil else { return entry }
    var data = entry.data
    for number in 1...(EntryParts.count(in: data) ?? 1) {
      guard EntryParts.add(try leaf(at: index + number), number: number, of: index, to: &data) else {
        throw JournalError.damaged("entry \(index + number) is not part \(number) of entry \(index)")
      }
    }
    return entry.with(data: data)
  }

  func leaf(at index: Int) throws -> JournalEntry {
    if index >= frontier.size && !connection.isInTransaction { try inOneRead {} }
    let query = try connection.prepare("SELECT bytes FROM entry WHERE idx = ?1")
    query.bind(1, Int64(index))
    guard try query.step() else { throw JournalError.damaged("entry \(index) is missing") }
    let bytes = query.blob(0)
    guard try isUnderRoot(leaf: .leaf(bytes), at: index) else {
      throw JournalError.damaged("entry \(index) is not the one that was signed")
    }
    return try JournalEntry(bytes: bytes, index: index, origin: location.origin)
  }

  /// Climbs from the leaf to the complete subtree that it is in, whose root is one of the right edge's.
  private func isUnderRoot(leaf: TreeHash, at index: Int) throws -> Bool {
    guard let subtree = frontier.subtree(of: index) else { return false }
    var hash = leaf
    for level in 0..<subtree.level {
      let place = index >> level
      let beside = try nodeHash(level: level, index: place ^ 1)
      hash = place & 1 == 0 ? .node(hash, beside) : .node(beside, hash)
    }
    return hash == subtree.root
  }

  func nodeHash(level: Int, index: Int) throws -> TreeHash {
    let query = try connection.prepare("SELECT hash FROM node WHERE level = ?1 AND idx = ?2")
    query.bind(1, Int64(level))
    query.bind(2, Int64(index))
    guard try query.step(), let hash = TreeHash(query.blob(0)) else {
      throw JournalError.damaged("a node of the tree is missing")
    }
    return hash
  }

  /// The last entry of a type.
  ///
  /// - Parameters:
  ///   - start: looks at the entries behind this one alone. A type that is rare is searched through the whole journal otherwise.
  ///   - end: looks at the entries before this one alone.
  package func lastEntry(ofType type: EntryType, after start: Int = -1, before end: Int = .max) throws
    -> JournalEntry?
  {
    let query = try connection.prepare(
      "SELECT idx FROM entry WHERE idx < ?2 AND idx > ?3 AND instr(bytes, CAST(?1 AS BLOB)) > 0 ORDER BY idx DESC"
    )
    query.bind(1, "\"type\":\"\(type)\"")
    query.bind(2, Int64(end))
    query.bind(3, Int64(start))
    while try query.step() {
      let entry = try entry(at: Int(query.integer(0)))
      if entry.type == type { return entry }
    }
    return nil
  }
}
