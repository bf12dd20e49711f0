internal import JSONText
internal import Words

/// A rule whose records go as those of another rule, with the file that they belong to.
struct FollowingRule {
  let id: RuleID
  let title: Title
  let source: String
  let when: [String: [String]]
  /// The other rule's id.
  let follows: RuleID
  /// The place in the file where that stands.
  let field: Field
}
