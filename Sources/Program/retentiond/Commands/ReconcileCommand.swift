internal import ArgumentParser
internal import AuditJournal
internal import Purging
internal import Words

struct ReconcileCommand: StoppableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "Finds records that the journal says are gone and that a restored backup brought back.",
    discussion: """
      Without --purge it changes nothing, and exits with 2 if anything came back. With it what came back is purged again,
      with evidence of its own, whatever the rules say now: it was purged rightly, and a backup is no reason to keep it.
      Each record is counted as one of these:
        AGAIN  as it was when it was purged: purged again, unless a hold keeps it (HELD, which AGAIN includes)
        KEPT   its dates are no longer those that it was purged with: purged with --include-kept only
        NEW    with a date after the purge: another record under a key that was used before, never purged
      """)

  @OptionGroup var files: ConfigurationOptions

  @OptionGroup var output: OutputOptions

  @Flag(help: "Purge again what came back. The configuration must be approved.")
  var purge = false

  @Flag(help: "Purge also the records whose dates are no longer those that they were purged with.")
  var includeKept = false

  func validate() throws {
    if !purge && includeKept { throw ValidationError("--include-kept is for --purge") }
  }

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      if purge {
        try purgeAgain(session)
      } else {
        try session.tellingThisHistory { try show(session) }
      }
    }
  }

  private func show(_ session: Session) throws {
    let found = try Reconciling(session.reconcilingContext()).find(at: SystemClock.now())
    output.write(ReconciliationView.printout(of: found))
    // A new record under a used key did not come back.
    let cameBack = found.lines.contains { $0.counts.again + $0.counts.kept > 0 }
    let isWhole = try tellUnasked(session)
    if cameBack || !found.restored.isEmpty { throw ExitStatus.findings.code }
    if !isWhole || !found.refused.isEmpty { throw ExitStatus.incomplete.code }
  }

  private func purgeAgain(_ session: Session) throws {
    try session.askAnchors(RunClosing.warn)
    let context = try session.purgingContext()
    var bar = ProgressBar()
    let report: ReconcileReport
    do {
      report = try Reconciling(context).purge(
        includingKept: includeKept, clock: SystemClock.now
      ) { event in
        RunClosing.warn(event)
        bar.show(event)
      }
    } catch is Stopped {
      bar.clear()
      throw RunClosing.stoppedBefore()
    } catch {
      bar.clear()
      throw error
    }
    bar.clear()
    let isJournalWhole = RunClosing.close(session)
    output.write(ReconciliationView.printout(of: report))
    guard isJournalWhole else { throw ExitStatus.journal.code }
    let isWhole = try tellUnasked(session)
    if !isWhole || report.status != .complete { throw ExitStatus.incomplete.code }
  }

  /// Says which batches nobody could ask, their evidence key being destroyed or their history lost.
  ///
  /// - Returns: false if there are some.
  private func tellUnasked(_ session: Session) throws -> Bool {
    let journal = try session.readingJournal()
    let lines = try MissingKeyView.lines(of: journal) + MissingKeyView.lostLines(of: journal)
    for line in lines { Terminal.standardError.line("retentiond: \(line)") }
    return lines.isEmpty
  }
}
