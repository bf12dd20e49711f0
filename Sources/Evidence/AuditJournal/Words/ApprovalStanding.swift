package import CivilTime
internal import JSONText
package import Words

/// How far the runs under one approval have come, as signed entries tell it.
package struct ApprovalStanding: Hashable, Sendable {
  /// The approval's entry.
  package let approval: Int
  package let volume: ApprovedVolume
  /// The records that were changed under the approval, by record set and action, of each record set that no run has gone through yet.
  package private(set) var open: [RecordSetName: [StageAction: Int]]
  /// The record sets that are in their first run, or wait for a word on it.
  package private(set) var firstRuns: [RecordSetName: FirstRunProgress]

  /// The standing right after the approval.
  init(approval: Int, volume: ApprovedVolume, recordSets: [RecordSetName]) {
    self.approval = approval
    self.volume = volume
    open = Dictionary(recordSets.map { ($0, [:]) }) { first, _ in first }
    firstRuns = volume.changed
  }

  // MARK: What happens under it

  /// Counts a committed batch.
  mutating func add(_ intent: BatchIntent, entry: Int) {
    add(intent.count, to: intent.recordSet, action: intent.action)
    if intent.isFirstRun { add(intent.count, toFirstRunOf: intent.recordSet, batch: entry) }
  }

  package mutating func add(_ count: Int, to recordSet: RecordSetName, action: StageAction) {
    open[recordSet]?[action, default: 0] += count
  }

  package mutating func add(_ count: Int, toFirstRunOf recordSet: RecordSetName, batch entry: Int) {
    firstRuns[recordSet]?.changed += count
    firstRuns[recordSet]?.batches.append(entry)
  }

  /// The first run on a record set ended; one that waits already goes on waiting since then.
  package mutating func wait(for recordSet: RecordSetName, since: Instant) {
    if firstRuns[recordSet]?.since == nil { firstRuns[recordSet]?.since = since }
  }

  /// A run went through the record set: what is usual for it is known from now on.
  package mutating func finish(_ recordSet: RecordSetName) { open[recordSet] = nil }

  /// Nothing of these record sets waits any more.
  package mutating func goOn(_ recordSets: some Sequence<RecordSetName>) {
    for name in recordSets { firstRuns[name] = nil }
  }

  // MARK: In a run's last entry

  var jsonValue: JSONValue {
    .object([
      "approval": .integer(approval),
      "open": .object(open.byText.mapValues(JSONValue.init(counts:))),
      "firstRun": .object(firstRuns.byText.mapValues(\.jsonValue)),
    ])
  }

  /// Reads it back; nil where the entry speaks of another approval.
  init?(_ data: JSONValue, approval: Int, volume: ApprovedVolume) {
    guard data["approval"]?.integerValue == approval else { return nil }
    self.approval = approval
    self.volume = volume
    open = Dictionary(byText: (data["open"]?.members ?? [:]).compactMapValues(\.countsByAction))
    firstRuns = Dictionary(byText: (data["firstRun"]?.members ?? [:]).mapValues(FirstRunProgress.init))
  }
}
