internal import ArgumentParser
internal import AuditJournal
internal import Purging
internal import TransparencyLog
internal import Words

extension JournalCommand {
  struct Find: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "find",
      abstract:
        "Says whether a record, or anything of a person, was purged: when, under which rule, in which run, who approved it.",
      discussion: """
        Give a record set and a record's key, or --subject. Needs the evidence key: without it nobody can tell which record or person an entry \
        speaks of. With --proofs, a folder gets the entries and a proof of each in C2SP tlog-proof form, which other programs verify \
        from the public key alone. Exit code 66 if no batch lists the record or has a row about the person.

        The answer says what was looked for. A record set is asked under every name that its table had in an approved stores.json, also one \
        that it has no more. A key is compared as it was stored: 01 is a text and no number; bytes are typed as 0x and their digits. Each batch that is asked is \
        compared with its signed intent. What cannot be known is called unknown, such as what a batch of another evidence key lists.

        A person is found by any spelling that a hold on the identifier would keep, in records and in rows of dependents, also where they \
        are deleted. Rows that were pseudonymised before a batch name the pseudonym there: the person's pseudonyms are made with the domains' \
        keys that are at hand, and it is said under which versions, and which keys are missing. Ask where those are, or give the \
        pseudonym itself by --subject, too. Batches of program versions that did not note whom rows were about cannot answer, and are counted.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Option(
      help: ArgumentHelp(
        "The person's identifier instead of a record; - reads it from standard input. Repeat it for others of the same person.",
        valueName: "identifier"))
    var subject: [String] = []

    @Argument(help: "The record set's name in stores.json.")
    var recordSet: RecordSetName?

    @Argument(help: "The record's key; the parts of a composite key in their order.")
    var key: [String] = []

    @Option(help: ArgumentHelp("A folder to write the proofs to; it is made.", valueName: "folder"))
    var proofs: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard subject.isEmpty == (recordSet != nil) else {
        throw ValidationError("give a record set and a record's key, or --subject")
      }
      guard subject.count(where: { $0 == "-" }) <= 1 else {
        throw ValidationError("standard input gives one identifier: write - once")
      }
    }

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        try session.tellingThisHistory {
          if let recordSet { try findRecord(recordSet, session) } else { try findPerson(session) }
        }
      }
    }

    // MARK: A record

    private func findRecord(_ recordSet: RecordSetName, _ session: Session) throws {
      let finding = try session.find(recordSet: recordSet, key: key)
      let journal = try session.readingJournal()
      let found = finding.answer.found
      let missing =
        try MissingKeyView.lines(of: journal, counts: finding.answer.underOtherKeys)
        + MissingKeyView.lostLines(of: journal)
        + (found.isEmpty ? try session.restLines(of: finding, in: journal) : [])
      output.write(FindingView.printout(of: finding, missing: missing))
      guard !found.isEmpty else { throw ExitStatus.notFound.code }
      if let proofs {
        for evidence in found {
          let batch = BatchEntries(
            batch: evidence.batch, intent: evidence.prepared.entry, outcome: evidence.outcome?.entry,
            approval: evidence.approval?.entry)
          try write(batch, intent: try journal.proof(of: evidence), from: journal, to: proofs)
          try FileAccess.write(evidence.proof.bytes, to: "\(proofs)/\(evidence.batch).row.json")
        }
        tellProofs(proofs)
      }
    }

    /// The entries that tell of a batch, by their places in the journal.
    private struct BatchEntries {
      let batch: BatchName
      let intent: Int
      let outcome: Int?
      let approval: Int?
    }

    private func tellProofs(_ folder: String) {
      if output.form == .table { Terminal.standardOutput.line("Proofs are in \(folder).") }
    }

    /// Writes the entries of a batch, and a proof of each.
    private func write(
      _ batch: BatchEntries, intent proof: LogProof, from journal: AuditJournal, to folder: String
    ) throws {
      let entries = [("intent", batch.intent), ("outcome", batch.outcome), ("approval", batch.approval)]
      for case (let name, let index?) in entries {
        let stem = "\(folder)/\(batch.batch).\(name)"
        let proof = name == "intent" ? proof : try journal.proof(of: index)
        try FileAccess.write(try journal.entry(at: index).bytes, to: stem + ".json")
        try FileAccess.write(Array(proof.text.utf8), to: stem + ".tlog-proof")
      }
    }

    // MARK: A person

    private func findPerson(_ session: Session) throws {
      let identifiers = try subject.map { given in
        guard let identifier = given == "-" ? try StandardInput.line() : given, !identifier.isEmpty else {
          throw ValidationError("no identifier on standard input")
        }
        return identifier
      }
      let journal = try session.readingJournal()
      let pseudonyms = session.subjectPseudonyms()
      let found = try journal.evidence(ofPerson: identifiers, pseudonyms: pseudonyms.pseudonyms(of:))
      let missing =
        try MissingKeyView.lines(of: journal, counts: found.underOtherKeys)
        + MissingKeyView.lostLines(of: journal)
      output.write(
        PersonView.printout(of: found, pseudonyms, entries: journal.size, missing: missing))
      guard !found.batches.isEmpty else { throw ExitStatus.notFound.code }
      guard let proofs else { return }
      for batch in found.batches {
        let entries = BatchEntries(
          batch: batch.batch, intent: batch.prepared.entry, outcome: batch.outcome?.entry,
          approval: batch.approval?.entry)
        try write(entries, intent: try journal.proof(of: entries.intent), from: journal, to: proofs)
        for (number, place) in batch.places.enumerated() {
          let stem = "\(proofs)/\(batch.batch).subject-\(number + 1)"
          try FileAccess.write(place.bytes, to: stem + ".json")
          try FileAccess.write(
            Array(try journal.proof(of: place, in: batch).text.utf8), to: stem + ".tlog-proof")
        }
      }
      tellProofs(proofs)
    }
  }
}
