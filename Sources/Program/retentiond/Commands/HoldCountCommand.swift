internal import ArgumentParser

struct HoldCountCommand: StoppableCommand {
  static let configuration = CommandConfiguration(
    commandName: "count", abstract: "Asks every store what a hold keeps now.",
    discussion:
      "Exit code 3 says that nobody has what the hold names, 69 that a store could not be asked.")

  @OptionGroup var files: ConfigurationOptions

  @Argument(help: "The hold's number in `hold list`.")
  var hold: Int

  @OptionGroup var output: OutputOptions

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      try session.tellingThisHistory {
        try HoldCountView.count(hold, session, list: nil, as: output.form)
      }
    }
  }
}
