internal import ArgumentParser
internal import Words

struct RecordSetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record-set", abstract: "Takes a record set up again that runs pass over.",
    subcommands: [Resume.self])

  struct Resume: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "resume",
      abstract: "Says that a record set in which the process died may run again.",
      discussion: """
        When the process died in one record set in two runs in a row, the runs after that pass it over: its records stay, each run is incomplete \
        and says so, and the other record sets go on. Find out first why it died (the system's log has it) and mend that. What you \
        say here goes into the journal with your name; the next run takes the record set with it.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Argument(help: "The record set, as stores.json names it.")
    var name: RecordSetName

    @OptionGroup var statement: StatementOptions

    func run() throws {
      try Failure.reporting {
        try Session(configuration: try files.load()).resume(
          recordSet: name, reason: statement.reason, by: statement.author)
        Terminal.standardOutput.line("Record set \(name) is taken up again by the next run.")
      }
    }
  }
}
