internal import ArgumentParser
internal import AuditJournal
internal import CivilTime

struct HoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold", abstract: "Legal holds: what is held is kept from every stage, whatever its age.",
    subcommands: [Add.self, List.self, Lift.self])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Places a hold on a person, a record or a record set.",
      discussion: """
        Give one of --subject, --subjects, --record (with the record's key as arguments) or --record-set. The subject or key is kept only as a
        keyed digest: note whom the reference stands for elsewhere. Standard input gives the subject with `--subject -`,
        so that it stays out of the shell's history. Rows whose subject was pseudonymised before name the person no longer: hold those by \
        --record, or their --record-set. A list that was placed in part can be given again: who is held for the same reference
        is passed over.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Option(
      help: ArgumentHelp(
        "The person's identifier, as the stores have it; - reads it.", valueName: "identifier"))
    var subject: String?

    @Option(
      help: ArgumentHelp(
        "A file of persons' identifiers, one a line; - reads them.", valueName: "file"), completion: .file())
    var subjects: String?

    @Option(
      help: ArgumentHelp(
        "With --subjects: the column of a table that has the identifiers, by its name in the first line or its number.",
        valueName: "name or number"))
    var column: String?

    @Option(help: ArgumentHelp("The record set of the record whose key follows.", valueName: "record set"))
    var record: String?

    @Option(help: ArgumentHelp("A whole record set.", valueName: "record set"))
    var recordSet: String?

    @Option(help: "Your case's number, to find the hold by.")
    var reference: String

    @Option(help: "Why, without naming a person.")
    var reason: String

    @Option(help: ArgumentHelp("Who places it; by default the system's account.", valueName: "name"))
    var by: String?

    @Argument(help: "With --record: the record's key, its parts in their order.")
    var key: [String] = []

    func validate() throws {
      guard [subject, subjects, record, recordSet].count(where: { $0 != nil }) == 1 else {
        throw ValidationError("give one of --subject, --subjects, --record and --record-set")
      }
      guard (record != nil) == !key.isEmpty else {
        throw ValidationError("--record needs the record's key, and nothing else does")
      }
    }

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        if let subjects { return try place(session, listed: subjects) }
        let scope: HoldScope
        if let subject {
          guard let identifier = subject == "-" ? readLine() : subject, !identifier.isEmpty else {
            throw ValidationError("no identifier on standard input")
          }
          scope = .subject(identifier)
        } else if let record {
          scope = try session.recordScope(recordSet: record, key: key)
        } else {
          scope = try session.recordSetScope(recordSet ?? "")
        }
        let placed = try session.placeHold(
          scope, HoldTerms(reference: reference, reason: reason, by: by ?? Account.name))
        Terminal.standardOutput.line("Hold \(placed.id) is in force.")
        try ClockNote.ofAppending(session)
        if case .subject = scope { tellOfPseudonyms(session) }
        if placed.wereBatchesPending { warnOfPending() }
      }
    }

    private func place(_ session: Session, listed file: String) throws {
      // The whole list is read before anything is placed.
      let bytes: [UInt8]
      do {
        bytes = try FileAccess.read(
          file, limit: 256 << 20,
          remedy: "name a file that you may read, or give - and write the list to standard input")
      } catch {
        throw ValidationError("\(error)")
      }
      let list: PersonList
      do {
        list = try PersonList(bytes, column: PersonList.Column(column))
      } catch {
        throw ValidationError("\(file), \(error); nobody was held")
      }
      let placed = try session.placeHold(
        on: list.identifiers, HoldTerms(reference: reference, reason: reason, by: by ?? Account.name))
      try ClockNote.ofAppending(session)
      Terminal.standardOutput.line("Hold \(placed.id) is in force.")
      tellOfPseudonyms(session)
      if placed.wereBatchesPending { warnOfPending() }
    }

    /// A hold knows a person by the identifier that is in the row.
    private func tellOfPseudonyms(_ session: Session) {
      let names = session.recordSetsThatLoseSubjects
      guard !names.isEmpty else { return }
      Terminal.standardOutput.line(
        "Rows of \(names.joined(separator: ", ")) that are pseudonymised already name no person: no hold on one keeps them from their last stage. "
          + "Hold them by --record or --record-set.")
    }

    private func warnOfPending() {
      Terminal.standardError.line(
        "A batch was under way when the hold was placed; what it had begun is not stopped. See `retentiond journal show`."
      )
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the holds in force.")

    @OptionGroup var files: ConfigurationOptions

    func run() throws {
      try Failure.reporting {
        var table = Table([
          ("HOLD", .right), ("SCOPE", .left), ("REFERENCE", .left), ("SINCE", .left), ("BY", .left),
          ("REASON", .left),
        ])
        let session = Session(configuration: try files.load())
        try ClockNote.ofReading(session)
        for hold in try session.holds() {
          table.append([
            String(hold.id), hold.name.map { "\(hold.kind.rawValue) \($0)" } ?? hold.kind.rawValue, hold.reference,
            hold.since.iso8601, hold.terms.by, hold.terms.reason,
          ])
        }
        Terminal.standardOutput.line(table.rows.isEmpty ? "No hold is in force." : table.text)
      }
    }
  }

  struct Lift: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ends a hold; what it kept falls due again with the next run.")

    @OptionGroup var files: ConfigurationOptions

    @Argument(help: "The hold's number in `hold list`.")
    var hold: Int?

    @Option(help: "Every hold of this case.")
    var reference: String?

    @Option(help: "Why, without naming a person.")
    var reason: String

    @Option(help: ArgumentHelp("Who lifts it; by default the system's account.", valueName: "name"))
    var by: String?

    func validate() throws {
      guard (hold == nil) != (reference == nil) else {
        throw ValidationError("give a hold's number, or --reference")
      }
    }

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        if let reference {
          let count = try session.liftHolds(reference: reference, reason: reason, by: by ?? Account.name)
          Terminal.standardOutput.line("\(count) \(count == 1 ? "hold is" : "holds are") lifted.")
          if count > 0 { try ClockNote.ofAppending(session) }
          if count == 0 { throw ExitStatus.notFound.code }
        } else if let hold {
          try session.liftHold(hold, reason: reason, by: by ?? Account.name)
          Terminal.standardOutput.line("Hold \(hold) is lifted.")
          try ClockNote.ofAppending(session)
        }
      }
    }
  }
}
