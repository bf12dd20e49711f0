internal import AuditJournal
internal import CalendarExpressions
internal import CivilTime
internal import JSONText
internal import Purging
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// What a monitoring program asks, as numbers: from the files, the journal, the clock and the disk, as `health` answers. No store is asked, and no number is of one person.
///
/// What nobody knows is left out. An age is given as the time since when, so that the page is right for as long as nothing happens.
struct MetricsPage {
  let session: Session
  let now: Instant
  /// What this process has counted itself; nil for a command.
  var tally: RunTally?

  var text: String {
    let health = HealthCheck(session: session, now: now).answers()
    var families = [version, answers(health.answers)]
    // Each question for itself: of a journal that cannot be read nothing is known, and `health` says why.
    families += (try? runs()) ?? []
    families += (try? standing(health.answers)) ?? []
    families += tally?.families ?? []
    return families.map(\.text).joined()
  }

  private var version: MetricFamily {
    var family = MetricFamily("build_info", "The version of the program that wrote this.")
    family.add(1, [(name: "version", value: Retentiond.version)])
    return family
  }

  /// The answers of `health`: 0 well, 1 a warning, 2 critical.
  private func answers(_ answers: [HealthAnswer]) -> MetricFamily {
    var family = MetricFamily(
      "health", "What `retentiond health` answers to each question: 0 well, 1 warning, 2 critical.")
    for answer in answers {
      family.add(Int(answer.level.rawValue), [(name: "question", value: answer.question.rawValue)])
    }
    return family
  }

  // MARK: Runs

  private func runs() throws -> [MetricFamily] {
    let journal = try session.readingJournal()
    var ended = MetricFamily("last_run_end_timestamp_seconds", "When the last run ended.")
    var isComplete = MetricFamily(
      "last_run_complete", "Whether the last run left nothing behind that it should have changed.")
    var succeeded = MetricFamily(
      "last_success_timestamp_seconds", "When the last run ended that left nothing behind.")
    var due = MetricFamily("last_plan_records_due", "Records that the last run planned to change.")
    var refused = MetricFamily("last_run_refused", "Record sets that the last run left out.")
    var changed = MetricFamily("last_run_records_changed", "Records that the last run changed.")
    if let plan = try journal.lastEntry(ofType: .planMade)?.data["due"]?.integerValue { due.add(plan) }
    if let success = try journal.lastSuccess().run { succeeded.add(success.time.secondsSinceEpoch) }
    guard let last = try journal.lastEndedRun() else { return [succeeded, due] }
    ended.add(last.time.secondsSinceEpoch)
    isComplete.add(last.isSuccess ? 1 : 0)
    for line in last.lines {
      changed.add(
        line.count,
        [
          (name: "record_set", value: line.recordSet.rawValue), (name: "rule", value: line.rule.rawValue),
          (name: "action", value: line.action.rawValue),
        ])
    }
    let inForce = (try? session.inForce()) ?? session
    for name in last.counts.map(\.recordSet) {
      refused.add(last.refused.contains(name) ? 1 : 0, [(name: "record_set", value: name.rawValue)])
    }
    return [ended, isComplete, succeeded, due, refused, changed] + (try left(last, journal, inForce))
  }

  /// What the last run left, rule by rule. A record set that could not be asked has no line.
  private func left(_ last: RunEnd, _ journal: AuditJournal, _ inForce: Session) throws -> [MetricFamily] {
    var overdue = MetricFamily(
      "records_overdue",
      "Records past their last stage after the last run, by rule; those that are held among them.")
    var held = MetricFamily("records_held", "How many of the overdue records a hold keeps.")
    var blocked = MetricFamily(
      "records_blocked", "How many of the overdue records other records keep that refer to them.")
    var locked = MetricFamily("records_locked", "Due records that others had locked.")
    var since = MetricFamily(
      "overdue_since_timestamp_seconds",
      "When the first of the runs in a row ended that each left overdue records of a rule which no hold keeps."
    )
    let undated = MetricFamily("records_undated", "Records without a date, as they were counted last.")
    let implausible = MetricFamily(
      "records_implausible", "Records whose date cannot be meant, as they were counted last.")
    var counted = [(undated, \RuleCounts.undated), (implausible, \RuleCounts.implausible)]
    let series = try overdueSeries(journal)
    for bound in inForce.bindings.recordSets where !last.unmeasured.contains(bound.recordSet.name) {
      let name = bound.recordSet.name
      // One that came after the last run was not counted.
      guard let counts = last.counts.first(where: { $0.recordSet == name }),
        let domain = inForce.configuration.schedule.domain(bound.domain)
      else { continue }
      for rule in domain.rules where bound.applies(rule) != .never {
        let labels = [(name: "record_set", value: name.rawValue), (name: "rule", value: rule.id.rawValue)]
        let line = last.left.first { $0.recordSet == name && $0.rule == rule.id }
        overdue.add(line?.overdue ?? 0, labels)
        held.add(line?.held ?? 0, labels)
        blocked.add(line?.blocked ?? 0, labels)
        locked.add(line?.locked ?? 0, labels)
        if let time = series[RuleOfSet(recordSet: name, rule: rule.id)] {
          since.add(time.secondsSinceEpoch, labels)
        }
        guard counts.rows.number != nil else { continue }
        let numbers = counts.rules.first { $0.rule == rule.id } ?? RuleCounts(rule: rule.id)
        for index in counted.indices {
          if let number = numbers[keyPath: counted[index].1].number { counted[index].0.add(number, labels) }
        }
      }
    }
    return [overdue, held, blocked, locked, since] + counted.map(\.0)
  }

