/// The id of a rule, as `retention-rules.json` has it.
package struct RuleID: TypedName {
  package let rawValue: String

  package init(_ rawValue: String) { self.rawValue = rawValue }
}
