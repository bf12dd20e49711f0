internal import ArgumentParser
internal import AuditJournal
internal import CivilTime
internal import Purging
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Transforms
internal import Words

/// Holds, placed, looked at and lifted.
extension Session {
  func placeHold(_ scope: HoldScope, _ terms: HoldTerms) throws -> PlacedHold {
    try tellingHolds(of: journal(.append)) { try $0.placeHold(scope, terms, at: SystemClock.now()) }
  }

  func placeHold(on identifiers: [String], _ terms: HoldTerms) throws -> PlacedHold {
    let journal = try journal(.append)
    let pseudonyms = subjectPseudonyms()
    let persons = try journal.persons(
      identifiers, reach: pseudonyms.reach, pseudonyms: pseudonyms.pseudonyms(of:))
    return try tellingHolds(of: journal) {
      try $0.placeHold(.persons(persons), terms, at: SystemClock.now())
    }
  }

  /// The pseudonyms that can be made with the keys that are at hand. A hold does not wait for a key: what it does not reach is said.
  func subjectPseudonyms() -> SubjectPseudonyms {
    let keys = configuration.bindings.keys.pseudonyms.mapValues { versions in
      versions.compactMap { version in
        try? DomainKey(
          version: version.version, key: key(version.source), second: version.second.map { try key($0) })
      }
    }
    return SubjectPseudonyms(configuration, keys: keys)
  }

  func liftHolds(reference: String, reason: String, by: String) throws -> Int {
    try tellingHolds(of: journal(.append)) {
      try $0.liftHolds(reference: reference, reason: reason, by: by, at: SystemClock.now())
    }
  }

  func liftHold(_ id: Int, reason: String, by: String) throws {
    try tellingHolds(of: journal(.append)) {
      try $0.liftHold(id, reason: reason, by: by, at: SystemClock.now())
    }
  }

  func exportHold(_ id: Int) throws -> [UInt8] { try readingJournal().exportHold(id) }

  func importHold(_ bytes: [UInt8], by: String) throws -> PlacedHold {
    try tellingHolds(of: journal(.append)) {
      try $0.importHold(bytes, by: by, at: SystemClock.now())
    }
  }

  func holds() throws -> [Hold] { try readingJournal().holds() }

  func standing(ofBatches names: [BatchName]) throws -> [BatchStanding] {
    try readingJournal().standing(ofBatches: names)
  }

  // MARK: Days

  /// The day that it is by the last time that can be believed, in the rules' time zone.
  private func today(_ journal: AuditJournal, at now: Instant = SystemClock.now()) -> CivilDate {
    configuration.schedule.timeZone.civilDate(at: journal.acceptedTime(for: now))
  }

  /// Refuses a last day that is over: the hold would keep nothing from the next run on.
  func checkLastDay(_ until: CivilDate?) throws {
    guard let until else { return }
    let today = try today(readingJournal())
    guard until >= today else {
      throw ValidationError("--until \(until) is over: today is \(today) in the rules' time zone")
    }
  }

  /// What somebody should see to: holds that are to be reviewed, or that name what the configuration does not have.
  func holdWarnings(at now: Instant = SystemClock.now()) throws -> [HoldWarning] {
    try warnings(of: readingJournal(), at: now)
  }

  /// Tells if a journal has been made where stores.json has it.
  var hasJournal: Bool { FileAccess.exists(configuration.bindings.journal.path) }

  /// The same; nothing where there is no journal yet.
  func holdWarningsIfMade() throws -> [HoldWarning] {
    try readingJournalIfMade().map { try warnings(of: $0, at: SystemClock.now()) } ?? []
  }

  private func warnings(of journal: AuditJournal, at now: Instant) throws -> [HoldWarning] {
    let holds = try journal.holds()
    let released =
      try approvedConfiguration(companions: .skip).map {
        configuration.released(since: $0, holds)
      } ?? []
    return configuration.warnings(of: holds, on: today(journal, at: now)) + released
  }

  /// Gives a hold other days; what nobody names stays.
  func changeHold(_ id: Int, review: DayChange?, until: DayChange?, reason: String, by: String) throws {
    if case .day(let day) = until { try checkLastDay(day) }
    let journal = try journal(.append)
    guard let hold = try journal.holds().first(where: { $0.id == id }) else {
      throw JournalError.unknownHold(id)
    }
    try journal.changeHold(
      id, review: review.map(\.date) ?? hold.terms.review, until: until.map(\.date) ?? hold.terms.until,
      reason: reason, by: by, at: SystemClock.now())
  }

  func liftPersons(_ identifiers: [String], reference: String, reason: String, by: String) throws
    -> [LiftedPerson]
  {
    try tellingHolds(of: journal(.append)) {
      try $0.liftPersons(
        identifiers, reference: reference, reason: reason, by: by, at: SystemClock.now(),
        pseudonyms: subjectPseudonyms().pseudonyms(of:))
    }
  }

  // MARK: Scopes

  /// The scope of a hold on one record, which must be there: a key mistyped would hold nothing.
  func recordScope(recordSet: RecordSetName, key: [String]) throws -> HoldScope {
    let found = try Explainer(readingContext()).recordKey(recordSet: recordSet, key: key)
    return .record(store: found.store, recordSet: recordSet, key: found.key)
  }

  func recordSetScope(_ name: RecordSetName) throws -> HoldScope {
    guard configuration.bindings.recordSets.contains(where: { $0.recordSet.name == name }) else {
      throw ExplainError.unknownRecordSet(
        name, known: configuration.bindings.recordSets.map(\.recordSet.name))
    }
    return .recordSet(name)
  }

  func domainScope(_ name: DomainID) throws -> HoldScope {
    let bound = Set(configuration.bindings.recordSets.map(\.domain)).sorted()
    guard bound.contains(name) else { throw DomainNameError(name: name, known: bound) }
    return .domain(name)
  }

  func storeScope(_ name: StoreName) throws -> HoldScope {
    _ = try storeNames([name])
    return .store(name)
  }
}

/// A domain that a hold cannot keep, since no record set is in it.
struct DomainNameError: Error, CustomStringConvertible {
  let name: DomainID
  let known: [DomainID]

  var description: String {
    "no record set of stores.json is in a domain \(name); there are \(known.joined(separator: ", "))"
  }
}
