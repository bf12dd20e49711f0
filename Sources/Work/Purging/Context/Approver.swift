internal import AuditJournal
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Agrees to a configuration: counts what it would change, and has the journal record that somebody agreed.
package struct Approver {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Tells if a first run under the last approval is not over: an approval then waits for a run that is at work, whose batches it could not name.
  package func hasFirstRuns() throws -> Bool {
    guard let journal = context.journal, let last = try journal.lastApproval() else { return false }
    return try !(journal.standing(of: last, recordSets: [])?.firstRuns ?? [:]).isEmpty
  }

  /// Records that somebody agrees to the configuration, with the rows that are due now: the measure for the guards of the runs under it.
  ///
  /// A store that cannot be asked keeps nobody from agreeing: the least guard applies to its record sets then.
  package func approve(by: String, baseDirectory: String, at now: Instant) throws -> ApprovalReport {
    guard let journal = context.journal else { throw RunError.keys(reason: "an approval needs a journal") }
    let plan = try Planner(context).plan(at: now, counting: .store, volume: nil)
    let changed = try changedRecordSets(in: journal)
    // Under a clock that is years ahead everything is due, and would be allowed for good.
    let check = ClockCheck(context)
    let doubt = try check.finding(
      at: now, stores: check.storeClocks { now }.compactMap { try? $0.result.get() }
    )
    .flatMap { $0 == .notSynchronised ? nil : $0 }
    let unknown = plan.recordSets.filter { $0.rowCount == nil || doubt != nil }
    let due =
      doubt != nil
      ? []
      : plan.recordSets.flatMap { set in
        set.dueByAction.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map {
          (recordSet: set.name, action: $0.key, count: $0.value)
        }
      }
    var counts: [RecordSetName: [StageAction: Int]] = [:]
    for line in due { counts[line.recordSet, default: [:]][line.action] = line.count }
    // Whoever stopped the counting, or the wait for the journal, has not agreed.
    journal.confirm = { [work = context.work] in try work.check() }
    defer { journal.confirm = {} }
    try journal.approve(
      AgreedFiles(
        digest: context.configuration.digest, rules: context.configuration.rulesBytes,
        rulesDigest: context.configuration.rulesDigest, stores: context.configuration.storesBytes,
        storesDigest: context.configuration.storesDigest, baseDirectory: baseDirectory), by: by,
      volume: ApprovedVolume(due: counts, unknown: unknown.map(\.name), changed: changed), at: now)
    return ApprovalReport(
      due: due,
      unknown: unknown.map { set in
        (set.name, doubt?.description ?? set.refusals.map(\.description).joined(separator: "; "))
      },
      firstRuns: context.bindings.recordSets.compactMap { bound in
        let name = bound.recordSet.name
        return changed[name] == nil ? nil : bound.firstRunRows.map { (name, $0) }
      },
      warnings: plan.recordSets.flatMap { set in
        (set.isUnjudged ? [(set.name, set.unjudgedSentence)] : []) + set.unjudged.map { (set.name, "\($0)") }
      })
  }

  /// The record sets that are not as they were under the approval before, and those on whose first run nobody has said a word.
  private func changedRecordSets(in journal: AuditJournal) throws -> [RecordSetName: FirstRunProgress] {
    let names = context.bindings.recordSets.map(\.recordSet.name)
    guard let last = try journal.lastApproval() else {
      return Dictionary(uniqueKeysWithValues: names.map { ($0, FirstRunProgress()) })
    }
    // What this version of the program no longer accepts is another configuration for it: everything counts as changed.
    let before = try? Configuration.load(last)
    let pending = try journal.standing(of: last, recordSets: names)?.firstRuns ?? [:]
    var changed: [RecordSetName: FirstRunProgress] = [:]
    for bound in context.bindings.recordSets {
      let name = bound.recordSet.name
      let hadFirstRuns = before?.bindings.recordSets.first { $0.recordSet.name == name }?.firstRunRows != nil
      let waiting = hadFirstRuns ? pending[name] : nil
      let isSame =
        before.flatMap { DecidingParts(of: name, in: $0) }
        == DecidingParts(of: name, in: context.configuration)
      if bound.firstRunRows == nil {
        if waiting != nil || !isSame { changed[name] = FirstRunProgress() }
      } else if isSame {
        // Agreeing again is no word: it waits as it did.
        changed[name] = waiting
      } else {
        changed[name] = FirstRunProgress(batches: waiting?.batches ?? [])
      }
    }
    return changed
  }
}
