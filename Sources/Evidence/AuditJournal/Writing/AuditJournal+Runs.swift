internal import JSONText
internal import TransparencyLog
package import Words

extension AuditJournal {
  /// Reads a run's record; nil if there is no such run.
  ///
  /// All entries are read, and proven to be those that were signed: what came back later stands anywhere behind the run.
  package func record(ofRun run: RunName) throws -> RunRecord? {
    guard let first = run.beginning, (0..<size).contains(first) else { return nil }
    return try snapshot {
      let reading = RunReading(run: run)
      try forEachProvenEntry(where: RunReading.types.contains) { try reading.add($0) }
      guard var record = reading.record else { return nil }
      record.size = size
      record.note = try note(ofSize: size) ?? ""
      // The checkpoint behind a rotation has both keys' signatures.
      for index in record.keys.indices.dropFirst() {
        record.keys[index].note = try note(ofSize: record.keys[index].firstEntry)
      }
      return record
    }
  }

  /// The last run that began, whether it purged what was due or what a restore had brought back; nil if none did.
  package func lastRun() throws -> RunName? {
    let last = try RunReading.beginnings.compactMap { try lastEntry(ofType: $0) }.max { $0.index < $1.index }
    return last?.data["run"]?.stringValue.map(RunName.init)
  }
}

/// Gathers what the entries say of one run. Made for one reading, which begins with the first entry.
final class RunReading {
  private let run: RunName
  private(set) var record: RunRecord?
  private var approvals: [ConfigurationDigest: (by: String, entry: Int)] = [:]
  private var keys: [RunRecord.SigningTurn] = []
  /// The run's batches that nothing has settled yet.
  private var open: [BatchName: BatchIntent] = [:]
  /// The run's batches, and those that purged their records again.
  private var batches: Set<BatchName> = []
  private var repeated: [BatchName: BatchIntent] = [:]

  init(run: RunName) {
    self.run = run
  }

  static let beginnings: [EntryType] = [.runStarted, .reconcileFound]
  static let types = BatchEnd.types.union(
    beginnings + [
      .runEnded, .reconcileEnded, .batchPrepared,
      .configurationApproved, .journalCreated, .keyRotated,
    ])

  func add(_ entry: JournalEntry) throws {
    switch entry.type {
    case .journalCreated, .keyRotated: addKey(entry)
    case .configurationApproved where record == nil:
      guard let digest = entry.data["configuration"]?.stringValue.map(ConfigurationDigest.init) else {
        return
      }
      approvals[digest] = (entry.data["by"]?.stringValue ?? "", entry.index)
    case .batchPrepared: addIntent(entry)
    case _ where BatchEnd.types.contains(entry.type): addEnd(entry)
    case _ where Self.beginnings.contains(entry.type): try begin(entry)
    case .runEnded, .reconcileEnded:
      if entry.data["run"]?.stringValue == run.rawValue { record?.end(entry) }
    default: break
    }
  }

  private func addKey(_ entry: JournalEntry) {
    guard let text = entry.data["verifierKey"]?.stringValue, let key = try? VerifierKey(text) else { return }
    let isFirst = entry.type == .journalCreated
    keys.append(RunRecord.SigningTurn(key: key, firstEntry: isFirst ? 0 : entry.index + 1))
    record?.keys = keys
  }

  private func begin(_ entry: JournalEntry) throws(JournalError) {
    let isRun = entry.data["run"]?.stringValue == run.rawValue
    if record == nil, isRun {
      var record = try RunRecord(run: run, started: entry)
      record.approval = approvals[record.configuration]
      record.keys = keys
      self.record = record
    } else if !isRun {
      record?.hasLaterRun = true
      if let returned = RunRecord.Returned(entry, of: run) { record?.returned.append(returned) }
    }
  }

  private func addIntent(_ entry: JournalEntry) {
    guard let intent = BatchIntent(entry.data),
      let batch = entry.data["batch"]?.stringValue.map(BatchName.init)
    else { return }
    if intent.run == run {
      batches.insert(batch)
      open[batch] = intent
      record?.openBatches = open.count
    } else if let earlier = intent.repeats, batches.contains(earlier) {
      batches.insert(batch)
      repeated[batch] = intent
    }
  }

  private func addEnd(_ entry: JournalEntry) {
    guard let batch = entry.data["batch"]?.stringValue.map(BatchName.init), let end = BatchEnd(entry),
      !end.outcome.isOpen
    else {
      return
    }
    if let intent = open.removeValue(forKey: batch) {
      record?.add(intent, of: batch, end)
      record?.openBatches = open.count
    } else if let intent = repeated.removeValue(forKey: batch), end.isProvenCommit {
      record?.addAgain(intent)
    }
  }
}
