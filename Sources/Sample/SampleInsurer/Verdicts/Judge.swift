/// Says what the schedule makes of one row, by counting forward from its events.
struct Judge {
  let reckoning: Reckoning
  /// The first day that an event can mean.
  static let firstDay = Day(1_850, 1, 1)

  /// What is known of a row besides its rules and events.
  struct Circumstances {
    /// The row is in a table that others archive into: it has been archived.
    var isArchived = false
    var isPseudonymised = false
    /// A hold is on its subject, on itself or on its whole table.
    var isHeld = false
  }

  private enum Start {
    case undated, implausible
    case began(Day, instant: Int?)

    /// Tells if it is a date, and one that is still to come.
    func isComing(_ reckoning: Reckoning) -> Bool {
      guard case .began(let day, let instant) = self else { return false }
      return instant.map { $0 > reckoning.now } ?? (day > reckoning.today)
    }
  }

  /// - Parameter rules: those that apply to the row.
  func verdict(
    rules: [SampleRule], events: [Event: EventValue], circumstances: Circumstances
  ) -> Verdict {
    let rules = Self.longestFirst(rules)
    guard let first = rules.first else { return .withoutRule }
    if first.isUnset { return unsetVerdict(first, events: events, circumstances: circumstances) }
    var starts: [(rule: SampleRule, day: Day, instant: Int?)] = []
    var isUndated = false
    var isImplausible = false
    for rule in rules {
      switch start(of: rule, events) {
      case .undated: isUndated = true
      case .implausible: isImplausible = true
      case .began(let day, let instant): starts.append((rule, day, instant))
      }
    }
    if isImplausible { return .implausible(rule: first.id) }
    if isUndated { return .undated(rule: first.id) }
    if rules.contains(where: { isComing($0, events) }) { return .notBegun(rule: first.id) }

    // A rule that still keeps the row keeps it from everybody: each stage waits for the last rule.
    let moments = StageAction.allCases.compactMap {
      action -> (action: StageAction, due: Due, rule: String)? in
      guard rules.contains(where: { $0.stages.contains { $0.action == action } }) else { return nil }
      if action == .archive && circumstances.isArchived { return nil }
      var last: (due: Due, rule: String)?
      for (rule, day, instant) in starts {
        guard let stage = rule.stage(atLeast: action) else { continue }
        let due = due(stage.span, after: day, instant)
        if let known = last, due.firstSecond(reckoning) <= known.due.firstSecond(reckoning) { continue }
        last = (due, rule.id)
      }
      return last.map { (action, $0.due, $0.rule) }
    }
    let reached = moments.last { $0.due.isReached(reckoning) }
    if let reached, !(reached.action == .pseudonymise && circumstances.isPseudonymised) {
      return circumstances.isHeld
        ? .held(reached.action, rule: first.id) : .due(reached.action, rule: first.id)
    }
    if reached?.action != .delete, isPastACeiling(starts) { return .conflict(rule: first.id) }
    // Of stages that come at one moment the most severe is what happens.
    var next: (action: StageAction, due: Due, rule: String)?
    for moment in moments where !moment.due.isReached(reckoning) {
      if let next, moment.due.firstSecond(reckoning) > next.due.firstSecond(reckoning) { continue }
      next = moment
    }
    guard let next else { preconditionFailure("every rule that has a period ends with a deletion") }
    return .keep(next: next.action, from: next.due, rule: next.rule)
  }

  /// Nothing is known of the row's end, but a stage that needs no period comes all the same.
  private func unsetVerdict(
    _ rule: SampleRule, events: [Event: EventValue], circumstances: Circumstances
  ) -> Verdict {
    guard let stage = rule.stages.first, !circumstances.isPseudonymised,
      case .began(let day, let instant) = start(of: rule, events),
      due(stage.span, after: day, instant).isReached(reckoning)
    else { return .unset(rule: rule.id) }
    return circumstances.isHeld ? .held(stage.action, rule: rule.id) : .due(stage.action, rule: rule.id)
  }

  /// The order in which rules count a row: unset ones keep for ever, then the longest; then the page's.
  static func longestFirst(_ rules: [SampleRule]) -> [SampleRule] {
    guard rules.count > 1 else { return rules }
    func length(_ rule: SampleRule) -> Int {
      rule.isUnset ? .max : rule.stages.last?.span?.roughSeconds ?? 0
    }
    let order = PublishedSchedule.all.map(\.id)
    return rules.sorted {
      (length($1), order.firstIndex(of: $0.id) ?? 0) < (length($0), order.firstIndex(of: $1.id) ?? 0)
    }
  }

  private func due(_ span: Span?, after day: Day, _ instant: Int?) -> Due {
    guard let span else { return .day(reckoning.day(day, plusDays: 1)) }
    guard let seconds = span.elapsedSeconds else {
      return .day(reckoning.day(reckoning.day(day, plus: span), plusDays: 1))
    }
    guard let instant else { preconditionFailure("\(span) needs a time of day") }
    return .instant(instant + seconds)
  }

  private func isPastACeiling(_ starts: [(rule: SampleRule, day: Day, instant: Int?)]) -> Bool {
    starts.count > 1
      && starts.contains { rule, day, instant in
        rule.ceiling.map { due($0, after: day, instant).isReached(reckoning) } ?? false
      }
  }

  private func start(of rule: SampleRule, _ events: [Event: EventValue]) -> Start {
    let starts = rule.events.map { start(events[$0] ?? .null) }
    var implausible = false
    var undated = starts.isEmpty
    var earliest: (Day, Int?)?
    var latest: (Day, Int?)?
    for start in starts {
      switch start {
      case .implausible: implausible = true
      case .undated: undated = true
      case .began(let day, let instant):
        if earliest.map({ day < $0.0 }) ?? true { earliest = (day, instant) }
        if latest.map({ day > $0.0 }) ?? true { latest = (day, instant) }
      }
    }
    switch rule.trigger {
    case .earliestOf:
      if let earliest { return .began(earliest.0, instant: earliest.1) }
      return implausible ? .implausible : .undated
    case .event, .latestOf:
      if implausible { return .implausible }
      if undated { return .undated }
      return latest.map { .began($0.0, instant: $0.1) } ?? .undated
    case nil: return .undated
    }
  }

  /// Tells if the date that the rule counts from is still to come.
  private func isComing(_ rule: SampleRule, _ events: [Event: EventValue]) -> Bool {
    let starts = rule.events.map { start(events[$0] ?? .null) }
    let coming = starts.filter { $0.isComing(reckoning) }
    guard case .earliestOf = rule.trigger else { return !coming.isEmpty }
    let dated = starts.filter { if case .began = $0 { true } else { false } }
    return !dated.isEmpty && coming.count == dated.count
  }

  private func start(_ value: EventValue) -> Start {
    switch value {
    case .null, .empty, .never: return .undated
    case .unreadable: return .implausible
    case .day(let day): return isPlausible(day) ? .began(day, instant: nil) : .implausible
    case .instant(let instant):
      let day = reckoning.day(of: instant)
      return isPlausible(day) ? .began(day, instant: instant) : .implausible
    }
  }

  private func isPlausible(_ day: Day) -> Bool {
    day >= Self.firstDay && day <= reckoning.day(reckoning.today, plus: .years(100))
  }
}
