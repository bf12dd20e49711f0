internal import ArgumentParser
internal import AuditJournal
internal import CivilTime
internal import JSONText
internal import JournalDirectory
internal import Purging
internal import RetentionPolicy
internal import TransparencyLog
internal import Words

struct JournalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "The audit journal: make it, read it, verify it, prove what it says.",
    subcommands: [
      Create.self, Show.self, Verify.self, Find.self, Export.self, Prove.self, Consistency.self,
      MakeCertificate.self, RotateKey.self, MakeAnchor.self, WriteReceipt.self,
      Settle.self, Backup.self, AcceptHistory.self,
    ])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create", abstract: "Makes the journal where stores.json says, once.",
      discussion: """
        It is never made by itself: a journal that vanished must not be replaced by an empty one. For the same reason it is not made beside what an older one \
        left, its folder for auditors or its last checkpoint (exit code 73): `journal accept-history` makes one that says so.
        """)

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
      commandName: "show",
      abstract: "Prints entries, one line each, all of them or those that are about something.",
      discussion: """
        What is named by several options must all be true of an entry. An outcome is about what its batch is about. The entries are read up to the last and \
        compared with the signed root: exit code 74 if they are not those that were signed.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Option(help: ArgumentHelp("The first entry to print.", valueName: "index"))
    var from: Int?

    @Option(help: ArgumentHelp("Print only the last so many.", valueName: "count"))
    var last: Int?

    @Option(
      name: .customLong("type"),
      help: ArgumentHelp(
        "Of this kind, as `batch.prepared`; `batch` stands for all that begin with it. Repeat it for others.",
        valueName: "kind"))
    var kinds: [String] = []

    @Option(help: ArgumentHelp("Of this day, in the time zone of the rules.", valueName: "YYYY-MM-DD"))
    var day: DayArgument?

    @Option(name: .customLong("run"), help: ArgumentHelp("Of this run.", valueName: "run"))
    var runName: String?

    @Option(help: ArgumentHelp("About this record set.", valueName: "record set"))
    var recordSet: String?

    @Option(help: ArgumentHelp("About this rule.", valueName: "rule"))
    var rule: String?

    @Flag(help: "Print each entry's own bytes: canonical JSON.")
    var json = false

    func validate() throws {
      guard kinds.allSatisfy({ !$0.isEmpty }) else { throw ValidationError("--type is empty: name a kind") }
    }

    private func selection(in zone: TimeZone) -> EntrySelection {
      var selection = EntrySelection()
      selection.kinds = kinds
      selection.times = day.map { zone.startOfDay($0.date)..<zone.startOfDay($0.date.adding(days: 1)) }
      selection.run = runName
      selection.recordSet = recordSet
      selection.rule = rule
      return selection
    }

    private var isSelecting: Bool {
      !kinds.isEmpty || day != nil || runName != nil || recordSet != nil || rule != nil
    }

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        let journal = try session.inspectedJournal()
        let selection = selection(in: session.configuration.schedule.timeZone)
        // Of all entries the last so many are known by their numbers.
        let first = from ?? last.flatMap { isSelecting ? nil : max(0, journal.size - max(0, $0)) } ?? 0
        guard let last, isSelecting || from != nil else {
          return try journal.forEachEntry(of: selection, from: first, show)
        }
        var entries: [JournalEntry] = []
        try journal.forEachEntry(of: selection, from: first) { entry in
          entries.append(entry)
          if entries.count > 2 * max(1, last) { entries.removeFirst(entries.count - max(0, last)) }
        }
        entries.suffix(max(0, last)).forEach(show)
      }
    }

    private func show(_ entry: JournalEntry) {
      let out = Terminal.standardOutput
      guard json else { return out.line(EntryView.line(for: entry)) }
      let text = String(decoding: entry.bytes, as: UTF8.self)
      out.data((out.isTerminal ? JSONValue.showing(text) : text) + "\n")
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify", abstract: "Verifies the whole journal from the public key alone.",
      discussion: """
        Exit code 2 if anything is wrong. The journal of stores.json is also compared with the checkpoints that the program keeps, with what stores.json demands \
        of its anchors, and with what its witnesses have seen, which are asked. Keep the current key and the root that it prints: a journal that somebody wrote anew \
        with the first key, stolen after it was rotated, has others.
        """)

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

    /// Asks the witnesses. Where that cannot be done, as without the keys, it is said: what was verified stays so.
    private static func ask(_ session: Session) -> [String] {
      do {
        return try session.witnessFindings()
      } catch {
        Terminal.standardOutput.line("The witnesses were not asked: \(Failure.sentence(for: error))")
        return []
      }
    }

    func run() throws {
      try Failure.reporting {
        let kept = try kept()
        var witnessFindings: [String] = []
        let result: VerificationResult
        let work = WorkInHand(stop: Interruption.stop)
        var first: String?
        var unrecorded: String?
        if let directory, let key {
          result = try DirectoryVerifier.verify(
            directory, verifierKey: try VerifierKey(key),
            timeStamps: Session.timeStampCheck(authorities: authorities), now: SystemClock.now(), kept: kept,
            work: work)
        } else if let journal, let key {
          result = try JournalVerifier.verify(
            path: journal, verifierKey: try VerifierKey(key),
            timeStamps: Session.timeStampCheck(authorities: authorities), now: SystemClock.now(), kept: kept,
            work: work)
        } else {
          let session = Session(configuration: try files.load())
          let verified = try session.verifyJournal(verifierKey: key, authorities: authorities, kept: kept)
          result = verified.result
          first = verified.key.text
          unrecorded = verified.unrecorded
          if result.isVerified {
            witnessFindings = Self.ask(session)
            if witnessFindings.isEmpty { RunClosing.keepCheckpoint(session) }
          }
        }
        let out = Terminal.standardOutput
        for finding in result.findings + witnessFindings { out.line("WRONG \(finding)") }
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
        guard result.findings.isEmpty, witnessFindings.isEmpty else { throw ExitStatus.findings.code }
        for checkpoint in kept {
          out.line("It goes on from the \(checkpoint.checkpoint.size) entries of \(checkpoint.place)")
        }
        if key == nil, let first {
          out.line("Compare the first key with the one that you were given: \(first)")
        }
        if let current = result.currentKey {
          out.line(
            result.keys > 1
              ? "Keep the current key, too, and compare it next time: whoever has the first one could write a journal anew, but not with this: \(current.text)"
              : "Keep the key, and the root or a checkpoint of today for --since: whoever has the private key could write the journal anew, but not with this root: \(current.text)"
          )
        }
        out.line("Verified: root \(result.rootText)")
        if let unrecorded {
          Terminal.standardError.line("retentiond: that it was verified is not in the journal: \(unrecorded)")
        }
      }
    }
  }
}
