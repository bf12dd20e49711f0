internal import ArgumentParser

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Shows what the service does, the last run, what is open, the holds, and the next time.")

  @OptionGroup var files: ConfigurationOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      try output.write { sheet in
        try StatusView.tell(session, service: LiveRequest.status(files), in: &sheet)
      }
    }
  }
}
