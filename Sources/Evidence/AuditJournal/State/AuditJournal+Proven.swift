internal import JSONText
internal import SQLite
internal import TransparencyLog

/// Reading many entries at once: the signed root proves all of them together, for one hash each.
extension AuditJournal {
  /// Calls the body with the bytes of each entry from `first` on, in order.
  ///
  /// The entries are proven when the last one has been read: whatever the body was told counts only if this returns. Entries that are missing, added
  /// or changed all give another root.
  ///
  /// - Throws: `JournalError.damaged` where they are not those that were signed, and what the body throws.
  package func forEachProvenLeaf(
    from first: Int = 0, _ body: (_ index: Int, _ bytes: [UInt8]) throws -> Void
  ) throws {
    guard connection.isInTransaction else {
      return try snapshot { try forEachProvenLeaf(from: first, body) }
    }
    guard (0..<size).contains(first) else { return }
    // A wrong node of before gives another root at the end, as a wrong entry does.
    let before = try TreeFrontier.places(size: first).map { try nodeHash(level: $0.level, index: $0.index) }
    guard var edge = TreeFrontier(size: first, subtrees: before) else {
      throw JournalError.damaged("a node of the tree is missing")
    }
    try forEachLeaf(from: first) { index, bytes in
      guard index == edge.size, index < size else {
        throw JournalError.damaged("entry \(edge.size) is missing")
      }
      edge.append(.leaf(bytes))
      try body(index, bytes)
    }
    guard edge.size == size, edge.root == frontier.root else {
      throw JournalError.damaged("the entries do not have the root that was last signed")
    }
  }

  /// The same with each entry of some types, with all its parts.
  ///
  /// - Parameter isWanted: tells by an entry's type if it is to be read.
  package func forEachProvenEntry(
    from first: Int = 0, where isWanted: (EntryType) -> Bool, _ body: (JournalEntry) throws -> Void
  ) throws {
    guard connection.isInTransaction else {
      return try snapshot { try forEachProvenEntry(from: first, where: isWanted, body) }
    }
    try forEachProvenLeaf(from: first) { index, bytes in
      if let type = EntryType.atEnd(of: bytes), !isWanted(type) { return }
      let leaf = try JournalEntry(bytes: bytes, index: index, origin: location.origin)
      guard isWanted(leaf.type) else { return }
      try body(leaf.data[EntryParts.countMember] == nil ? leaf : entry(at: index))
    }
  }
}
