internal import ArgumentParser
internal import AuditJournal

struct HoldImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Places a hold that another journal exported under the same evidence key.",
    discussion:
      "Another evidence key is refused with exit code 77. The stores are asked what it keeps, as after `hold add`."
  )

  @OptionGroup var files: ConfigurationOptions

  @Argument(help: "The file that `hold export` made.", completion: .file())
  var file: String

  @Option(help: ArgumentHelp("Who places it; by default the system's account.", valueName: "name"))
  var by: String?

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      let bytes = try FileAccess.read(file, limit: 512 << 20)
      let placed = try session.importHold(bytes, by: by ?? Account.name)
      Terminal.standardOutput.line("Hold \(placed.id) is in force.")
      try ClockNote.ofAppending(session)
      try HoldReach.awaitBatches(placed, session)
      try HoldCountView.count(placed.id, session, list: nil)
    }
  }
}
