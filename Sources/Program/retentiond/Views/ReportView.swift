internal import AuditJournal
internal import JSONText
internal import Purging
internal import RecordStores
internal import RetentionPolicy
internal import Words

extension RunReport {
  /// Tells if the run was through and saw everything: else what it did not change may be due, or is held.
  fileprivate var leftNothing: Bool {
    status == .complete && overdue.isEmpty && unmeasured.isEmpty
  }
}

/// What a run did, for people.
enum ReportView {
  /// - Parameter session: knows the holds that may keep rows, and when the journal was verified.
  static func printout(of report: RunReport, _ session: Session) throws -> Printout {
    let page =
      try HeldRowsView.lines(of: report, session).map(\.onOneLine) + [
        text(of: report), "Journal verified \(session.verificationLine())".onOneLine,
      ]
    return Printout(
      page: page.joined(separator: "\n"), json: try HeldRowsView.jsonValue(of: report, session),
      table: table(of: report.changed))
  }

  static func text(of report: RunReport) -> String {
    var lines: [String] = []
    if !report.changed.isEmpty {
      lines += table(of: report.changed).lines + [""]
    } else if report.leftNothing {
      lines += ["Nothing was due.", ""]
    }
    lines += report.changed.filter { $0.partitions > 0 }.map {
      "partitions \($0.recordSet), \($0.rule): \($0.partitions) went whole, in one step each"
    }
    lines += RefusalLines.lines(report.refused.map { ($0.recordSet, "\($0.refusal)") })
    lines += report.unjudged.map { "UNJUDGED \($0.name): \($0.unjudgedSentence)" }
    lines += report.plan.recordSets.flatMap(\.unjudged).map { "warning \($0.recordSet): \($0)" }
    lines += report.firstRuns.map { "first run \($0.recordSet): \($0)" }
    lines += pace(report)
    lines += report.unmeasured.map { "overdue \($0): ? records, since it could not be asked" }
    lines += report.overdue.map {
      "overdue \($0.recordSet), \($0.rule): \($0.count) records, \($0.held) of them held, \($0.blocked) blocked"
        + ($0.oldest.map { ", oldest \($0)" } ?? "") + " (\($0.cause.rawValue))"
    }
    lines += left(locked: report.locked, tooFew: report.tooFew) + files(report.files)
    lines += CountsView.lines(for: report.plan.recordSets.map(\.counts))
    lines += scrub(report.scrub)
    lines.append(
      "\(report.run): \(report.status.journalWord)\(report.cause.map { " \($0.explanation)" } ?? ""), \(report.changedCount) records changed\(dependents(report)), \(report.setAsideCount) set aside."
    )
    return lines.asPage
  }

  /// How the pace kept the run waiting, and what it left for that.
  private static func pace(_ report: RunReport) -> [String] {
    report.waits.filter { $0.seconds >= 1 }.map {
      "waited in \($0.store): \(Int($0.seconds.rounded())) s in all (\($0.reason.rawValue))"
    } + report.heldBack.map { "HELD BACK \($0), for as long as longestWait lets the run wait" }
  }

  /// Due rows that were left as they were.
  static func left(locked: [LockedRows], tooFew: [TooFewRows]) -> [String] {
    locked.map { "locked: \($0)" } + tooFew.map { "too few: \($0)" }
  }

  /// What became of files, by record set.
  static func files(_ files: [RecordSetName: FileOutcome]) -> [String] {
    files.sorted { $0.key < $1.key }.map {
      "files \($0.key): \($0.value.removed) removed, \($0.value.missing) were not there, \($0.value.left.count) left for the next run"
        + remarks(on: $0.value)
    }
  }

  /// What only some files come to.
  private static func remarks(on files: FileOutcome) -> String {
    let remarks = [
      (files.linked, "live on under other names"), (files.replaced, "replaced by others that stay"),
      (files.named, "named by other rows by now"),
      (files.later, "counted with a later batch that had them, too"),
    ]
    return remarks.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
  }

  /// What went with the records, in all.
  private static func dependents(_ report: RunReport) -> String {
    let count = report.changed.reduce(0) { $0 + $1.dependents.values.reduce(0, +) }
    let lost = report.changed.reduce(0) { $0 + $1.withoutReference.values.reduce(0, +) }
    return (count == 0 ? "" : " and \(count) rows that went with them")
      + (lost == 0 ? "" : " and \(lost) rows that stayed and lost their reference")
  }

  /// What goes with records, and what stays without its reference, by table.
  static func dependents(_ gone: [String: Int], withoutReference lost: [String: Int]) -> String {
    let gone = gone.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let lost = lost.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value) without reference" }
    return (gone + lost).joined(separator: ", ")
  }

  static func table(of changed: [RunReport.Line]) -> Table {
    var table = Table([
      ("RECORD SET", .left), ("RULE", .left), ("STAGE", .left), ("RECORDS", .right), ("DEPENDENTS", .left),
    ])
    for line in changed {
      table.append([
        line.recordSet.rawValue, line.rule.rawValue, line.action.rawValue, String(line.count),
        dependents(line.dependents, withoutReference: line.withoutReference),
      ])
    }
    return table
  }

  /// How far what was deleted can still be read: each statement once, with the stores that it holds for.
  static func scrub(_ stores: [(store: StoreName, scrub: PhysicalScrub)]) -> [String] {
    var statements: [(place: PhysicalScrub.Place, names: [String])] = []
    for (store, scrub) in stores {
      for place in scrub.places {
        if let index = statements.firstIndex(where: { $0.place == place }) {
          statements[index].names.append(store.rawValue)
        } else {
          statements.append((place, [store.rawValue]))
        }
      }
    }
    guard !statements.isEmpty else { return [] }
    return ["What deletion left in files and logs:"]
      + statements.sorted { $0.place.isScrubbed && !$1.place.isScrubbed }.map { place, names in
        "  \(place.isScrubbed ? "scrubbed" : "NOT SCRUBBED")  \(place.name): \(place.explanation)"
          + (names.count == stores.count ? "" : " (\(names.joined(separator: ", ")))")
      } + [""]
  }
}
