public import CivilTime
internal import JSONText
internal import SQLite
internal import TransparencyLog

extension AuditJournal {
  // MARK: Placing

  /// Places a hold. From the next batch on, nothing that it keeps is changed.
  public func placeHold(
    _ scope: HoldScope, reference: String, reason: String, by: String, at time: Instant
  ) throws -> PlacedHold {
    try placeHold(scope, HoldTerms(reference: reference, reason: reason, by: by), at: time)
  }

  /// Places a hold: one entry and one transaction, also for a list of people. From the next batch on, nothing that it keeps is changed.
  public func placeHold(
    _ scope: HoldScope, _ terms: HoldTerms, at time: Instant
  ) throws -> PlacedHold {
    try terms.check()
    let content = try content(of: scope)
    return try write(at: time) {
      let placed = try insert(content, terms, at: time)
      try raiseHoldGeneration()
      return placed
    }
  }

  /// Makes what a hold keeps of people's identifiers. Nothing is written.
  ///
  /// - Parameters:
  ///   - reach: the domains and key versions that the pseudonyms are of.
  ///   - pseudonyms: what columns may have in an identifier's place; asked from several threads.
  public func persons(
    _ identifiers: [String], reach: [HeldPseudonyms] = [],
    pseudonyms: (@Sendable (String) -> [String])? = nil
  ) throws -> HeldPersons {
    try HeldPersons(identifiers, evidenceKey: evidenceKey, reach: reach, pseudonyms: pseudonyms)
  }

  private func content(of scope: HoldScope) throws -> HoldContent {
    switch scope {
    // A single person is a list of one.
    case .subject(let identifier): HoldContent(kind: .persons, people: try persons([identifier]))
    case .persons(let people): HoldContent(kind: .persons, people: people)
    case .record(let store, let recordSet, let key):
      HoldContent(
        kind: .record, name: recordSet,
        locator: evidenceKey.locator(store: store, recordSet: recordSet, key: key))
    case .recordSet(let name): content(of: .recordSet, name)
    case .domain(let name): content(of: .domain, name)
    case .store(let name): content(of: .store, name)
    }
  }

  private func content(of kind: HoldKind, _ name: String) -> HoldContent {
    HoldContent(kind: kind, name: name, locator: evidenceKey.nameLocator(kind, name))
  }

  func insert(
    _ content: HoldContent, _ terms: HoldTerms, at time: Instant, isImported: Bool = false
  ) throws -> PlacedHold {
    let pending = try connection.prepare("SELECT entry FROM batch WHERE outcome IS NULL ORDER BY entry")
    var batches: [String] = []
    while try pending.step() { batches.append(Self.name(of: Int(pending.integer(0)))) }
    let id = try nextHold()
    let entry = HoldEntry(
      hold: id, kind: content.kind, name: content.name, locator: content.locator, tag: content.tag,
      people: content.people.map(HoldEntry.People.init), terms: terms, isImported: isImported)
    let insert = try connection.prepare(
      """
      INSERT INTO hold (id, kind, record_set, name, locator, persons, spellings, pseudonyms, reference, reason, placed_by, since,
        authority, review, until, restriction, entry, tag)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
      """)
    let isRecordSet = HoldEntry.nameMember(of: entry.kind) == "recordSet"
    insert.bind(1, Int64(id))
    insert.bind(2, entry.kind.rawValue)
    insert.bind(3, isRecordSet ? entry.name : nil)
    insert.bind(4, isRecordSet ? nil : entry.name)
    insert.bind(5, blob: entry.locator ?? entry.people?.root.bytes ?? [])
    insert.bind(6, entry.people?.persons)
    insert.bind(7, entry.people?.spellings)
    insert.bind(8, entry.people.flatMap { HeldPseudonyms.text(of: $0.pseudonyms) })
    insert.bind(9, terms.reference)
    insert.bind(10, terms.reason)
    insert.bind(11, terms.by)
    insert.bind(12, acceptedTime(for: time).iso8601)
    insert.bind(13, terms.authority)
    insert.bind(14, terms.review?.description)
    insert.bind(15, terms.until?.description)
    insert.bind(16, Int64(terms.isRestriction ? 1 : 0))
    insert.bind(17, Int64(size))
    if let tag = content.tag { insert.bind(18, Int64(bitPattern: tag)) } else { insert.bindNull(18) }
    try insert.run()
    if let people = content.people {
      try write(people.members, ofHold: id)
      try write(shared: people.shared, ofHold: id)
    }
    try appendInTransaction([.holdPlaced(entry)], at: time)
    return PlacedHold(id: id, pendingBatches: batches)
  }

  /// SQLite counts on from a number in the file, which somebody may have written there.
  private func nextHold() throws -> Int {
    let last = try connection.integer("SELECT seq FROM sqlite_sequence WHERE name = 'hold'") ?? 0
    let highest = try connection.integer("SELECT max(id) FROM hold") ?? 0
    guard (0..<Int64(Checkpoint.maximumSize)).contains(last),
      (0..<Int64(Checkpoint.maximumSize)).contains(highest)
    else { throw JournalError.damaged("the number of the next hold is not one that a hold can have") }
    return Int(max(last, highest)) + 1
  }

  // MARK: Lifting

  /// Ends every hold of a case.
  ///
  /// - Returns: how many.
  public func liftHolds(reference: String, reason: String, by: String, at time: Instant) throws -> Int {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    var lifted = 0
    while true {
      var ids: [Int] = []
      let query = try connection.prepare(
        "SELECT id FROM hold WHERE reference = ?1 ORDER BY id LIMIT \(Self.holdsAtOnce)")
      query.bind(1, reference)
      while try query.step() { ids.append(Int(query.integer(0))) }
      guard !ids.isEmpty else { return lifted }
      try write(at: time) {
        // Another process may have lifted one since.
        for id in ids where try delete(hold: id) {
          try appendInTransaction([.holdLifted(hold: id, reason: reason, by: by)], at: time)
          lifted += 1
        }
        try raiseHoldGeneration()
      }
    }
  }

  /// Fewer than a key's turn may be exceeded by.
  private static let holdsAtOnce = 1_000

  /// Ends a hold.
  public func liftHold(_ id: Int, reason: String, by: String, at time: Instant) throws {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    try write(at: time) {
      guard try delete(hold: id) else { throw JournalError.unknownHold(id) }
      try appendInTransaction([.holdLifted(hold: id, reason: reason, by: by)], at: time)
      try raiseHoldGeneration()
    }
  }

  /// - Returns: false if there is no such hold.
  func delete(hold id: Int) throws -> Bool {
    try deleteMembers(ofHold: id)
    let delete = try connection.prepare("DELETE FROM hold WHERE id = ?1")
    delete.bind(1, Int64(id))
    try delete.run()
    return connection.changes == 1
  }

  func deleteMembers(ofHold id: Int) throws {
    let members = try connection.prepare("DELETE FROM hold_member WHERE hold = ?1")
    members.bind(1, Int64(id))
    try members.run()
  }

  func raiseHoldGeneration() throws { try setState("hold-generation", try holdGeneration() + 1) }
}

extension HoldEntry.People {
  init(_ people: HeldPersons) {
    self.init(
      spellings: HeldPersons.spellings, persons: people.count, members: people.members.count,
      root: people.members.root, pseudonyms: people.pseudonyms,
      locators: people.count == 1 && people.members.count <= HeldPersons.mostSpellingsOfOne
        ? (0..<people.members.count).map { Array(people.members.locator($0)) } : [])
  }
}
