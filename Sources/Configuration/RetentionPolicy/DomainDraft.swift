internal import CivilTime
internal import JSONText
internal import Words

/// A domain as it stands in the file, before rules that follow others are joined with them.
struct DomainDraft {
  let field: Field
  let fields: ObjectFields
  /// Nil after a report of what is wrong with it.
  let id: DomainID?
  let title: Title?
  let ceiling: Period?
  let reader: RuleLoader
  let rules: [(field: Field, draft: RuleDraft)]
  /// Tells if each of its rules could be read. If not, what seems unused or missing may be in one that could not.
  let isWhole: Bool
}
