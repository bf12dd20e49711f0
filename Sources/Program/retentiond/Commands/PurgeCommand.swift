internal import ArgumentParser
internal import Purging
internal import Words

struct PurgeCommand: StoppableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge", abstract: "Does one run now: settles what a crash left, then purges what is due.",
    discussion: """
      The configuration must be approved. Ctrl-C and SIGTERM end it at once where it asks or waits, and after
      the batch in hand where that is being committed; a run that is stopped is resumed by the next one. Exit code 1 if rows that are due were left.

      The first run under an approval that changed the rules or the binding of a record set changes few of its rows. On a terminal it then shows their keys and \
      asks whether to go on; elsewhere it ends with exit code 1 and waits, see `retentiond first-run`.
      """)

  @OptionGroup var files: ConfigurationOptions

  @Flag(help: "Believe that a record set is empty that was not after the last run.")
  var acceptEmpty = false

  @Flag(help: "Run also outside of the windows of stores.json and on a black-out day.")
  var outsideWindow = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      try session.askAnchors(RunClosing.warn)
      var options = RunOptions()
      options.acceptsEmpty = acceptEmpty
      if outsideWindow { options.windows = .none }
      let mayAsk = output.form == .table && TerminalQuestion.isPossible
      var (report, question) = try Self.firstPurge(session, options: options, mayAsk: mayAsk)
      output.write(try ReportView.printout(of: report, session))
      // The evidence goes on its way before somebody is waited for.
      var isWhole = RunClosing.close(session)
      if let question {
        Terminal.standardOutput.page("\n" + question.text)
        if TerminalQuestion.ask("Are these the right ones, and shall it go on?", stop: Interruption.stop) {
          let context = try session.purgingContext()
          _ = try FirstRuns(context).goOn(
            by: Account.name, reason: "seen and answered at the terminal", seen: question.waits,
            at: SystemClock.now())
          report = try Self.purge(context, options: options)
          Terminal.standardOutput.page(ReportView.text(of: report))
          isWhole = RunClosing.close(session)
        }
      }
      guard isWhole else { throw ExitStatus.journal.code }
      if report.status != .complete { throw ExitStatus.incomplete.code }
    }
  }

  /// Purges, and lets go of the run's lock: whoever is asked may take a day, and the service's run must not wait for them.
  ///
  /// - Returns: also what to ask about, where a first run waits for a word.
  private static func firstPurge(
    _ session: Session, options: RunOptions, mayAsk: Bool
  ) throws -> (report: RunReport, question: (text: String, waits: [FirstRunWait])?) {
    let context = try session.purgingContext()
    let report = try purge(context, options: options)
    guard mayAsk, report.status == .firstRun else { return (report, nil) }
    return (report, (try FirstRunView.text(of: context), try FirstRuns(context).waits()))
  }

  private static func purge(_ context: PurgeContext, options: RunOptions) throws -> RunReport {
    var bar = ProgressBar()
    defer { bar.clear() }
    do {
      return try Purger(context).purge(
        clock: SystemClock.now, options: options
      ) { event in
        RunClosing.warn(event)
        bar.show(event)
      }
    } catch is Stopped {
      bar.clear()
      throw RunClosing.stoppedBefore()
    }
  }
}
