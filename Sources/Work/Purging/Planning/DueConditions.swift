internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// What the rules of a domain say about the rows of one record set at one moment, as predicates for its store.
///
/// Built once per record set and run, so that every cutoff is computed once. A row's *effective* stage is the least severe
/// of the most severe stages that the applying rules have each reached: that is how the longest period wins.
struct DueConditions {
  let bound: BoundRecordSet
  /// The rules that can apply to some row, the longest period first; a row is counted under the first that applies to it.
  let rules: [Rule]
  let now: Instant
  /// The civil day of `now`, which every row is compared with.
  let today: CivilDate
  let zone: TimeZone
  private let applies: [Predicate]
  /// For each rule, the others that can apply to the same row.
  private let rivals: [[Int]]
  /// Rows with a word of a fact that the binding maps to no value, whether or not a rule applies to them: with the word mapped, another might.
  let unmapped: Predicate

  init(bound: BoundRecordSet, domain: Domain, now: Instant, zone: TimeZone) {
    let candidates = domain.rules.map { (rule: $0, applies: Self.applies($0, in: bound)) }
      .filter { $0.applies != .never }
    let ordered = candidates.enumerated().sorted {
      Self.precedes($0.element.rule, $1.element.rule) ?? ($0.offset < $1.offset)
    }.map(\.element)
    self.bound = bound
    self.now = now
    today = zone.civilDate(at: now)
    self.zone = zone
    unmapped = Self.unmapped(in: bound, domain)
    rules = ordered.map { Self.counting($0.rule, in: bound) }
    applies = ordered.map(\.applies)
    let ruleList = ordered.map(\.rule)
    rivals = ruleList.indices.map { index in
      ruleList.indices.filter { $0 != index && !bound.tellsApart(ruleList[index], ruleList[$0]) }
    }
  }

  /// The stages that a run can take on this record set, the most severe first.
  var actions: [StageAction] {
    Set(rules.flatMap { $0.stages.map(\.action) }).filter(bound.canTake).sorted(by: >)
  }

  /// Returns the rule as it counts in a record set: what comes at once comes at the instant if each event of the trigger has a time of
  /// day there, and on the day after otherwise. Of an instant and a day nobody could say which came first.
  static func counting(_ rule: Rule, in bound: BoundRecordSet) -> Rule {
    let events = (rule.trigger?.events ?? []).compactMap { bound.events[$0] }
    return events.flatMap(\.dates).allSatisfy(\.hasTimeOfDay) ? rule : rule.byDay
  }

  // MARK: What a row is

  /// Holds for rows to which no rule applies, such as one of a type that every rule's `when` leaves out. They are kept, and counted, since a schedule that overlooks
  /// rows keeps them for ever.
  var noRule: Predicate { Predicate.all(applies.map { .not($0) }).simplified }

  /// Returns a predicate for the rows that are counted under the rule. With two rules, of ten and of five years, that both apply to a row, the row is counted
  /// under the first alone.
  func counted(under rule: Int) -> Predicate {
    Predicate.all([applies[rule]] + rivals[rule].filter { $0 < rule }.map { .not(applies[$0]) }).simplified
  }

  /// Returns a predicate for the rows counted under the rule that have no trigger date under some rule that applies, such as a contract whose end is null.
  ///
  /// Rows of an unset rule are neither undated nor implausible: without a period no date would help them.
  func undated(under rule: Int) -> Predicate {
    guard !isUnset(rule) else { return .never }
    let undated = anyApplying(to: rule) { rule in
      rule.trigger.map(self.undated) ?? .never
    }
    // One event that is missing is not implausible; only with others beside it must that be asked.
    let isSingle = if case .event? = rules[rule].trigger { rivals[rule].isEmpty } else { false }
    return Predicate.all(
      [counted(under: rule), undated] + (isSingle ? [] : [.not(anyImplausible(rule))])
    ).simplified
  }

  /// Returns a predicate for the undated rows under the rule that lack a date which its binding calls required: a birth without its day is a mistake, a contract
  /// without its end is running.
  func lackingRequired(under rule: Int) -> Predicate {
    let lacking = anyApplying(to: rule) { rule in
      .any((rule.trigger?.events ?? []).compactMap { bound.events[$0]?.lackingRequired })
    }
    return Predicate.all([undated(under: rule), lacking]).simplified
  }

  /// Returns a predicate for the rows counted under the rule whose trigger date cannot be meant, such as the 30th of February or the year 9999.
  func implausible(under rule: Int) -> Predicate {
    Predicate.all([counted(under: rule), anyImplausible(rule)]).simplified
  }

  /// Returns a predicate for the rows counted under the rule whose date is still to come under some rule that applies, such as a contract that ends next year.
  /// That is no fault: every rule has a date that can be meant.
  func notBegun(under rule: Int) -> Predicate {
    guard !isUnset(rule) else { return .never }
    return Predicate.all([
      counted(under: rule), anyNotBegun(rule), .not(anyImplausible(rule)), .not(anyUndated(rule)),
    ]).simplified
  }

