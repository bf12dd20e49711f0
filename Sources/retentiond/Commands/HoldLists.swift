internal import ArgumentParser
internal import AuditJournal
internal import CivilTime
internal import JSONText

struct HoldCountCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "count", abstract: "Asks every store what a hold keeps now.",
    discussion:
      "Exit code 3 says that nobody has what the hold names, 69 that a store could not be asked.")

  @OptionGroup var files: ConfigurationOptions

  @Argument(help: "The hold's number in `hold list`.")
  var hold: Int

  func run() throws {
    try Failure.reporting {
      try HoldCountView.count(hold, Session(configuration: try files.load()), list: nil)
    }
  }
}

struct HoldList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the holds in force, and says which need a look.")

  @OptionGroup var files: ConfigurationOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      try ClockNote.ofReading(session)
      let holds = try session.holds()
      if json {
        return Terminal.standardOutput.line(JSONValue.array(holds.map(HoldView.jsonValue)).pretty)
      }
      Terminal.standardOutput.line(holds.isEmpty ? "No hold is in force." : HoldView.table(of: holds))
      for warning in try session.holdWarnings() { Terminal.standardOutput.line("warning \(warning)") }
    }
  }
}

struct HoldChange: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "change", abstract: "Gives a hold another review day or another last day.")

  @OptionGroup var files: ConfigurationOptions

  @Argument(help: "The hold's number in `hold list`.")
  var hold: Int

  @Option(help: ArgumentHelp("The next review day, or none.", valueName: "YYYY-MM-DD"))
  var review: DayChange?

  @Option(
    help: ArgumentHelp("The new last day, or none: then only somebody ends it.", valueName: "YYYY-MM-DD"))
  var until: DayChange?

  @Option(help: "Why, without naming a person.")
  var reason: String

  @Option(help: ArgumentHelp("Who changes it; by default the system's account.", valueName: "name"))
  var by: String?

  func validate() throws {
    guard review != nil || until != nil else { throw ValidationError("give --review or --until") }
  }

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      try session.changeHold(hold, review: review, until: until, reason: reason, by: by ?? Account.name)
      let terms = try session.holds().first { $0.id == hold }?.terms
      let days = [
        terms?.review.map { "it is to be reviewed on \($0)" } ?? "no review day",
        terms?.until.map { "its last day is \($0)" } ?? "no last day",
      ]
      Terminal.standardOutput.line("Hold \(hold): \(days.joined(separator: ", ")).")
      try ClockNote.ofAppending(session)
    }
  }
}

struct HoldLift: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lift", abstract: "Ends a hold; what it kept falls due again with the next run.")

  @OptionGroup var files: ConfigurationOptions

  @Argument(help: "The hold's number in `hold list`.")
  var hold: Int?

  @Option(help: "Every hold of this case.")
  var reference: String?

  @Option(
    help: ArgumentHelp(
      "With --reference: a file of the persons alone whose holds end, as `hold add --subjects` reads it; the others of their lists stay held.",
      valueName: "file"), completion: .file())
  var subjects: String?

  @Option(
    help: ArgumentHelp(
      "With --subjects: the column of a table that has the identifiers, by its name or its number from 1.",
      valueName: "name or number"))
  var column: String?

  @Option(help: "Why, without naming a person.")
  var reason: String

  @Option(help: ArgumentHelp("Who lifts it; by default the system's account.", valueName: "name"))
  var by: String?

  func validate() throws {
    guard (hold == nil) != (reference == nil) else {
      throw ValidationError("give either a hold's number or --reference")
    }
    guard subjects == nil || reference != nil else {
      throw ValidationError(
        "--subjects takes people from the lists of a case: give its --reference instead of a number")
    }
    guard column == nil || subjects != nil else { throw ValidationError("--column belongs to --subjects") }
  }

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      if let reference, let subjects {
        try lift(subjects, of: reference, session)
      } else if let reference {
        let count = try session.liftHolds(reference: reference, reason: reason, by: by ?? Account.name)
        guard count > 0 else {
          Terminal.standardOutput.line(
            "No hold in force has this reference: write it as `retentiond hold list` has it.")
          throw ExitStatus.notFound.code
        }
        Terminal.standardOutput.line("\(count) \(count == 1 ? "hold is" : "holds are") lifted.")
        try ClockNote.ofAppending(session)
      } else if let hold {
        try session.liftHold(hold, reason: reason, by: by ?? Account.name)
        Terminal.standardOutput.line("Hold \(hold) is lifted.")
        try ClockNote.ofAppending(session)
      }
    }
  }

  private func lift(_ file: String, of reference: String, _ session: Session) throws {
    let list = try PersonList.read(file, column: column, consequence: "nobody's hold was lifted")
    let persons = try session.liftPersons(
      list.identifiers, reference: reference, reason: reason, by: by ?? Account.name)
    func lines(of fate: LiftedPerson) -> [Int] { zip(list.lines, persons).filter { $0.1 == fate }.map(\.0) }
    let out = Terminal.standardOutput
    out.line(
      "Holds of \(reference) keep \(lines(of: .lifted).count) of the \(list.identifiers.count) persons no more; other holds may."
    )
    let shared = lines(of: .shared)
    if !shared.isEmpty {
      out.line("A spelling stays held that others of the list have, too: \(LineNumbers.text(shared)).")
    }
    let others = lines(of: .notHeld)
    if !others.isEmpty { out.line("Not held under it: \(LineNumbers.text(others)).") }
    if others.count == persons.count { throw ExitStatus.notFound.code }
    try ClockNote.ofAppending(session)
  }
}
