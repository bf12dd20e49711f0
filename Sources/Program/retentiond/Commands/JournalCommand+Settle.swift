internal import ArgumentParser
internal import AuditJournal
package import Purging
internal import Words

extension JournalCommand {
  struct Settle: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "settle",
      abstract: "Says what became of a batch that a crash left open and whose rows do not tell.",
      discussion: """
        A run asks the store by itself, and stops where some of the batch's rows are there and others are not: either it was not committed, and \
        somebody else deleted some, or it was, and somebody made some of them again. Compare with a backup, or ask the application's people; \
        what you say here goes into the journal with your name, and certificates and `journal find` say that it is your word and not the store's. \
        A store with a ledger always knows, and where the rows tell it themselves, \
        what they tell counts, whatever is said here. While rows are there that a commit would have taken away, it is not settled as committed (exit code 74).
        """)

    @OptionGroup var files: ConfigurationOptions

    @Argument(help: "The batch, as the run's message names it.")
    var batch: BatchName

    @Option(name: .customLong("as"), help: "committed or not-committed.")
    var decision: SettlingDecision

    @OptionGroup var statement: StatementOptions

    @Flag(help: "Settle it also if the store does not answer: it is gone for good.")
    var withoutStore = false

    func run() throws {
      try Failure.reporting {
        let context = try Session(configuration: try files.load()).purgingContext()
        let recovery = try Settlement(context).settle(
          batch, as: decision, by: statement.author, reason: statement.reason, withoutStore: withoutStore,
          at: SystemClock.now())
        Terminal.standardOutput.line("\(batch) is settled: \(recovery.outcome.word) (\(recovery.method)).")
      }
    }
  }
}

extension SettlingDecision: ExpressibleByArgument {}
