package import CivilTime
package import Files
package import Words

/// One database, reached through an adapter: all that the work asks of it.
///
/// Calls block, and are made from one thread at a time. An adapter knows no rule; the work knows no SQL.
package protocol RecordStore: AnyObject {
  /// The name in `stores.json`.
  var name: StoreName { get }

  /// Says which store it is, asked anew. From the first answer on every other question is one about that store: if another one is in its place by
  /// then, also in the midst of a batch, `StoreError.replaced` is thrown and nothing is committed.
  func identity() throws(StoreError) -> StoreIdentity

  /// Reads the catalogue for a record set: columns, keys, indexes, and what refuses a run.
  ///
  /// - Parameter use: what the run will do with it, so that only what matters is asked for.
  func describe(_ recordSet: RecordSet, use: SchemaUse) throws(StoreError) -> SchemaDescription

  /// All rows of a record set.
  func rowCount(of recordSet: RecordSet) throws(StoreError) -> Int

  /// Counts the rows of a selection, asks `holds` about each, and finds the oldest. Changes nothing.
  func tally(_ selection: Selection, holds: any HoldTest) throws(StoreError) -> Tally

  /// Looks at one record: each predicate's answer, each event's value, whether it is held. Nil if there is no such record.
  ///
  /// - Parameter key: the key's parts as a person typed them, in the order of `RecordSet.key`.
  func examine(
    _ recordSet: RecordSet, key: [String], predicates: [Predicate], events: [EventColumn], holds: any HoldTest
  ) throws(StoreError) -> Examination?

  /// Reads the rows that are related to one record, for each of the events, in no order. Changes nothing.
  ///
  /// - Parameter key: in `KeyList`'s encoding.
  func related(_ events: [RelatedEvent], to key: [UInt8], of recordSet: RecordSet) throws(StoreError)
    -> [[RelatedRow]]

  /// Looks at up to `count` rows at one place of the table, and changes nothing. What it costs depends on `count` and not on the table.
  ///
  /// A store that has no order of the kind that `place` names, such as a folder of documents without an index, gives no row.
  func look(_ question: RowQuestion, at place: RowPlace, count: Int) throws(StoreError) -> [RowLook]

  /// Looks at each row of the table once, in no order: where no key leads from one page to the next. Changes nothing.
  func lookAtAll(_ question: RowQuestion, _ body: (RowLook) -> Void) throws(StoreError)

  /// Begins a transaction and changes up to `limit` rows of the selection that no hold keeps, dependents included.
  ///
  /// Nothing is visible to others until `StoreBatch.commit`. The predicate and the holds are tested by the changing
  /// statement itself or under the lock that it has. Nil if no row is left to change.
  func begin(_ change: Change, on selection: Selection, limit: BatchLimit, holds: any HoldTest)
    throws(StoreError) -> (any StoreBatch)?

  /// The keys of the next rows that `begin` would change, in the same order, up to `count`. Changes nothing.
  func nextKeys(of change: Change, on selection: Selection, count: Int, holds: any HoldTest)
    throws(StoreError) -> KeyList

  /// Opens a transaction that keeps rows moved here from another store.
  func beginReceiving(into recordSet: RecordSet) throws(StoreError) -> any ReceivingBatch

  /// Tells if the change that a crash may have interrupted was committed, judged by what became of its keys. Never asked of a record set without a key.
  func fate(of change: Change, on recordSet: RecordSet, keys: KeyList) throws(StoreError) -> BatchOutcome

  /// Asks the store's own log about a transaction that `StoreBatch.transactionName` named; nil if the log does not know it.
  func fate(ofTransaction name: String) throws(StoreError) -> BatchOutcome?

  /// The keys of a record set in their own order, up to `count` of them, from behind the key `after`: a whole table is
  /// read page by page, and of each row nothing but its key.
  ///
  /// - Parameter after: in `KeyList`'s encoding; nil for the first page.
  func keys(of recordSet: RecordSet, after: [UInt8]?, count: Int) throws(StoreError) -> KeyList

  /// Returns those of the keys whose rows are there.
  func presentKeys(_ keys: KeyList, in recordSet: RecordSet) throws(StoreError) -> KeyList

  /// Takes back copies that a move left here when its source was never committed.
  ///
  /// - Parameter keys: keys of rows that are still in the source. Returns how many copies were removed.
  func removeCopies(of keys: KeyList, from recordSet: RecordSet) throws(StoreError) -> Int

  /// Does what a run may do against deleted data in the store's files, and tells which of it can still be read.
  func physicalScrub() throws(StoreError) -> PhysicalScrub

  /// Tells the same of what was deleted from these record sets, as the store measures it now.
  func physicalScrub(of recordSets: [RecordSet]) throws(StoreError) -> PhysicalScrub

  /// Removes what deletion leaves in files and logs, as far as `effort` asks and this account may, and returns what remains. Changes no row.
  func scrub(_ recordSets: [RecordSet], _ effort: ScrubEffort) throws(StoreError) -> PhysicalScrub

  /// Tells what is wrong with the ledger's table, each with its remedy; nothing if batches can be recorded in it.
  func review(_ ledger: Ledger) throws(StoreError) -> [SchemaFinding]

  /// Returns those of the batches that the ledger has.
  func recorded(_ batches: [BatchName], in ledger: Ledger) throws(StoreError) -> Set<BatchName>

  /// Tells if the ledger has the batch, for good: where it has not, whatever of the batch is still on its way is kept from being committed.
  func settle(_ batch: BatchName, in ledger: Ledger) throws(StoreError) -> Bool

  /// Why the store's batches are not safe without a ledger; nil where they are.
  func ledgerNeed() throws(StoreError) -> SchemaFinding?

  /// Ends transactions of ours that the store kept through a crash and that no intent explains. Asked when every intent is settled.
  func endStrays() throws(StoreError)

  /// Adds entries that the ledger does not have yet, and drops those of its journal that are older than `time`, in a
  /// transaction of its own.
  func maintain(_ ledger: Ledger, adding entries: [LedgerEntry], droppingBefore time: Instant)
    throws(StoreError)

  /// Throws `StoreError.notDurable` where a commit made with the store's own settings might not last, also on a connection that only reads.
  func checkDurability() throws(StoreError)

  /// Tells what the account may do in the store beside what runs need, each with what would be better.
  func excess() throws(StoreError) -> [String]

  /// Tells what keeps copies of the rows that a batch changes, as far as the engine knows.
  func copies(of recordSet: RecordSet) throws(StoreError) -> [KeptCopy]

  /// Tells which other tables may have such rows, or rows that belong to them, by the names of their columns.
  func guessedCopies(of recordSet: RecordSet) throws(StoreError) -> [KeptCopy]

  /// Tells if an index leads to the rows of a path: without one each question reads the table.
  func isIndexed(_ column: PathColumn) throws(StoreError) -> Bool

  /// The values of a column that name one of the paths in a spelling that is given, or that the store calls equal to it. Within an open batch the
  /// answer is of the rows as the batch leaves them.
  func values(of column: PathColumn, among spellings: [FilePath]) throws(StoreError) -> [ColumnValue]

  /// Goes through the different values of a column, each as often as it likes.
  ///
  /// - Parameters:
  ///   - unusual: leaves out those that are a plain path below the root, as far as the store can tell.
  ///   - body: tells if the next value is wanted.
  func forEachValue(
    of column: PathColumn, unusual: Bool, _ body: (ColumnValue) throws -> Bool
  ) throws(StoreError)

  /// Reads the store's own clock; nil if the store has none.
  func clock() throws(StoreError) -> Instant?

  /// Tells what others would feel if the next batch began now, as far as it is wanted and this account can see it. Asked between batches: no
  /// transaction is open, and none is left open. What cannot be seen is a gap of the answer, and no error.
  func observe(_ wanted: Set<StoreObservable>) throws(StoreError) -> StoreObservation

  /// Lets the work decide from now on when questions and waits end early, and tells it of each step. Asked before anything else is.
  ///
  /// While `WorkInHand.mustEnd` is true, a question in hand ends with `StoreError.interrupted` and none begins; so do a wait for a lock and the change
  /// of a batch that `begin` has not returned yet, which is rolled back. Nothing else is interrupted: no rollback
  /// and no settling, and of a commit only the wait for others before it (`StoreBatch.commit`).
  func obey(_ work: WorkInHand)
}

