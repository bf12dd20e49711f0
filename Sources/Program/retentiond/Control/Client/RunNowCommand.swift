internal import ArgumentParser
internal import JSONText
internal import Words

struct RunNowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run-now", abstract: "Has the service begin a run now, and says when it is under way.",
    discussion: """
      It is a run as by the calendar, under the approved configuration, with all guards; its first entry in the journal names your account. With --wait it follows the run to its end: \
      exit code 0 if the run is complete, 1 if rows that are due were left, or that of what kept it from beginning. Ctrl-C ends the waiting, and the run goes on. \
      Exit code 75 if a run is under way already.
      """)

  @OptionGroup var files: ConfigurationOptions

  @Option(
    help: ArgumentHelp(
      "Only this record set; repeat it for others. Such a run says nothing of the rest, and is incomplete.",
      valueName: "record set"))
  var recordSet: [RecordSetName] = []

  @Flag(help: "Run also outside of the windows of stores.json and on a black-out day.")
  var outsideWindow = false

  @Flag(help: "Wait for the run's end.")
  var wait = false

  func run() throws {
    try Failure.reporting {
      let status = try LiveRequest.show(
        [
          "verb": .string(RunNowVerb.name), "wait": .bool(wait),
          "outsideWindow": .bool(outsideWindow),
          "recordSets": JSONValue(recordSet.map(\.rawValue)),
        ], files)
      if status != 0 { throw ExitCode(status) }
    }
  }
}
