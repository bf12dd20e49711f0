internal import AuditJournal
internal import CivilTime
internal import Purging
internal import RecordStores
internal import RetentionPolicy
internal import Words

/// What came back after a restore, and what became of it, for people and for spreadsheets. Counts, and nobody's key.
enum ReconciliationView {
  static func printout(of found: Reconciliation) -> Printout {
    Printout(page: text(of: found), json: found.jsonValue, table: table(of: found))
  }

  static func printout(of report: ReconcileReport) -> Printout {
    Printout(page: text(of: report), json: report.jsonValue, table: table(of: report.found))
  }

  private static func table(of found: Reconciliation) -> Table {
    var table = Table([
      ("RECORD SET", .left), ("RULE", .left), ("STAGE", .left), ("PURGED BY", .left), ("AT", .left),
      ("BATCHES", .right), ("AGAIN", .right), ("HELD", .right), ("KEPT", .right), ("NEW", .right),
    ])
    for line in found.lines {
      let counts = line.counts
      table.append([
        counts.recordSet.rawValue, counts.rule.rawValue, counts.action.rawValue, line.run.rawValue,
        line.at.iso8601,
        String(line.batches), String(counts.again), String(counts.held), String(counts.kept),
        String(counts.new),
      ])
    }
    return table
  }

  private static func text(of found: Reconciliation) -> String {
    var lines = notes(on: found)
    guard !found.lines.isEmpty else {
      guard found.refused.isEmpty, found.unknown.isEmpty, found.uncompared.isEmpty, found.openBatches == 0
      else {
        return lines.asPage
      }
      return (lines + ["Nothing that the journal says is gone is there again."]).asPage
    }
    lines = table(of: found).lines + [""] + lines
    let kept = found.lines.reduce(0) { $0 + $1.counts.kept }
    let returned = found.returnedCount(includingKept: false)
    if returned > 0 {
      lines.append(
        "\(returned) records came back as they were; "
          + (found.refused.isEmpty
            ? "purge them again: retentiond reconcile --purge"
            : "mend what is refused, then purge them again: retentiond reconcile --purge"))
    }
    if kept > 0 {
      lines.append(
        "\(kept) have other dates than they were purged with: look at them before you add --include-kept")
    }
    return lines.asPage
  }

  private static func text(of report: ReconcileReport) -> String {
    var lines = found(by: report)
    lines += ReportView.left(locked: report.locked, tooFew: report.tooFew) + ReportView.files(report.files)
    lines += ReportView.scrub(report.scrub)
    lines.append(
      "\(report.run): \(report.status.journalWord), \(report.changedCount) records purged again, \(report.setAsideCount) set aside."
    )
    return lines.asPage
  }

  private static func found(by report: ReconcileReport) -> [String] {
    var lines: [String] = []
    if !report.changed.isEmpty {
      lines = ReportView.table(of: report.changed).lines + [""]
    } else if report.status == .complete {
      lines = ["Nothing was to be purged again.", ""]
    }
    return lines + report.found.restored.map { "\($0)" } + uncompared(report.found)
      + report.refused.map { "REFUSED \($0.recordSet): \($0.refusal)" }
  }

  private static func uncompared(_ found: Reconciliation) -> [String] {
    found.uncompared.map {
      "not compared: \($0.recordSet), \($0.batches) batches of which list rows without keys: one that a restore brought back is no other than one that was always there, and the next run takes what is due of both"
    }
  }

  private static func notes(on found: Reconciliation) -> [String] {
    found.restored.map { "RESTORED \($0)" }
      + found.refused.map { "REFUSED \($0.recordSet): \($0.refusal)" }
      + found.unknown.map {
        "not looked at: \($0.recordSet), of which the journal has \($0.batches) batches and stores.json nothing"
      }
      + uncompared(found)
      + (found.openBatches > 0
        ? ["\(found.openBatches) batches were left open by a crash; a run settles them first"] : [])
  }
}
