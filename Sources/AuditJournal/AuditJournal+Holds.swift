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
    try JournalText.check(reference, "reference")
    try JournalText.check(reason, "reason")
    try JournalText.check(by, "by")
    let (locator, tag, recordSet) = locate(scope)
    return try write(at: time) {
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
      insert.bind(8, entryTime(for: time).iso8601)
      try insert.run()
      let id = Int(try connection.integer("SELECT last_insert_rowid()") ?? 0)
      try appendInTransaction(
        [
          .holdPlaced(
            hold: id, kind: scope.kind, recordSet: recordSet, locator: Hexadecimal.encode(locator),
            tag: tag.map(EvidenceKey.text(ofTag:)), reference: reference, reason: reason, by: by)
        ], at: time)
      try setState("hold-generation", try holdGeneration() + 1)
      let pending = try connection.integer("SELECT count(*) FROM batch WHERE outcome IS NULL") ?? 0
      return (id, pending > 0)
    }
  }

  /// Ends a hold.
  public func liftHold(_ id: Int, reason: String, by: String, at time: Instant) throws {
    try JournalText.check(reason, "reason")
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
      let normalised = SubjectForm.normalised(identifier)
      return (evidenceKey.subjectLocator(normalised), evidenceKey.tag(normalised), nil)
    case .record(let store, let recordSet, let key):
      return (evidenceKey.locator(store: store, recordSet: recordSet, key: key), nil, recordSet)
    case .recordSet(let name):
      return (evidenceKey.recordSetLocator(name), nil, name)
    }
  }

  func loadHolds(store: String, recordSet: String) throws -> HoldRegister {
    var tags: Set<UInt64> = []
    var subjects: Set<[UInt8]> = []
    var records: Set<[UInt8]> = []
    var isWholeSetHeld = false
    let query = try connection.prepare("SELECT kind, record_set, locator, tag FROM hold")
    while try query.step() {
      switch (query.text(0), query.text(1)) {
      case ("subject", _):
        subjects.insert(query.blob(2))
        tags.insert(UInt64(bitPattern: query.integer(3)))
      case ("record", recordSet): records.insert(query.blob(2))
      case ("record-set", recordSet): isWholeSetHeld = true
      case ("record", _), ("record-set", _): continue
      default: throw JournalError.damaged("a hold of no known kind")
      }
    }
    return HoldRegister(
      isWholeSetHeld: isWholeSetHeld, tags: tags, subjects: subjects, records: records,
      evidenceKey: evidenceKey,
      store: store, recordSet: recordSet)
  }
}
