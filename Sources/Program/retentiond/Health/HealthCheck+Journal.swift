internal import AuditJournal
internal import CalendarExpressions
internal import CivilTime
internal import JSONText
internal import Purging
internal import StoreBindings
internal import Words

/// What the journal says of itself, and of what somebody should look at.
extension HealthCheck {
  func journal() throws -> HealthAnswer {
    let journal = try session.readingJournal()
    if let finding = try session.historyFinding() {
      return HealthAnswer(.journal, .critical, finding)
    }
    let last = journal.acceptedTime.map { ", the last at \($0.text(in: zone))" } ?? ""
    return HealthAnswer(
      .journal, .well, "\(journal.size) entries\(last)", ["entries": .integer(journal.size)])
  }

  func verification() throws -> HealthAnswer {
    let line = try session.verificationLine()
    let journal = try session.readingJournal()
    let last = try journal.lastVerification()
    let since: [String: JSONValue] = last.map { ["ageSeconds": .integer(age(of: $0.time))] } ?? [:]
    let calendar = inForce.bindings.journal.verification
    // A journal that was never verified counts from its first entry.
    let from = try last?.time ?? (journal.size > 0 ? journal.entry(at: 0).time : now)
    let isLate = calendar.next(after: from, in: zone).map { age(of: $0) > Self.dayInSeconds } ?? false
    let isMuch = try journal.uncheckedEntries() > AuditJournal.mostCheckedEntries
    return HealthAnswer(.verification, isLate || isMuch ? .warning : .well, line, since)
  }

  func anchors() throws -> HealthAnswer {
    guard let settings = inForce.anchorSettings else {
      return HealthAnswer(.anchors, .well, "none is asked for")
    }
    let journal = try session.readingJournal()
    guard
      let overdue = try AnchorCheck(inForce.readingContext(journal: journal)).overdue(in: journal, at: now)
    else { return HealthAnswer(.anchors, .well, "as many are current as are required") }
    return HealthAnswer(
      .anchors, settings.onMiss == .stop ? .critical : .warning,
      "\(overdue)\(settings.onMiss == .stop ? ": no run begins" : ""); see `retentiond journal anchor`",
      ["unseenSeconds": .integer(age(of: overdue.since))])
  }

  func survey() throws -> HealthAnswer {
    let context = inForce.readingContext(journal: try session.readingJournal())
    let surveys = LastSurveys(context)
    let standing = SurveyView.standing(of: try surveys.all())
    let journal = try session.readingJournal()
    // A record set that was never surveyed counts from the journal's first entry.
    let late = try surveys.due(
      at: now.adding(seconds: -Self.dayInSeconds), since: journal.size > 0 ? journal.entry(at: 0).time : now)
    guard !late.isEmpty else { return HealthAnswer(.survey, .well, standing) }
    return HealthAnswer(
      .survey, .warning,
      "\(standing); the calendar asked for one of \(late.sorted().list) more than a day ago: see the journal of the service",
      ["late": .integer(late.count)])
  }

  func reviews() throws -> HealthAnswer {
    let warnings = try session.holdWarnings(at: now)
    guard let first = warnings.first else { return HealthAnswer(.reviews, .well, "none is due") }
    return HealthAnswer(
      .reviews, .warning,
      "\(first)\(warnings.count == 1 ? "" : "; and \(warnings.count - 1) more: see `retentiond status`")",
      ["due": .integer(warnings.count)])
  }

  static let dayInSeconds = 86_400

  /// Seconds since an instant; none for one that is to come.
  func age(of time: Instant) -> Int { max(0, now.secondsSinceEpoch - time.secondsSinceEpoch) }
}

extension [RecordSetName] {
  /// The first names, and how many others there are.
  var list: String {
    let shown = prefix(5).map(\.rawValue).joined(separator: ", ")
    return count > 5 ? "\(shown) and \(count - 5) more" : shown
  }
}
