internal import CivilTime
internal import JSONText
internal import Words

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
    let minimum = fields["minimum"].flatMap(\.period)
    let ceiling = fields["ceiling"].flatMap(\.period)
    let chosen = fields.required("period").flatMap(chosenPeriod)
    let trigger = fields["trigger"].flatMap(self.trigger)
    checkBounds(minimum: minimum, ceiling: ceiling, chosen: chosen, fields: fields)
    let stages = StageLoader(minimum: minimum, chosen: chosen).stages(fields)
    if fields["trigger"] == nil, let chosen, !chosen.isUnset {
      field.report("a period without a trigger", "add \"trigger\": the event that starts it")
    }
    guard let id, let title, let source, let chosen else { return nil }
    return Rule(
      id: id, title: title, source: source, trigger: trigger, when: when(fields["when"]), minimum: minimum,
      ceiling: ceiling, period: chosen, stages: StageLoader.effective(stages),
      declaredActions: Set(stages.map(\.action)))
  }

  // MARK: Periods

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
    return field.period.map(ChosenPeriod.period)
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
