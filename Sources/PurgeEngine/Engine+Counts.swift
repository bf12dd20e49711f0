internal import AuditJournal
internal import RecordStores
internal import RetentionPolicy
internal import StoreCatalogue

extension Engine {
  /// Counts what needs the whole table, in the store and one predicate after the other.
  func counts(
    of bound: BoundRecordSet, conditions: DueConditions, store: any RecordStore
  ) throws -> RecordSetCounts {
    func count(_ predicate: Predicate) throws -> Int {
      guard predicate != .never else { return 0 }
      return try store.tally(
        Selection(recordSet: bound.recordSet, predicate: predicate), holds: NoHolds()
      ).count
    }
    let rows = try store.rowCount(of: bound.recordSet)
    var rules: [RuleCounts] = []
    var unjudged = try count(conditions.noRule)
    let unmapped = try count(conditions.unmapped)
    // Counted apart: a row may be of no rule because nobody mapped its word.
    let ruleless =
      unjudged > 0 && unmapped > 0
      ? unjudged - (try count(Predicate.all([conditions.noRule, conditions.unmapped]).simplified)) : unjudged
    for (index, rule) in conditions.rules.enumerated() {
      let undated = conditions.undated(under: index)
      let lacking = conditions.lackingRequired(under: index)
      let undatedCount = try count(undated)
      let lackingCount = undatedCount == 0 ? 0 : lacking == undated ? undatedCount : try count(lacking)
      let implausible = try count(conditions.implausible(under: index))
      unjudged += implausible + lackingCount
      rules.append(
        RuleCounts(
          rule: rule.id, undated: .known(undatedCount), lackingRequired: .known(lackingCount),
          implausible: .known(implausible), notBegun: .known(try count(conditions.notBegun(under: index))),
          unset: .known(rule.isUnset ? try count(conditions.counted(under: index)) : 0),
          conflict: .known(try count(conditions.conflict(under: index)))))
    }
    return RecordSetCounts(
      recordSet: bound.recordSet.name, rows: .known(rows), judged: .known(max(0, rows - unjudged)),
      withoutRule: .known(ruleless), unmapped: .known(unmapped), rules: rules)
  }
}
