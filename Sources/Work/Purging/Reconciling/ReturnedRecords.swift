internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// The records of one rule's stage that one run purged from a record set.
struct PurgedGroup: Hashable {
  let run: RunName
  let rule: RuleID
  let action: StageAction
}

/// Records of one group that are there again, a batch's worth of them.
struct ReturnedKeys {
  let group: PurgedGroup
  /// A batch of the run that purged them first.
  let origin: (entry: Int, intent: BatchIntent, time: Instant)
  var keys = KeyList()
  /// The batches that purged them last.
  var batches: Set<Int> = []
}

/// Goes through a record set in the order of its keys and gathers those that the journal says were purged.
///
/// Only the key of each row is read; memory holds one page of keys and the keys that wait for their group's batch.
final class ReturnedRecords {
  private static let pageSize = 4_000
  /// Keys that may wait in all groups together.
  private static let waitingLimit = 20_000
  /// Keys of one batch: a list that every adapter can take in one statement.
  private static let batchLimit = 1_000

  private let journal: AuditJournal
  private let gone: GoneRecords
  private let bound: BoundRecordSet
  private let store: any RecordStore
  private var groups: [Int: (group: PurgedGroup, origin: Int)?] = [:]
  private var waiting: [PurgedGroup: ReturnedKeys] = [:]

  init(journal: AuditJournal, gone: GoneRecords, bound: BoundRecordSet, store: any RecordStore) {
    self.journal = journal
    self.gone = gone
    self.bound = bound
    self.store = store
  }

  /// Goes from the first key to the last, and calls the body with each group's keys, a batch at a time, until it returns false.
  ///
  /// - Returns: whether it came to the end.
  func gather(_ body: (ReturnedKeys) throws -> Bool) throws -> Bool {
    let recordSet = bound.recordSet
    var after: [UInt8]?
    var count = Self.pageSize
    while count == Self.pageSize {
      let page = try store.keys(of: recordSet, after: after, count: Self.pageSize)
      count = page.count
      if count > 0 { after = Array(page[count - 1]) }
      for (index, entry) in try gone.batches(of: page, store: recordSet.store, recordSet: recordSet.name) {
        guard let group = try keep(page[index], purgedBy: entry),
          waiting[group]?.keys.count ?? 0 >= min(bound.batch.rows, Self.batchLimit)
        else { continue }
        guard try flush(group, body) else { return false }
      }
      if waiting.values.reduce(0, { $0 + $1.keys.count }) > Self.waitingLimit {
        guard try flushAll(body) else { return false }
      }
    }
    return try flushAll(body)
  }

  private func flushAll(_ body: (ReturnedKeys) throws -> Bool) throws -> Bool {
    for group in waiting.keys.sorted(by: { ($0.run, $0.rule) < ($1.run, $1.rule) }) {
      guard try flush(group, body) else { return false }
    }
    return true
  }

  private func flush(_ group: PurgedGroup, _ body: (ReturnedKeys) throws -> Bool) throws -> Bool {
    try waiting.removeValue(forKey: group).map(body) ?? true
  }

  private func keep(_ key: ArraySlice<UInt8>, purgedBy entry: Int) throws -> PurgedGroup? {
    guard let (group, origin) = try group(of: entry) else { return nil }
    if waiting[group] == nil {
      let (intent, time) = try journal.intent(of: origin)
      waiting[group] = ReturnedKeys(group: group, origin: (origin, intent, time))
    }
    waiting[group]?.keys.append(key)
    waiting[group]?.batches.insert(entry)
    return group
  }

  /// The group of a batch. One that purged returned records again is of the group that it repeats: how they were when they
  /// were first purged is what tells them from others.
  private func group(of entry: Int) throws -> (group: PurgedGroup, origin: Int)? {
    if let known = groups[entry] { return known }
    var origin = entry
    var intent = try journal.intent(of: origin).intent
    // Each repeats an earlier one.
    while let earlier = intent.repeats {
      let index = try AuditJournal.index(of: earlier)
      guard index < origin else { throw JournalError.damaged("entry \(origin) repeats a later batch") }
      origin = index
      intent = try journal.intent(of: origin).intent
    }
    let found = (
      group: PurgedGroup(run: intent.run, rule: intent.rule, action: intent.action), origin: origin
    )
    groups[entry] = .some(found)
    return found
  }
}
