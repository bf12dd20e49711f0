internal import JSONText
internal import SQLite
package import TransparencyLog

/// What proofs and copies are made from.
extension AuditJournal {
  /// Runs a body on one state of the journal, whoever appends meanwhile.
  package func snapshot<Result>(_ body: () throws -> Result) throws -> Result { try inOneRead(body) }

  /// The root of the complete subtree of 2^level entries at a place in its level.
  package func node(level: Int, index: Int) throws -> TreeHash { try nodeHash(level: level, index: index) }

  /// The signed checkpoint of a size; nil if none was signed at it.
  package func note(ofSize size: Int) throws -> String? {
    let query = try connection.prepare("SELECT note FROM checkpoint WHERE size = ?1")
    query.bind(1, Int64(size))
    return try query.step() ? query.text(0) : nil
  }

  /// The sizes next to one, below and above, at which a checkpoint was signed.
  package func signedSizes(around size: Int) throws -> [Int] {
    let query = try connection.prepare(
      "SELECT max(size) FROM checkpoint WHERE size < ?1 UNION ALL SELECT min(size) FROM checkpoint WHERE size > ?1"
    )
    query.bind(1, Int64(size))
    var sizes: [Int] = []
    while try query.step() { if query.kind(0) != .null { sizes.append(Int(query.integer(0))) } }
    return sizes
  }

  /// Calls the body with each checkpoint of more than `size` entries, the smallest first.
  package func forEachCheckpoint(after size: Int, _ body: (_ size: Int, _ note: String) throws -> Void) throws
  {
    let query = try connection.prepare("SELECT size, note FROM checkpoint WHERE size > ?1 ORDER BY size")
    query.bind(1, Int64(size))
    while try query.step() { try body(Int(query.integer(0)), query.text(1) ?? "") }
  }

  /// How many checkpoints were signed up to a size.
  package func checkpointCount(upTo size: Int) throws -> Int {
    let query = try connection.prepare("SELECT count(*) FROM checkpoint WHERE size <= ?1")
    query.bind(1, Int64(size))
    return try query.step() ? Int(query.integer(0)) : 0
  }

  /// The last so many checkpoints of up to a size, the smallest first.
  package func notes(_ count: Int, before size: Int) throws -> [String] {
    let query = try connection.prepare(
      "SELECT note FROM checkpoint WHERE size <= ?1 ORDER BY size DESC LIMIT ?2")
    query.bind(1, Int64(size))
    query.bind(2, Int64(count))
    var notes: [String] = []
    while try query.step() { notes.append(query.text(0) ?? "") }
    return notes.reversed()
  }

  /// The key that the journal was made with, as its first entry has it.
  package func firstVerifierKey() throws -> VerifierKey {
    guard let text = try entry(at: 0).data["verifierKey"]?.stringValue else {
      throw JournalError.damaged("entry 0 names no verifier key")
    }
    return try VerifierKey(text)
  }

  /// Calls the body with the bytes of each entry from `first` on, in order.
  package func forEachLeaf(from first: Int, _ body: (_ index: Int, _ bytes: [UInt8]) throws -> Void) throws {
    let query = try connection.prepare("SELECT idx, bytes FROM entry WHERE idx >= ?1 ORDER BY idx")
    query.bind(1, Int64(first))
    while try query.step() { try body(Int(query.integer(0)), query.blob(1)) }
  }

  /// Calls the body with the row evidence of each batch whose intent is at `first` or behind it.
  package func forEachEvidence(
    from first: Int, _ body: (_ batch: Int, _ evidence: BatchEvidence) throws -> Void
  )
    throws
  {
    let subjects = JournalSchema.subjects(areThere: version >= 3)
    let query = try connection.prepare(
      """
      SELECT batch.entry, locators, \(subjects.columns) FROM batch \(subjects.join) WHERE batch.entry >= ?1 ORDER BY batch.entry
      """)
    query.bind(1, Int64(first))
    while try query.step() {
      try body(
        Int(query.integer(0)),
        BatchEvidence(
          locators: query.blob(1), subjects: query.optionalBlob(2), dependents: query.optionalBlob(3)))
    }
  }

  /// The proof that an entry is in the journal, under its last checkpoint.
  package func proof(of index: Int) throws -> LogProof {
    try snapshot {
      guard let note = try note(ofSize: size) else { throw JournalError.damaged("no checkpoint is there") }
      return LogProof(inclusion: try InclusionProof(of: index, size: size, nodes: node), note: note)
    }
  }

  /// The proof that the journal of an earlier size is the beginning of a later one, both of them signed for.
  ///
  /// - Parameter new: the last size, if nobody says.
  package func growth(from old: Int, to new: Int? = nil) throws -> GrowthProof {
    try snapshot {
      let new = new ?? size
      for wanted in [old, new] where wanted != 0 || wanted == new {
        guard try note(ofSize: wanted) != nil else {
          let near = try signedSizes(around: wanted).map(String.init).joined(separator: " and ")
          throw TransparencyLogError.proof(
            "no checkpoint of \(wanted) entries was signed: the nearest are of \(near)")
        }
      }
      let proof = try ConsistencyProof(from: old, to: new, nodes: node)
      return GrowthProof(consistency: proof, note: try note(ofSize: new) ?? "")
    }
  }
}
