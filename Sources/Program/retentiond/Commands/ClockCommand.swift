internal import ArgumentParser
internal import AuditJournal
internal import CivilTime
internal import JSONText
internal import Purging
internal import RecordStores
internal import Words

struct ClockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock", abstract: "The clock: what is known of it, and what to do when it is doubted.",
    subcommands: [Show.self, Accept.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows the clock beside the last accepted time, the kernel's and the stores' clocks.",
      discussion: "Changes nothing. Exit code 2 if a run would not believe the clock.")

    @OptionGroup var files: ConfigurationOptions

    @OptionGroup var output: OutputOptions

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        let context = session.readingContext(journal: try session.readingJournal())
        try output.write { sheet in
          let finding = try ClockCommand.tell(context, in: &sheet)
          sheet.tell(
            "finding", JSONValue(finding.map { "\($0)" }),
            finding.map { "A run would stop: \($0)" } ?? "A run would believe the clock.")
          if finding != nil { throw ExitStatus.findings.code }
        }
      }
    }
  }

  struct Accept: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Says that the clock is right, whatever the journal's last time is.",
      discussion: """
        Look at the clock first: a purge by a wrong one deletes what is not due. From now on the journal goes on at the clock's time, \
        earlier or later than before; the entry keeps both times, your name and the reason. No run may be under way. A store whose \
        clock differs by more than five minutes still stops every run.
        """)

    @OptionGroup var files: ConfigurationOptions

    @OptionGroup var statement: StatementOptions

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        let journal = try session.journal(.run)
        try OutputFormat.table.write { sheet in
          _ = try ClockCommand.tell(session.readingContext(journal: journal), in: &sheet)
        }
        let now = SystemClock.now()
        let from = try journal.acceptClock(at: now, reason: statement.reason, by: statement.author)
        Terminal.standardOutput.line(
          "Accepted: the journal goes on at \(now.iso8601), after \(from.iso8601).")
        if let finding = try session.clockFinding() {
          Terminal.standardOutput.line("A run would still stop: \(finding)")
        }
      }
    }
  }

  /// Tells of every clock that can be asked.
  ///
  /// - Returns: what a run would find wrong.
  private static func tell(_ context: PurgeContext, in sheet: inout FactSheet) throws -> ClockFinding? {
    let stores = ClockCheck(context).storeClocks(clock: SystemClock.now)
    let now = SystemClock.now()
    let kernel = SystemClock.kernel()
    sheet.tell("clock", .string(now.iso8601), "Clock          \(now.iso8601)")
    sheet.tell(
      "kernel", JSONValue(kernel.time?.iso8601),
      "Kernel         \(kernel.time.map(\.iso8601) ?? "not asked"), \(kernel.isSynchronised ? "synchronised" : "not synchronised")"
    )
    sheet.tell("synchronised", .bool(kernel.isSynchronised))
    let accepted = context.journal?.acceptedTime?.iso8601
    sheet.tell("lastAccepted", JSONValue(accepted), "Last accepted  \(accepted ?? "never")")
    sheet.tell("stores", .array([]))
    for (store, result) in stores {
      switch result {
      case .success(let clock):
        let words = clock.agrees ? "agrees" : "differs by \(clock.seconds) s"
        sheet.append(
          to: "stores",
          [
            "store": .string(store.rawValue), "time": .string(clock.time.iso8601),
            "seconds": .integer(clock.seconds),
            "agrees": .bool(clock.agrees),
          ], "Store          \(store): \(clock.time.iso8601), \(words)")
      case .failure(let error):
        sheet.append(
          to: "stores", ["store": .string(store.rawValue), "error": .string("\(error)")],
          "Store          \(store): not asked: \(error)")
      }
    }
    return try ClockCheck(context).finding(at: now, stores: stores.compactMap { try? $0.result.get() })
  }
}