  /// Returns a predicate for the rows counted under the rule that are due for exactly this stage. A row past archiving and past deletion is due for deletion
  /// alone. Holds are the store's to test.
  func due(for action: StageAction, under rule: Int) -> Predicate {
    var parts = [counted(under: rule), effective(action, under: rule)]
    if let next = actions.filter({ $0 > action }).min() { parts.append(.not(effective(next, under: rule))) }
    return Predicate.all(parts).simplified
  }

  /// Returns a predicate for the rows counted under the rule whose stage has come under every rule that applies. A row past archiving and past deletion has
  /// reached both.
  func reachedStage(_ action: StageAction, under rule: Int) -> Predicate {
    Predicate.all([counted(under: rule), effective(action, under: rule)]).simplified
  }

  /// Returns a predicate for the rows counted under the rule that are past the ceiling of one rule while another that applies still keeps them: one says five
  /// years at most, the other ten, and the row is seven years old. A stage that all of them have reached is done all the same.
  func conflict(under rule: Int) -> Predicate {
    let over = overCeiling(under: rule)
    guard over != .never else { return .never }
    return Predicate.all([
      counted(under: rule), over, .not(anyImplausible(rule)), .not(effective(.delete, under: rule)),
      .not(anyUndated(rule)), .not(anyNotBegun(rule)),
    ]).simplified
  }

  /// Returns the event in whose index order the store should take the rows of a rule; nil if none leads, as in an `earliestOf` of two columns, or a `latestOf`
  /// of which each event can have never been, or if the date lies in another table.
  func order(of rule: Int) -> EventColumn? {
    guard let trigger = rules[rule].trigger else { return nil }
    func leading(_ trigger: Trigger) -> EventColumn? {
      switch trigger {
      case .event(let event): bound.events[event]?.column
      // Rows that have no date of an event that never was are in no place of its index's order.
      case .latestOf(let parts): parts.lazy.filter { never($0) == .never }.compactMap(leading).first
      case .earliestOf(let parts): parts.count == 1 ? leading(parts[0]) : nil
      }
    }
    return leading(trigger)
  }

  /// Returns a predicate for the rows past the rule's last stage that no rival keeps: what should be gone. Nil if the rule has no rival: then all rows past its
  /// last stage are.
  func pastLastStageOfAll(_ rule: Int) -> Predicate? {
    guard let last = rules[rule].stages.last, !rivals[rule].isEmpty else { return nil }
    return Predicate.all([pastLastStage(of: rule), effective(last.action, under: rule)]).simplified
  }

  /// Returns the columns of a rule's events in the record's own table. An event that is bound to none is left out.
  func events(of rule: Int) -> [EventColumn] {
    rules[rule].trigger?.events.compactMap { bound.events[$0]?.column } ?? []
  }

  /// Returns a predicate for the rows in which the event is a date that can be meant.
  func isPlausible(_ event: EventColumn) -> Predicate { .event(event, .plausible(days(of: event))) }

  /// Returns the days that the event can mean: from its binding's `earliest` to its `latest`, or the built-in bounds where it says nothing.
  func days(of event: EventColumn) -> PlausibleDays {
    PlausibleDays(of: event, today: today, zone: zone)
  }

  /// Returns a predicate for the rows in which the event has no date: null, or a value that stands for "never".
  func isMissing(_ event: EventColumn) -> Predicate { .event(event, .missing) }

  /// Returns a predicate for the rows in which the event has a value that is no date (`2021-02-30`), or none that can be meant.
  func isImplausible(_ event: EventColumn) -> Predicate { .event(event, .implausible(days(of: event))) }

  /// Returns a predicate for the rows counted under the rule that are past its last stage by its own trigger, whatever the other rules say.
  func pastLastStage(of rule: Int) -> Predicate {
    guard let last = rules[rule].stages.last else { return .never }
    return Predicate.all([counted(under: rule), reached(last.action, rule: rule)]).simplified
  }

  func appliesPredicate(_ rule: Int) -> Predicate { applies[rule] }

  /// Returns the last trigger date that is due for a stage of the rule: with five years, on 2026-11-28, it is 2021-11-27. Nil if the rule has no stage as severe.
  func cutoff(of action: StageAction, under rule: Int) -> Cutoff? {
    rules[rule].firstStage(atLeast: action)?.cutoff(now: now, zone: zone)
  }

  // MARK: Pieces

  private func effective(_ action: StageAction, under rule: Int) -> Predicate {
    .all(
      [reached(action, rule: rule)]
        + rivals[rule].map { .any([.not(applies[$0]), reached(action, rule: $0)]) })
  }

  private func reached(_ action: StageAction, rule: Int) -> Predicate {
    guard let trigger = rules[rule].trigger, let cutoff = cutoff(of: action, under: rule) else {
      return .never
    }
    return reached(trigger, cutoff)
  }

