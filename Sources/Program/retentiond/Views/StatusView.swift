internal import AuditJournal
internal import CalendarExpressions
internal import CivilTime
internal import JSONText
internal import Purging
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// The last run, what is open, the holds, and the next time.
enum StatusView {
  /// - Parameter service: what the running service says of itself; nil if none answers.
  static func tell(_ session: Session, service: JSONValue? = nil, in sheet: inout FactSheet) throws {
    let status = try status(session, in: &sheet)
    sheet.tell("configuration", .string(session.configuration.digest.rawValue))
    sheet.tell(
      "approved", .bool(status.isApproved),
      "Configuration  \(session.configuration.digest.short), \(status.isApproved ? "approved" : "NOT APPROVED")"
    )
    let history = try session.historyFinding()
    if history == nil { RunClosing.keepCheckpoint(session) }
    try tellJournal(status, session, history, in: &sheet)
    sheet.tell("service", service ?? .null, service.map { "Service        \(ServiceView.text(of: $0))" })
    try tellLastRun(status, session, in: &sheet)
    try tellRecordSets(status, session, in: &sheet)
    try tellAnchors(session, in: &sheet)
    let inForce = try session.inForce().configuration
    let zone = inForce.schedule.timeZone
    let pause = try session.pause()
    sheet.tell(
      "pause",
      pause.map {
        .object([
          "since": .string($0.since.iso8601), "until": JSONValue($0.until?.iso8601), "by": .string($0.by),
          "reason": .string($0.reason),
        ])
      } ?? .null, pause.map { ["Runs           \($0.text(in: zone))"] } ?? [])
    let next = inForce.bindings.calendar.next(after: SystemClock.now(), in: zone)
    sheet.tell(
      "nextRun", JSONValue(next?.iso8601),
      "Next run       \(next.map { $0.text(in: zone) } ?? "none in the calendar")")
    if history != nil { throw ExitStatus.journal.code }
  }

  /// Asks the journal. If its state is not proven, what it has is told without it.
  private static func status(_ session: Session, in sheet: inout FactSheet) throws -> JournalStatus {
    do {
      return try session.status()
    } catch let error where (error as? JournalError)?.isOfContents == true {
      let journal = try session.journal(.inspect)
      sheet.say("Journal        \(journal.size) entries, last at \(journal.acceptedTime?.iso8601 ?? "never")")
      sheet.say("State          NOT PROVEN: nothing is purged; what follows from the state is not shown")
      throw error
    }
  }

  private static func tellJournal(
    _ status: JournalStatus, _ session: Session, _ history: String?, in sheet: inout FactSheet
  ) throws {
    sheet.tell("entries", .integer(status.size))
    sheet.tell(
      "lastEntry", JSONValue(status.lastEntry?.iso8601),
      "Journal        \(status.size) entries, last at \(status.lastEntry?.iso8601 ?? "never")")
    let verified = try session.verificationLine()
    sheet.tell("verified", .string(verified), "Verified       \(verified)")
    sheet.tell("otherHistory", JSONValue(history), history.map { "History        ANOTHER: \($0)" })
    let clock = try session.clockFinding()
    sheet.tell(
      "clock", JSONValue(clock.map { "\($0)" }),
      "Clock          \(clock.map { "DOUBTFUL: \($0)" } ?? "believed")")
  }

  private static func tellLastRun(_ status: JournalStatus, _ session: Session, in sheet: inout FactSheet)
    throws
  {
    sheet.tell("lastRun", JSONValue(status.lastRun), "Last run       \(status.lastRun ?? "none")")
    let unknown = ["Counts         ?: the last run's entry has none; the next run's will"]
    sheet.tell(
      "counts", status.counts.map { .array($0.map(\.jsonValue)) } ?? .null,
      status.lastRun == nil ? [] : status.counts.map { CountsView.lines(for: $0) } ?? unknown)
    sheet.tell("openBatches", .integer(status.openBatches), "Open batches   \(status.openBatches)")
    sheet.tell(
      "filesLeft", .bool(status.hasFilesLeft),
      "Files left     \(status.hasFilesLeft ? "yes: see `retentiond files list`" : "none")")
    sheet.tell("holds", .integer(status.holds), "Holds          \(status.holds)")
    let warnings = try session.holdWarnings().map { "\($0)" }
    sheet.tell("holdWarnings", JSONValue(warnings), warnings.map { "Hold           \($0)" })
    let survey = try SurveyView.standing(of: LastSurveys(session.readingContext()).all())
    sheet.tell("lastSurvey", .string(survey), "Last survey    \(survey)")
  }

  private static func tellRecordSets(
    _ status: JournalStatus, _ session: Session, in sheet: inout FactSheet
  ) throws {
    sheet.tell("firstRuns", .array([]))
    for wait in status.firstRuns {
      sheet.append(
        to: "firstRuns",
        ["recordSet": .string(wait.recordSet.rawValue), "until": .string(wait.until.iso8601)],
        "First run      \(wait.recordSet) waits for a word, until \(wait.until.iso8601) (retentiond first-run show)"
      )
    }
    sheet.tell("deaths", .array([]))
    for death in try session.deaths() {
      sheet.append(
        to: "deaths",
        [
          "recordSet": .string(death.recordSet.rawValue), "deaths": .integer(death.deaths),
          "passedOver": .bool(death.isPassedOver),
        ],
        death.isPassedOver
          ? "Passed over    \(death.recordSet): the process died in it \(death.deaths) times in a row; see `retentiond record-set resume --help`"
          : "Died in        \(death.recordSet), once; if the next run dies in it, too, runs pass it over")
    }
    let unrecorded = try session.unrecordedDeath()
    sheet.tell(
      "unrecordedDeath", JSONValue(unrecorded?.rawValue),
      unrecorded.map {
        "Died in        \($0): the process ended while it worked on it; the next run counts that"
      })
  }

  private static func tellAnchors(_ session: Session, in sheet: inout FactSheet) throws {
    sheet.tell("anchors", .array([]))
    for (name, standing, isCurrent) in try session.anchorStandings() {
      sheet.append(
        to: "anchors",
        [
          "anchor": .string(name), "current": .bool(isCurrent), "size": JSONValue(standing.last?.size),
          "time": JSONValue(standing.last?.time.iso8601),
          "unseenSince": JSONValue(standing.unseenSince?.iso8601),
        ], "Anchor         \(AnchorView.text(of: standing, name: name, isCurrent: isCurrent))")
    }
    let witnesses = try session.witnessesBeforeRotation(of: session.readingJournal())
    sheet.tell(
      "witnessesOfOldKey", JSONValue(witnesses),
      try witnesses.map { "Anchor         \(try session.rotationLine(for: $0))" })
  }
}
