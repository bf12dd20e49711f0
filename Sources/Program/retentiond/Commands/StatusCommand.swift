internal import ArgumentParser
internal import AuditJournal
internal import CalendarExpressions
internal import CivilTime
internal import Purging
internal import RetentionPolicy
internal import StoreBindings

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Shows the last run, what is open, the holds, and the next time.")

  @OptionGroup var files: ConfigurationOptions

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.load())
      let out = Terminal.standardOutput
      let status: JournalStatus
      do {
        status = try session.status()
      } catch let error where (error as? JournalError)?.isOfContents == true {
        let journal = try session.journal(.inspect)
        out.line(
          "Journal        \(journal.size) entries, last at \(journal.acceptedTime?.iso8601 ?? "never")")
        out.line("State          NOT PROVEN: nothing is purged; what follows from the state is not shown")
        throw error
      }
      out.line(
        "Configuration  \(session.configuration.digest.prefix(16)), \(status.isApproved ? "approved" : "NOT APPROVED")"
      )
      let history = try session.historyFinding()
      if history == nil { RunClosing.keepCheckpoint(session) }
      out.line("Journal        \(status.size) entries, last at \(status.lastEntry?.iso8601 ?? "never")")
      out.line("Verified       \(try session.verificationLine())")
      if let history { out.line("History        ANOTHER: \(history)") }
      let clock = try session.clockFinding()
      out.line("Clock          \(clock.map { "DOUBTFUL: \($0)" } ?? "believed")")
      out.line("Last run       \(status.lastRun ?? "none")")
      if status.lastRun != nil {
        for line in status.counts.map({ CountsView.lines(for: $0) })
          ?? ["Counts         ?: the last run's entry has none; the next run's will"]
        {
          out.line(line)
        }
      }
      out.line("Open batches   \(status.openBatches)")
      out.line("Files left     \(status.hasFilesLeft ? "yes: see `retentiond files list`" : "none")")
      out.line("Holds          \(status.holds)")
      for warning in try session.holdWarnings() { out.line("Hold           \(warning)") }
      out.line("Last survey    \(try SurveyView.standing(of: LastSurveys(session.readingContext()).all()))")
      for wait in status.firstRuns {
        out.line(
          "First run      \(wait.recordSet) waits for a word, until \(wait.until.iso8601) (retentiond first-run show)"
        )
      }
      for death in try session.deaths() {
        out.line(
          death.isPassedOver
            ? "Passed over    \(death.recordSet): the process died in it \(death.deaths) times in a row; see `retentiond record-set resume --help`"
            : "Died in        \(death.recordSet), once; if the next run dies in it, too, runs pass it over")
      }
      if let name = try session.unrecordedDeath() {
        out.line("Died in        \(name): the process ended while it worked on it; the next run counts that")
      }
      for (name, standing, isCurrent) in try session.anchorStandings() {
        out.line("Anchor         \(AnchorView.text(of: standing, name: name, isCurrent: isCurrent))")
      }
      for witness in try session.witnessesBeforeRotation(of: session.readingJournal()) {
        out.line("Anchor         \(try session.rotationLine(for: witness))")
      }
      let zone = session.configuration.schedule.timeZone
      let next = session.configuration.bindings.calendar.next(after: SystemClock.now(), in: zone)
      out.line("Next run       \(next.map { $0.iso8601 } ?? "none in the calendar")")
      if history != nil { throw ExitStatus.journal.code }
    }
  }
}
