internal import ArgumentParser
internal import AuditJournal

struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Ends a pause: runs may change stores again.",
    discussion: "A record set that runs pass over is taken up again by `record-set resume`.")

  @OptionGroup var files: ConfigurationOptions

  @OptionGroup var statement: StatementOptions

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      let pause = try session.resumeRuns(reason: statement.reason, by: statement.author)
      Terminal.standardOutput.line(
        "The pause of \(pause.by) (\(pause.reason)) is over. The service makes up for a run that was missed.")
      try ClockNote.ofAppending(session)
    }
  }
}
