package import CivilTime

/// Runs that have to wait, and why.
extension LogEvent {
  /// Somebody paused runs.
  package static func runsPaused(since: Instant, until: Instant?, by: String, reason: String) -> LogEvent {
    LogEvent(
      "runs-paused", id: "66c98ee3f93d4f0c976208da096ee74f", .warning,
      [(.since, LogText.time(since)), (.next, until.map(LogText.time)), (.reason, reason)],
      "runs are paused since \(LogText.time(since)) by \(by)"
        + (until.map { ", until \(LogText.time($0))" } ?? "") + ": \(reason)")
  }

  /// A pause is over.
  package static let runsResumed = LogEvent(
    "runs-resumed", id: "5393f7bed3eb40e2ae58a84af25be1d2", .notice, [], "runs are no longer paused")

  /// A run is due and has to wait for a window, until then; nil where none is to come.
  package static func runPostponed(until: Instant?) -> LogEvent {
    LogEvent(
      "run-postponed", id: "d7f94ec5d49b4d17b06aad4ed3730b65", .notice, [(.next, until.map(LogText.time))],
      "a run is due and waits for its window"
        + (until.map { ", until \(LogText.time($0))" } ?? ", and none is to come"))
  }

  /// A run begins that had to wait, or that goes on with what another left.
  package static func runGoesOn(cause: String) -> LogEvent {
    LogEvent(
      "run-goes-on", id: "7a851efb09564665983176867de6b3c6", .notice, [(.cause, cause)],
      "a run begins: \(cause)")
  }
}
