package import CivilTime
package import Words

extension LogEvent {
  /// A run begins, and will change up to `due` rows.
  ///
  /// - Parameter uncounted: how many record sets there are of which nobody could tell what is due.
  package static func runStarted(run: RunName, due: Int, uncounted: Int = 0) -> LogEvent {
    LogEvent(
      "run-started", id: "c25303bde74f4a74895a1f9f7588dd0d", .notice,
      [(.run, run.rawValue), (.due, LogText.number(due, unknownIn: uncounted))],
      "run \(run) starts: \(LogText.counted(due, "row")) due" + LogText.unknown(in: uncounted))
  }

  /// A run came to its end; each ending is a kind of its own.
  ///
  /// - Parameter cause: why it was truncated, where nobody stopped its process.
  package static func runEnded(
    run: RunName, ending: RunEnding, counts: RunCounts, cause: TruncationCause? = nil
  ) -> LogEvent {
    let fields: [(name: LogField, value: String?)] = [
      (.run, run.rawValue), (.outcome, ending.logWord), (.cause, cause?.rawValue),
      (.count, "\(counts.changed)"),
      (.setAside, "\(counts.setAside)"), (.refused, "\(counts.refused)"),
      (.overdue, LogText.number(counts.overdue, unknownIn: counts.unmeasured)),
      (.seconds, LogText.seconds(counts.seconds)),
    ]
    let did =
      ": \(counts.changed) changed, \(counts.setAside) set aside, \(LogText.counted(counts.refused, "record set")) refused, "
      + "\(counts.overdue) overdue\(LogText.unknown(in: counts.unmeasured)), in \(LogText.seconds(counts.seconds)) s"
    return switch ending {
    case .complete:
      LogEvent(
        "run-complete", id: "683ac555035a413f9637a3d22a2e96db", .notice, fields,
        "run \(run) is complete" + did)
    case .incomplete:
      LogEvent(
        "run-incomplete", id: "d1f2e6a627fe42a7bbe1b3323ce344ef", .warning, fields,
        "run \(run) ended and left rows that are due, or could not judge them" + did)
    case .stopped:
      LogEvent(
        "run-stopped", id: "6d161de264ff40ada1e082fe62760747", .notice, fields,
        "run \(run) was stopped" + (cause.map { " \($0.explanation)" } ?? "") + did)
    case .firstRun:
      LogEvent(
        "run-first", id: "d53e84a2209a43288bfcc3de81ad02a6", .warning, fields,
        "run \(run) was a first run, which changes few rows and waits for a word" + did)
    }
  }

  /// The run did not begin, or broke off with an error.
  package static func runFailed(reason: String) -> LogEvent {
    LogEvent(
      "run-failed", id: "0559c921e42141e093eb710f3580f008", .error, [(.reason, reason)],
      "the run failed: \(reason)")
  }

  /// A guard stopped the run before its first row.
  package static func guardStopped(reason: String) -> LogEvent {
    LogEvent(
      "guard-stopped", id: "029873be932d4b0fa77f2b02c421d79c", .error, [(.reason, reason)],
      "a guard stopped the run before its first row: \(reason)")
  }

  /// The clock cannot be believed, so that nothing is purged by it.
  package static func clockRefused(reason: String) -> LogEvent {
    LogEvent(
      "clock-refused", id: "1e97fa44a12944f9b88072fb254ee5e0", .error, [(.reason, reason)],
      "no purge with this clock: \(reason)")
  }

  /// The first run on a record set changed `count` of its rows, and waits for a word until then.
  package static func firstRunWaits(recordSet: RecordSetName, count: Int, until: Instant) -> LogEvent {
    LogEvent(
      "first-run-waits", id: "7567db83aa7f4605835e3609f75799ca", .warning,
      [(.recordSet, recordSet.rawValue), (.count, "\(count)"), (.next, LogText.time(until))],
      "\(recordSet): the first run under this approval changed \(LogText.counted(count, "row")) and waits for a word until \(LogText.time(until)): "
        + "\"retentiond first-run show\", then \"retentiond first-run continue\"")
  }

  /// A day went by without a word on a first run: this run goes on with the record sets.
  package static func firstRunContinued(recordSets: [RecordSetName]) -> LogEvent {
    let names = recordSets.joined(separator: ", ")
    return LogEvent(
      "first-run-continued", id: "5056ac1b1de64d7ba0cf0335626256cd", .warning, [(.recordSets, names)],
      "a day went by without a word on the first run of \(names): going on")
  }
}
