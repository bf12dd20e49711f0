public import CivilTime
internal import JSONText
internal import RecordStores
internal import SQLite

/// What the journal says of one run.
public struct RunRecord: Sendable {
  public let run: String
  /// The digest of the configuration that it enforced.
  public let configuration: String
  public let started: (entry: Int, time: Instant)
  /// Its last entry; nil if it was broken off.
  public fileprivate(set) var ended: (entry: Int, time: Instant, status: String)?
  public fileprivate(set) var lines: [Line] = []
  /// What it left that was due, by record set and rule.
  public fileprivate(set) var left: [LeftLine] = []
  /// What the rows of each record set came to when the run began; nil in entries of before they were counted, and if it was broken off.
  public fileprivate(set) var counts: [RecordSetCounts]?

  /// One rule's stage in one record set.
  public struct Line: Sendable {
    public let domain: String
    public let rule: String
    public let action: String
    public let recordSet: String
    public let store: String
    public let cutoff: String
    /// Records and batches that were committed.
    public fileprivate(set) var records = 0
    public fileprivate(set) var batches = 0
    /// Rows of dependents that went with them, by table.
    public fileprivate(set) var dependents: [String: Int] = [:]
    /// Partitions that went whole, in one step.
    public fileprivate(set) var partitions = 0
    /// The entries of the first intent and of the last outcome.
    public fileprivate(set) var entries: ClosedRange<Int>
  }
}

extension AuditJournal {
  /// Reads a run's record; nil if there is no such run.
  ///
  /// Each entry is proven to be under the last checkpoint.
  public func record(ofRun run: String) throws -> RunRecord? {
    // A run is named by the journal's size when it began.
    guard run.hasPrefix("run-"), let first = Int(run.dropFirst(4)), (0..<size).contains(first) else {
      return nil
    }
    return try snapshot {
      var record: RunRecord?
      var open: [String: BatchIntent] = [:]
      var index = first
      while index < size, record?.ended == nil || !open.isEmpty {
        let entry = try entry(at: index)
        index += 1
        switch entry.type {
        case "retentiond.run.started" where entry.data["run"]?.stringValue == run:
          record = RunRecord(
            run: run, configuration: entry.data["configuration"]?.stringValue ?? "",
            started: (entry.index, entry.time))
        case "retentiond.batch.prepared":
          guard let intent = BatchIntent(entry.data), intent.run == run else { continue }
          open[entry.data["batch"]?.stringValue ?? ""] = intent
        case "retentiond.batch.outcome", "retentiond.batch.recovered":
          guard let batch = entry.data["batch"]?.stringValue, let intent = open[batch],
            let outcome = entry.data["outcome"]?.stringValue, !outcome.hasPrefix("indeterminate")
          else { continue }
          open[batch] = nil
          if outcome == "committed" { record?.add(intent, intentOf: batch, outcome: entry.index) }
        case "retentiond.run.ended" where entry.data["run"]?.stringValue == run:
          record?.end(entry)
        default: continue
        }
      }
      return record
    }
  }

  /// The last run that began; nil if none did.
  public func lastRun() throws -> String? {
    try lastEntry(ofType: "retentiond.run.started")?.data["run"]?.stringValue
  }
}

extension RunRecord {
  fileprivate mutating func end(_ entry: JournalEntry) {
    ended = (entry.index, entry.time, entry.data["status"]?.stringValue ?? "")
    counts = RecordSetCounts.ofRun(entry)
    guard case .array(let lines)? = entry.data["left"] else { return }
    left = lines.compactMap(LeftLine.init)
  }

  fileprivate mutating func add(_ intent: BatchIntent, intentOf batch: String, outcome: Int) {
    let first = Int(batch.dropFirst(6)) ?? outcome
    let place =
      lines.firstIndex {
        $0.rule == intent.rule && $0.recordSet == intent.recordSet && $0.action == intent.action
      } ?? lines.endIndex
    if place == lines.endIndex {
      lines.append(
        Line(
          domain: intent.domain, rule: intent.rule, action: intent.action, recordSet: intent.recordSet,
          store: intent.store, cutoff: intent.cutoff, entries: first...max(first, outcome)))
    }
    lines[place].records += intent.count
    lines[place].batches += 1
    lines[place].partitions += intent.partition == nil ? 0 : 1
    lines[place].dependents.merge(intent.dependents) { $0 + $1 }
    let entries = lines[place].entries
    lines[place].entries = min(entries.lowerBound, first)...max(entries.upperBound, outcome)
  }
}

extension LeftLine {
  fileprivate init?(_ data: JSONValue) {
    guard let recordSet = data["recordSet"]?.stringValue, let rule = data["rule"]?.stringValue,
      let overdue = data["overdue"]?.integerValue, let held = data["held"]?.integerValue,
      let undated = data["undated"], let implausible = data["implausible"]
    else { return nil }
    self.init(
      // Entries of before dependents could keep a record do not have it.
      recordSet: recordSet, rule: rule, overdue: overdue, held: held,
      blocked: data["blocked"]?.integerValue ?? 0, undated: RowCount(undated.integerValue),
      implausible: RowCount(implausible.integerValue))
  }
}
