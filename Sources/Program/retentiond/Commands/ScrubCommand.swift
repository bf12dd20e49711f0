internal import ArgumentParser
internal import JSONText
internal import Purging
internal import RecordStores
internal import Words

struct ScrubCommand: StoppableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scrub",
    abstract: "Removes what deletion left in the files and logs of stores, further than a run does.",
    discussion: """
      Changes no row. Without options it does what keeps nobody out: PostgreSQL frees dead rows (VACUUM) and checkpoints, MariaDB is given
      time to purge, SQLite's log is checkpointed and cut. It says what is left, and the journal has an entry for each store.
      With --rewrite every table of the record sets is written anew, which is what takes deleted rows out of its file:
        PostgreSQL  VACUUM (FULL): the table is locked against readers and writers until it is through
        MariaDB     ALTER TABLE … FORCE: reads and writes go on, but for a moment at its beginning and end
        SQLite      VACUUM: nobody can write until it is through
      It needs as much free space as the tables have, and about the time of copying them. With --purge-binary-logs MariaDB drops its
      binary logs: replicas that lag behind cannot go on, and no restore to a point in time before now is possible.
      A record set whose store, identity or schema `check` refuses is left out, and with it a store that is one file. The configuration must be approved. Exit code 1 if anything \
      that was asked for could not be done, with what it was; the journal calls rewritten what was.
      """)

  @OptionGroup var files: ConfigurationOptions

  @Argument(help: "Names in stores.json; all stores if there is none.")
  var stores: [StoreName] = []

  @Flag(help: "Write tables anew, with the locks and the space that it takes.")
  var rewrite = false

  @Flag(help: "Drop MariaDB's binary logs.")
  var purgeBinaryLogs = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      let names = try session.storeNames(stores)
      let context = try session.purgingContext()
      let done = try Scrubbing(context).scrub(
        stores: names, ScrubEffort(rewrites: rewrite, dropsLogs: purgeBinaryLogs), clock: SystemClock.now,
        observe: RunClosing.warn)
      RunClosing.close(session)
      show(done)
      let undone = done.flatMap(\.undone)
      for reason in undone { Terminal.standardError.line("retentiond: \(reason)") }
      if !undone.isEmpty { throw ExitStatus.incomplete.code }
    }
  }

  private func show(_ done: [StoreScrub]) {
    let told = done.compactMap { scrub in
      (try? scrub.result?.get()).map { (store: scrub.store, scrub: $0) }
    }
    let values = told.flatMap { store, scrub in scrub.jsonValues(store: store) }
    output.write(
      Printout(
        page: ReportView.scrub(told).asPage, json: .array(values), rows: values,
        members: ["store", "place", "scrubbed", "explanation"]))
  }
}
