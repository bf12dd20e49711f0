internal import PurgeEngine
internal import RecordStores
internal import RetentionPolicy

/// What a run did, for people.
enum ReportView {
  static func text(of report: RunReport) -> String {
    var lines: [String] = []
    if report.changed.isEmpty {
      lines.append("Nothing was due.")
    } else {
      var table = Table([
        ("RECORD SET", .left), ("RULE", .left), ("STAGE", .left), ("RECORDS", .right), ("DEPENDENTS", .left),
      ])
      for line in report.changed {
        let dependents = line.dependents.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        table.append([
          line.recordSet, line.rule, line.action.rawValue, String(line.count), dependents.joined(separator: ", "),
        ])
      }
      lines.append(table.text)
    }
    lines.append("")
    lines += report.refused.map { "REFUSED \($0.recordSet): \($0.refusal)" }
    lines += report.overdue.map {
      "overdue \($0.recordSet), \($0.rule): \($0.count) records, \($0.held) of them held"
        + ($0.oldest.map { ", oldest \($0)" } ?? "") + " (\($0.cause.rawValue))"
    }
    for (store, erasure) in report.erasure {
      lines += erasure.places.map { "store \(store), \($0.name): \($0.isErased ? "erased" : "NOT ERASED"): \($0.explanation)" }
    }
    lines.append("\(report.run): \(report.status.rawValue), \(report.changedCount) records changed, \(report.setAsideCount) set aside.")
    return lines.joined(separator: "\n")
  }
}
