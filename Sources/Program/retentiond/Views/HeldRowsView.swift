internal import AuditJournal
internal import CivilTime
internal import JSONText
internal import Purging
internal import RecordStores

/// Why rows of a run's report are held, and until when: by the holds in force, of which no report can say which one keeps which row.
enum HeldRowsView {
  /// More holds than this are named by their number alone.
  private static let shown = 20

  /// Returns nothing where the run met no held row.
  static func lines(of report: RunReport, _ session: Session) throws -> [String] {
    guard report.metHeldRows else { return [] }
    let holds = try session.holds()
    let more = holds.count - shown
    return holds.prefix(shown).map { "held by \(HoldView.sentence(of: $0))" }
      + (more > 0 ? ["and by \(more) more: `retentiond hold list`"] : [])
  }

  static func jsonValue(of report: RunReport, _ session: Session) throws -> JSONValue {
    guard report.metHeldRows, case .object(var members) = report.jsonValue else { return report.jsonValue }
    members["holds"] = .array(try session.holds().map(reason))
    return .object(members)
  }

  /// Which hold it is, why and until when; `hold list --json` has the rest.
  private static func reason(of hold: Hold) -> JSONValue {
    .object(
      [
        "hold": .integer(hold.id), "reference": .string(hold.terms.reference),
        "reason": .string(hold.terms.reason), "authority": hold.terms.authority.map(JSONValue.string),
        "until": hold.terms.until.map { .string($0.description) },
        "restriction": hold.terms.isRestriction ? .bool(true) : nil,
      ].compactMapValues { $0 })
  }
}

extension RunReport {
  fileprivate var metHeldRows: Bool {
    plan.recordSets.flatMap(\.rules).flatMap(\.stages).contains { $0.held != .known(0) }
  }
}
