internal import ArgumentParser
internal import Purging
internal import RetentionPolicy
internal import Words

struct ExplainCommand: StoppableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says why one record is kept or due: every rule considered, with its dates.")

  @OptionGroup var files: ConfigurationOptions

  @Argument(help: "The record set's name in stores.json.")
  var recordSet: RecordSetName

  @Argument(help: "The record's key; the parts of a composite key in their order.")
  var key: [String]

  @Option(help: ArgumentHelp("Explain as on another day, from its first instant.", valueName: "YYYY-MM-DD"))
  var at: DayArgument?

  @Option(
    help: ArgumentHelp(
      "The language of titles, such as fr or pt-BR; a title that lacks it is shown in its first one.",
      valueName: "language"))
  var language = LanguageArgument.english

  @OptionGroup var output: OutputOptions

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      try ClockNote.ofReading(session)
      let moment = DayArgument.moment(at, zone: session.configuration.schedule.timeZone)
      // Whether a hold keeps the record is what the journal says of it.
      try session.tellingThisHistory {
        let explanation = try Explainer(session.readingContext()).explain(
          recordSet: recordSet, key: key, at: moment)
        output.write(ExplanationView.printout(of: explanation, in: language.tag))
      }
    }
  }
}
