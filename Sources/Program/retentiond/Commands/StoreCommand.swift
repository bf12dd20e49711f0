internal import ArgumentParser
internal import Purging
internal import RecordStores
internal import Words

struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store",
    abstract: "Shows which file, folder or database each store is, and accepts another one.",
    discussion: """
      The first run that sees a store writes into the journal what tells it from others: of a file or a folder its inode and when it was made, \
      of a server's database the cluster and the database (of MariaDB without Galera the machine's name, the port, the folder of its data and the database). If another one is in its place later, its record sets are refused until somebody says that \
      it is meant to be. A file whose content was restored in place is the same file.
      """,
    subcommands: [Show.self, Accept.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Shows what each store is now, and what the journal says.",
      discussion: "Exit code 2 if a store is another one than the journal knows, 69 if one does not answer.")

    @OptionGroup var files: ConfigurationOptions

    @Argument(help: "Names in stores.json; all stores if there is none.")
    var stores: [StoreName] = []

    @OptionGroup var output: OutputOptions

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        if try session.isApproved() == false {
          Terminal.standardError.line(
            "retentiond: these files are not approved: what follows is of the stores of the configuration that was approved last, which runs work on"
          )
        }
        let standings = try session.storeStandings(session.storeNames(stores))
        output.write(StoreView.printout(of: standings))
        let known = standings.compactMap { try? $0.standing.get() }
        if known.contains(where: { $0.mismatch != nil }) { throw ExitStatus.findings.code }
        if known.count < standings.count { throw ExitStatus.storeUnavailable.code }
      }
    }
  }

  struct Accept: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "accept",
      abstract: "Says that a store is the right one although the journal knows another.",
      discussion: """
        For a store that was moved, restored as another file or database, or upgraded by a copy. Look at `retentiond store show` first. What you \
        say goes into the journal with your name, and the next run works on the store again. A batch that was open in the store before is not \
        settled by rows that are missing now: see `retentiond journal settle --help`. See what a restore brought back with `retentiond reconcile`.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Argument(help: "The store, as stores.json names it.")
    var store: StoreName

    @OptionGroup var statement: StatementOptions

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        // Runs work on the stores of the approved configuration: another one's would be looked at, and this one accepted.
        if try session.isApproved() == false {
          throw RunError.unapproved(digest: session.configuration.digest)
        }
        _ = try session.storeNames([store])
        let standing = try session.accept(store: store, reason: statement.reason, by: statement.author)
        let facts = StoreView.facts(standing.identity)
        Terminal.standardOutput.line("Store \(store) is accepted as it is now: \(facts).")
      }
    }
  }
}
