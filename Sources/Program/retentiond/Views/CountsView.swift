internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import Words

/// What the rows of record sets came to, for people.
enum CountsView {
  /// The lines of the record sets that have something to say; empty if every row of every record set has its date and its rule.
  static func lines(for counts: [RecordSetCounts]) -> [String] {
    let told = counts.filter(\.hasSomethingToSay)
    return told.isEmpty
      ? [] : ["Rows that no stage comes to, as they were counted last:"] + table(of: told).lines + [""]
  }

  private static func table(of counts: [RecordSetCounts]) -> Table {
    var table = Table([
      ("RECORD SET", .left), ("ROWS", .right), ("JUDGED", .right), ("UNDATED", .right), ("LACKING", .right),
      ("IMPLAUSIBLE", .right), ("NOT BEGUN", .right), ("UNSET", .right), ("NO RULE", .right),
      ("UNMAPPED", .right), ("COUNTED", .left),
    ])
    for set in counts {
      table.append(
        [set.recordSet.rawValue]
          + ([set.rows, set.judged] + set.ruleTotals + [set.withoutRule, set.unmapped]).map(\.description)
          + [set.surveyed.map { "by the survey at \($0.iso8601)" } ?? "by the run"])
    }
    return table
  }
}

extension RecordSetCounts {
  fileprivate var ruleTotals: [RowCount] {
    [\RuleCounts.undated, \.lackingRequired, \.implausible, \.notBegun, \.unset].map { total($0) }
  }

  fileprivate var hasSomethingToSay: Bool { (ruleTotals + [withoutRule, unmapped]).contains { $0 != 0 } }
}
