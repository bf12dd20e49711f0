internal import Purging
internal import RetentionPolicy

/// What an approval means for the runs under it, for people.
enum ApprovalView {
  static func lines(of report: ApprovalReport) -> [String] {
    let total = report.due.reduce(0) { $0 + $1.count }
    let unknown = report.unknown.map {
      "NOT COUNTED \($0.recordSet): \($0.reason); until it is counted (approve again), a run stops if more than a hundred of its rows are due"
    }
    let first = report.firstRuns.map { "\($0.recordSet) (\($0.rows))" }.joined(separator: ", ")
    let counted =
      report.unknown.isEmpty ? "\(total) records" : "\(total) records of what could be counted, and ?"
    return ["Due now: \(counted), which the guards take as their measure."] + unknown
      + report.warnings.map { "warning \($0.recordSet): \($0.warning)" }
      + (first.isEmpty
        ? []
        : [
          "New or changed, or not looked at yet, so that a first run changes few rows and waits for a word: \(first)."
        ])
  }
}