/// What a run will do with a record set.
package struct SchemaUse: Sendable {
  package var deletes: Bool
  package var changedColumns: [ChangedColumn]
  package var archive: RecordSet?
  /// Tells if rows of another store are moved into it.
  package var receives = false
  package var readColumns: Set<String>
  package var events: [EventColumn]
  /// Tells if each batch leaves its name in a ledger of the store.
  package var hasLedger: Bool
  /// The ledger's table.
  package var ledger: String?
  /// Set where the rows that are changed must be alike in classes.
  package var anonymity: Anonymity?
  /// The words that facts are told by.
  package var words: [BoundWord] = []

  package init(
    deletes: Bool, changedColumns: [ChangedColumn], archive: RecordSet?, readColumns: Set<String>,
    events: [EventColumn], hasLedger: Bool = false, anonymity: Anonymity? = nil
  ) {
    self.hasLedger = hasLedger
    self.anonymity = anonymity
    self.deletes = deletes
    self.changedColumns = changedColumns
    self.archive = archive
    self.readColumns = readColumns
    self.events = events
  }

  /// Returns what the run does to the record set's own table.
  func statements(on recordSet: RecordSet) -> TableStatements {
    // A copy is taken back where its batch did not become final.
    if receives { return TableStatements([.insert, .delete]) }
    // Rows that refer to each other lose their references before they go, on servers.
    let assigned = Set(changedColumns.map(\.column) + (deletes ? recordSet.looseColumns : []))
    var events: Set<TableEvent> = deletes ? [.delete] : []
    if !assigned.isEmpty || !deletes { events.insert(.update) }
    return TableStatements(events, assigning: assigned.union(recordSet.marker.map { [$0.column] } ?? []))
  }
}

