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
      Terminal.standardOutput.line("Hold \(hold) has its new days.")
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
      throw ValidationError("give a hold's number, or --reference")
    }
    guard subjects == nil || reference != nil else {
      throw ValidationError("--subjects belongs to --reference")
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

  private func lift(_ file: String, of reference: String, _ session: Session) throws {
    let list = try PersonList.read(file, column: column, consequence: "nobody's hold was lifted")
    let held = try session.liftPersons(
      list.identifiers, reference: reference, reason: reason, by: by ?? Account.name)
    let lifted = held.count { $0 }
    Terminal.standardOutput.line(
      "\(lifted) of \(list.identifiers.count) persons are held no more under \(reference).")
    if lifted < held.count {
      let lines = zip(list.lines, held).filter { !$0.1 }.prefix(10).map { String($0.0) }
      Terminal.standardOutput.line(
        "\(held.count - lifted) were not held under it: lines \(lines.joined(separator: ", "))\(held.count - lifted > 10 ? ", …" : "")."
      )
    }
    if lifted == 0 { throw ExitStatus.notFound.code }
    try ClockNote.ofAppending(session)
  }
}
