internal import ArgumentParser
internal import AuditJournal

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
