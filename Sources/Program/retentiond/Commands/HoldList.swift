internal import ArgumentParser
internal import JSONText

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
      try session.warnOfOtherHistory()
      let holds = try session.holds()
      if json {
        return Terminal.standardOutput.data(JSONValue.array(holds.map(HoldView.jsonValue)).pretty + "\n")
      }
      Terminal.standardOutput.page(holds.isEmpty ? "No hold is in force." : HoldView.table(of: holds))
      for warning in try session.holdWarnings() { Terminal.standardOutput.line("warning \(warning)") }
    }
  }
}
