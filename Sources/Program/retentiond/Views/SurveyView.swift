internal import AuditJournal
internal import CivilTime
internal import Purging
internal import RecordStores
internal import Words

/// Surveys for people. Dates and words of a table are for whoever asked at this terminal; no log and no journal has them.
enum SurveyView {
  /// Surveys every record set.
  ///
  /// - Parameter say: is given the lines that people read of each.
  /// - Returns: the surveys that were made, and the record sets that a run would refuse because of them.
  static func survey(
    _ session: Session, say: ([String]) -> Void
  ) throws -> (refused: Set<RecordSetName>, surveys: [Survey]) {
    var surveys: [Survey] = []
    func show(_ survey: Survey) {
      say(lines(of: survey))
      surveys.append(survey)
    }
    let refused = try survey(
      session.surveyingContext(), nil, say: { say([$0]) }, show: show)
    return (refused, surveys)
  }

  /// Surveys the record sets that no survey of these bindings tells of, and says what is wrong with their data.
  ///
  /// - Throws: `SurveyStopped` if somebody stops it: whoever asked for it has not seen what the tables hold.
  static func surveyUnknown(_ session: Session, out: Terminal) throws {
    let context = try session.surveyingContext()
    let unknown = try LastSurveys(context).unsurveyed()
    guard !unknown.isEmpty else { return }
    _ = try survey(context, unknown, say: out.line) { survey in
      out.line("surveyed \(survey.record.recordSet): \(survey.record.counts.rows) rows")
    }
    if Interruption.stop.isRequested { throw SurveyStopped() }
  }

  private static func survey(
    _ context: PurgeContext, _ names: Set<RecordSetName>?, say: (String) -> Void, show: (Survey) -> Void
  ) throws -> Set<RecordSetName> {
    var refused: Set<RecordSetName> = []
    for (name, outcome) in try Surveyor(context).survey(names, clock: SystemClock.now) {
      switch outcome {
      case .made(let survey):
        show(survey)
        for finding in survey.findings {
          say("\(finding.isRefusal ? "REFUSED" : "warning") \(name): \(finding)")
        }
        if survey.findings.contains(where: \.isRefusal) { refused.insert(name) }
      case .refused(let refusals):
        for refusal in refusals { say("NOT SURVEYED \(name): \(refusal)") }
      case .stopped: say("NOT SURVEYED \(name): it was stopped")
      }
    }
    return refused
  }

  /// When the last survey was made, for `status`.
  static func standing(of surveys: [(recordSet: RecordSetName, survey: LastSurvey?)]) -> String {
    let times = surveys.compactMap(\.survey?.time)
    let missing = surveys.count - times.count
    let without = missing == 0 ? "" : "\(missing) record set(s) without one: the next run makes it"
    guard let first = times.min(), let last = times.max() else { return without.isEmpty ? "none" : without }
    let dates = first == last ? last.iso8601 : "\(first.iso8601) to \(last.iso8601)"
    return dates + ", \(times.count) record set(s)" + (without.isEmpty ? "" : "; " + without)
  }

  // MARK: One record set

  private static func lines(of survey: Survey) -> [String] {
    let record = survey.record
    let counts = record.counts
    var lines = ["", "\(record.recordSet): \(counts.rows) rows"]
    if !survey.events.isEmpty { lines += table(of: survey.events).lines }
    lines += survey.facts.map(text)
    lines.append(
      "rows undated \(counts.total(\.undated)), implausible \(counts.total(\.implausible)), not begun \(counts.total(\.notBegun)), "
        + "in conflict \(counts.total(\.conflict)), under an unset period \(counts.total(\.unset)), of no rule \(counts.withoutRule), "
        + "with unmapped words \(counts.unmapped)")
    if let count = record.doneInClear { lines.append("pseudonymised rows with values in clear: \(count)") }
    if let count = record.unnormalPaths {
      lines.append("paths of files in another spelling: \(count)")
      lines.append("files that no row names: \(record.orphans.map(String.init) ?? "?")")
    }
    return lines
  }

  private static func table(of events: [Survey.EventSpread]) -> Table {
    var table = Table([
      ("EVENT", .left), ("COLUMN", .left), ("AS", .left), ("MISSING", .right), ("DATED", .right),
      ("IMPLAUSIBLE", .right), ("SMALLEST", .left), ("MEDIAN", .left), ("LARGEST", .left),
      ("COMMONEST", .left),
    ])
    for event in events {
      func text(_ day: CivilDate?) -> String { day?.description ?? "-" }
      let meant = max(1, event.values - event.impossible)
      table.append([
        event.event, event.column, event.form, String(event.missing), String(event.values),
        String(event.impossible), text(event.smallest), text(event.median), text(event.largest),
        event.commonest.map { "\($0.day) (\($0.count * 100 / meant) %)" } ?? "-",
      ])
    }
    return table
  }

  /// The most words of a fact that are shown.
  private static let shownWords = 20

  private static func text(of fact: Survey.FactWords) -> String {
    var words = fact.words.prefix(shownWords).map { word, count, isMapped in
      "\(word.debugDescription) \(count)\(isMapped ? "" : " (NOT MAPPED)")"
    }
    let hidden = fact.words.dropFirst(shownWords).reduce(0) { $0 + $1.count }
    if hidden > 0 { words.append("and \(hidden) rows with other words") }
    if fact.others > 0 { words.append("\(fact.others) rows with too many different words to be a fact's") }
    let alike = fact.alike.map {
      "; \($0.count) rows match \($0.word.debugDescription) by the collation alone"
    }
    return "fact \(fact.fact), column \(fact.column): "
      + (words.isEmpty ? "no word" : words.joined(separator: ", ")) + alike.joined()
  }
}

/// Somebody stopped a survey that had to come first.
struct SurveyStopped: Error, CustomStringConvertible {
  var description: String {
    "the survey was stopped, so that nothing was approved: run the command again, and let it end"
  }
}
