package import CivilTime
internal import JSONText
internal import RecordStores
package import TransparencyLog
package import Words

/// What the journal says of one run.
package struct RunRecord: Sendable {
  /// What a run is for.
  package enum Kind: Sendable {
    /// It purges what is due.
    case purge
    /// It purges again what a restore brought back.
    case reconcile
  }

  package let run: RunName
  package let kind: Kind
  /// The digest of the configuration that it enforced.
  package let configuration: ConfigurationDigest
  /// The person who agreed to the configuration last before the run began, and the entry that says so; nil if nobody had.
  package internal(set) var approval: (by: String, entry: Int)?
  package let started: (entry: Int, time: Instant)
  /// Who started it; nil in entries of before that was noted.
  package let account: RunAccount?
  /// The options by which it went on where it would have stopped.
  package let overrides: [RunOverride]
  /// Its last entry; nil if there is none yet, or it was broken off.
  package private(set) var ended: End?
  /// Tells if a later run began: one run is at work at a time, so that a run without an end was broken off then.
  package internal(set) var hasLaterRun = false
  /// How many of its batches nothing has settled.
  package internal(set) var openBatches = 0
  /// What was committed by the word of the stores.
  package private(set) var lines: [Line] = []
  /// The batches of which a person said what became of them, because the store did not tell.
  package private(set) var decided: [Decided] = []
  /// What it left that was due, by record set and rule.
  package private(set) var left: [LeftLine] = []
  /// The record sets that it left out, each with the reason.
  package private(set) var refused: [RefusedLine] = []
  /// The record sets of which nobody could tell what is overdue.
  package private(set) var unmeasured: [RecordSetName] = []
  /// What the rows of each record set came to when the run began; nil in entries of before they were counted, and if it was broken off.
  package private(set) var counts: [RecordSetCounts]?
  /// What a reconciling run found to be there again, before it purged it.
  package private(set) var found: [ReturnedLine] = []
  /// The records of this run that later runs found to be there again.
  package internal(set) var returned: [Returned] = []
  /// The keys that signed the journal, one after the other.
  package internal(set) var keys: [SigningTurn] = []
  /// The journal's last checkpoint, signed, and its size.
  package internal(set) var note = ""
  package internal(set) var size = 0

  /// What the run's last entry says of how it ended.
  package struct End: Sendable {
    package let entry: Int
    package let time: Instant
    /// Nil for an ending that this program does not know.
    package let ending: RunEnding?
    /// The ending as the entry has it.
    package let word: String
  }

  /// What became of one rule's stage in one record set.
  @dynamicMemberLookup
  package struct Line: Sendable {
    package let stage: StageOfRun
    /// Records and batches that were committed.
    package fileprivate(set) var records = 0
    package fileprivate(set) var batches = 0
    /// Rows of dependents that went with them, by table.
    package fileprivate(set) var dependents: [String: Int] = [:]
    /// Rows that stayed and lost their reference, by table.
    package fileprivate(set) var withoutReference: [String: Int] = [:]
    /// Partitions that went whole, in one step.
    package fileprivate(set) var partitions = 0
    /// The entries of the first intent and of the last outcome.
    package fileprivate(set) var entries: ClosedRange<Int>

    package subscript<Value>(dynamicMember member: KeyPath<StageOfRun, Value>) -> Value {
      stage[keyPath: member]
    }
  }

  /// A batch that a person settled.
  package struct Decided: Sendable {
    package let batch: BatchName
    package let intent: BatchIntent
    package let end: BatchEnd
    package let word: SettlingWord
  }

  /// What a later run found to be there again of this one's records.
  package struct Returned: Sendable {
    package let run: RunName
    package let found: (entry: Int, time: Instant)
    package let lines: [ReturnedLine]
    /// How many of them were purged again, by the word of the stores.
    package fileprivate(set) var purgedAgain = 0
  }

  /// A key and the first entry of its turn, with the checkpoint that the key before it signed, too; nil for the first key.
  package struct SigningTurn: Sendable {
    package let key: VerifierKey
    package let firstEntry: Int
    package internal(set) var note: String?
  }
}

