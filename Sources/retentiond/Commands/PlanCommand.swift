internal import ArgumentParser
internal import JSONText
internal import PurgeEngine
internal import RetentionPolicy

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Shows what a run would do, by record set and rule. Changes nothing.")

  @OptionGroup var files: ConfigurationOptions

  @Option(help: "table, json or csv.")
  var format = OutputFormat.table

  @Option(help: ArgumentHelp("Plan as on another day, from its first instant.", valueName: "YYYY-MM-DD"))
  var at: DayArgument?

  @Option(
    help: ArgumentHelp(
      "Count what falls due by month and rule instead, over so many months: P12M.", valueName: "months"))
  var forecast: MonthsArgument?

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      let engine = try session.readingEngine()
      try ClockNote.ofReading(session)
      let moment = DayArgument.moment(at, zone: session.configuration.schedule.timeZone)
      let out = Terminal.standardOutput
      if let forecast {
        let counted = try engine.forecast(from: moment, months: forecast.count)
        switch format {
        case .table: out.page(ForecastView.table(of: counted).text)
        case .csv: out.data(ForecastView.table(of: counted).csv)
        case .json: out.data(ForecastView.json(of: counted).pretty + "\n")
        }
        return
      }
      let plan = try engine.plan(at: moment)
      switch format {
      case .table:
        out.page(
          PlanView.text(
            of: plan, isApproved: try session.isApproved(), review: session.configuration.review(at: moment)))
      case .csv: out.data(PlanView.table(of: plan).csv)
      case .json: out.data(plan.jsonValue.pretty + "\n")
      }
    }
  }
}
