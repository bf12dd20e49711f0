package import CivilTime
package import Words

extension LogEvent {
  /// The service starts.
  package static func serviceStarted(version: String) -> LogEvent {
    LogEvent(
      "service-started", id: "6aae4aa131a34159848ecdb66f875885", .info, [(.version, version)],
      "retentiond \(version) starts")
  }

  /// The service is up. `next` is its next run, if its calendar has one.
  package static func serviceReady(rules: Int, recordSets: Int, next: Instant?) -> LogEvent {
    LogEvent(
      "service-ready", id: "eeac241d4ff24de6b930d3b08095a21d", .info,
      [(.rules, "\(rules)"), (.recordSets, "\(recordSets)"), (.next, next.map(LogText.time))],
      "ready: \(LogText.counted(rules, "rule")), \(LogText.counted(recordSets, "record set")), "
        + (next.map { "next run at \(LogText.time($0))" } ?? "no run is scheduled"))
  }

  /// The service begins to stop; `cause` is what asked for it, such as `SIGTERM`.
  package static func serviceStopping(cause: String) -> LogEvent {
    LogEvent(
      "service-stopping", id: "c6bd8c588cd64664916b80d9e3ddf983", .info, [(.cause, cause)],
      "stopping (\(cause)): a batch that has its intent is finished first")
  }

  /// The service has stopped.
  package static let serviceStopped = LogEvent(
    "service-stopped", id: "d5cae0514782414aac2f8b42a6f9f0a1", .info, [], "stopped")

  /// The service waits for its next run.
  package static func nextRun(at instant: Instant) -> LogEvent {
    LogEvent(
      "next-run", id: "1168d6c0684444208177219ca8a7c3c1", .info, [(.next, LogText.time(instant))],
      "next run at \(LogText.time(instant))")
  }

  /// The calendar's time has come.
  package static func runDue(scheduled: Instant) -> LogEvent {
    LogEvent(
      "run-due", id: "e6e88709fb914c428458eaee466d067a", .info, [(.scheduled, LogText.time(scheduled))],
      "the run of \(LogText.time(scheduled)) is due")
  }

  /// `count` elapses passed without a run, the last at `scheduled`; one run catches up with all.
  package static func runMissed(scheduled: Instant, count: Int, cause: MissedRunCause) -> LogEvent {
    LogEvent(
      "run-missed", id: "c1abf7bb18cc4130bccbe0d75a74cca8", .warning,
      [(.scheduled, LogText.time(scheduled)), (.count, "\(count)"), (.cause, cause.rawValue)],
      "\(LogText.counted(count, "run")) missed \(cause.sentence), the last at \(LogText.time(scheduled)): catching up now"
    )
  }

  /// The last run has no end, because its process died: a new one begins.
  package static func runBrokenOff(run: RunName) -> LogEvent {
    LogEvent(
      "run-broken-off", id: "e73938067c82452ebbc77a9e508dedd7", .warning, [(.run, run.rawValue)],
      "\(run) has no end, because its process died: a new run begins now")
  }
}
