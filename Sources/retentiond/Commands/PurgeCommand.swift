internal import ArgumentParser
internal import JSONText
internal import PurgeEngine

struct PurgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge", abstract: "Does one run now: settles what a crash left, then purges what is due.",
    discussion: """
      The configuration must be approved. What a terminal interrupts (Ctrl-C) ends after the batch in hand; a run that is
      stopped is resumed by the next one. Exit code 1 if rows that are due were left.
      """)

  @OptionGroup var files: ConfigurationOptions

  @Flag(help: "Believe that a record set is empty that was not after the last run.")
  var acceptEmpty = false

  @Flag(help: "Print the report as JSON.")
  var json = false

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      try session.anchorIfOverdue(RunClosing.warn)
      let engine = try session.purgingEngine()
      let stop = StopSignal()
      Interruption.onInterrupt { stop.request() }
      var options = RunOptions()
      options.acceptsEmpty = acceptEmpty
      var bar = ProgressBar()
      let report: RunReport
      do {
        report = try engine.purge(clock: SystemClock.now, stop: stop, options: options) { event in
          RunClosing.warn(event)
          bar.show(event)
        }
      } catch {
        bar.clear()
        throw error
      }
      bar.clear()
      RunClosing.close(session)
      Terminal.standardOutput.line(json ? report.jsonValue.pretty : ReportView.text(of: report))
      if report.status != .complete { throw ExitStatus.incomplete.code }
    }
  }
}
