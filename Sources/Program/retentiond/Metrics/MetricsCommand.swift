internal import ArgumentParser
internal import CivilTime
internal import Words

struct MetricsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "Prints numbers for Prometheus.",
    discussion: """
      Asks the files, the journal, the clock and the disk, and no store. With --output the page takes the place of a file in one step, as node_exporter's textfile collector wants it; a service \
      that is started with --metrics keeps such a file itself. Where the service answers by its control socket the numbers are its own, with what it has counted since its start.
      """)

  @OptionGroup var files: ConfigurationOptions

  @Option(
    help: ArgumentHelp("Write to this file, and not to standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  func run() throws {
    try Failure.reporting {
      let page = try LiveRequest.metrics(files) ?? ownPage()
      guard let output else { return Terminal.standardOutput.data(page) }
      try MetricsFile(path: output).write(page)
    }
  }

  private func ownPage() throws -> String {
    MetricsPage(session: Session(configuration: try files.load()), now: SystemClock.now()).text
  }
}
