import CivilTime
import Files
import RecordStores
import TestNames
import Words

/// A store that answers as another does, but for what a test makes go wrong.
final class TroubledStore: RecordStore {
  private let store: any RecordStore
  /// Asked before each batch, by the limit that it has.
  var attempting: ((BatchLimit) throws(StoreError) -> Void)?
  /// Given what the store answered to `beginReceiving`.
  var receiving: ((any ReceivingBatch) -> any ReceivingBatch)?
  /// Given the record set, and what the store answered to `begin`.
  var beginning: ((RecordSetName, (any StoreBatch)?) throws(StoreError) -> (any StoreBatch)?)?
  /// Told when a whole table is counted.
  var counting: () -> Void = {}
  /// Told of each question how many rows a selection has.
  var tallying: (Selection) -> Void = { _ in }
  /// Told how many rows a look has read.
  var looking: (Int) -> Void = { _ in }
  /// Given what a batch is to be made of, what the store makes it of.
  var choosing: ((Selection) -> Selection)?
  /// Given what is asked of rows that are looked at, what the store is asked.
  var asking: ((RowQuestion) -> RowQuestion)?
  /// The clock of a store that has one.
  var clockAnswer: (() throws(StoreError) -> Instant?)?
  /// What the pace is answered; nil for the store's own answer.
  var observing: ((Set<StoreObservable>) throws(StoreError) -> StoreObservation)?
  /// Instead of the store's own answer.
  var fateError: StoreError?

  init(_ store: any RecordStore) { self.store = store }

  var name: StoreName { store.name }

  func begin(_ change: Change, on selection: Selection, limit: BatchLimit, holds: any HoldTest)
    throws(StoreError) -> (any StoreBatch)?
  {
    try attempting?(limit)
    let batch = try store.begin(change, on: choosing?(selection) ?? selection, limit: limit, holds: holds)
    guard let beginning else { return batch }
    return try beginning(selection.recordSet.name, batch)
  }

  func fate(of change: Change, on recordSet: RecordSet, keys: KeyList) throws(StoreError) -> BatchOutcome {
    if let fateError { throw fateError }
    return try store.fate(of: change, on: recordSet, keys: keys)
  }

  func clock() throws(StoreError) -> Instant? {
    guard let clockAnswer else { return nil }
    return try clockAnswer()
  }

  func observe(_ wanted: Set<StoreObservable>) throws(StoreError) -> StoreObservation {
    guard let observing else { return try store.observe(wanted) }
    return try observing(wanted)
  }

  // MARK: As the store does it

  func identity() throws(StoreError) -> StoreIdentity { try store.identity() }

  func describe(_ recordSet: RecordSet, use: SchemaUse) throws(StoreError) -> SchemaDescription {
    try store.describe(recordSet, use: use)
  }

  func related(_ events: [RelatedEvent], to key: [UInt8], of recordSet: RecordSet) throws(StoreError)
    -> [[RelatedRow]]
  {
    try store.related(events, to: key, of: recordSet)
  }

  func rowCount(of recordSet: RecordSet) throws(StoreError) -> Int {
    counting()
    return try store.rowCount(of: recordSet)
  }

  func tally(_ selection: Selection, holds: any HoldTest) throws(StoreError) -> Tally {
    tallying(selection)
    return try store.tally(selection, holds: holds)
  }

  func look(_ question: RowQuestion, at place: RowPlace, count: Int) throws(StoreError) -> [RowLook] {
    let rows = try store.look(asking?(question) ?? question, at: place, count: count)
    looking(rows.count)
    return rows
  }

  func examine(
    _ recordSet: RecordSet, key: [String], predicates: [Predicate], events: [EventColumn], holds: any HoldTest
  ) throws(StoreError) -> Examination? {
    try store.examine(recordSet, key: key, predicates: predicates, events: events, holds: holds)
  }

  func nextKeys(of change: Change, on selection: Selection, count: Int, holds: any HoldTest)
    throws(StoreError) -> KeyList
  {
    try store.nextKeys(of: change, on: selection, count: count, holds: holds)
  }

  func beginReceiving(into recordSet: RecordSet) throws(StoreError) -> any ReceivingBatch {
    let batch = try store.beginReceiving(into: recordSet)
    return receiving?(batch) ?? batch
  }

  func keys(of recordSet: RecordSet, after: [UInt8]?, count: Int) throws(StoreError) -> KeyList {
    try store.keys(of: recordSet, after: after, count: count)
  }

  func copies(of recordSet: RecordSet) throws(StoreError) -> [KeptCopy] { try store.copies(of: recordSet) }

  func guessedCopies(of recordSet: RecordSet) throws(StoreError) -> [KeptCopy] {
    try store.guessedCopies(of: recordSet)
  }

  func isIndexed(_ column: PathColumn) throws(StoreError) -> Bool { try store.isIndexed(column) }

  func values(of column: PathColumn, among spellings: [FilePath]) throws(StoreError) -> [ColumnValue] {
    try store.values(of: column, among: spellings)
  }

  func forEachValue(
    of column: PathColumn, unusual: Bool, _ body: (ColumnValue) throws -> Bool
  ) throws(StoreError) { try store.forEachValue(of: column, unusual: unusual, body) }

  func presentKeys(_ keys: KeyList, in recordSet: RecordSet) throws(StoreError) -> KeyList {
    try store.presentKeys(keys, in: recordSet)
  }

  func removeCopies(of keys: KeyList, from recordSet: RecordSet) throws(StoreError) -> Int {
    try store.removeCopies(of: keys, from: recordSet)
  }

  func physicalScrub() throws(StoreError) -> PhysicalScrub { try store.physicalScrub() }

  func review(_ ledger: Ledger) throws(StoreError) -> [SchemaFinding] { try store.review(ledger) }

  func recorded(_ batches: [BatchName], in ledger: Ledger) throws(StoreError) -> Set<BatchName> {
    try store.recorded(batches, in: ledger)
  }

  func maintain(_ ledger: Ledger, adding entries: [LedgerEntry], droppingBefore time: Instant)
    throws(StoreError)
  {
    try store.maintain(ledger, adding: entries, droppingBefore: time)
  }

  func obey(_ work: WorkInHand) { store.obey(work) }
}

/// A batch whose commit is lost on its way, or that has nothing but classes that are too small.
final class TroubledBatch: StoreBatch {
  private let batch: (any StoreBatch)?
  let tooFew: [SmallClass]

  init(_ batch: (any StoreBatch)?, tooFew: [SmallClass] = []) {
    self.batch = batch
    self.tooFew = tooFew
  }

  var keys: KeyList { batch?.keys ?? KeyList() }
  var dependents: [String: Int] { [:] }
  var subjects: BatchSubjects { batch?.subjects ?? BatchSubjects() }
  var position: BatchPosition? { nil }
  var setAside: [SetAside] { [] }
  func commit(recording entry: LedgerEntry?) throws(StoreError) {
    throw .lost(store: "main", cause: "the test took the connection")
  }
  func rollback() { batch?.rollback() }
}
