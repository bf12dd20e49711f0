internal import ArgumentParser
internal import AuditJournal
internal import CivilTime
internal import Words

struct HoldAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Places a hold on a person, a list of persons, a record, a record set, a domain or a store.",
    discussion: """
      Give one of --subject, --subjects, --record (with the record's key as arguments), --record-set, --domain and --store. The subject or key is kept
      only as a keyed digest: note whom the reference stands for elsewhere. Standard input gives the subject with `--subject -`, so that it stays
      out of the shell's history.

      The hold is in force first. Then every store is asked what it keeps: Ctrl-C ends the asking, and the hold stays. Exit code 3 says that nobody has
      what the hold names, 69 that a store could not be asked; the hold is in force in both cases.
      """)

  @OptionGroup var files: ConfigurationOptions

  @Option(
    help: ArgumentHelp("The person's identifier, as the stores have it; - reads it.", valueName: "identifier")
  )
  var subject: String?

  @Option(
    help: ArgumentHelp(
      "A file of persons' identifiers, one a line, or a table; - reads it.", valueName: "file"),
    completion: .file())
  var subjects: String?

  @Option(
    help: ArgumentHelp(
      "With --subjects: the column of a table that has the identifiers, by its name in the first line or its number from 1.",
      valueName: "name or number"))
  var column: String?

  @Option(help: ArgumentHelp("The record set of the record whose key follows.", valueName: "record set"))
  var record: RecordSetName?

  @Option(help: ArgumentHelp("A whole record set.", valueName: "record set"))
  var recordSet: RecordSetName?

  @Option(help: ArgumentHelp("Every record set of a domain.", valueName: "domain"))
  var domain: DomainID?

  @Option(help: ArgumentHelp("Every record set of a store.", valueName: "store"))
  var store: StoreName?

  @OptionGroup var terms: HoldTermsOptions

  @Argument(help: "With --record: the record's key, its parts in their order.")
  var key: [String] = []

  private static let noScope =
    "give one of --subject, --subjects, --record, --record-set, --domain and --store"

  func validate() throws {
    guard
      [subject != nil, subjects != nil, record != nil, recordSet != nil, domain != nil, store != nil].count(
        where: \.self) == 1
    else { throw ValidationError(Self.noScope) }
    guard (record != nil) == !key.isEmpty else {
      throw ValidationError("--record needs the record's key, and nothing else does")
    }
    guard column == nil || subjects != nil else { throw ValidationError("--column belongs to --subjects") }
  }

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      let terms = try terms.terms(session)
      // The whole list is read before anything is placed.
      let list = try persons()
      let placed =
        if let list {
          try session.placeHold(on: list.identifiers, terms)
        } else {
          try session.placeHold(try scope(session), terms)
        }
      Terminal.standardOutput.line(
        "Hold \(placed.id) is in force\(terms.until.map { " until the end of \($0)" } ?? "").")
      // The hold is placed; what follows only counts, and can be stopped.
      Interruption.listen()
      try ClockNote.ofAppending(session)
      if list != nil { HoldReach.tell(session) }
      try HoldReach.awaitBatches(placed, session)
      try HoldCountView.count(placed.id, session, list: subjects == nil ? nil : list)
    }
  }

  private func persons() throws -> PersonList? {
    if let subject { return try PersonList.single(subject, option: "--subject") }
    return try subjects.map { try PersonList.read($0, column: column, consequence: "nobody was held") }
  }

  private func scope(_ session: Session) throws -> HoldScope {
    if let record { return try session.recordScope(recordSet: record, key: key) }
    if let recordSet { return try session.recordSetScope(recordSet) }
    if let domain { return try session.domainScope(domain) }
    guard let store else { throw ValidationError(Self.noScope) }
    return try session.storeScope(store)
  }
}

/// What somebody says of a hold that they place.
struct HoldTermsOptions: ParsableArguments {
  @Option(help: "Your case's number, to find the hold by.")
  var reference: String

  @Option(help: "Why, without naming a person.")
  var reason: String

  @Option(help: ArgumentHelp("Who places it; by default the system's account.", valueName: "name"))
  var by: String?

  @Option(help: ArgumentHelp("Who ordered it, such as a court.", valueName: "name"))
  var authority: String?

  @Option(
    help: ArgumentHelp(
      "The day on which somebody is to look if it is needed still; `check`, `status` and each run warn from the day after.",
      valueName: "YYYY-MM-DD"))
  var review: DayArgument?

  @Option(
    help: ArgumentHelp(
      "Its last day, in the rules' time zone; the first run after it ends the hold.", valueName: "YYYY-MM-DD")
  )
  var until: DayArgument?

  @Flag(help: "It is a restriction of processing (article 18 GDPR): it keeps all the same, and is named so.")
  var restriction = false

  func terms(_ session: Session) throws -> HoldTerms {
    try session.checkLastDay(until?.date)
    return HoldTerms(
      reference: reference, reason: reason, by: by ?? Account.name, authority: authority,
      review: review?.date,
      until: until?.date, isRestriction: restriction)
  }
}
