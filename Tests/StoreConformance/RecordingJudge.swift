public import CivilTime
public import RecordStores

/// A judge that notes what it is shown, and does not agree with rows whose day lies behind one.
public final class RecordingJudge: RowJudge, @unchecked Sendable {
  // A batch asks it on one thread.
  public let events = [EventColumn(column: "ended", encoding: .date)]
  public let columns: [String]
  private let lastDay: CivilDate
  public private(set) var rows: [JudgedRow] = []

  public init(upTo lastDay: CivilDate, columns: [String] = ["name", "id"]) {
    self.lastDay = lastDay
    self.columns = columns
  }

  public func disagreement(_ row: JudgedRow) -> String? {
    rows.append(row)
    if case .day(let day) = row.events[0], day <= lastDay { return nil }
    return "rule"
  }
}
