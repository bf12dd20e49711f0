internal import AuditJournal
internal import RecordStores
internal import Words

/// Batches whose files are in memory at once, and what becomes of each.
struct FilePart {
  /// From which share of a record set's files on those that are not there may be out of sight, and not gone.
  static let missingShare = 0.05

  struct Batch {
    let pending: PendingFiles
    var outcome = FileOutcome()
    /// How many are left, by the sentence that says why.
    var reasons: [String: Int] = [:]
  }

  private(set) var batches: [Batch]
  private var names: FileNames
  private var removal = FileRemoval()
  private var unseen: [FileRemoval.Item] = []

  init(of pending: [PendingFiles], names: FileNames) {
    batches = pending.map { Batch(pending: $0) }
    self.names = names
  }

  /// Returns the files by their batches. One that several batches had is the last one's: when the others went, a row named it.
  mutating func items() -> [FileRemoval.Item] {
    var last: [PlainFile: Int] = [:]
    for (index, batch) in batches.enumerated() {
      for file in batch.pending.files { last[PlainFile(file)] = index }
    }
    var items: [FileRemoval.Item] = []
    for index in batches.indices {
      let pending = batches[index].pending
      for file in pending.files {
        if last[PlainFile(file)] == index {
          items.append(FileRemoval.Item(file: file, batch: index, intendedAt: pending.time))
        } else {
          batches[index].outcome.later += 1
        }
      }
    }
    return items
  }

  /// Reads the columns, and returns the files that no row names in a spelling that no index leads to.
  mutating func unnamed(among items: [FileRemoval.Item]) throws -> [FileRemoval.Item] {
    let named = try names.read(for: Set(items.map { PlainFile($0.file) }))
    return items.filter { item in
      let isNamed = named.contains(PlainFile(item.file))
      if isNamed { batches[item.batch].outcome.named += 1 }
      return !isNamed
    }
  }

  /// Removes the files of one root that no row names, when the columns were asked once more.
  mutating func remove(_ items: some Sequence<FileRemoval.Item>, below path: String) throws {
    let named = try names.ask(for: Set(items.map { PlainFile($0.file) }))
    var own: [FileRemoval.Item] = []
    for item in items {
      if named.contains(PlainFile(item.file)) {
        batches[item.batch].outcome.named += 1
      } else if let error = names.failure(for: PlainFile(item.file)) {
        leave(item, .unasked("\(error)"))
      } else {
        own.append(item)
      }
    }
    var results: [(FileRemoval.Item, FileRemoval.Result)] = []
    removal.remove(own, below: path) { results.append(($0, $1)) }
    for (item, result) in results { note(result, of: item) }
  }

  /// Leaves files that nobody tried to remove.
  mutating func leave(_ items: some Sequence<FileRemoval.Item>) {
    for item in items { batches[item.batch].outcome.left.append(item.file) }
  }

  private mutating func note(_ result: FileRemoval.Result, of item: FileRemoval.Item) {
    switch result {
    case .removed: batches[item.batch].outcome.removed += 1
    case .gone: batches[item.batch].outcome.missing += 1
    case .left(.missing): unseen.append(item)
    case .left(.replaced): batches[item.batch].outcome.replaced += 1
    case .left(let reason): leave(item, reason)
    }
  }

  private mutating func leave(_ item: FileRemoval.Item, _ reason: FileLeft) {
    batches[item.batch].outcome.left.append(item.file)
    batches[item.batch].reasons["\(reason)", default: 0] += 1
  }

  /// Decides, when all have been tried, what those are that were not there, and which of those that were removed live on.
  mutating func settleCounts() {
    decideMissing()
    for (batch, count) in removal.linkedByBatch {
      batches[batch].outcome.linked += count
      batches[batch].outcome.removed -= count
    }
  }

  /// Some files are gone before their rows. Many that are not there may lie on a disk that is not mounted.
  private mutating func decideMissing() {
    var counts: [RecordSetName: Int] = [:]
    for batch in batches { counts[batch.pending.recordSet, default: 0] += batch.pending.files.count }
    for (recordSet, items) in Dictionary(grouping: unseen, by: { batches[$0.batch].pending.recordSet }) {
      let areDoubtful = Double(items.count) >= Self.missingShare * Double(counts[recordSet] ?? 0)
      for item in items {
        // Those that were kept before have been counted.
        if !item.file.isMissed { batches[item.batch].outcome.missing += 1 }
        guard areDoubtful || item.file.isMissed else { continue }
        var file = item.file
        file.isMissed = true
        leave(FileRemoval.Item(file: file, batch: item.batch, intendedAt: item.intendedAt), .missing)
      }
    }
  }
}
