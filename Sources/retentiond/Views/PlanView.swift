internal import CivilTime
internal import PurgeEngine
internal import RecordStores
internal import RetentionPolicy

/// A plan for people and for spreadsheets.
enum PlanView {
  static func table(of plan: Plan) -> Table {
    var table = Table([
      ("RECORD SET", .left), ("RULE", .left), ("STAGE", .left), ("CUTOFF", .left), ("DUE", .right),
      ("HELD", .right), ("BLOCKED", .right), ("UNDATED", .right), ("IMPLAUSIBLE", .right), ("NOT BEGUN", .right),
      ("CONFLICT", .right), ("UNSET", .right),
      ("OLDEST", .left),
    ])
    for set in plan.recordSets {
      for rule in set.rules {
        let stages: [StagePlan?] = rule.stages.isEmpty ? [nil] : rule.stages
        for (index, stage) in stages.enumerated() {
          // What is counted once a rule stands on its first line.
          func once(_ count: Int) -> String { index == 0 ? String(count) : "" }
          table.append([
            set.name, rule.rule, stage?.action.rawValue ?? "unset", stage.map { $0.cutoff.text } ?? "",
            stage.map { String($0.due) } ?? "", stage.map { String($0.held) } ?? "",
            stage.map { String($0.blocked) } ?? "", once(rule.undated),
            once(rule.implausible), once(rule.notBegun), once(rule.conflict), once(rule.unset), stage?.oldest?.description ?? "",
          ])
        }
      }
      if set.withoutRule > 0 {
        table.append([
          set.name, "(no rule applies)", "", "", "", "", "", "", "", "", "", "\(set.withoutRule)", "",
        ])
      }
    }
    return table
  }

  static func text(of plan: Plan, isApproved: Bool?) -> String {
    var lines = ["Plan for \(plan.day). Nothing is changed by a plan.", "", table(of: plan).text, ""]
    for set in plan.recordSets {
      lines += set.refusals.map { "REFUSED \(set.name): \($0)" }
      lines += set.warnings.map { "warning \(set.name): \($0)" }
    }
    lines.append(
      "Due: \(plan.dueCount) records. Plan \(plan.digest.prefix(16)), configuration \(plan.configurationDigest.prefix(16))."
    )
    if isApproved == false {
      lines.append(
        "This configuration is not approved, so that a purge would refuse it: retentiond approve \(plan.configurationDigest.prefix(16))"
      )
    }
    return lines.joined(separator: "\n")
  }
}
