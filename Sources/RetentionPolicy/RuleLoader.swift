internal import CivilTime
internal import JSONText

/// Reads the rules of one domain, against the events and facts that the domain declares.
struct RuleLoader {
  let events: [String: Title]
  let facts: [String: [String]]

  func rule(_ field: Field) -> Rule? {
    let known = ["id", "title", "source", "trigger", "when", "minimum", "ceiling", "period", "stages"]
    guard let fields = field.object(known) else { return nil }
    let id = fields.required("id").flatMap(Names.identifier)
    let title = fields.required("title").flatMap(Names.title)
    let source = fields.required("source").flatMap(Names.text)
    let minimum = fields["minimum"].flatMap(period)
    let ceiling = fields["ceiling"].flatMap(period)
    let chosen = fields.required("period").flatMap(chosenPeriod)
    let trigger = fields["trigger"].flatMap(self.trigger)
    checkBounds(minimum: minimum, ceiling: ceiling, chosen: chosen, fields: fields)
    let stages = self.stages(fields, minimum: minimum, chosen: chosen)
    if fields["trigger"] == nil, let chosen, !chosen.isUnset {
      field.report("a period without a trigger", "add \"trigger\": the event that starts it")
    }
    guard let id, let title, let source, let chosen else { return nil }
    return Rule(
      id: id, title: title, source: source, trigger: trigger, when: when(fields["when"]), minimum: minimum,
      ceiling: ceiling, period: chosen, stages: stages)
  }

  // MARK: Periods

  private func period(_ field: Field) -> Period? {
    guard let text = field.string else { return nil }
    do throws(PeriodError) {
      return try Period(iso8601: text)
    } catch {
      field.report(error.cause, error.remedy)
      return nil
    }
  }

  /// `"P5Y"`, `"at-trigger"`, or `{"unset": {"fr": …, "en": …}}` with the reason.
  private func chosenPeriod(_ field: Field) -> ChosenPeriod? {
    if case .object = field.node.content {
      guard let reason = field.object(["unset"])?.required("unset").flatMap(Names.title) else { return nil }
      return .unset(reason: reason)
    }
    if case .null = field.node.content {
      field.report(
        "a rule without a period does not say why",
        "write {\"unset\": {\"fr\": \"…\", \"en\": \"…\"}} with the reason")
      return nil
    }
    if case .string("at-trigger") = field.node.content { return .atTrigger }
    return period(field).map(ChosenPeriod.period)
  }

  private func checkBounds(minimum: Period?, ceiling: Period?, chosen: ChosenPeriod?, fields: ObjectFields) {
    if let minimum, let ceiling {
      check(
        minimum, isAtMost: ceiling, fields["minimum"],
        "the minimum \(minimum) is longer than the ceiling \(ceiling)", "make it \(ceiling) or shorter")
    }
    switch chosen {
    case .period(let period):
      if let ceiling {
        check(
          period, isAtMost: ceiling, fields["period"], "\(period) is longer than the ceiling \(ceiling)",
          "choose \(ceiling) or a shorter period")
      }
      if let minimum {
        check(
          minimum, isAtMost: period, fields["period"], "\(period) is shorter than the minimum \(minimum)",
          "choose \(minimum) or a longer period")
      }
    case .atTrigger:
      if let minimum {
        fields["period"]?.report(
          "no period, where \(minimum) is the minimum", "choose \(minimum) or a longer period")
      }
    case .unset, nil: break
    }
  }

  private func check(
    _ shorter: Period, isAtMost longer: Period, _ field: Field?, _ cause: String, _ remedy: String
  ) {
    switch shorter.compare(to: longer) {
    case .shorter, .equal: break
    case .longer: field?.report(cause, remedy)
    case .incomparable:
      field?.report(
        "whether \(shorter) or \(longer) is longer depends on the month",
        "write both in months and years, or both in days")
    }
  }

  // MARK: Trigger and conditions

  /// `"event"`, `{"earliestOf": […]}` or `{"latestOf": […]}`.
  private func trigger(_ field: Field) -> Trigger? {
    if case .string(let event) = field.node.content {
      if events[event] == nil {
        let known = events.keys.sorted().joined(separator: ", ")
        field.report(
          "the domain declares no event \"\(event)\"",
          events.isEmpty ? "declare it under \"events\"" : "it has \(known)")
      }
      return .event(event)
    }
    guard let fields = field.object(["earliestOf", "latestOf"]) else { return nil }
    switch (fields["earliestOf"], fields["latestOf"]) {
    case (let list?, nil): return parts(list).map(Trigger.earliestOf)
    case (nil, let list?): return parts(list).map(Trigger.latestOf)
    default:
      field.report(
        "a trigger that is neither or both of earliestOf and latestOf",
        "write one of them, or an event's name")
      return nil
    }
  }

  private func parts(_ field: Field) -> [Trigger]? {
    guard let list = field.array else { return nil }
    if list.count < 2 {
      field.report("fewer than two events", "name two or more, or the one event by itself")
    }
    let parts = list.compactMap(trigger)
    return parts.count == list.count ? parts : nil
  }

  private func when(_ field: Field?) -> [String: [String]] {
    var when: [String: [String]] = [:]
    for (fact, field) in field?.map ?? [] {
      let known = facts[fact]
      if known == nil {
        field.report(
          "the domain declares no fact \"\(fact)\"",
          facts.isEmpty
            ? "declare it under \"facts\"" : "it has \(facts.keys.sorted().joined(separator: ", "))")
      }
      let values = field.array ?? []
      if values.isEmpty { field.report("no value, so that the rule can never apply", "name one or more") }
      when[fact] = values.compactMap { value in
        guard let text = value.string else { return nil }
        if let known, !known.contains(text) {
          value.report(
            "the fact \"\(fact)\" has no value \"\(text)\"", "it has \(known.joined(separator: ", "))")
        }
        return text
      }
    }
    return when
  }

