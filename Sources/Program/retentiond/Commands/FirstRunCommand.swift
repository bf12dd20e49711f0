internal import ArgumentParser
internal import Purging
internal import Words

struct FirstRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "first-run",
    abstract: "What the first run under a new approval changed, and the word to go on.",
    discussion: """
      The first run under an approval that changed the rules or the binding of a record set changes few of its rows ("firstRun" in
      stores.json), and waits for somebody to look at them. A day after it the next run goes on without a word. To keep a record set from that, place a
      hold on it (`retentiond hold add --record-set`), then mend the files and approve them.
      """, subcommands: [Show.self, Continue.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows the keys of the records that it changed, on a terminal alone: they are personal data.")

    @OptionGroup var files: ConfigurationOptions

    @OptionGroup var output: OutputOptions

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        try session.refuseOtherKeys()
        guard Terminal.standardOutput.isTerminal else {
          throw ValidationError(
            "the keys of records are personal data, and standard output is no terminal: run it on a terminal, and not into a file"
          )
        }
        try session.tellingThisHistory {
          let context = try session.firstRunContext()
          let printout = try FirstRunView.printout(of: context)
          if printout.page.isEmpty { throw FirstRunError.nothingWaits }
          output.write(printout)
        }
      }
    }
  }

  struct Continue: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lets the next run go on: the records that it changed are the right ones.",
      discussion: "The journal keeps who said so, and why; the keys that were kept for the look are dropped.")

    @OptionGroup var files: ConfigurationOptions

    @OptionGroup var statement: StatementOptions

    func run() throws {
      try Failure.reporting {
        let context = try Session(configuration: try files.load()).firstRunContext(forWord: true)
        let names = try FirstRuns(context).goOn(
          by: statement.author, reason: statement.reason, at: SystemClock.now())
        Terminal.standardOutput.line("The next run goes on with \(names.joined(separator: ", ")).")
      }
    }
  }
}
