internal import AuditJournal
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
package import Words

/// Explains what the schedule says of one record.
package struct Explainer {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Explains what the schedule says of one record at `now`, by the predicates that a run would use.
  ///
  /// - Parameter key: the key's parts as a person types them, in the order of the record set's key.
  /// - Throws: `ExplainError`, and `StoreError` or `JournalError` where one of them cannot be asked.
  package func explain(recordSet name: RecordSetName, key: [String], at now: Instant) throws -> Explanation {
    guard let bound = context.bindings.recordSet(named: name) else {
      throw ExplainError.unknownRecordSet(name, known: context.bindings.recordSets.map(\.recordSet.name))
    }
    if bound.recordSet.isKeyless { throw ExplainError.noKey(recordSet: name) }
    let conditions = context.conditions(for: bound, now: now)
    let holds = try context.holds(for: bound)
    let store = try context.stores.store(named: bound.recordSet.store)
    let events = EventExplainer(conditions: conditions, store: store)
    let facts = FactExplainer(bound, context.schedule.domain(bound.domain), store: store)
    let rulesAsked = conditions.rules.indices.map(conditions.appliesPredicate)
    let examination = try store.examine(
      bound.recordSet, key: key,
      predicates: rulesAsked + events.predicates + facts.predicates,
      events: events.columns, holds: holds)
    guard let examination else { throw ExplainError.noSuchRecord(recordSet: name) }
    let explained = try events.explain(
      key: examination.key, values: examination.events,
      nevers: Array(examination.answers.dropFirst(rulesAsked.count).prefix(events.predicates.count)))
    let told = try facts.explain(
      key: examination.key, answers: examination.answers.suffix(facts.predicates.count))
    let rules = explainRules(
      conditions, applies: examination.answers,
      values: Dictionary(uniqueKeysWithValues: explained.map { ($0.event, $0.date) }))
    let question = RecordQuestion(
      context: context, bound: bound, conditions: conditions, store: store, holds: holds,
      examination: examination)
    let counted = try question.countedRule()
    return Explanation(
      recordSet: name, store: store.name, domain: bound.domain,
      day: context.schedule.timeZone.civilDate(at: now),
      verdict: try verdict(counted, question, rules),
      isHeld: context.journal == nil ? nil : examination.isHeld,
      holds: examination.isHeld ? try self.holds(on: key, of: bound, store: store) : [],
      isInConflict: try counted.map { try question.meets(conditions.conflict(under: $0)) } ?? false,
      events: explained, facts: told, rules: rules, withoutReference: try question.withoutReference(),
      losable: try question.losable())
  }

  /// The holds that keep a record, by asking for it once more with each of them.
  private func holds(on key: [String], of bound: BoundRecordSet, store: any RecordStore) throws -> [Hold] {
    guard let namer = try context.journal?.holdNamer(for: bound.recordSet) else { return [] }
    _ = try store.examine(bound.recordSet, key: key, predicates: [], events: [], holds: namer)
    return namer.named
  }

  /// The key of a record as the journal's locators have it, from its parts as a person types them.
  package func recordKey(recordSet name: RecordSetName, key: [String]) throws -> (
    store: StoreName, key: [UInt8]
  ) {
    guard let bound = context.bindings.recordSet(named: name) else {
      throw ExplainError.unknownRecordSet(name, known: context.bindings.recordSets.map(\.recordSet.name))
    }
    if bound.recordSet.isKeyless { throw ExplainError.noKey(recordSet: name) }
    let found = try context.stores.store(named: bound.recordSet.store).examine(
      bound.recordSet, key: key, predicates: [], events: [], holds: NoHolds())
    guard let found else { throw ExplainError.noSuchRecord(recordSet: name) }
    return (bound.recordSet.store, found.key)
  }

  private func explainRules(
    _ conditions: DueConditions, applies: [Bool], values: [String: EventDate]
  ) -> [RuleExplanation] {
    conditions.rules.enumerated().map { index, rule in
      let trigger = rule.trigger.map { $0.date(of: values) }
      return RuleExplanation(
        rule: rule.id, title: rule.title, source: rule.source, follows: rule.follows,
        remainder: rule.remainder, applies: applies[index],
        trigger: trigger,
        isUnset: rule.isUnset,
        stages: rule.stages.map { stage in
          (stage.action, stage.moment.description, trigger.flatMap { stage.moment.due(after: $0) })
        })
    }
  }

  private func verdict(_ counted: Int?, _ question: RecordQuestion, _ rules: [RuleExplanation]) throws
    -> Verdict
  {
    let conditions = question.conditions
    guard let counted else {
      if try question.meets(conditions.unmapped) { return .unmapped }
      let bound = question.bound
      guard context.bindings.restGoesWithRecords(of: bound.recordSet.name),
        let domain = context.schedule.domain(bound.domain)
      else { return .withoutRule }
      let goes = Predicate.all([
        bound.isOfNoRule(in: domain), context.bindings.refersToTakers(of: bound.recordSet.name),
      ]).simplified
      return try question.meets(goes) ? .withRecord : .withoutRule
    }
    return try verdict(counted, question) ?? next(conditions: conditions, rules: rules)
  }

  /// The verdict of a record that is counted under a rule; nil if it is kept until its next stage.
  private func verdict(_ counted: Int, _ question: RecordQuestion) throws -> Verdict? {
    let conditions = question.conditions
    let rule = conditions.rules[counted].id
    // A stage that needs no period has come or not; nothing else is known of the record's end.
    if conditions.rules[counted].isUnset { return try question.due(under: counted) ?? .unset(rule: rule) }
    if try question.meets(conditions.implausible(under: counted)) { return .implausible(rule: rule) }
    if try question.meets(conditions.undated(under: counted)) { return .undated(rule: rule) }
    if try question.meets(conditions.notBegun(under: counted)) { return .notBegun(rule: rule) }
    if let due = try question.due(under: counted) { return due }
    return try question.meets(conditions.conflict(under: counted)) ? .conflict(rule: rule) : nil
  }

  /// The next stage of a record that is not due: each applying rule must come to it, so the last one decides.
  private func next(conditions: DueConditions, rules: [RuleExplanation]) -> Verdict {
    let applying = rules.filter(\.applies)
    let coming = conditions.actions.reversed().compactMap { action -> (StageAction, DueMoment, RuleID)? in
      // A rule without a stage as severe never comes to it, and keeps the record from it.
      guard applying.allSatisfy({ $0.stages.contains { $0.action >= action } }) else { return nil }
      let moments = applying.compactMap { explained in
        explained.stages.first { $0.action >= action }?.due.map { ($0, explained.rule) }
      }
      guard let last = moments.max(by: { $0.0 < $1.0 }), !conditions.hasCome(last.0) else { return nil }
      return (action, last.0, last.1)
    }
    guard let first = coming.min(by: { $0.1 < $1.1 || ($0.1 == $1.1 && $0.0 > $1.0) }) else {
      return .keepFinished
    }
    return .keep(next: first.0, from: first.1, rule: first.2)
  }
}