  // MARK: Stages

  private func stages(_ fields: ObjectFields, minimum: Period?, chosen: ChosenPeriod?) -> [Stage] {
    guard let list = fields.required("stages")?.array else { return [] }
    var stages: [Stage] = []
    for field in list {
      guard let stage = stage(field, minimum: minimum, chosen: chosen) else { continue }
      check(stage, after: stages.last, chosen: chosen, field)
      stages.append(stage)
    }
    if let chosen, !chosen.isUnset, !list.isEmpty, stages.count == list.count, stages.last?.action != .delete
    {
      fields["stages"]?.report(
        "the last stage is no delete, so that records are kept for ever",
        "end with {\"action\": \"delete\", \"at\": \"period\"}")
    }
    if list.isEmpty {
      fields["stages"]?.report(
        "no stage, so that nothing ever happens", "add {\"action\": \"delete\", \"at\": \"period\"}")
    }
    return stages
  }

  private func stage(_ field: Field, minimum: Period?, chosen: ChosenPeriod?) -> Stage? {
    guard let fields = field.object(["action", "at", "after"]) else { return nil }
    let action = fields.required("action").flatMap { field -> StageAction? in
      guard let name = field.string else { return nil }
      if let action = StageAction(rawValue: name) { return action }
      field.report("there is no action \"\(name)\"", "write archive, pseudonymise or delete")
      return nil
    }
    let moment: Moment?
    switch (fields["at"], fields["after"]) {
    case (let at?, nil): moment = self.moment(at, minimum: minimum, chosen: chosen)
    case (nil, let after?): moment = period(after).map(Moment.after)
    default:
      field.report(
        "a stage that says neither or both of \"at\" and \"after\"",
        "write \"at\": \"trigger\", \"minimum\" or \"period\", or \"after\": a period")
      moment = nil
    }
    guard let action, let moment else { return nil }
    return Stage(action: action, moment: moment)
  }

  private func moment(_ field: Field, minimum: Period?, chosen: ChosenPeriod?) -> Moment? {
    switch field.string {
    case "trigger": return .atTrigger
    case "minimum":
      if let minimum { return .after(minimum) }
      field.report("the rule has no minimum", "add \"minimum\", or name a period with \"after\"")
    case "period":
      switch chosen {
      case .period(let period): return .after(period)
      case .atTrigger, .unset: return .atTrigger
      case nil: break
      }
    case let name?: field.report("there is no moment \"\(name)\"", "write trigger, minimum or period")
    case nil: break
    }
    return nil
  }

  private func check(_ stage: Stage, after previous: Stage?, chosen: ChosenPeriod?, _ field: Field) {
    if case .period(let end) = chosen, case .after(let time) = stage.moment, time.compare(to: end) == .longer
    {
      field.report(
        "a stage after the end: \(time) is longer than the period \(end)", "move it to \(end) or before")
    }
    if case .period(let end) = chosen, stage.action == .delete, stage.moment != .after(end) {
      field.report("the delete stage is not at the end of the period \(end)", "write \"at\": \"period\"")
    }
    if case .atTrigger = chosen, case .after(let time) = stage.moment {
      field.report(
        "a stage after the end: the record goes at the trigger, and this comes \(time) after it",
        "write \"at\": \"trigger\", or choose a period")
    }
    guard let previous else { return }
    if stage.action == previous.action {
      field.report("the stage \(stage.action.rawValue) stands twice", "keep one of them")
    } else if stage.action < previous.action {
      field.report(
        "\(stage.action.rawValue) after \(previous.action.rawValue)",
        "the order is archive, pseudonymise, delete")
    }
    let isLater =
      switch (previous.moment, stage.moment) {
      case (.atTrigger, .after): true
      case (.after(let earlier), .after(let time)): time.compare(to: earlier) == .longer
      case (_, .atTrigger): false
      }
    if !isLater, chosen.map({ !$0.isUnset }) ?? false {
      field.report("the stage does not come after the one before it", "order stages by time")
    }
  }

  // MARK: The domain as a whole

  func reportUnused(_ fields: ObjectFields, rules: [Rule]) {
    let usedEvents = Set(rules.flatMap { $0.trigger?.events ?? [] })
    for (name, field) in fields["events"]?.map ?? [] where !usedEvents.contains(name) {
      field.report("no trigger names the event \"\(name)\"", "use it, or remove it")
    }
    let usedFacts = Set(rules.flatMap(\.when.keys))
    for (name, field) in fields["facts"]?.map ?? [] where !usedFacts.contains(name) {
      field.report("no rule asks for the fact \"\(name)\"", "use it, or remove it")
    }
  }

  /// Two rules for the same records and the same event: one of them would never decide.
  func reportTwins(_ rules: [(Field, Rule)]) {
    for (index, (field, rule)) in rules.enumerated() {
      let twin = rules[..<index].first { other in
        other.1.trigger == rule.trigger && other.1.when.mapValues(Set.init) == rule.when.mapValues(Set.init)
      }
      if let twin {
        field.report(
          "rules \"\(twin.1.id)\" and \"\(rule.id)\" have one trigger and one condition",
          "join them, or tell them apart with \"when\"")
      }
    }
  }
}

extension ChosenPeriod {
  var isUnset: Bool { if case .unset = self { true } else { false } }
}
