internal import AuditJournal
public import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreCatalogue

extension Engine {
  /// Explains what the schedule says of one record at `now`, by the predicates that a run would use.
  ///
  /// - Parameter key: the key's parts as a person types them, in the order of the record set's key.
  /// - Throws: `ExplainError`, and `StoreError` or `JournalError` where one of them cannot be asked.
  public func explain(recordSet name: String, key: [String], at now: Instant) throws -> Explanation {
    guard let bound = boundRecordSet(named: name) else {
      throw ExplainError.unknownRecordSet(name, known: catalogue.recordSets.map(\.recordSet.name))
    }
    let conditions = conditions(for: bound, now: now)
    let events = bound.events.sorted { $0.key < $1.key }
    let holds = try self.holds(for: bound)
    let store = try store(named: bound.recordSet.store)
    let examination = try store.examine(
      bound.recordSet, key: key, predicates: conditions.rules.indices.map(conditions.appliesPredicate),
      events: events.map(\.value), holds: holds)
    guard let examination else { throw ExplainError.noSuchRecord(recordSet: name) }
    let rules = explainRules(
      conditions, applies: examination.answers,
      values: Dictionary(
        uniqueKeysWithValues: zip(events, examination.events).map { event, value in
          (event.key, date(of: value, under: conditions.days(of: event.value)))
        }))
    return Explanation(
      recordSet: name, store: store.name, domain: bound.domain, day: schedule.timeZone.civilDate(at: now),
      verdict: try verdict(
        of: examination, bound: bound, conditions: conditions, rules: rules, store: store, holds: holds),
      isHeld: examination.isHeld,
      events: events.enumerated().map { ($1.key, $1.value.column, examination.events[$0]) }, rules: rules)
  }

  /// The key of a record as the journal's locators have it, from its parts as a person types them.
  public func recordKey(recordSet name: String, key: [String]) throws -> (store: String, key: [UInt8]) {
    guard let bound = boundRecordSet(named: name) else {
      throw ExplainError.unknownRecordSet(name, known: catalogue.recordSets.map(\.recordSet.name))
    }
    let found = try store(named: bound.recordSet.store).examine(
      bound.recordSet, key: key, predicates: [], events: [], holds: NoHolds())
    guard let found else { throw ExplainError.noSuchRecord(recordSet: name) }
    return (bound.recordSet.store, found.key)
  }

  /// A stored value as the rules see it: by its civil day, and only if it can be meant.
  private func date(of value: EventValue, under plausible: PlausibleDays) -> EventDate {
    let (day, instant): (CivilDate, Instant?)
    switch value {
    case .missing: return .missing
    case .malformed: return .implausible
    case .day(let date): (day, instant) = (date, nil)
    case .instant(let moment): (day, instant) = (plausible.zone.civilDate(at: moment), moment)
    }
    return day < plausible.first || day > plausible.last ? .implausible : .date(day, instant)
  }

  private func explainRules(
    _ conditions: DueConditions, applies: [Bool], values: [String: EventDate]
  ) -> [RuleExplanation] {
    conditions.rules.enumerated().map { index, rule in
      let trigger = rule.trigger.map { $0.date(of: values) }
      return RuleExplanation(
        rule: rule.id, title: rule.title, source: rule.source, applies: applies[index], trigger: trigger,
        isUnset: rule.isUnset,
        stages: rule.isUnset
          ? []
          : rule.stages.map { stage in
            (stage.action, stage.moment.description, trigger.flatMap { stage.moment.due(after: $0) })
          })
    }
  }

  /// The verdict, asked of the store with the run's own predicates narrowed to the one record.
  private func verdict(
    of examination: Examination, bound: BoundRecordSet, conditions: DueConditions, rules: [RuleExplanation],
    store: any RecordStore, holds: any HoldTest
  ) throws -> Verdict {
    let key = KeyList.values(in: examination.key[...]) ?? []
    let isTheRecord = Predicate.all(
      zip(bound.recordSet.key, key).map { .compare(column: $0, .equal, $1) })
    func matches(_ selection: Selection) throws -> Bool {
      try store.tally(
        Selection(
          recordSet: bound.recordSet, predicate: .all([isTheRecord, selection.predicate]),
          pseudonymising: selection.pseudonymising), holds: NoHolds()
      ).count > 0
    }
    func matches(_ predicate: Predicate) throws -> Bool {
      guard predicate != .never else { return false }
      return try matches(Selection(recordSet: bound.recordSet, predicate: predicate))
    }
    guard
      let counted = try conditions.rules.indices.first(where: { try matches(conditions.counted(under: $0)) })
    else { return .withoutRule }
    let rule = conditions.rules[counted].id
    if conditions.rules[counted].isUnset { return .unset(rule: rule) }
    if try matches(conditions.implausible(under: counted)) { return .implausible(rule: rule) }
    if try matches(conditions.undated(under: counted)) { return .undated(rule: rule) }
    if try matches(conditions.notBegun(under: counted)) { return .notBegun(rule: rule) }
    if try matches(conditions.conflict(under: counted)) { return .conflict(rule: rule) }
    for action in conditions.actions {
      guard
        let selection = try selection(
          of: bound, action: action, rule: counted, conditions: conditions, foresees: true),
        try matches(selection)
      else { continue }
      if examination.isHeld { return .held(action, rule: rule) }
      // Asked with the holds, which dependents may be under.
      var asked = Selection(
        recordSet: bound.recordSet, predicate: .all([isTheRecord, selection.predicate]))
      asked.dependents = selection.dependents
      let keepers = try store.tally(asked, holds: holds).keepers
      return keepers.isEmpty ? .due(action, rule: rule) : .blocked(action, rule: rule, by: keepers)
    }
    return next(for: bound, conditions: conditions, rules: rules)
  }

  /// The next stage of a record that is not due: each applying rule must come to it, so the last one decides.
  private func next(for bound: BoundRecordSet, conditions: DueConditions, rules: [RuleExplanation]) -> Verdict
  {
    let today = DueMoment.day(conditions.zone.civilDate(at: conditions.now))
    let coming = conditions.actions.reversed().compactMap { action -> (StageAction, DueMoment, String)? in
      let moments = rules.enumerated().filter(\.element.applies).compactMap { index, explained in
        explained.stages.first { $0.action >= action }?.due.map { ($0, explained.rule) }
      }
      guard let last = moments.max(by: { $0.0 < $1.0 }),
        last.0 > today || isInstant(last.0, after: conditions.now)
      else { return nil }
      return (action, last.0, last.1)
    }
    guard let first = coming.min(by: { $0.1 < $1.1 || ($0.1 == $1.1 && $0.0 > $1.0) }) else {
      return .keepFinished
    }
    return .keep(next: first.0, from: first.1, rule: first.2)
  }

  private func isInstant(_ moment: DueMoment, after now: Instant) -> Bool {
    if case .instant(let instant) = moment { instant > now } else { false }
  }
}

/// Why a record cannot be explained.
public enum ExplainError: Error, Sendable, CustomStringConvertible {
  case unknownRecordSet(String, known: [String])
  case noSuchRecord(recordSet: String)

  public var description: String {
    switch self {
    case .unknownRecordSet(let name, let known):
      "there is no record set \(name) in stores.json; it has \(known.joined(separator: ", "))"
    case .noSuchRecord(let recordSet):
      "record set \(recordSet) has no record with that key: it may have been purged, or the key is typed otherwise"
    }
  }
}