/// A change that has been made in an open transaction.
package protocol StoreBatch: AnyObject {
  /// The keys of the records that the change touched; of rows without a key the digest of each, so that equal rows have one key as often as they are.
  var keys: KeyList { get }
  /// Rows of dependents that went with them, by table.
  var dependents: [String: Int] { get }
  /// Rows that stayed and lost their reference to what went, by table.
  var withoutReference: [String: Int] { get }
  /// Whom the records and the dependents' rows were about before the change; nothing where the selection has no `tagging`.
  var subjects: BatchSubjects { get }
  /// Where the batch ended in the selection's order, for the next one; nil where the next may begin at the start again.
  var position: BatchPosition? { get }
  /// The files that go once the batch is committed.
  var files: [OwnedFile] { get }
  /// The partition that goes whole, in one step, if the batch is one: its keys are those of all of its rows.
  var partition: String? { get }
  /// Rows that could not be changed and were left as they were, with the reason; no personal data in it.
  var setAside: [SetAside] { get }
  /// Rows that could not be changed because too few are like them.
  var tooFew: [SmallClass] { get }
  /// Rows that were passed over because others have them locked, or have just changed them.
  var locked: KeyList { get }
  /// Makes the change durable, and the ledger's entry with it if there is one: both or neither. After an error its fate
  /// is unknown: ask `RecordStore.recorded` or `RecordStore.fate`. `StoreError.replaced` and `StoreError.interrupted` alone say that nothing was
  /// committed: a stop may end a wait for others before the commit, and the change is rolled back then.
  func commit(recording entry: LedgerEntry?) throws(StoreError)
  func rollback()
  /// Counts the sessions of others that wait for a lock of this batch; nil where the store cannot tell.
  func othersWaiting() throws(StoreError) -> Int?
  /// Names the open transaction in the store's own log, durably before the commit: after a crash the log tells its fate by this name. Nil
  /// where the engine has no such thing. Nothing more can be changed in it.
  func transactionName() throws(StoreError) -> String?
}

