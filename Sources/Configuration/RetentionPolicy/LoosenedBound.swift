package import CivilTime
package import Words

/// A bound that rules have looser than others before them: a ceiling that was raised, a minimum that was lowered, a rule that is gone with its bounds, or one that
/// does not delete any more.
package enum LoosenedBound: Hashable, Sendable, CustomStringConvertible {
  /// - Parameter to: nil if there is none any more.
  case ceiling(of: Holder, from: Limit, to: Limit?)
  /// - Parameter to: nil if there is none any more.
  case minimum(of: Holder, from: Period, to: Period?)
  /// A rule that had a ceiling or a minimum is not there any more.
  case gone(rule: RuleID, ceiling: Limit?, minimum: Period?)

  /// A rule deleted its records, and keeps something of them now.
  case keeps(rule: RuleID)

  /// What has the bound.
  package enum Holder: Hashable, Sendable, CustomStringConvertible {
    case rule(RuleID)
    case domain(DomainID)

    package var description: String {
      switch self {
      case .rule(let id): "rule \(id)"
      case .domain(let id): "domain \(id)"
      }
    }
  }

  /// The longest that a period may be.
  package enum Limit: Hashable, Sendable, CustomStringConvertible {
    /// The record goes with its event.
    case nothing
    case period(Period)

    package var description: String {
      switch self {
      case .nothing: "no time after the event"
      case .period(let period): period.description
      }
    }

    /// Tells if it allows what the other does not, for some day at least.
    func isLooser(than other: Limit) -> Bool {
      switch (self, other) {
      case (.nothing, _): false
      case (.period, .nothing): true
      case (.period(let own), .period(let other)): [.longer, .incomparable].contains(own.compare(to: other))
      }
    }
  }

  package var description: String {
    switch self {
    case .ceiling(let holder, let before, let after):
      "\(holder): its ceiling was \(before) in the rules that were approved last, and is \(after.map { "\($0)" } ?? "gone") now: approve it only if the source of the rule allows more"
    case .minimum(let holder, let before, let after):
      "\(holder): its minimum was \(before) in the rules that were approved last, and is \(after.map { "\($0)" } ?? "gone") now: approve it only if no law asks for \(before)"
    case .keeps(let rule):
      "rule \(rule): it deleted its records in the rules that were approved last, and keeps what \"kept\" says now: approve it only if nobody can be found by that"
    case .gone(let rule, let ceiling, let minimum):
      "rule \(rule) was in the rules that were approved last, with \(Self.bounds(ceiling, minimum)), and is gone: approve it only if other rules keep to what its source says"
    }
  }

  private static func bounds(_ ceiling: Limit?, _ minimum: Period?) -> String {
    [ceiling.map { "the ceiling \($0)" }, minimum.map { "the minimum \($0)" }].compactMap(\.self)
      .joined(separator: " and ")
  }
}

extension Schedule {
  /// Returns the bounds that are looser than in rules before these, by domain and rule in the order of those.
  package func loosened(since before: Schedule) -> [LoosenedBound] {
    let rules = Dictionary(domains.flatMap(\.rules).map { ($0.id, $0) }) { first, _ in first }
    return before.domains.flatMap { domain in
      (self.domain(domain.id).map { $0.loosened(since: domain) }
        ?? domain.ceiling.map { [.ceiling(of: .domain(domain.id), from: .period($0), to: nil)] } ?? [])
        + domain.rules.flatMap { rule in rule.loosened(to: rules[rule.id]) }
    }
  }
}

extension Domain {
  fileprivate func loosened(since before: Domain) -> [LoosenedBound] {
    guard let old = before.ceiling.map(LoosenedBound.Limit.period) else { return [] }
    let new = ceiling.map(LoosenedBound.Limit.period)
    return new.map { $0.isLooser(than: old) } ?? true ? [.ceiling(of: .domain(id), from: old, to: new)] : []
  }
}

extension Rule {
  /// The longest that the rule may keep a record; nil if nothing says.
  fileprivate var limit: LoosenedBound.Limit? {
    if let ceiling { return .period(ceiling) }
    return kind != nil && period.goesWithEvent ? LoosenedBound.Limit.nothing : nil
  }

  /// - Parameter after: the rule of the same id later on; nil if there is none.
  fileprivate func loosened(to after: Rule?) -> [LoosenedBound] {
    guard let after else {
      return limit == nil && minimum == nil ? [] : [.gone(rule: id, ceiling: limit, minimum: minimum)]
    }
    var found: [LoosenedBound] = remainder == nil && after.remainder != nil ? [.keeps(rule: id)] : []
    if let limit, after.limit.map({ $0.isLooser(than: limit) }) ?? true {
      found.append(.ceiling(of: .rule(id), from: limit, to: after.limit))
    }
    if let minimum,
      after.minimum.map({ [.shorter, .incomparable].contains($0.compare(to: minimum)) }) ?? true
    {
      found.append(.minimum(of: .rule(id), from: minimum, to: after.minimum))
    }
    return found
  }
}
