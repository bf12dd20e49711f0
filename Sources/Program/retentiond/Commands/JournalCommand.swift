internal import ArgumentParser
internal import AuditJournal
internal import CivilTime
internal import JSONText
internal import Purging
internal import RetentionPolicy
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
        compared with the signed root: exit code 74 if they are not those that were signed. As JSON each entry's own bytes are printed, one entry a line.
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
    var recordSet: RecordSetName?

    @Option(help: ArgumentHelp("About this rule.", valueName: "rule"))
    var rule: RuleID?

    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard kinds.allSatisfy({ !$0.isEmpty }) else { throw ValidationError("--type is empty: name a kind") }
    }

    private func selection(in zone: TimeZone) -> EntrySelection {
      var selection = EntrySelection()
      selection.kinds = kinds
      selection.times = day.map { zone.startOfDay($0.date)..<zone.startOfDay($0.date.adding(days: 1)) }
      selection.run = runName.map(RunName.init)
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
        try session.tellingThisHistory(.inspect) { try show(session) }
      }
    }

    private func show(_ session: Session) throws {
      let journal = try session.inspectedJournal()
      if output.form == .csv { Terminal.standardOutput.data(EntryView.heading) }
      let selection = selection(in: session.configuration.schedule.timeZone)
      // Of all entries the last so many are known by their numbers.
      let first = from ?? last.flatMap { isSelecting ? nil : max(0, journal.size - max(0, $0)) } ?? 0
      guard let last, isSelecting || from != nil else {
        return try journal.forEachEntry(of: selection, from: first) { show($0) }
      }
      var entries: [JournalEntry] = []
      try journal.forEachEntry(of: selection, from: first) { entry in
        entries.append(entry)
        if entries.count > 2 * max(1, last) { entries.removeFirst(entries.count - max(0, last)) }
      }
      for entry in entries.suffix(max(0, last)) { show(entry) }
    }

    private func show(_ entry: JournalEntry) {
      let out = Terminal.standardOutput
      switch output.form {
      case .table: out.line(EntryView.line(for: entry))
      case .csv: out.data(EntryView.row(for: entry))
      case .json:
        let text = String(decoding: entry.bytes, as: UTF8.self)
        out.data((out.isTerminal ? JSONValue.showing(text) : text) + "\n")
      }
    }
  }
}
