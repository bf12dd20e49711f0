internal import ArgumentParser
internal import Purging
internal import StoreBindings
internal import Words

struct GrantsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grants",
    abstract: "Prints the least rights that stores need, as statements for their administrators.",
    discussion: """
      For each server two accounts: one that reads, for `plan` and `check` with --reading-only, and one that changes, by table and column. For a file \
      what the service's account must be able to write. It asks no store, so that it can be run before there is an account; the statements do not make \
      the accounts. Not among them are dropping partitions, for which the account must own them (PostgreSQL) or have ALTER, DROP and LOCK TABLES \
      (MariaDB), and `scrub --rewrite`.
      """)

  @OptionGroup var files: ConfigurationOptions

  @Argument(help: "Names in stores.json; all stores if there is none.")
  var stores: [StoreName] = []

  @Option(
    help: ArgumentHelp(
      "The account that only reads; on MariaDB name@host.", valueName: "account"))
  var reader = "retentiond_reader"

  @Option(
    help: ArgumentHelp(
      "The account that changes; the one of stores.json if it is not given.", valueName: "account"))
  var changer: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      try session.refuseOtherKeys()
      let names = try session.storeNames(stores)
      let context = session.readingContext(journal: nil)
      let stores = session.configuration.bindings.stores.filter { names.contains($0.name) }
      output.write(
        GrantsView.printout(
          stores.flatMap { store in
            let rights = RightsReview(context).rights(onStore: store.name, at: SystemClock.now())
            return GrantsView.needs(of: store, rights: rights, reader: reader, changer: changer)
          }))
    }
  }
}
