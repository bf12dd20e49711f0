internal import ArgumentParser
internal import AuditJournal

extension KeysCommand {
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Shows which keys and hierarchies the journal knows, and which are at hand.",
      discussion: """
        A key is shown by its name, which tells nothing of it. The first batch that uses a pseudonym key or a hierarchy pins it: another one in its \
        place is refused from then on, with exit code 77.
        """)

    @OptionGroup var files: ConfigurationOptions

    @OptionGroup var output: OutputOptions

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        let stock = try session.keyStock()
        let journal = try session.openJournal(.read, stock)
        output.write(try KeysView.printout(of: journal, stock, session.configuration))
        try session.checkPins(journal, stock)
      }
    }
  }
}
