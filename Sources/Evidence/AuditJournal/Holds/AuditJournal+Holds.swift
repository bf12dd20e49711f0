package import CivilTime
internal import JSONText
internal import SQLite
internal import TransparencyLog
internal import Words

extension AuditJournal {
  // MARK: Placing

  /// Places a hold. From the next batch on, nothing that it keeps is changed.
  package func placeHold(
    _ scope: HoldScope, reference: String, reason: String, by: String, at time: Instant
  ) throws -> PlacedHold {
    try placeHold(scope, HoldTerms(reference: reference, reason: reason, by: by), at: time)
  }

  /// Places a hold: one entry and one transaction, also for a list of people. From the next batch on, nothing that it keeps is changed.
  package func placeHold(
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
  package func persons(
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
        kind: .record, name: recordSet.rawValue,
        locator: evidenceKey.locator(store: store, recordSet: recordSet, key: key))
    case .recordSet(let name): content(of: .recordSet, name.rawValue)
    case .domain(let name): content(of: .domain, name.rawValue)
    case .store(let name): content(of: .store, name.rawValue)
    }
  }

  private func content(of kind: HoldKind, _ name: String) -> HoldContent {
    HoldContent(kind: kind, name: name, locator: evidenceKey.nameLocator(kind, name))
  }

  /// - Parameter key: the evidence key that the content was made under.
  func insert(
    _ content: HoldContent, _ terms: HoldTerms, at time: Instant, isImported: Bool = false,
    under key: String? = nil
  ) throws -> PlacedHold {
    let key = key ?? evidenceKey.id
    let batches = try openBatches().map { BatchName(entry: $0) }
    let id = try nextHold()
    let entry = HoldEntry(
      hold: id, kind: content.kind, name: content.name, locator: content.locator, tag: content.tag,
      people: content.people.map(HoldEntry.People.init), terms: terms, isImported: isImported,
      evidenceKey: key == evidenceTurns.first ? nil : key)
    try store(
      HoldRow(
        entry, shared: content.people.flatMap { $0.shared.isEmpty ? nil : LiveBatch.hash(of: $0.shared) },
        since: acceptedTime(for: time).iso8601, entry: size))
    try setState(Self.holdNumber, id)
    if let people = content.people {
      try write(people.members, ofHold: id)
      try write(shared: people.shared, ofHold: id)
    }
    try appendInTransaction([.holdPlaced(entry)], at: time)
    return PlacedHold(id: id, pendingBatches: batches)
  }

  /// The number of a hold that was lifted is not given again.
  private func nextHold() throws -> Int {
    max(try state(Self.holdNumber) ?? 0, try known { $0.holds.keys.max() } ?? 0) + 1
  }

  /// The state's mark of the highest number that a hold had.
  static let holdNumber = "hold-number"

  // MARK: Lifting

  /// Ends every hold of a case.
  ///
  /// - Returns: how many.
  package func liftHolds(reference: String, reason: String, by: String, at time: Instant) throws -> Int {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    var lifted = 0
    while true {
      let ids = try holdRows().filter { $0.terms.reference == reference }.prefix(Self.holdsAtOnce).map(\.id)
      guard !ids.isEmpty else { return lifted }
      try write(at: time) {
        let before = lifted
        // Another process may have lifted one since.
        for id in ids where try delete(hold: id) {
          try appendInTransaction([.holdLifted(hold: id, reason: reason, by: by)], at: time)
          lifted += 1
        }
        if lifted > before { try raiseHoldGeneration() }
      }
    }
  }

  /// Fewer than a key's turn may be exceeded by.
  private static let holdsAtOnce = 1_000

  /// Ends a hold.
  package func liftHold(_ id: Int, reason: String, by: String, at time: Instant) throws {
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
    guard tables.remove(hold: id) else { return false }
    try deleteMembers(ofHold: id)
    let delete = try connection.prepare("DELETE FROM hold WHERE id = ?1")
    delete.bind(1, Int64(id))
    try delete.run()
    return true
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
