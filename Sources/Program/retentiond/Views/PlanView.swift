internal import AuditJournal
internal import CivilTime
internal import Purging
internal import RecordStores
internal import RetentionPolicy
internal import Words

/// A plan for people and for spreadsheets.
enum PlanView {
  private static let columns: [(title: String, alignment: Table.Alignment)] = [
    ("RECORD SET", .left), ("RULE", .left), ("STAGE", .left), ("CUTOFF", .left), ("DUE", .right),
    ("HELD", .right), ("BLOCKED", .right), ("UNDATED", .right), ("IMPLAUSIBLE", .right),
    ("NOT BEGUN", .right), ("CONFLICT", .right), ("UNSET", .right), ("NO RULE", .right),
    ("UNMAPPED", .right), ("OLDEST", .left), ("DEPENDENTS", .left),
  ]

  /// The columns that count rows of one rule.
  private static let ruleColumns = 4...11

  /// - Parameter withReasons: whether it has a column with what a run would refuse a record set for, as spreadsheets want it.
  private static func table(of plan: Plan, withReasons: Bool = false) -> Table {
    var table = Table(columns + (withReasons ? [("REFUSED", .left)] : []))
    func append(_ cells: [String], reasons: [RecordSetRefusal] = []) {
      table.append(cells + (withReasons ? [reasons.map(\.description).joined(separator: "; ")] : []))
    }
    for set in plan.recordSets {
      if set.isRefused {
        // Whatever else is known of it stands below.
        var cells =
          [set.name.rawValue, set.refusals.contains(where: \.isGuard) ? "(stops the run)" : "(refused)"]
          + columns.dropFirst(2).map { _ in "" }
        if set.rules.isEmpty {
          for column in ruleColumns.lowerBound...13 { cells[column] = RowCount.unknown.description }
        }
        append(cells, reasons: set.refusals)
        if set.rules.isEmpty { continue }
      }
      for rule in set.rules {
        for line in lines(of: rule, in: set.name) { append(line) }
      }
      let withoutRule = set.counts.withoutRule
      let unmapped = set.counts.unmapped
      guard withoutRule != 0 || unmapped != 0 else { continue }
      var cells =
        [set.name.rawValue, set.rules.isEmpty ? "(not known)" : "(no rule)"]
        + columns.dropFirst(2).map { _ in "" }
      if set.rules.isEmpty { for column in ruleColumns { cells[column] = RowCount.unknown.description } }
      cells[12] = withoutRule.description
      cells[13] = unmapped.description
      append(cells)
    }
    return table
  }

  private static func lines(of rule: RulePlan, in recordSet: RecordSetName) -> [[String]] {
    let stages: [StagePlan?] = rule.stages.isEmpty ? [nil] : rule.stages
    return stages.enumerated().map { index, stage in
      // What is counted once a rule stands on its first line.
      func once(_ count: RowCount) -> String { index == 0 ? count.description : "" }
      let counts = rule.counts
      return [
        recordSet.rawValue, rule.rule.rawValue, stage?.action.rawValue ?? "unset",
        stage.map { $0.cutoff.text } ?? "",
        stage.map { String($0.due) } ?? "", stage.map { $0.held.description } ?? "",
        stage.map { String($0.blocked) } ?? "", once(counts.undated), once(counts.implausible),
        once(counts.notBegun), once(counts.conflict), once(counts.unset), "", "",
        stage?.oldest?.description ?? "",
        ReportView.dependents(stage?.dependents ?? [:], withoutReference: stage?.withoutReference ?? [:]),
      ]
    }
  }

  /// - Parameter review: what in the files may not do what is expected of it.
  static func printout(of plan: Plan, isApproved: Bool?, review: [ConfigurationFinding]) -> Printout {
    Printout(
      page: text(of: plan, isApproved: isApproved, review: review), json: plan.jsonValue,
      table: table(of: plan, withReasons: true))
  }

  private static func text(of plan: Plan, isApproved: Bool?, review: [ConfigurationFinding]) -> String {
    var lines = ["Plan for \(plan.day). Nothing is changed by a plan.", ""] + table(of: plan).lines + [""]
    for isStopping in [true, false] {
      lines += RefusalLines.lines(
        plan.recordSets.flatMap { set in
          set.refusals.filter { $0.isGuard == isStopping }.map { (set.name, "\($0)") }
        }, isStopping: isStopping)
    }
    for set in plan.recordSets {
      if set.isUnjudged { lines.append("UNJUDGED \(set.name): \(set.unjudgedSentence)") }
      lines += set.unjudged.map { "warning \(set.name): \($0)" }
      lines += set.warnings.map { "warning \(set.name): \($0)" }
    }
    lines += review.map { "warning \($0)" }
    lines.append(
      "Due: \(due(in: plan)). Plan \(plan.digest.short), configuration \(plan.configurationDigest.short)."
    )
    if isApproved == false {
      lines.append(
        "This configuration is not approved, so that a purge would refuse it: retentiond approve \(plan.configurationDigest.short)"
      )
    }
    return lines.asPage
  }

  /// What nobody could count is said beside the number, and never a part of it.
  private static func due(in plan: Plan) -> String {
    let unknown = plan.uncounted
    let dependents = plan.dependentCount
    return "\(plan.dueCount) records"
      + (dependents == 0 ? "" : ", with \(dependents) rows that go with them")
      + (plan.withoutReferenceCount == 0
        ? "" : ", and \(plan.withoutReferenceCount) rows that stay and lose their reference")
      + (unknown.isEmpty ? "" : ", and ? of \(unknown.joined(separator: ", ")), which could not be counted")
  }
}
