internal import AuditJournal
internal import CivilTime
internal import Purging
internal import Words

/// What became of the last run, in one sentence without a time of day: for the service's status line, and for `health`.
struct LastRunNote: Equatable, Sendable {
  /// Tells if nobody has to look.
  let isWell: Bool
  let sentence: String
  /// When it began, if it has no end: it may be under way.
  var since: Instant?

  static let none = LastRunNote(isWell: false, sentence: "no run yet")

  /// A run that did not begin.
  static func failed(_ reason: String) -> LastRunNote {
    LastRunNote(isWell: false, sentence: "last run refused: \(reason)")
  }

  /// A run that began and came to no end of its own.
  static func brokenOff(_ reason: String) -> LastRunNote {
    LastRunNote(isWell: false, sentence: "last run broke off: \(reason)")
  }

  static func unended(since: Instant) -> LastRunNote {
    LastRunNote(
      isWell: false, sentence: "a run began and has no end: it is under way, or broke off", since: since)
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
    sentence =
      "last run \(end.ending?.journalWord ?? "ended otherwise")\(end.cause.map { " \($0.explanation)" } ?? ""): \(parts.joined(separator: ", "))"
  }
}

extension Session {
  /// What became of the last run that began or was refused.
  func lastRunNote() throws -> LastRunNote {
    let journal = try readingJournal()
    let begun = try journal.unendedRun()
    if let reason = try journal.lastRefusal() { return begun == nil ? .failed(reason) : .brokenOff(reason) }
    if let begun { return .unended(since: begun) }
    return try journal.lastEndedRun().map(LastRunNote.init) ?? .none
  }
}
