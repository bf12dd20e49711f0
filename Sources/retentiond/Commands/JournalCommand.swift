internal import ArgumentParser
internal import AuditJournal
internal import JSONText
internal import JournalDirectory
internal import TransparencyLog

struct JournalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "The audit journal: make it, read it, verify it, prove what it says.",
    subcommands: [
      Create.self, Show.self, Verify.self, Find.self, Export.self, Prove.self, Consistency.self,
      MakeCertificate.self, RotateKey.self, MakeAnchor.self, WriteReceipt.self,
      Settle.self,
    ])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create", abstract: "Makes the journal where stores.json says, once.",
      discussion: "It is never made by itself: a journal that vanished must not be replaced by an empty one.")

    @OptionGroup var files: ConfigurationOptions

    func run() throws {
      try Failure.reporting {
        let verifier = try Session(configuration: try files.load()).createJournal()
        Terminal.standardOutput.line("Journal made. Give this verifier key to whoever audits you:")
        Terminal.standardOutput.line(verifier)
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Prints entries, one line each.")

    @OptionGroup var files: ConfigurationOptions

    @Option(help: ArgumentHelp("The first entry to print.", valueName: "index"))
    var from: Int?

    @Option(help: ArgumentHelp("Print only the last so many.", valueName: "count"))
    var last: Int?

    @Flag(help: "Print each entry's own bytes: canonical JSON.")
    var json = false

    func run() throws {
      try Failure.reporting {
        let journal = try Session(configuration: try files.load()).inspectedJournal()
        let first = from ?? last.map { max(0, journal.size - max(0, $0)) } ?? 0
        let out = Terminal.standardOutput
        try journal.forEachEntry(from: first) { entry in
          guard json else { return out.line(EntryView.line(for: entry)) }
          let text = String(decoding: entry.bytes, as: UTF8.self)
          out.data((out.isTerminal ? JSONValue.showing(text) : text) + "\n")
        }
      }
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify", abstract: "Verifies the whole journal from the public key alone.",
      discussion: "Exit code 2 if anything is wrong.")

    @OptionGroup var files: ConfigurationOptions

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

    func run() throws {
      try Failure.reporting {
        let result: VerificationResult
        var first: String?
        var unrecorded: String?
        if let directory, let key {
          result = try DirectoryVerifier.verify(
            directory, verifierKey: try VerifierKey(key),
            timeStamps: Session.timeStampCheck(authorities: authorities), now: SystemClock.now())
        } else if let journal, let key {
          result = try JournalVerifier.verify(
            path: journal, verifierKey: try VerifierKey(key),
            timeStamps: Session.timeStampCheck(authorities: authorities), now: SystemClock.now())
        } else {
          let verified = try Session(configuration: try files.load()).verifyJournal(
            verifierKey: key, authorities: authorities)
          result = verified.result
          first = verified.key.text
          unrecorded = verified.unrecorded
        }
        let out = Terminal.standardOutput
        for finding in result.findings { out.line("WRONG \(finding)") }
        out.line(
          "\(result.entries) entries, \(result.batches) batches, \(result.rows) rows, \(result.checkpoints) checkpoints"
        )
        if result.unknownEntries > 0 {
          out.line(
            "\(result.unknownEntries) entries are of kinds that this program does not know: they are signed like all, and what they say was not looked at"
          )
        }
        if result.keys > 1 { out.line("\(result.keys) keys signed it, each endorsed by the one before") }
        for line in AnchorView.lines(of: result.anchors) { out.line(line) }
        guard result.findings.isEmpty else { throw ExitStatus.findings.code }
        if key == nil, let first {
          out.line("Compare the first key with the one that you were given: \(first)")
        }
        out.line("Verified: root \(result.rootText)")
        if let unrecorded {
          Terminal.standardError.line("retentiond: that it was verified is not in the journal: \(unrecorded)")
        }
      }
    }
  }
}
