internal import Words

/// A rule as it stands in the file, before those that follow others are joined with them.
enum RuleDraft {
  case own(Rule)
  case following(FollowingRule)

  var id: RuleID {
    switch self {
    case .own(let rule): rule.id
    case .following(let rule): rule.id
    }
  }

  var factsAsked: [String] {
    switch self {
    case .own(let rule): Array(rule.when.keys)
    case .following(let rule): Array(rule.when.keys)
    }
  }
}