  private struct RuleOfSet: Hashable {
    let recordSet: RecordSetName
    let rule: RuleID
  }

  /// So many runs back a series is followed; one that is longer counts from there.
  private static let runsLookedAt = 60

  /// Since when the runs have each left something overdue that no hold keeps. The journal has no dates of records, since one can be a person's: so this is the age of
  /// the broken promise, and not of the record.
  private func overdueSeries(_ journal: AuditJournal) throws -> [RuleOfSet: Instant] {
    var since: [RuleOfSet: Instant] = [:]
    var open: Set<RuleOfSet>?
    var end = Int.max
    for _ in 0..<Self.runsLookedAt {
      guard let entry = try journal.lastEntry(ofType: .runEnded, before: end), let run = RunEnd(entry) else {
        break
      }
      end = entry.index
      let lines = run.left.filter { $0.overdue > $0.held }
      let overdue = Set(lines.map { RuleOfSet(recordSet: $0.recordSet, rule: $0.rule) })
      // What a run did not count neither begins nor ends a series.
      let stays = open.map { series in
        series.filter { overdue.contains($0) || run.unmeasured.contains($0.recordSet) }
      }
      for rule in stays ?? overdue where overdue.contains(rule) { since[rule] = run.time }
      open = stays ?? overdue
      if open?.isEmpty ?? true { break }
    }
    return since
  }

  // MARK: What stands now

  private func standing(_ answers: [HealthAnswer]) throws -> [MetricFamily] {
    let journal = try session.readingJournal()
    var entries = MetricFamily("journal_entries", "Entries of the audit journal.")
    entries.add(journal.size)
    var bytes = MetricFamily("journal_size_bytes", "Size of the audit journal's file.")
    if let size = FileAccess.size(of: session.location.path) { bytes.add(size) }
    var approved = MetricFamily("configuration_approved", "Whether the files as they are may be enforced.")
    if let isApproved = try session.isApproved() { approved.add(isApproved ? 1 : 0) }
    var holds = MetricFamily("holds", "Holds that are in force.")
    holds.add(try session.holds().count)
    var verified = MetricFamily(
      "last_verification_timestamp_seconds", "When the journal was verified whole last.")
    if let last = try journal.lastVerification() { verified.add(last.time.secondsSinceEpoch) }
    var next = MetricFamily("next_run_timestamp_seconds", "When the calendar asks for the next run.")
    let inForce = (try? session.inForce()) ?? session
    if let time = inForce.bindings.calendar.next(after: now, in: inForce.configuration.schedule.timeZone) {
      next.add(time.secondsSinceEpoch)
    }
    return [entries, bytes, approved, holds, verified, next]
      + Self.figures.map { name, help, question, member in
        var family = MetricFamily(name, help)
        let answer = answers.first { $0.question == question }
        if let number = answer?.figures[member]?.integerValue {
          family.add(number)
        } else if answer?.level == .well, question.countsNothingWhereWell {
          family.add(0)
        }
        return family
      }
  }

  /// Numbers that `health` has found.
  private static let figures: [(name: String, help: String, question: HealthQuestion, member: String)] = [
    ("open_batches", "Batches of which the journal has no outcome.", .openBatches, "openBatches"),
    (
      "free_bytes", "What is free on the fullest file system of the journal and of SQLite's files.", .space,
      "freeBytes"
    ),
    ("first_runs_waiting", "Record sets whose first run waits for a word.", .firstRuns, "waiting"),
    ("holds_to_review", "Holds that somebody should look at.", .reviews, "due"),
    ("surveys_late", "Record sets whose survey is more than a day late.", .survey, "late"),
    (
      "anchor_unseen_seconds",
      "The age of the oldest entry that too few anchors have seen, beyond what is allowed.", .anchors,
      "unseenSeconds"
    ),
    (
      "record_sets_passed_over", "Record sets that are passed over because the process died in them.",
      .deaths, "passedOver"
    ),
  ]
}

extension HealthQuestion {
  /// Tells if an answer that is well without a number means that there is none.
  fileprivate var countsNothingWhereWell: Bool {
    switch self {
    case .firstRuns, .reviews, .survey, .deaths, .anchors: true
    default: false
    }
  }
}
