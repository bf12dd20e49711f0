internal import AuditJournal
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// What the next run may change of each record set, by what the journal's signed entries say of the approval and of the runs before.
struct VolumeGuard {
  /// Fewer rows of a stage stop no run: nobody would look at each.
  private static let leastRows = 100

  let configurationDigest: ConfigurationDigest
  /// The last entry of the run before; nil if there was none.
  let lastRunEnd: Int?
  /// Nil if the approval is of before rows were counted: no first run is known then, and what is usual is all that counts.
  var standing: ApprovalStanding?
  /// The largest of the last ten runs, by record set and action.
  let largest: [RecordSetName: [StageAction: Int]]

  /// The rows that a first run may still change; nil of a record set that is in none.
  func firstRun(of bound: BoundRecordSet) -> FirstRunAllowance? {
    guard let rows = bound.firstRunRows, let run = standing?.firstRuns[bound.recordSet.name] else {
      return nil
    }
    // A class goes whole: where even one is larger than the number, the first run is one class.
    let classRows = bound.anonymity?.k ?? 1
    return FirstRunAllowance(
      rows: max(rows, classRows) - run.changed, classRows: classRows, isWaiting: run.since != nil)
  }

  func allowance(for action: StageAction, of recordSet: RecordSetName) -> VolumeAllowance {
    var allowance = VolumeAllowance(rows: Self.leastRows, reason: .least)
    let isOpen = standing?.open[recordSet] != nil
    // What was usual under other rules says nothing of these.
    if !isOpen || standing?.volume.changed[recordSet] == nil,
      let largest = largest[recordSet]?[action], 3 * largest > allowance.rows
    {
      allowance = VolumeAllowance(rows: 3 * largest, reason: .usual(largest: largest))
    }
    if let standing, let changed = standing.open[recordSet]?[action, default: 0],
      let due = standing.volume.due[recordSet]?[action]
    {
      let rows = due + (due + 9) / 10 - changed
      if rows > allowance.rows {
        allowance = VolumeAllowance(rows: rows, reason: .approved(due: due, changed: changed))
      }
    }
    return allowance
  }

  /// What says that a run would change more than it may.
  func refusals(of plan: RecordSetPlan, bound: BoundRecordSet) -> [RecordSetRefusal] {
    let most = firstRun(of: bound)?.rows ?? .max
    return plan.dueByAction.sorted { $0.key < $1.key }.compactMap { action, due in
      let allowance = allowance(for: action, of: plan.name)
      guard min(due, most) > allowance.rows else { return nil }
      return .unusual(
        action: action, due: due, allowance: allowance, configuration: configurationDigest)
    }
  }
}

extension RecordSetPlan {
  /// Rows that a run would change, by what it would do.
  var dueByAction: [StageAction: Int] {
    rules.flatMap(\.stages).reduce(into: [:]) { $0[$1.action, default: 0] += $1.due }
  }
}

extension VolumeGuard {
  /// Reads from the journal what the next run may change; nil without a journal, and for a configuration that is not approved.
  init?(_ context: PurgeContext) throws {
    guard let journal = context.journal,
      let approval = try journal.approval(for: context.configuration.digest)
    else { return nil }
    let recordSets = context.bindings.recordSets
    let names = recordSets.map(\.recordSet.name)
    var standing = try journal.standing(of: approval, recordSets: names)
    standing?.goOn(recordSets.filter { $0.firstRunRows == nil }.map(\.recordSet.name))
    configurationDigest = context.configuration.digest
    lastRunEnd = try journal.lastRunEnd()
    self.standing = standing
    largest = try journal.largestRuns(of: names)
  }
}
