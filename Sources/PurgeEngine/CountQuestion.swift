internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreCatalogue

/// What is counted of a whole record set, as predicates, and what the numbers come to. A plan asks the store for each predicate; a survey
/// has each of its rows answer all of them.
struct CountQuestion {
  let predicates: [Predicate]
  private let conditions: DueConditions

  /// - Parameter values: the values that each fact of the domain can have.
  init(_ conditions: DueConditions, values: [String: [String]]) {
    self.conditions = conditions
    let unmapped = conditions.isUnmapped(values: values)
    predicates =
      [unmapped, Predicate.all([conditions.noRule, .not(unmapped)]).simplified, conditions.noRule]
      + conditions.rules.indices.flatMap { rule in
        [
          conditions.undated(under: rule), conditions.lackingRequired(under: rule),
          conditions.implausible(under: rule), conditions.notBegun(under: rule),
          conditions.isUnset(rule) ? conditions.counted(under: rule) : .never,
          conditions.conflict(under: rule),
        ]
      }
  }

  /// - Parameters:
  ///   - rows: all rows of the record set.
  ///   - numbers: the rows that meet each predicate.
  func counts(rows: Int, _ numbers: [Int]) -> RecordSetCounts {
    var rest = numbers[...]
    func next() -> RowCount { .known(rest.removeFirst()) }
    let (unmapped, withoutRule, judgedByNone) = (next(), next(), next())
    let rules = conditions.rules.map { rule in
      RuleCounts(
        rule: rule.id, undated: next(), lackingRequired: next(), implausible: next(), notBegun: next(),
        unset: next(), conflict: next())
    }
    let unjudged = (judgedByNone + rules.map { $0.lackingRequired + $0.implausible }.sum).number ?? 0
    return RecordSetCounts(
      recordSet: conditions.bound.recordSet.name, rows: .known(rows), judged: .known(rows - unjudged),
      withoutRule: withoutRule, unmapped: unmapped, rules: rules)
  }
}

extension DueConditions {
  /// Rows with a word of a fact that stands for no value of it.
  func isUnmapped(values: [String: [String]]) -> Predicate {
    Predicate.any(
      bound.facts.sorted { $0.key < $1.key }.map { isUnmapped(fact: $0.key, values: values[$0.key] ?? []) }
    ).simplified
  }

  /// Rows whose word in a fact's column stands for no value of the fact. A fact that has no words of its own has none that are unmapped.
  func isUnmapped(fact: String, values: [String]) -> Predicate {
    guard let binding = bound.facts[fact] else { return .never }
    switch binding {
    case .column(let column), .values(let column, _):
      return Predicate.all(
        [.not(.isNull(column: column))] + values.map { .not(binding.predicate(for: $0)) }
      ).simplified
    case .cases, .always: return .never
    }
  }

  /// Undated rows that lack a date which their binding calls required.
  func lackingRequired(under rule: Int) -> Predicate {
    let undated = undated(under: rule)
    guard undated != .never else { return .never }
    let required = bound.events.values.filter(\.isRequired).sorted { $0.column < $1.column }
    return Predicate.all([undated, .any(required.map(isMissing))]).simplified
  }
}
