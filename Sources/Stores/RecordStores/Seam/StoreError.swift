package import Words

extension StoreError {
  /// Tells if the same again may succeed, on a new connection or once another transaction is through. Nothing of the batch was committed, or its
  /// fate was asked.
  package var isTransient: Bool {
    switch self {
    case .lost, .conflict: true
    case .unavailable, .busy, .rowsLocked, .timedOut, .interrupted, .schema, .schemaChanged, .unlistedChanges,
      .ignoredChanges, .disagreement, .moved, .relatedRowsCame, .notDurable, .constraint, .row, .key,
      .holdTest, .undecided,
      .tooLarge, .full, .replaced, .unsettled, .taken, .engine:
      false
    }
  }
}

extension StoreError {
  /// Tells if a commit that ended with this error may have been made all the same. The others say that it was not.
  package var leavesCommitOpen: Bool {
    switch self {
    case .busy, .taken, .conflict, .constraint, .row, .schema, .schemaChanged, .unlistedChanges,
      .ignoredChanges, .disagreement, .moved, .relatedRowsCame, .notDurable, .key, .holdTest, .tooLarge,
      .replaced, .rowsLocked,
      .interrupted:
      false
    case .unavailable, .timedOut, .lost, .undecided, .unsettled, .full, .engine: true
    }
  }
}

extension StoreError {
  /// A change of another number of rows than were listed.
  package static func miscount(store: StoreName, recordSet: RecordSetName, listed: Int, changed: Int)
    -> StoreError
  {
    changed < listed
      ? .ignoredChanges(store: store, recordSet: recordSet, chosen: listed, changed: changed)
      : .unlistedChanges(store: store, recordSet: recordSet, listed: listed, changed: changed)
  }
}

/// Why a store could not do what was asked. No case carries a value of a row.
package enum StoreError: Error, Hashable, Sendable {
  /// The store cannot be reached or opened.
  case unavailable(store: StoreName, cause: String)
  /// Another process has a lock for longer than the store's busy time.
  case busy(store: StoreName, seconds: Double)
  /// Somebody else has locked rows that the batch needs beside those that it passes over, or their table.
  case rowsLocked(store: StoreName)
  /// The statement took longer than the batch's time and was interrupted.
  case timedOut(store: StoreName)
  /// The work is to end: what was asked was interrupted, and nothing was changed. Never said of the store.
  case interrupted(store: StoreName)
  /// The record set does not fit the schema.
  case schema(store: StoreName, recordSet: RecordSetName, SchemaFinding)
  /// The schema changed since it was described.
  case schemaChanged(store: StoreName, recordSet: RecordSetName)
  /// More rows changed than were listed: an undeclared cascade or trigger. Nothing was committed.
  ///
  /// - Parameter place: where, if a reviewed trigger was set off and the numbers are those of one table or one event.
  case unlistedChanges(
    store: StoreName, recordSet: RecordSetName, listed: Int, changed: Int, place: TableChange? = nil)
  /// A trigger, a rule or a policy of the store kept rows from changing that the batch had chosen. Nothing was committed.
  case ignoredChanges(store: StoreName, recordSet: RecordSetName, chosen: Int, changed: Int)
  /// The store chose a row that a rule does not let go when the row's own values are judged. Nothing was committed.
  case disagreement(store: StoreName, recordSet: RecordSetName, rule: RuleID)
  /// Pseudonymising changed a column that no transform names, and that rules or the key read. Nothing was committed.
  case moved(store: StoreName, recordSet: RecordSetName, column: String)
  /// A row of another table came, after the records were judged, by which the date of one of them may be later. Nothing was committed.
  case relatedRowsCame(store: StoreName, recordSet: RecordSetName, table: String)
  /// The store's settings do not make a commit durable.
  case notDurable(store: StoreName, setting: String, remedy: String)
  /// A constraint of the store refused the change of a row.
  case constraint(store: StoreName, recordSet: RecordSetName, constraint: String)
  /// A row could not be transformed or received; the reason has no value of the row in it.
  case row(store: StoreName, recordSet: RecordSetName, reason: String)
  /// The key as typed does not fit the record set's key.
  case key(store: StoreName, recordSet: RecordSetName, expected: [String], given: Int)
  /// A hold could not be tested, so nothing was changed.
  case holdTest(store: StoreName, reason: String)
  /// The connection was lost: what it had not committed is undone, and what became of an open commit is to be asked.
  case lost(store: StoreName, cause: String)
  /// A commit ended with an error, and whether the disk has it cannot be made certain yet. The batch stays open.
  case undecided(store: StoreName, cause: String)
  /// A deadlock, or a transaction that the server could not put in order with another: the same again may succeed.
  case conflict(store: StoreName, cause: String)
  /// One transaction cannot change as much.
  case tooLarge(store: StoreName, cause: String)
  /// The disk is full.
  case full(store: StoreName)
  /// Another store stands in its place than the one that was there before; `difference` says in what it differs. Nothing was committed in either.
  case replaced(store: StoreName, difference: String)
  /// A batch of its is open, and cannot be settled now: none comes after it before that.
  case unsettled(store: StoreName, batch: BatchName, cause: String)
  /// Another program of ours works on it; `place` is what it has taken.
  case taken(store: StoreName, place: String)
  /// The engine reported something else; `code` is its own code.
  case engine(store: StoreName, code: String, message: String)
}
