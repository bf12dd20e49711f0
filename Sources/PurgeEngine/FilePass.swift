internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RegularFiles

/// Removes the files of committed batches, once a run, at its end: of this run's batches, and of those that a crash or an obstacle left.
///
/// By then each file is named by nobody but rows that stay. Every bound column is read once for that, and asked again by its index just before files go. What is to go
/// lies sealed in the journal until an entry says what became of it.
final class FilePass {
  /// From which share of a record set's files on those that are not there may be out of sight, and not gone.
  static let missingShare = 0.05
  /// So many files are in memory at once; with more of them the columns are read more than once.
  static let partLength = 200_000
  /// So many are asked about just before they go.
  private static let chunkLength = 1_000

  /// Somebody asked to stop: what is left waits for the next run.
  private struct Stopped: Error {}

  private let engine: Engine
  private let journal: AuditJournal
  private let stop: StopSignal
  private let clock: () -> Instant
  private let observe: (RunEvent) -> Void
  private var names: FileNames
  private var removal = FileRemoval()
  private var pending: [PendingFiles] = []
  private var outcomes: [FileOutcome] = []
  private var reasons: [[String: Int]] = []
  private var unseen: [FileRemoval.Item] = []
  /// What became of files, by record set.
  private(set) var byRecordSet: [String: FileOutcome] = [:]

  init(
    engine: Engine, journal: AuditJournal, stop: StopSignal, clock: @escaping () -> Instant,
    observe: @escaping (RunEvent) -> Void
  ) {
    self.engine = engine
    self.journal = journal
    self.stop = stop
    self.clock = clock
    self.observe = observe
    names = FileNames(of: [engine]) {}
  }

  func run() throws {
    var last: String?
    while !stop.isRequested {
      let part = try journal.pendingFiles(behind: last, upTo: Self.partLength)
      guard !part.isEmpty else { return }
      last = part.last?.batch
      do {
        try run(part)
      } catch is Stopped {
        return
      }
    }
  }

  private func run(_ part: [PendingFiles]) throws {
    pending = part
    outcomes = part.map { _ in FileOutcome() }
    reasons = part.map { _ in [:] }
    (removal, unseen) = (FileRemoval(), [])
    try prepareNames()
    let own = ownFiles()
    let named = try names.read(for: Set(own.map { PlainFile($0.file) }))
    for item in own where named.contains(PlainFile(item.file)) { outcomes[item.batch].named += 1 }
    try remove(own.filter { !named.contains(PlainFile($0.file)) })
    decideMissing()
    for (batch, count) in removal.linkedByBatch {
      outcomes[batch].linked += count
      outcomes[batch].removed -= count
    }
    try record()
  }

  /// Columns count as the files in force have them, and as those have them that a batch ran under.
  private func prepareNames() throws {
    var engines = [engine]
    for digest in Set(pending.map(\.configuration)).sorted() where digest != engine.configuration.digest {
      // One that this version cannot read names nothing that could be asked.
      if let earlier = try? engine.engine(under: digest, journal: journal) { engines.append(earlier) }
    }
    names = FileNames(of: engines) { [stop, observe] in
      if stop.isRequested { throw Stopped() }
      observe(.surveying(recordSet: "", rows: 0))
    }
  }

  /// The files by their batches. One that several batches had is the last one's: when the others went, a row named it.
  private func ownFiles() -> [FileRemoval.Item] {
    var last: [PlainFile: Int] = [:]
    for (batch, pending) in pending.enumerated() {
      for file in pending.files { last[PlainFile(file)] = batch }
    }
    return pending.enumerated().flatMap { batch, pending in
      pending.files.compactMap { file -> FileRemoval.Item? in
        guard last[PlainFile(file)] == batch else {
          outcomes[batch].named += 1
          return nil
        }
        return FileRemoval.Item(file: file, batch: batch, intendedAt: pending.time)
      }
    }
  }

  private func remove(_ items: [FileRemoval.Item]) throws {
    for (path, items) in Dictionary(grouping: items, by: \.file.root).sorted(by: { $0.key < $1.key }) {
      for start in stride(from: 0, to: items.count, by: Self.chunkLength) {
        let chunk = Array(items[start..<min(start + Self.chunkLength, items.count)])
        let named = try names.ask(for: Set(chunk.map { PlainFile($0.file) }))
        var own: [FileRemoval.Item] = []
        for item in chunk {
          if named.contains(PlainFile(item.file)) {
            outcomes[item.batch].named += 1
          } else if let error = names.failure(for: PlainFile(item.file)) {
            leave(item, .unasked("\(error)"))
          } else {
            own.append(item)
          }
        }
        removal.remove(own, below: path) { item, result in note(result, of: item) }
      }
    }
  }

  private func note(_ result: FileRemoval.Result, of item: FileRemoval.Item) {
    switch result {
    case .removed: outcomes[item.batch].removed += 1
    case .gone: outcomes[item.batch].missing += 1
    case .left(.missing): unseen.append(item)
    case .left(.replaced): outcomes[item.batch].replaced += 1
    case .left(let reason): leave(item, reason)
    // Only a look gives it.
    case .waiting: break
    }
  }

  private func leave(_ item: FileRemoval.Item, _ reason: FileLeft) {
    outcomes[item.batch].left.append(item.file)
    reasons[item.batch]["\(reason)", default: 0] += 1
  }

  /// Some files are gone before their rows. Many that are not there may lie on a disk that is not mounted.
  private func decideMissing() {
    var counts: [String: Int] = [:]
    for batch in pending { counts[batch.recordSet, default: 0] += batch.files.count }
    for (recordSet, items) in Dictionary(grouping: unseen, by: { pending[$0.batch].recordSet }) {
      let areDoubtful = Double(items.count) >= Self.missingShare * Double(counts[recordSet] ?? 0)
      for item in items {
        // Those that were kept before have been counted.
        if !item.file.isMissed { outcomes[item.batch].missing += 1 }
        guard areDoubtful || item.file.isMissed else { continue }
        var file = item.file
        file.isMissed = true
        leave(FileRemoval.Item(file: file, batch: item.batch, intendedAt: item.intendedAt), .missing)
      }
    }
  }

  private func record() throws {
    for (batch, pending) in pending.enumerated() {
      let outcome = outcomes[batch]
      byRecordSet[pending.recordSet, default: FileOutcome()].add(outcome)
      for (reason, count) in reasons[batch].sorted(by: { $0.key < $1.key }) {
        observe(.filesLeft(batch: pending.batch, count: count, reason: reason))
      }
      if outcome.replaced > 0 {
        observe(
          .filesKept(
            batch: pending.batch, count: outcome.replaced,
            reason: "other files have come to their places since their rows were judged, and stay"))
      }
      if outcome.linked > 0 {
        observe(
          .filesKept(
            batch: pending.batch, count: outcome.linked,
            reason: "they were removed, and their content lives on under other names (hard links)"))
      }
      // Where nothing came of it, the journal says nothing new.
      if Set(outcome.left) != Set(pending.files) { journal.deferFiles(outcome, of: pending.batch) }
    }
    try journal.settleDeferred(at: clock())
  }
}
