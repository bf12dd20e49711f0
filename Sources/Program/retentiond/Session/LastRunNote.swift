internal import AuditJournal
internal import CivilTime
internal import Purging
internal import Words

/// What became of the last run, in a sentence that has no time: for the service's status line, and for `health`.
struct LastRunNote: Equatable, Sendable {
  /// Tells if nobody has to look.
  let isWell: Bool
  let sentence: String

  static let none = LastRunNote(isWell: false, sentence: "no run yet")

  /// A run that did not begin.
  static func failed(_ reason: String) -> LastRunNote {
    LastRunNote(isWell: false, sentence: "last run refused: \(reason)")
  }
}

extension LastRunNote {
  init(_ end: RunEnd) {
    isWell = end.isSuccess && end.unmeasured.isEmpty
    var parts = ["\(end.changed) record(s) changed"]
    if end.overdue > 0 || end.unmeasured.isEmpty {
      parts.append(end.overdue == 0 ? "none overdue" : "\(end.overdue) overdue")
    }
    // Nothing says 0 of what is not known.
    if !end.unmeasured.isEmpty { parts.append("not known of \(end.unmeasured.list)") }
    if !end.refused.isEmpty { parts.append("refused: \(end.refused.list)") }
    sentence = "last run \(end.ending?.journalWord ?? "ended otherwise"): \(parts.joined(separator: ", "))"
  }
}

extension Session {
  /// What became of the last run that ended or was refused.
  func lastRunNote() throws -> LastRunNote {
    let journal = try readingJournal()
    if let reason = try journal.lastRefusal() { return .failed(reason) }
    return try journal.lastEndedRun().map(LastRunNote.init) ?? .none
  }
}