extension RunRecord {
  /// - Throws: `JournalError.damaged` for an entry that does not say what it enforces.
  init(run: RunName, started entry: JournalEntry) throws(JournalError) {
    guard let configuration = entry.data["configuration"]?.stringValue.map(ConfigurationDigest.init) else {
      throw .damaged("entry \(entry.index) begins no run")
    }
    self.run = run
    kind = entry.type == .reconcileFound ? .reconcile : .purge
    self.configuration = configuration
    started = (entry.index, entry.time)
    account = RunAccount(entry.data["account"])
    overrides = (entry.data["overrides"]?.arrayValue ?? []).compactMap(RunOverride.init)
    found = (entry.data["found"]?.arrayValue ?? []).compactMap(ReturnedLine.init)
  }

  mutating func end(_ entry: JournalEntry) {
    let word = entry.data["status"]?.stringValue ?? ""
    ended = End(entry: entry.index, time: entry.time, ending: RunEnding(journalWord: word), word: word)
    counts = RecordSetCounts.ofRun(entry)
    left = (entry.data["left"]?.arrayValue ?? []).compactMap(LeftLine.init)
    refused = (entry.data["refused"]?.arrayValue ?? []).compactMap(RefusedLine.init)
    unmeasured = (entry.data["unmeasured"]?.stringList ?? []).map(RecordSetName.init)
  }

  mutating func add(_ intent: BatchIntent, of batch: BatchName, _ end: BatchEnd) {
    if let word = end.decision {
      decided.append(Decided(batch: batch, intent: intent, end: end, word: word))
    } else if end.isProvenCommit {
      add(intent, intentOf: batch, outcome: end.entry)
    }
  }

  mutating func addAgain(_ intent: BatchIntent) {
    guard let index = returned.lastIndex(where: { $0.run == intent.run }) else { return }
    returned[index].purgedAgain += intent.count
  }

  private mutating func add(_ intent: BatchIntent, intentOf batch: BatchName, outcome: Int) {
    let first = (try? AuditJournal.index(of: batch)) ?? outcome
    let place =
      lines.firstIndex { $0.stage.ofRecordSet == intent.stage.ofRecordSet } ?? lines.endIndex
    if place == lines.endIndex {
      lines.append(Line(stage: intent.stage, entries: first...max(first, outcome)))
    }
    lines[place].records += intent.count
    lines[place].batches += 1
    lines[place].partitions += intent.partition == nil ? 0 : 1
    lines[place].dependents.merge(intent.dependents) { $0 + $1 }
    lines[place].withoutReference.merge(intent.withoutReference) { $0 + $1 }
    let entries = lines[place].entries
    lines[place].entries = min(entries.lowerBound, first)...max(entries.upperBound, outcome)
  }
}

extension RunRecord.Returned {
  /// Nil where the run found nothing of the other one's records, and for an entry that begins no run.
  init?(_ entry: JournalEntry, of run: RunName) {
    let origins = (entry.data["origins"]?.arrayValue ?? []).compactMap(ReturnedOrigin.init)
    let lines = origins.filter { $0.run == run }.map(\.line)
    guard !lines.isEmpty, let later = entry.data["run"]?.stringValue.map(RunName.init) else { return nil }
    self.run = later
    found = (entry.index, entry.time)
    self.lines = lines
  }
}

extension LeftLine {
  init?(_ data: JSONValue) {
    guard let recordSet = data["recordSet"]?.stringValue.map(RecordSetName.init),
      let rule = data["rule"]?.stringValue.map(RuleID.init),
      let overdue = data["overdue"]?.integerValue, let held = data["held"]?.integerValue,
      let undated = data["undated"], let implausible = data["implausible"]
    else { return nil }
    self.init(
      // Entries of before dependents could keep a record do not have it.
      recordSet: recordSet, rule: rule, overdue: overdue, held: held,
      blocked: data["blocked"]?.integerValue ?? 0, undated: RowCount(undated.integerValue),
      implausible: RowCount(implausible.integerValue), locked: data["locked"]?.integerValue ?? 0,
      cause: data["cause"]?.stringValue)
  }
}
