internal import ArgumentParser
internal import AuditJournal
internal import Purging
internal import Words

extension KeysCommand {
  struct Accept: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "accept", abstract: "Says that a hierarchy changed on purpose.",
      discussion: """
        For the file of a hierarchy that the journal has pinned. What you say goes into the journal with your name; rows that were generalised before stay \
        as they are. A pseudonym key is never accepted in another's place: give its domain a new version.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Argument(help: "The hierarchy's file, as stores.json names it.")
    var hierarchy: String

    @OptionGroup var statement: StatementOptions

    func run() throws {
      try Failure.reporting {
        let isNew = try Session(configuration: try files.load()).acceptHierarchy(
          hierarchy, reason: statement.reason, by: statement.author)
        Terminal.standardOutput.line(
          isNew
            ? "The hierarchy \(hierarchy) is accepted as it is now."
            : "The journal has the hierarchy \(hierarchy) as it is: nothing was said.")
      }
    }
  }

  struct Destroy: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "destroy",
      abstract: "Destroys one version of a domain's pseudonym key, or says that it is lost.",
      discussion: """
        Says first what cannot be found any more. The journal keeps your name and reason; then the key's files are overwritten and removed. A systemd \
        credential, a copy and what is in escrow you have to destroy yourself. If the key comes back, every command refuses it.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Argument(help: "The domain.")
    var domain: DomainID

    @Argument(help: "The key's version.")
    var version: Int

    @OptionGroup var statement: StatementOptions

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        let destruction = try session.destruction(of: domain, version: version)
        let out = Terminal.standardOutput
        let sets = destruction.key.recordSets
        out.line(
          sets.isEmpty
            ? "No record set of stores.json names persons by pseudonyms of domain \(domain)."
            : "Nobody can find or hold a person in rows of \(sets.joined(separator: ", ")) that were pseudonymised under version \(version), and rows of one person there cannot be linked with new ones."
        )
        if destruction.isNewest {
          out.line("It is the version that writes: no run begins until keys.pseudonyms has a higher one.")
        }
        try Self.ask()
        try session.destroy(destruction, reason: statement.reason, by: statement.author)
        for file in destruction.files { out.line("\(file) is overwritten and removed.") }
        for name in destruction.credentials {
          out.line("Remove the credential \(name) yourself: this program cannot.")
        }
        out.line(
          "Version \(version) of domain \(domain) is destroyed. Take it out of stores.json, then `retentiond approve` the changed file."
        )
      }
    }

    /// Asks on a terminal; where nobody can be asked, the command is the word.
    fileprivate static func ask() throws {
      guard TerminalQuestion.isPossible else { return }
      guard TerminalQuestion.ask("Destroy it?", stop: Interruption.stop) else {
        Terminal.standardOutput.line("Nothing was destroyed.")
        throw ExitStatus.incomplete.code
      }
    }
  }

  struct RotateEvidence: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rotate-evidence", abstract: "Makes another key the journal's evidence key.",
      discussion: """
        Make the new key first: `retentiond keys generate FILE`. Holds and batches from before stay under the former key, which is needed as long as one \
        of them is: afterwards name the new key under keys.evidence of stores.json and the former one under keys.formerEvidence, and approve the changed file. \
        No run may be at work.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Option(help: ArgumentHelp("The new key's file.", valueName: "file"), completion: .file())
    var to: String

    @OptionGroup var statement: StatementOptions

    func run() throws {
      try Failure.reporting {
        let keys = try Session(configuration: try files.load()).rotateEvidenceKey(
          to: to, reason: statement.reason, by: statement.author)
        let out = Terminal.standardOutput
        out.line("The journal's evidence key is \(keys.to) from now on; before it was \(keys.from).")
        out.line(
          "Now name it in stores.json: \"evidence\": {\"file\": \"\(FileAccess.absolute(to))\"}, and the former one under \"formerEvidence\": [{\"file\": …}]; then `retentiond approve` the changed file. Until then every command refuses."
        )
        out.line("Back the new key up, and keep the former one: `retentiond keys show` says what needs it.")
      }
    }
  }

  struct DestroyEvidence: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "destroy-evidence", abstract: "Destroys a former evidence key.",
      discussion: """
        Refused as long as a hold in force, an open batch or files that are left need it. Afterwards nobody can ask the batches of its time whether a record \
        or a person was among them. The journal keeps your name and reason.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Argument(help: "The key's name, as `retentiond keys show` has it.")
    var key: String

    @OptionGroup var statement: StatementOptions

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        // Another key than the journal's is said before anything.
        _ = try session.readingJournal()
        let out = Terminal.standardOutput
        out.line(
          "Nobody can ask any more whether a record or a person was in a batch that was made under the key \(key)."
        )
        try Destroy.ask()
        let file = try session.destroyEvidenceKey(key, reason: statement.reason, by: statement.author)
        out.line(
          file.map { "\($0) is overwritten and removed." }
            ?? "No file of stores.json has the key: destroy it yourself, where it is kept.")
        out.line(
          "The evidence key \(key) is destroyed. Take it out of keys.formerEvidence of stores.json, then `retentiond approve` the changed file."
        )
      }
    }
  }
}
