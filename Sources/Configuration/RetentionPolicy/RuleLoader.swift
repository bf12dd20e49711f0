internal import CivilTime
internal import JSONText
internal import Words

/// Reads the rules of one domain, against the events and facts that the domain declares.
struct RuleLoader {
  let events: [String: Title]
  let facts: [String: [String]]
  let ceiling: Period?

  func rule(_ field: Field) -> RuleDraft? {
    let known = [
      "id", "title", "source", "follows", "trigger", "when", "kind", "minimum", "ceiling", "period", "stages",
      "kept",
    ]
    guard let fields = field.object(known) else { return nil }
    if let follows = fields["follows"] { return following(follows, fields) }
    let id = fields.required("id").flatMap(Names.identifier).map(RuleID.init)
    let title = fields.required("title").flatMap(Names.title)
    let source = fields.required("source").flatMap(Names.text)
    let chosen = fields.required("period").flatMap(chosenPeriod)
    let trigger = fields["trigger"].flatMap(self.trigger)
    let bounds = BoundsLoader(domainCeiling: ceiling).bounds(fields, chosen: chosen)
    let remainder = fields["kept"].flatMap(self.remainder)
    let stages = StageLoader(minimum: bounds.minimum, chosen: chosen).stages(fields)
    if fields["trigger"] == nil, let chosen, !chosen.isUnset {
      field.report("a period without a trigger", "add \"trigger\": the event that starts it")
    }
    guard let id, let title, let source, let chosen else { return nil }
    var rule = Rule(
      id: id, title: title, source: source, trigger: trigger, when: when(fields["when"]),
      minimum: bounds.minimum, ceiling: bounds.ceiling, period: chosen, stages: StageLoader.effective(stages),
      declaredActions: Set(stages.map(\.action)))
    rule.kind = bounds.kind
    rule.remainder = remainder
    return .own(rule)
  }

  /// A rule that goes as another one: it has nothing of its own that decides when its records go.
  private func following(_ follows: Field, _ fields: ObjectFields) -> RuleDraft? {
    for name in ["trigger", "kind", "minimum", "ceiling", "period", "stages", "kept"] {
      fields[name]?.report(
        "\"\(name)\" beside \"follows\": the records go with the file that they follow",
        "remove it, or remove \"follows\"")
    }
    let id = fields.required("id").flatMap(Names.identifier).map(RuleID.init)
    let title = fields.required("title").flatMap(Names.title)
    let source = fields.required("source").flatMap(Names.text)
    let when = self.when(fields["when"])
    guard let id, let title, let source, let name = follows.string.map(RuleID.init) else { return nil }
    return .following(
      FollowingRule(id: id, title: title, source: source, when: when, follows: name, field: follows))
  }

  /// `{"what": …, "why": …, "until": …}`, each a title.
  private func remainder(_ field: Field) -> Remainder? {
    guard let fields = field.object(["what", "why", "until"]) else { return nil }
    let what = fields.required("what").flatMap(Names.title)
    let why = fields.required("why").flatMap(Names.title)
    let until = fields.required("until").flatMap(Names.title)
    guard let what, let why, let until else { return nil }
    return Remainder(what: what, why: why, until: until)
  }

  // MARK: Periods

  /// `"P5Y"`, `"at-trigger"`, `"at-once"`, or `{"unset": {"fr": …, "en": …}}` with the reason.
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
    if case .string("at-once") = field.node.content { return .atOnce }
    return field.period.map(ChosenPeriod.period)
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

  func reportUnused(_ domain: DomainDraft) {
    let usedEvents = Set(
      domain.rules.flatMap { _, draft -> [String] in
        if case .own(let rule) = draft { rule.trigger?.events ?? [] } else { [] }
      })
    for (name, field) in domain.fields["events"]?.map ?? [] where !usedEvents.contains(name) {
      field.report("no trigger names the event \"\(name)\"", "use it, or remove it")
    }
    let usedFacts = Set(domain.rules.flatMap(\.draft.factsAsked))
    for (name, field) in domain.fields["facts"]?.map ?? [] where !usedFacts.contains(name) {
      field.report("no rule asks for the fact \"\(name)\"", "use it, or remove it")
    }
  }

  /// Two rules for the same records and the same event: one of them would never decide.
  func reportTwins(_ rules: [(field: Field, rule: Rule)]) {
    for (index, (field, rule)) in rules.enumerated() {
      let twin = rules[..<index].first { other in
        other.rule.trigger == rule.trigger
          && other.rule.when.mapValues(Set.init) == rule.when.mapValues(Set.init)
      }
      if let twin {
        field.report(
          "rules \"\(twin.rule.id)\" and \"\(rule.id)\" have one trigger and one condition",
          "join them, or tell them apart with \"when\"")
      }
    }
  }
}

extension ChosenPeriod {
  var isUnset: Bool { if case .unset = self { true } else { false } }

  /// Tells if records go with the event itself.
  var goesWithEvent: Bool { self == .atTrigger || self == .atOnce }
}
