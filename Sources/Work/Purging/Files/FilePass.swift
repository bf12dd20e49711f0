internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import Words

/// Removes the files of committed batches, once a run, at its end: of this run's batches, and of those that a crash or an obstacle left (decision 170).
///
/// By then each file is named by nobody but rows that stay. Every bound column is read once for that, and asked again by its index just before files go. What is to go
/// lies sealed in the journal until an entry says what became of it.
final class FilePass {
  /// How many files are in memory at once; with more of them the columns are read more than once.
  static let partLength = 200_000
  /// How many files are asked about at once just before they go.
  private static let chunkLength = 1_000

  private let context: PurgeContext
  private let journal: AuditJournal
  private let clock: () -> Instant
  private let observe: (RunEvent) -> Void
  /// Asked before each chunk of files.
  private let mayGoOn: () throws -> Bool
  /// What became of files, by record set.
  private(set) var byRecordSet: [RecordSetName: FileOutcome] = [:]

  init(
    _ context: PurgeContext, journal: AuditJournal, clock: @escaping () -> Instant,
    observe: @escaping (RunEvent) -> Void, mayGoOn: @escaping () throws -> Bool
  ) {
    self.context = context
    self.journal = journal
    self.clock = clock
    self.observe = observe
    self.mayGoOn = mayGoOn
  }

  func run() throws {
    var last: BatchName?
    while try !context.work.mustEnd && mayGoOn() {
      let pending = try journal.pendingFiles(behind: last, upTo: Self.partLength)
      guard !pending.isEmpty else { return }
      last = pending.last?.batch
      do {
        var part = FilePart(of: pending, names: try names(for: pending))
        try run(&part)
        // What was removed is gone, and the journal has to say so.
        try context.work.shielded { try record(part) }
      } catch is Stopped {
        return
      }
    }
  }

  /// Columns count as the files in force have them, and as those have them that a batch ran under.
  private func names(for pending: [PendingFiles]) throws -> FileNames {
    var contexts = [context]
    for digest in Set(pending.map(\.configuration)).sorted() where digest != context.configuration.digest {
      // One that this version cannot read names nothing that could be asked.
      if let earlier = try? context.under(digest) { contexts.append(earlier) }
    }
    return FileNames(of: contexts) { [context, observe] in
      try context.work.check()
      observe(.readingFileNames)
    }
  }

  private func run(_ part: inout FilePart) throws {
    let items = try part.unnamed(among: part.items())
    for (path, items) in Dictionary(grouping: items, by: \.file.root).sorted(by: { $0.key < $1.key }) {
      for start in stride(from: 0, to: items.count, by: Self.chunkLength) {
        let chunk = items[start..<min(start + Self.chunkLength, items.count)]
        do {
          try context.work.check()
          guard try mayGoOn() else { throw Stopped() }
          try part.remove(chunk, below: path)
        } catch is Stopped {
          // None of the chunk was touched: what was removed before it is recorded, and these are left to the next run.
          part.leave(chunk)
        }
      }
    }
    part.settleCounts()
  }

  private func record(_ part: FilePart) throws {
    for batch in part.batches {
      let (name, outcome) = (batch.pending.batch, batch.outcome)
      byRecordSet[batch.pending.recordSet, default: FileOutcome()].add(outcome)
      for (reason, count) in batch.reasons.sorted(by: { $0.key < $1.key }) {
        observe(.filesLeft(batch: name, count: count, reason: reason))
      }
      if outcome.replaced > 0 { observe(.filesReplaced(batch: name, count: outcome.replaced)) }
      if outcome.linked > 0 { observe(.filesLinked(batch: name, count: outcome.linked)) }
      // Where nothing came of it, the journal says nothing new.
      if Set(outcome.left) != Set(batch.pending.files) { journal.deferFiles(outcome, of: name) }
    }
    try journal.settleDeferred(at: clock())
  }
}
