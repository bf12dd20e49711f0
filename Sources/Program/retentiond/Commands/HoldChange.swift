internal import ArgumentParser
internal import AuditJournal
internal import CivilTime

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
