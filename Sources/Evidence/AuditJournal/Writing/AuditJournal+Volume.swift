internal import JSONText
package import Words

extension AuditJournal {
  /// How many runs back the guards look for what is usual.
  private static let runsLookedAt = 50

  /// How many runs that changed rows of a record set say what is usual for it.
  private static let runsCompared = 10

  /// How far the runs under an approval have come; nil where it is of before rows were counted.
  ///
  /// A run's last entry has the sum of all before it, so that only what a crash left behind it is read as well. Each entry that is read is proven to be
  /// under the signed root.
  ///
  /// - Parameter recordSets: the names of the configuration's record sets.
  package func standing(of approval: Approval, recordSets: [RecordSetName]) throws -> ApprovalStanding? {
    guard let volume = ApprovedVolume(try entry(at: approval.entry).data) else { return nil }
    return try snapshot {
      var standing = ApprovalStanding(approval: approval.entry, volume: volume, recordSets: recordSets)
      var next = approval.entry + 1
      try forEachRunEnd { end in
        guard end.index > approval.entry else { return false }
        guard let under = end.data["under"],
          let found = ApprovalStanding(under, approval: approval.entry, volume: volume)
        else { return true }
        standing = found
        next = end.index + 1
        return false
      }
      try add(entriesFrom: next, of: approval, to: &standing)
      return standing
    }
  }

  private func add(entriesFrom first: Int, of approval: Approval, to standing: inout ApprovalStanding) throws
  {
    var open: [BatchName: BatchIntent] = [:]
    for index in first..<max(first, size) {
      let entry = try entry(at: index)
      switch entry.type {
      case .batchPrepared:
        // What a restore brought back is purged again under evidence that says so, and is no use of the allowance.
        guard let intent = BatchIntent(entry.data), intent.configuration == approval.digest,
          intent.repeats == nil
        else { continue }
        open[BatchName(entry: index)] = intent
      case .batchOutcome, .batchRecovered:
        guard let batch = entry.data["batch"]?.stringValue.map(BatchName.init), let intent = open[batch],
          entry.data["outcome"]?.stringValue == BatchOutcome.committed.word
        else { continue }
        standing.add(intent, entry: try Self.index(of: batch))
      case .firstRunContinued where entry.data["approval"]?.integerValue == approval.entry:
        standing.goOn((entry.data["recordSets"]?.stringList ?? []).map(RecordSetName.init))
      default: continue
      }
    }
  }

  /// The largest of the last ten runs that went through each record set and changed rows of it, by record set and action.
  package func largestRuns(of recordSets: [RecordSetName]) throws -> [RecordSetName: [StageAction: Int]] {
    try snapshot {
      var largest: [RecordSetName: [StageAction: Int]] = [:]
      var seen: [RecordSetName: Int] = [:]
      var looked = 0
      try forEachRunEnd { end in
        looked += 1
        let changed = Self.changed(in: end)
        for name in recordSets where Self.wentThrough(name, in: end) {
          guard let counts = changed[name], seen[name, default: 0] < Self.runsCompared else { continue }
          seen[name, default: 0] += 1
          largest[name, default: [:]].merge(counts) { max($0, $1) }
        }
        return looked < Self.runsLookedAt
          && recordSets.contains { seen[$0, default: 0] < Self.runsCompared }
      }
      return largest
    }
  }

  private static func changed(in end: JournalEntry) -> [RecordSetName: [StageAction: Int]] {
    guard case .array(let lines)? = end.data["changed"] else { return [:] }
    var changed: [RecordSetName: [StageAction: Int]] = [:]
    for line in lines {
      guard let name = line["recordSet"]?.stringValue.map(RecordSetName.init),
        let action = line["action"]?.stringValue.flatMap(StageAction.init(rawValue:)),
        let count = line["count"]?.integerValue
      else { continue }
      changed[name, default: [:]][action, default: 0] += count
    }
    return changed
  }

  /// Entries of before the list was kept say it of complete runs alone.
  private static func wentThrough(_ recordSet: RecordSetName, in end: JournalEntry) -> Bool {
    if end.data["status"]?.stringValue.flatMap(RunEnding.init(journalWord:)) == .complete { return true }
    guard let unfinished = end.data["unfinished"] else { return false }
    return !unfinished.stringList.contains(recordSet.rawValue)
  }

  /// The last run's last entry; nil before the first run's.
  package func lastRunEnd() throws -> Int? { try lastEntry(ofType: .runEnded)?.index }

  /// Calls the body with the last entry of each run, the latest first, as long as it returns true.
  private func forEachRunEnd(_ body: (JournalEntry) throws -> Bool) throws {
    var end = try lastEntry(ofType: .runEnded)
    while let entry = end, try body(entry) {
      if let previous = entry.data["previous"]?.integerValue {
        guard previous < entry.index else { return }
        let before = try self.entry(at: previous)
        end = before.type == .runEnded ? before : nil
      } else {
        end = try lastEntry(ofType: .runEnded, before: entry.index)
      }
    }
  }
}
