internal import ArgumentParser
internal import AuditJournal
internal import JournalDirectory
internal import TransparencyLog
internal import Words

extension JournalCommand {
  struct Verify: StoppableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify", abstract: "Verifies the whole journal from the public key alone.",
      discussion: """
        Exit code 2 if anything is wrong. The journal of stores.json is also compared with the checkpoints that the program keeps, with what stores.json demands \
        of its anchors, and with what its witnesses have seen, which are asked. Keep the current key and the root that it prints: a journal that somebody wrote anew \
        with the first key, stolen after it was rotated, has others.
        """)

    @OptionGroup var files: ConfigurationOptions

    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("A journal file, without any configuration; needs --key.", valueName: "file"))
    var journal: String?

    @Option(
      help: ArgumentHelp(
        "A folder that `journal export` made, without any configuration; needs --key.", valueName: "folder"),
      completion: .directory)
    var directory: String?

    func validate() throws {
      guard journal == nil || directory == nil else {
        throw ValidationError("give one of --journal and --directory")
      }
      guard key != nil || journal == nil && directory == nil else {
        throw ValidationError("\(journal == nil ? "--directory" : "--journal") needs --key")
      }
    }

    @Option(help: ArgumentHelp("The verifier key that the journal was made with.", valueName: "key"))
    var key: String?

    @Option(
      help: ArgumentHelp(
        "Certificates in PEM form by which time stamps are verified, beside those that stores.json names.",
        valueName: "file"), completion: .file())
    var authorities: [String] = []

    @Option(
      help: ArgumentHelp(
        "A checkpoint that somebody kept: the journal must go on from it. May be given several times.",
        valueName: "file"), completion: .file())
    var since: [String] = []

    private func kept() throws -> [KeptCheckpoint] {
      try since.map { file in
        let bytes = try FileAccess.read(file, limit: 1 << 20)
        return try KeptCheckpoint(place: file, note: String(decoding: bytes, as: UTF8.self))
      }
    }

    func run() throws {
      try Failure.reporting {
        let kept = try kept()
        let session = journal == nil && directory == nil ? Session(configuration: try files.load()) : nil
        var outcome = try verified(session, kept)
        if let session, outcome.result.isVerified {
          outcome.askWitnesses(session)
          if outcome.witnessFindings.isEmpty { RunClosing.keepCheckpoint(session) }
        }
        output.write(VerificationView.printout(of: outcome, kept: kept, isFirstKeyGiven: key != nil))
        guard outcome.isVerified else { throw ExitStatus.findings.code }
        if let unrecorded = outcome.unrecorded {
          Terminal.standardError.line("retentiond: that it was verified is not in the journal: \(unrecorded)")
        }
      }
    }

    /// Verifies what the options name: a folder, a file, or the journal of a session.
    private func verified(_ session: Session?, _ kept: [KeptCheckpoint]) throws -> VerificationOutcome {
      if let session {
        let verified = try session.verifyJournal(verifierKey: key, authorities: authorities, kept: kept)
        return VerificationOutcome(
          result: verified.result, firstKey: verified.key.text, unrecorded: verified.unrecorded)
      }
      let verifier = try VerifierKey(key ?? "")
      let work = WorkInHand(stop: Interruption.stop)
      let timeStamps = try Session.timeStampCheck(authorities: authorities)
      if let directory {
        return VerificationOutcome(
          result: try DirectoryVerifier.verify(
            directory, verifierKey: verifier, timeStamps: timeStamps, now: SystemClock.now(), kept: kept,
            work: work))
      }
      return VerificationOutcome(
        result: try JournalVerifier.verify(
          path: journal ?? "", verifierKey: verifier,
          .init(
            timeStamps: timeStamps, now: SystemClock.now(),
            kept: kept), work: work))
    }
  }
}
