internal import ArgumentParser

struct HoldList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the holds in force, and says which need a look.")

  @OptionGroup var files: ConfigurationOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      try ClockNote.ofReading(session)
      try session.tellingThisHistory {
        let holds = try session.holds()
        output.write(HoldView.printout(of: holds, warnings: try session.holdWarnings()))
      }
    }
  }
}