  private func reached(_ trigger: Trigger, _ cutoff: Cutoff) -> Predicate {
    map(trigger) { .event($0, .reached(cutoff, days(of: $0), zone: zone)) }
  }

  private func dated(_ trigger: Trigger) -> Predicate { map(trigger, isPlausible) }

  /// Returns a predicate for the rows in which the date that the trigger comes to can be meant and is not in the future.
  private func begun(_ trigger: Trigger) -> Predicate {
    map(trigger) { event in
      return .event(
        event,
        .reached(event.hasTimeOfDay ? .instant(now) : .day(today), days(of: event), zone: zone))
    }
  }

  /// Returns a predicate on events that is joined as the trigger joins them: an `earliestOf` needs one, a `latestOf` all that ever were, and one at least.
  private func map(_ trigger: Trigger, _ test: (EventColumn) -> Predicate) -> Predicate {
    switch trigger {
    case .event(let event): bound.events[event]?.dated(test) ?? .never
    case .earliestOf(let parts): .any(parts.map { map($0, test) })
    case .latestOf(let parts):
      .all(
        parts.map { .any([map($0, test), never($0)]) }
          // One that cannot have never been meets the test itself.
          + (parts.contains { never($0) == .never } ? [] : [.any(parts.map { map($0, test) })]))
    }
  }

  /// Returns a predicate for the rows of which none of the trigger's events ever was.
  private func never(_ trigger: Trigger) -> Predicate {
    switch trigger {
    case .event(let event): bound.events[event]?.never ?? .never
    case .earliestOf(let parts), .latestOf(let parts): Predicate.all(parts.map(never)).simplified
    }
  }

  private func implausible(_ trigger: Trigger) -> Predicate {
    switch trigger {
    case .event(let event): bound.events[event]?.implausible(isImplausible, isPlausible) ?? .never
    case .earliestOf(let parts): .all([.not(dated(trigger)), .any(parts.map { implausible($0) })])
    case .latestOf(let parts): .any(parts.map { implausible($0) })
    }
  }

  private func undated(_ trigger: Trigger) -> Predicate {
    switch trigger {
    case .event(let event): bound.events[event]?.missing(isImplausible, isPlausible) ?? .never
    case .earliestOf, .latestOf: .all([.not(dated(trigger)), .not(implausible(trigger))])
    }
  }

  private func anyImplausible(_ rule: Int) -> Predicate {
    guard !isUnset(rule) else { return .never }
    return anyApplying(to: rule) { $0.trigger.map { implausible($0) } ?? .never }
  }

  private func anyUndated(_ rule: Int) -> Predicate {
    anyApplying(to: rule) { $0.trigger.map { .not(dated($0)) } ?? .never }
  }

  private func anyNotBegun(_ rule: Int) -> Predicate {
    anyApplying(to: rule) { $0.trigger.map { .all([dated($0), .not(begun($0))]) } ?? .never }
  }

  private func overCeiling(under rule: Int) -> Predicate {
    guard !rivals[rule].isEmpty, !isUnset(rule) else { return .never }
    return anyApplying(to: rule) { rule in
      guard let trigger = rule.trigger, let cutoff = rule.ceilingCutoff(now: now, zone: zone) else {
        return .never
      }
      return reached(trigger, cutoff)
    }
  }

  func isUnset(_ rule: Int) -> Bool { rules[rule].isUnset }

  /// Tells if the test is true under the rule itself or under a rival that applies as well.
  private func anyApplying(to rule: Int, _ test: (Rule) -> Predicate) -> Predicate {
    Predicate.any(
      [test(rules[rule])] + rivals[rule].map { .all([applies[$0], test(rules[$0])]) }
    ).simplified
  }

  /// Returns a predicate for the rows of a record set to which a rule applies: those whose facts have a word of its `when`.
  static func applies(_ rule: Rule, in bound: BoundRecordSet) -> Predicate { bound.applies(rule) }

  /// Returns a predicate for the rows with a word of some fact that the binding maps to no value.
  private static func unmapped(in bound: BoundRecordSet, _ domain: Domain) -> Predicate {
    return Predicate.any(
      bound.askedFacts(in: domain).compactMap { fact in
        bound.facts[fact]?.unmapped(values: domain.facts[fact] ?? [])
      }
    ).simplified
  }

  /// Tells if the left rule comes first: unset rules do, since they keep for ever, and then the longer period. Nil if neither leads.
  private static func precedes(_ left: Rule, _ right: Rule) -> Bool? {
    if left.isUnset != right.isUnset { return left.isUnset }
    guard case .period(let leftPeriod) = left.period, case .period(let rightPeriod) = right.period else {
      return nil
    }
    switch leftPeriod.compare(to: rightPeriod) {
    case .longer: return true
    case .shorter: return false
    case .equal, .incomparable: return nil
    }
  }
}
