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

struct HoldLift: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lift", abstract: "Ends a hold; what it kept falls due again with the next run.")

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
