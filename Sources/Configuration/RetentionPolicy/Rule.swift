package import CivilTime
package import Words

/// For one domain: which records, from when, how long, and what happens.
package struct Rule: Hashable, Sendable {
  package let id: RuleID
  package let title: Title
  /// Where the period is stated, in words.
  package let source: String
  /// The event that starts the period; nil only where the rule is unset.
  package let trigger: Trigger?
  /// For each fact, the values of which one must hold; empty where the rule applies to every record of the domain.
  package let when: [String: [String]]
  package let minimum: Period?
  package let ceiling: Period?
  package let period: ChosenPeriod
  /// The stages that can come, in the order of time and of severity. Of two on one day the more severe has taken over, and under an unset
  /// period there are only those that need none.
  package private(set) var stages: [Stage]
  /// The actions of every stage that the file names: also of one that another has taken over, or that waits for a period.
  package let declaredActions: Set<StageAction>
  /// What kind of length its source states; nil if the file does not say.
  package var kind: PeriodKind?
  /// The rule whose trigger, period and stages these are; nil if they are its own.
  package var follows: RuleID?
  /// What stays for good behind the last stage, which pseudonymises; nil for a rule that deletes (decision 201).
  package var remainder: Remainder?

  package init(
    id: RuleID, title: Title, source: String, trigger: Trigger?, when: [String: [String]], minimum: Period?,
    ceiling: Period?, period: ChosenPeriod, stages: [Stage], declaredActions: Set<StageAction>
  ) {
    self.id = id
    self.title = title
    self.source = source
    self.trigger = trigger
    self.when = when
    self.minimum = minimum
    self.ceiling = ceiling
    self.period = period
    self.stages = stages
    self.declaredActions = declaredActions
  }

  /// Tells if no period has been chosen: the rule keeps its records for ever and is reported. Stages that need no period come all the same.
  package var isUnset: Bool { if case .unset = period { true } else { false } }

  /// Returns the rule for records whose events are days without a time: what comes at once comes on the day after.
  package var byDay: Rule {
    var rule = self
    rule.stages = stages.map { $0.moment == .atOnce ? Stage(action: $0.action, moment: .atTrigger) : $0 }
    return rule
  }

  /// The first stage that is at least as severe; nil if none can come.
  package func firstStage(atLeast action: StageAction) -> Stage? {
    stages.first { $0.action >= action }
  }

  /// The last trigger date that is past the ceiling; the chosen period stands in where there is no ceiling.
  package func ceilingCutoff(now: Instant, zone: TimeZone) -> Cutoff? {
    guard case .period(let chosen) = period else { return nil }
    return Moment.after(ceiling ?? chosen).cutoff(now: now, zone: zone)
  }
}

/// The period that the organisation keeps to.
package enum ChosenPeriod: Hashable, Sendable {
  /// None yet, and why: set by regulation, to be chosen.
  case unset(reason: Title)
  /// None: the record goes with the event, on the day after it.
  case atTrigger
  /// None: the record goes with the event, at its instant if the record has one, and on the day after otherwise.
  case atOnce
  case period(Period)
}

/// What happens at one point of the period.
package struct Stage: Hashable, Sendable {
  package let action: StageAction
  package let moment: Moment

  package init(action: StageAction, moment: Moment) {
    self.action = action
    self.moment = moment
  }

  /// The last trigger date, or instant, at which the stage has come.
  package func cutoff(now: Instant, zone: TimeZone) -> Cutoff { moment.cutoff(now: now, zone: zone) }
}

/// When a stage comes, counted from the trigger.
package enum Moment: Hashable, Sendable, CustomStringConvertible {
  /// The day after the event's: the event's whole day still belongs to what was before.
  case atTrigger
  /// At the event's instant; on the day after if there is only a day.
  case atOnce
  case after(Period)

  package var description: String {
    switch self {
    case .atTrigger: "at the trigger"
    case .atOnce: "at once"
    case .after(let period): period.description
    }
  }

  package func cutoff(now: Instant, zone: TimeZone) -> Cutoff {
    let today = zone.civilDate(at: now)
    switch self {
    case .atTrigger: return .day(today.adding(days: -1))
    case .atOnce: return .instant(now)
    case .after(let period):
      return period.isElapsed ? .instant(period.cutoff(at: now)) : .day(period.cutoff(on: today))
    }
  }

  /// The first day, or the first instant, at which the stage has come.
  package func due(after trigger: TriggerDate) -> DueMoment? {
    switch (self, trigger) {
    case (_, .undated), (_, .implausible): nil
    case (.atTrigger, .dated(let day, _)): .day(day.adding(days: 1))
    case (.atOnce, .dated(let day, let instant)): instant.map { .instant($0) } ?? .day(day.adding(days: 1))
    case (.after(let period), .dated(let day, let instant)):
      period.isElapsed
        ? instant.map { .instant($0.adding(seconds: period.elapsedSeconds)) }
        : .day(day.adding(period).adding(days: 1))
    }
  }
}

/// The first day, or the first instant, at which a stage is due.
package enum DueMoment: Hashable, Sendable, Comparable, CustomStringConvertible {
  case day(CivilDate)
  case instant(Instant)

  /// A day counts from its first instant in UTC, which is near enough to order the moments of one record.
  package static func < (left: DueMoment, right: DueMoment) -> Bool { left.order < right.order }

  private var order: Int {
    switch self {
    case .day(let day): day.daysSinceEpoch * 86_400
    case .instant(let instant): instant.secondsSinceEpoch
    }
  }

  package var description: String {
    switch self {
    case .day(let day): day.description
    case .instant(let instant): instant.iso8601
    }
  }
}
