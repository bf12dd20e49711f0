internal import ArgumentParser
internal import AuditJournal
internal import Purging
internal import RetentionPolicy

struct PlanCommand: StoppableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Shows what a run would do, by record set and rule. Changes nothing.",
    discussion: """
      Exit code 4 if a run would refuse a record set, could not reach its store, or would be stopped for it by a guard; each such record set has a line \
      in every format. What the account may not change is such a reason, and is counted all the same; with --reading-only it is none.
      """)

  @OptionGroup var files: ConfigurationOptions

  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("Plan as on another day, from its first instant.", valueName: "YYYY-MM-DD"))
  var at: DayArgument?

  @Option(
    help: ArgumentHelp(
      "Count what falls due by month and rule instead, over so many months: P12M.", valueName: "months"))
  var forecast: MonthsArgument?

  @Flag(help: ArgumentHelp(ReadingOnly.help))
  var readingOnly = false

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      var context = try session.readingContext()
      context.onlyReads = readingOnly
      if let journal = try session.readingJournalIfMade() { try session.requireOneHistory(of: journal) }
      try ClockNote.ofReading(session)
      let moment = DayArgument.moment(at, zone: session.configuration.schedule.timeZone)
      if let forecast {
        let counted = try Forecaster(context).forecast(from: moment, months: forecast.count)
        output.write(ForecastView.printout(of: counted))
        if !counted.refused.isEmpty { throw ExitStatus.refused.code }
        return
      }
      let plan = try Planner(context).plan(at: moment)
      let loosened = try session.configuration.loosened(
        since: session.readingJournalIfMade()?.lastApproval())
      output.write(
        PlanView.printout(
          of: plan, isApproved: try session.isApproved(),
          review: session.configuration.review(at: moment) + loosened))
      if plan.refusedCount > 0 { throw ExitStatus.refused.code }
    }
  }
}
