internal import CivilTime
internal import JSONText
internal import Words

/// Joins the rules that follow others with the rules that they follow, wherever in the file those stand.
struct FollowedRules {
  private let drafts: [RuleID: (draft: RuleDraft, domain: DomainDraft)]
  /// Tells if every rule of the file could be read.
  private let isWhole: Bool

  init(_ domains: [DomainDraft]) {
    var drafts: [RuleID: (draft: RuleDraft, domain: DomainDraft)] = [:]
    for domain in domains {
      for (_, draft) in domain.rules where drafts[draft.id] == nil { drafts[draft.id] = (draft, domain) }
    }
    self.drafts = drafts
    isWhole = domains.allSatisfy(\.isWhole)
  }

  /// Returns the domain with all its rules; nil if something of it could not be read.
  func domain(_ draft: DomainDraft) -> Domain? {
    var events = draft.reader.events
    // The place of the domain that an event comes from with a rule that is followed.
    var origins: [String: String] = [:]
    let rules = draft.rules.compactMap { field, ruleDraft -> (field: Field, rule: Rule)? in
      switch ruleDraft {
      case .own(let rule): return (field, rule)
      case .following(let following):
        guard let (rule, names, origin) = self.rule(following, in: draft) else { return nil }
        for (name, title) in names.sorted(by: { $0.key < $1.key }) {
          if let other = origins.updateValue(origin, forKey: name), other != origin {
            following.field.report(
              "rule \"\(following.follows)\" counts from the event \"\(name)\" of its own domain, and another rule of this domain follows one that counts from another domain's event of that name",
              "give one of the two events another name where it is declared")
          }
          if events[name] == nil { events[name] = title }
        }
        return (field, rule)
      }
    }
    // A rule that could not be read may use what seems unused: one mistake, one message.
    if draft.isWhole {
      draft.reader.reportUnused(draft)
      if rules.count == draft.rules.count { draft.reader.reportTwins(rules) }
    }
    guard let id = draft.id, let title = draft.title else { return nil }
    return Domain(
      id: id, title: title, events: events, facts: draft.reader.facts, rules: rules.map(\.rule),
      ceiling: draft.ceiling)
  }

  /// Returns the rule that goes as another one, and the events that it counts from, with their meaning and the place of the domain that declares them.
  private func rule(
    _ following: FollowingRule, in domain: DomainDraft
  ) -> (Rule, [String: Title], origin: String)? {
    guard let (followed, other) = followed(by: following) else { return nil }
    if let ceiling = domain.ceiling {
      check(followed, isAtMost: ceiling, following.field)
    }
    let names = other.reader.events.filter { followed.trigger?.events.contains($0.key) ?? false }
    if other.field.path != domain.field.path {
      for name in names.keys.sorted() where domain.reader.events[name] != nil {
        following.field.report(
          "rule \"\(followed.id)\" counts from the event \"\(name)\" of its own domain, and this domain declares another one of that name",
          "give this domain's event another name, or remove it")
      }
    }
    var rule = Rule(
      id: following.id, title: following.title, source: following.source, trigger: followed.trigger,
      when: following.when, minimum: followed.minimum,
      ceiling: [followed.ceiling, domain.ceiling].compactMap(\.self).min { $0.compare(to: $1) == .shorter },
      period: followed.period, stages: followed.stages,
      declaredActions: followed.declaredActions)
    rule.kind = followed.kind
    rule.remainder = followed.remainder
    rule.follows = followed.id
    return (rule, names, other.field.path)
  }

  /// Compares what a rule keeps for, and what may be chosen for it, with the ceiling of a domain whose rule goes as it does. A longer ceiling of its own is cut to
  /// the domain's; one that nobody can compare with it is not.
  private func check(_ followed: Rule, isAtMost ceiling: Period, _ field: Field) {
    let remedy = "choose \(ceiling) or a shorter period there, or give this rule a period of its own"
    if case .period(let period) = followed.period {
      BoundsLoader.check(
        period, isAtMost: ceiling, field,
        "rule \"\(followed.id)\" keeps for \(period), which is longer than the domain's ceiling \(ceiling)",
        remedy)
    }
    guard followed.kind != .fixed else { return }
    if let minimum = followed.minimum {
      BoundsLoader.check(
        minimum, isAtMost: ceiling, field,
        "rule \"\(followed.id)\" has the minimum \(minimum), which is longer than the domain's ceiling \(ceiling)",
        remedy)
    }
    if let own = followed.ceiling, own.compare(to: ceiling) == .incomparable {
      BoundsLoader.check(own, isAtMost: ceiling, field, "", "")
    }
  }

  /// Returns the rule that another one goes as, and its domain (decision 192).
  private func followed(by rule: FollowingRule) -> (rule: Rule, domain: DomainDraft)? {
    let remedy = "name the rule, with a period of its own, of the file that the records belong to"
    switch drafts[rule.follows] {
    case (.own(let followed), let domain)?: return (followed, domain)
    case (.following(let other), _)? where other.id == rule.id:
      rule.field.report("the rule follows itself", remedy)
    case (.following(let other), _)?:
      rule.field.report("rule \"\(other.id)\" follows another one in turn, \"\(other.follows)\"", remedy)
    case nil where isWhole: rule.field.report("there is no rule \"\(rule.follows)\"", remedy)
    // It may be the one that could not be read.
    case nil: break
    }
    return nil
  }
}
