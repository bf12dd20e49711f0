internal import ArgumentParser
internal import AuditJournal
internal import CivilTime
internal import Purging
internal import RetentionPolicy

struct PauseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Keeps every run from changing a store, until somebody says `resume`.",
    discussion: """
      It binds the service, `purge`, `reconcile --purge` and `scrub` alike, and needs no service: the word is an entry of the journal. A run that is under way ends \
      after the batch in hand, as truncated. What a crash left open is still settled, anchors are asked, and surveys are made. When the pause is over, the service makes \
      up for a run that was missed, in its next window.

      Without --until somebody has to end it: `health` warns as long as it lasts, and is critical after seven days.
      """)

  @OptionGroup var files: ConfigurationOptions

  @Option(
    help: ArgumentHelp(
      "When it ends by itself: a duration such as PT4H or P2D, or a time such as \"2026-12-01 06:00\", by the clocks of the rules' zone.",
      valueName: "time"))
  var until: MomentArgument?

  @OptionGroup var statement: StatementOptions

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      let pause = try session.pauseRuns(
        until: until?.moment(after: SystemClock.now(), in: session.configuration.schedule.timeZone),
        reason: statement.reason, by: statement.author)
      let zone = session.configuration.schedule.timeZone
      Terminal.standardOutput.line(
        "Runs are paused\(pause.until.map { " until \($0.text(in: zone))" } ?? ""): one that is under way ends after the batch in hand."
      )
      try ClockNote.ofAppending(session)
    }
  }
}
