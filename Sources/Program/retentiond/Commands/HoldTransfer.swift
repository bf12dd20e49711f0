internal import ArgumentParser
internal import AuditJournal

struct HoldExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes a hold to a file for another journal.",
    discussion: "The file names nobody. Only a journal under the same evidence key takes it.")

  @OptionGroup var files: ConfigurationOptions

  @Argument(help: "The hold's number in `hold list`.")
  var hold: Int

  @Argument(help: "The file to make.", completion: .file())
  var file: String

  func run() throws {
    try Failure.reporting {
      let bytes = try Session(configuration: try files.load()).exportHold(hold)
      guard !FileAccess.exists(file) else {
        Terminal.standardError.line(
          "retentiond: \(file) exists already, and an export replaces no file: name another")
        throw ExitStatus.cannotCreate.code
      }
      try FileAccess.write(bytes, to: file)
      Terminal.standardOutput.line("Hold \(hold) is in \(file).")
    }
  }
}

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
