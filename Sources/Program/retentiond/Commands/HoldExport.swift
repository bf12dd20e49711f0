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
      let session = Session(configuration: try files.load())
      try session.tellingThisHistory { try export(session) }
    }
  }

  private func export(_ session: Session) throws {
    let bytes = try session.exportHold(hold)
    guard !FileAccess.exists(file) else {
      Terminal.standardError.line(
        "retentiond: \(file) exists already, and an export replaces no file: name another")
      throw ExitStatus.cannotCreate.code
    }
    try FileAccess.write(bytes, to: file)
    Terminal.standardOutput.line("Hold \(hold) is in \(file).")
  }
}
