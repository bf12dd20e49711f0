internal import AuditJournal
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// What is counted of a whole record set, and what the numbers come to. A plan has the store count predicate after predicate; in a survey
/// each row answers all of them.
struct CountQuestion {
  private let conditions: DueConditions
  private let rulelessAndUnmapped: Predicate

  init(_ conditions: DueConditions) {
    self.conditions = conditions
    rulelessAndUnmapped = Predicate.all([conditions.noRule, conditions.unmapped]).simplified
  }

  /// Every predicate that `counts` can ask about, each once.
  var predicates: [Predicate] {
    let all =
      [conditions.noRule, conditions.unmapped, rulelessAndUnmapped]
      + conditions.rules.indices.flatMap { rule in
        [
          conditions.undated(under: rule), conditions.lackingRequired(under: rule),
          conditions.implausible(under: rule), conditions.notBegun(under: rule),
          conditions.conflict(under: rule),
        ] + (conditions.isUnset(rule) ? [conditions.counted(under: rule)] : [])
      }
    var known: Set<Predicate> = [.never]
    return all.filter { known.insert($0).inserted }
  }

  /// - Parameters:
  ///   - rows: all rows of the record set.
  ///   - count: the rows that meet a predicate. It is not asked where the answer follows from another.
  func counts(rows: Int, _ count: (Predicate) throws -> Int) rethrows -> RecordSetCounts {
    func known(_ predicate: Predicate) throws -> Int { predicate == .never ? 0 : try count(predicate) }
    var unjudged = try known(conditions.noRule)
    let unmapped = try known(conditions.unmapped)
    // Counted apart: a row may be of no rule because nobody mapped its word.
    let ruleless = unjudged > 0 && unmapped > 0 ? unjudged - (try known(rulelessAndUnmapped)) : unjudged
    var rules: [RuleCounts] = []
    for (index, rule) in conditions.rules.enumerated() {
      let undated = conditions.undated(under: index)
      let lacking = conditions.lackingRequired(under: index)
      let undatedCount = try known(undated)
      let lackingCount = undatedCount == 0 ? 0 : lacking == undated ? undatedCount : try known(lacking)
      let implausible = try known(conditions.implausible(under: index))
      unjudged += implausible + lackingCount
      rules.append(
        RuleCounts(
          rule: rule.id, undated: .known(undatedCount), lackingRequired: .known(lackingCount),
          implausible: .known(implausible), notBegun: .known(try known(conditions.notBegun(under: index))),
          unset: .known(rule.isUnset ? try known(conditions.counted(under: index)) : 0),
          conflict: .known(try known(conditions.conflict(under: index)))))
    }
    return RecordSetCounts(
      recordSet: conditions.bound.recordSet.name, rows: .known(rows), judged: .known(max(0, rows - unjudged)),
      withoutRule: .known(ruleless), unmapped: .known(unmapped), rules: rules)
  }

  /// Counts what needs the whole table, in the store and one predicate after the other.
  func counts(in store: any RecordStore) throws -> RecordSetCounts {
    let recordSet = conditions.bound.recordSet
    return try counts(rows: try store.rowCount(of: recordSet)) { predicate in
      try store.tally(Selection(recordSet: recordSet, predicate: predicate), holds: NoHolds()).count
    }
  }

  /// What the last survey counted, in the order of the rules. Without a survey nothing is known.
  ///
  /// - Parameter isEmpty: what a look says now, whatever the survey counted.
  func counts(from last: LastSurvey?, isEmpty: Bool) -> RecordSetCounts {
    guard let last else {
      var unknown = RecordSetCounts.unknown(conditions.bound.recordSet.name)
      if isEmpty { unknown.rows = 0 }
      unknown.rules = conditions.rules.map { RuleCounts.unknown($0.id) }
      return unknown
    }
    var counts = last.record.counts
    if isEmpty {
      counts.rows = 0
    } else if counts.rows == 0 {
      counts.rows = .unknown
    }
    // The journal leaves out a rule of which every count is 0.
    counts.rules = conditions.rules.map { rule in
      counts.rules.first { $0.rule == rule.id } ?? RuleCounts(rule: rule.id)
    }
    counts.surveyed = last.time
    return counts
  }
}

extension RuleCounts {
  fileprivate static func unknown(_ rule: RuleID) -> RuleCounts {
    RuleCounts(
      rule: rule, undated: .unknown, lackingRequired: .unknown, implausible: .unknown, notBegun: .unknown,
      unset: .unknown, conflict: .unknown)
  }
}
