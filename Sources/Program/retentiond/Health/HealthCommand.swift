internal import ArgumentParser
internal import CivilTime
internal import JSONText
internal import Words

struct HealthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health", abstract: "Tells in a moment if the promise is kept: for monitoring.",
    discussion: """
      Asks the files, the keys, the journal, the clock and the disk, and no store: it changes nothing and waits for no run. The exit code is 0 if all is well, 1 for a warning, 2 if something is critical: \
      nothing is purged, or nobody can tell. The first line sums it up; each other line is the answer to one question.
      """)

  @OptionGroup var files: ConfigurationOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    try Failure.reporting {
      try output.write { sheet in
        let level = HealthView.tell(health(), in: &sheet)
        if level != .well { throw ExitCode(level.rawValue) }
      }
    }
  }

  private func health() -> (answers: [HealthAnswer], unanswered: [HealthQuestion]) {
    do {
      let session = Session(configuration: try files.load())
      return HealthCheck(session: session, now: SystemClock.now()).answers()
    } catch {
      // The service may go on with the files as they were; its next start would fail.
      let problems = (error as? DocumentProblems)?.problems ?? []
      let others = problems.count > 1 ? "; and \(problems.count - 1) more: see `retentiond check`" : ""
      let sentence = problems.first.map { "\($0)\(others)" } ?? Failure.sentence(for: error)
      return ([HealthAnswer(.files, .critical, sentence)], HealthQuestion.allCases.filter { $0 != .files })
    }
  }
}
