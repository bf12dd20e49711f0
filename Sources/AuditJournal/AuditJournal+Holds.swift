public import CivilTime
internal import SQLite
internal import TransparencyLog

extension AuditJournal {
  /// Places a hold. From the next batch on, nothing that it keeps is changed.
  ///
  /// - Returns: its number, and whether a batch was under way, whose rows were tested before.
  public func placeHold(
    _ scope: HoldScope, reference: String, reason: String, by: String, at time: Instant
  ) throws -> (id: Int, wereBatchesPending: Bool) {
    let placed = try placeHolds(
      [scope], reference: reference, reason: reason, by: by, at: time, isRepeated: true)
    guard let id = placed.ids.first else { throw JournalError.mismatch("a hold without a number") }
    return (id, placed.wereBatchesPending)
  }

  /// Places holds of one case, some thousand a transaction, so that any number of them costs little.
  ///
  /// - Parameter isRepeated: whether a scope that the case holds already is held again; if not, it is passed over, so that a list whose placing
  ///   broke off can be given again.
  /// - Returns: the numbers of the new holds, and whether a batch was under way, whose rows were tested before.
  public func placeHolds(
    _ scopes: [HoldScope], reference: String, reason: String, by: String, at time: Instant,
    isRepeated: Bool = false
  ) throws -> (ids: [Int], wereBatchesPending: Bool) {
    try JournalText.check(reference, "reference")
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    var ids: [Int] = []
    var wereBatchesPending = false
    for start in stride(from: 0, to: scopes.count, by: Self.holdsAtOnce) {
      try write(at: time) {
        let part = scopes[start..<min(start + Self.holdsAtOnce, scopes.count)]
        for scope in part {
          if let id = try insert(scope, reference, reason, by, at: time, isRepeated: isRepeated) {
            ids.append(id)
          }
        }
        try setState("hold-generation", try holdGeneration() + 1)
        let pending = try connection.integer("SELECT count(*) FROM batch WHERE outcome IS NULL") ?? 0
        wereBatchesPending = wereBatchesPending || pending > 0
      }
    }
    return (ids, wereBatchesPending)
  }

  /// Fewer than a key's turn may be exceeded by.
  private static let holdsAtOnce = 1_000

  /// - Returns: nil if the case holds it already.
  private func insert(
    _ scope: HoldScope, _ reference: String, _ reason: String, _ by: String, at time: Instant,
    isRepeated: Bool
  ) throws -> Int? {
    let (locator, tag, recordSet) = locate(scope)
    if !isRepeated {
      let known = try connection.prepare("SELECT 1 FROM hold WHERE locator = ?1 AND reference = ?2")
      known.bind(1, blob: locator)
      known.bind(2, reference)
      if try known.step() { return nil }
    }
    let insert = try connection.prepare(
      """
      INSERT INTO hold (kind, record_set, locator, tag, reference, reason, placed_by, since)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """)
    insert.bind(1, scope.kind)
    if let recordSet { insert.bind(2, recordSet) } else { insert.bindNull(2) }
    insert.bind(3, blob: locator)
    if let tag { insert.bind(4, Int64(bitPattern: tag)) } else { insert.bindNull(4) }
    insert.bind(5, reference)
    insert.bind(6, reason)
    insert.bind(7, by)
    insert.bind(8, acceptedTime(for: time).iso8601)
    try insert.run()
    let id = Int(try connection.integer("SELECT last_insert_rowid()") ?? 0)
    // SQLite counts on from a number in the file, which somebody may have written there.
    guard (0...Checkpoint.maximumSize).contains(id) else {
      throw JournalError.damaged("the number of the next hold is \(id)")
    }
    try appendInTransaction(
      [
        .holdPlaced(
          hold: id, kind: scope.kind, recordSet: recordSet, locator: Hexadecimal.encode(locator),
          tag: tag.map(EvidenceKey.text(ofTag:)), reference: reference, reason: reason, by: by)
      ], at: time)
    return id
  }

  /// Ends every hold of a case.
  ///
  /// - Returns: how many.
  public func liftHolds(reference: String, reason: String, by: String, at time: Instant) throws -> Int {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    var lifted = 0
    while true {
      var ids: [Int64] = []
      let query = try connection.prepare(
        "SELECT id FROM hold WHERE reference = ?1 ORDER BY id LIMIT \(Self.holdsAtOnce)")
      query.bind(1, reference)
      while try query.step() { ids.append(query.integer(0)) }
      guard !ids.isEmpty else { return lifted }
      try write(at: time) {
        let delete = try connection.prepare("DELETE FROM hold WHERE id = ?1")
        for id in ids {
          delete.bind(1, id)
          try delete.run()
          // Another process may have lifted it since.
          guard connection.changes == 1 else { continue }
          try appendInTransaction([.holdLifted(hold: Int(id), reason: reason, by: by)], at: time)
          lifted += 1
        }
        try setState("hold-generation", try holdGeneration() + 1)
      }
    }
  }

  /// Ends a hold.
  public func liftHold(_ id: Int, reason: String, by: String, at time: Instant) throws {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    try write(at: time) {
      let delete = try connection.prepare("DELETE FROM hold WHERE id = ?1")
      delete.bind(1, Int64(id))
      try delete.run()
      guard connection.changes == 1 else { throw JournalError.unknownHold(id) }
      try appendInTransaction([.holdLifted(hold: id, reason: reason, by: by)], at: time)
      try setState("hold-generation", try holdGeneration() + 1)
    }
  }

  /// The holds in force, the oldest first.
  public func holds() throws -> [Hold] {
    let query = try connection.prepare(
      "SELECT id, kind, record_set, reference, reason, placed_by, since FROM hold ORDER BY id")
    var holds: [Hold] = []
    while try query.step() {
      guard let since = Instant(iso8601: query.text(6) ?? "") else {
        throw JournalError.damaged("a hold without a time")
      }
      holds.append(
        Hold(
          id: Int(query.integer(0)), kind: query.text(1) ?? "", recordSet: query.text(2),
          reference: query.text(3) ?? "",
          reason: query.text(4) ?? "", by: query.text(5) ?? "", since: since))
    }
    return holds
  }

  private func locate(_ scope: HoldScope) -> (locator: [UInt8], tag: UInt64?, recordSet: String?) {
    switch scope {
    case .subject(let identifier):
      let spelling = FirstSpelling.normalised(identifier)
      return (evidenceKey.firstSubjectLocator(spelling), evidenceKey.tag(spelling), nil)
    case .record(let store, let recordSet, let key):
      return (evidenceKey.locator(store: store, recordSet: recordSet, key: key), nil, recordSet)
    case .recordSet(let name):
      return (evidenceKey.recordSetLocator(name), nil, name)
    }
  }

  func loadHolds() throws -> HoldsInForce {
    var holds = HoldsInForce()
    let query = try connection.prepare("SELECT kind, record_set, locator, tag FROM hold")
    while try query.step() {
      switch (query.text(0), query.text(1)) {
      case ("subject", _):
        let locator = query.blob(2)
        guard locator.count == 32 else { throw JournalError.damaged("a hold without its locator") }
        holds.firstSubjects.insert(tag: UInt64(bitPattern: query.integer(3)), locator: locator)
      case ("record", let name?): holds.records[name, default: []].insert(query.blob(2))
      case ("record-set", let name?): holds.recordSets.insert(name)
      default: throw JournalError.damaged("a hold of no known kind")
      }
    }
    return holds
  }
}