extension StoreBatch {
  package var locked: KeyList { KeyList() }
  package var withoutReference: [String: Int] { [:] }
}

extension RecordStore {
  /// For a store whose rows have an order, if not a key.
  package func lookAtAll(_ question: RowQuestion, _ body: (RowLook) -> Void) throws(StoreError) {
    let pageLength = 5_000
    var last: [UInt8]?
    repeat {
      let page = try look(question, at: .behind(last), count: pageLength)
      page.forEach(body)
      last = page.count == pageLength ? page.last?.key : nil
    } while last != nil
  }
}

extension RecordStore {
  /// For a store whose questions are short.
  package func obey(_ work: WorkInHand) {}
}

extension RecordStore {
  package func fate(ofTransaction name: String) throws(StoreError) -> BatchOutcome? { nil }

  package func physicalScrub(of recordSets: [RecordSet]) throws(StoreError) -> PhysicalScrub {
    try physicalScrub()
  }

  /// A store that can do nothing more says what it has said.
  package func scrub(_ recordSets: [RecordSet], _ effort: ScrubEffort) throws(StoreError) -> PhysicalScrub {
    try physicalScrub(of: recordSets)
  }
  /// For a store that nobody else of ours writes to.
  package func settle(_ batch: BatchName, in ledger: Ledger) throws(StoreError) -> Bool {
    try !recorded([batch], in: ledger).isEmpty
  }
  package func ledgerNeed() throws(StoreError) -> SchemaFinding? { nil }
  package func endStrays() throws(StoreError) {}
  /// For a store that sees nothing of the kind.
  package func observe(_ wanted: Set<StoreObservable>) throws(StoreError) -> StoreObservation {
    StoreObservation()
  }
  package func excess() throws(StoreError) -> [String] { [] }
  /// For a store that settles what makes a commit durable on each connection of its own.
  package func checkDurability() throws(StoreError) {}
  /// For a store that is a file on this machine, whose clock is the machine's.
  package func clock() throws(StoreError) -> Instant? { nil }
}

extension StoreBatch {
  package var files: [OwnedFile] { [] }
  package var partition: String? { nil }
  package var tooFew: [SmallClass] { [] }

  package func othersWaiting() throws(StoreError) -> Int? { nil }

  package func transactionName() throws(StoreError) -> String? { nil }

  /// Makes the change durable in a store without a ledger.
  package func commit() throws(StoreError) { try commit(recording: nil) }
}

/// A transaction that takes in rows moved from another store.
package protocol ReceivingBatch: ArchiveSink {
  /// Makes the rows durable, and the ledger's entry with them if there is one. After an error their fate is unknown: `RecordStore.settle` tells it.
  func commit(recording entry: LedgerEntry?) throws(StoreError)
  func rollback()
}

extension ReceivingBatch {
  /// Makes the rows durable in a store without a ledger.
  package func commit() throws(StoreError) { try commit(recording: nil) }
}

/// One row that a batch left as it was.
package struct SetAside: Sendable {
  /// In `KeyList`'s encoding.
  package let key: [UInt8]
  package let reason: String

  package init(key: [UInt8], reason: String) {
    self.key = key
    self.reason = reason
  }
}

/// What `RecordStore.examine` saw.
package struct Examination: Sendable {
  /// In the order of the predicates asked.
  package let answers: [Bool]
  /// In the order of the events asked.
  package let events: [EventValue]
  package let isHeld: Bool
  package let key: [UInt8]

  package init(answers: [Bool], events: [EventValue], isHeld: Bool, key: [UInt8]) {
    self.answers = answers
    self.events = events
    self.isHeld = isHeld
    self.key = key
  }
}

/// The value of an event column.
package enum EventValue: Hashable, Sendable {
  case missing
  /// Present, and no date at all.
  case malformed
  case day(CivilDate)
  case instant(Instant)
}
