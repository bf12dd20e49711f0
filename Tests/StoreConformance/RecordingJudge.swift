package import CivilTime
package import RecordStores
internal import TestNames
package import Words

/// A judge that notes what it is shown, and does not agree with rows whose day lies behind one.
package final class RecordingJudge: RowJudge, @unchecked Sendable {
  // A batch asks it on one thread.
  package let events = [EventColumn(column: "ended", encoding: .date)]
  package let columns: [String]
  private let lastDay: CivilDate
  package private(set) var rows: [JudgedRow] = []

  package init(upTo lastDay: CivilDate, columns: [String] = ["name", "id"]) {
    self.lastDay = lastDay
    self.columns = columns
  }

  package func disagreement(_ row: JudgedRow) -> RuleID? {
    rows.append(row)
    if case .day(let day) = row.events[0], day <= lastDay { return nil }
    return "rule"
  }
}
