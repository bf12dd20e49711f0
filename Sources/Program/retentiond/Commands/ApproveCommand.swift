internal import ArgumentParser
internal import AuditJournal
internal import Purging
internal import Words

struct ApproveCommand: StoppableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Agrees to a configuration, so that runs may enforce it.",
    discussion: """
      Record sets that were not surveyed under these rules and bindings are surveyed first, and what is wrong with their data is said.
      `retentiond plan` shows what the configuration does, and its digest. The journal keeps who agreed and what to. A changed file
      needs a new approval; until then the service goes on with the last approved configuration.

      What is due now is counted, and the journal keeps the counts: where stores.json has no guard for a record set, they and a tenth more may be changed until \
      one run has gone through it, and then three times what the largest of the last ten runs changed. Approving again counts again.
      """)

  @OptionGroup var files: ConfigurationOptions

  @Argument(help: "The configuration's digest as `plan` shows it, or its first 12 digits or more.")
  var digest: String

  @Option(help: ArgumentHelp("Who agrees; by default the system's account.", valueName: "name"))
  var by: String?

  func run() throws {
    try Failure.reporting {
      let configuration = try files.loadStrictly()
      let session = Session(configuration: configuration)
      try session.refuseOtherKeys()
      try checkDigest(of: configuration, shownAs: try files.load())
      let holds = try session.holdWarningsIfMade()
      for warning in holds where warning.isReleasing {
        Terminal.standardError.line("retentiond: \(warning)")
      }
      if holds.contains(where: { $0.isReleasing && $0.isRefusal }) { throw ExitStatus.configuration.code }
      // Whoever agrees to a binding should have seen what its columns hold.
      try SurveyView.surveyUnknown(session, out: Terminal.standardOutput)
      for finding in try configuration.loosened(since: session.readingJournalIfMade()?.lastApproval()) {
        Terminal.standardOutput.line("warning \(finding)")
      }
      let report = try session.approve(by: by ?? Account.name, baseDirectory: files.baseDirectory)
      Terminal.standardOutput.line("Approved: configuration \(configuration.digest)")
      for line in ApprovalView.lines(of: report) { Terminal.standardOutput.line(line) }
      for warning in try session.holdWarnings() where warning.isRefusal {
        Terminal.standardError.line("retentiond: no run begins: \(warning)")
      }
      try ClockNote.ofAppending(session)
    }
  }

  /// Throws if the digest that was typed is not that of the files, or too short to say so.
  ///
  /// - Parameter shown: what `plan` shows: files that differ from the approved ones in ways to stores alone are those.
  private func checkDigest(of configuration: Configuration, shownAs shown: Configuration) throws {
    let whole = configuration.digest
    let isShown = shown.agrees(with: configuration) && shown.digest.rawValue.hasPrefix(digest.lowercased())
    guard isShown || whole.rawValue.hasPrefix(digest.lowercased()) else {
      throw ValidationError(
        "the files have the digest \(whole.short), and not \(digest): run `retentiond plan` again and read it"
      )
    }
    guard digest.count >= Self.leastDigits else {
      throw ValidationError(
        "\(digest) is too short for a digest: write \(Self.leastDigits) digits or more of the one that `retentiond plan` shows; nothing was approved"
      )
    }
  }

  private static let leastDigits = 12
}
