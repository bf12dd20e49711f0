internal import RecordStores
internal import SQLWords

/// A partition, and what was asked of its rows.
struct PartitionQuestion: Hashable {
  let partition: String
  let predicate: Predicate
}

/// Partitions that go whole: every row is due, none is held, and nothing goes with any.
///
/// The batch lists the keys of all rows, so that its evidence is that of rows. A partition is looked at once a run and rule; where one row of it
/// has to stay, it goes by rows.
extension ServerBatch {
  var partition: String? { wholePartition?.name }

  /// A partition of more rows goes by rows, so that neither its keys nor its lock get out of hand.
  private static let partitionRows = 1_000_000

  /// - Returns: whether the batch is a partition.
  func takePartition(_ change: Change, _ selection: Selection, _ filter: RowFilter) throws -> Bool {
    guard case .delete = change, recordSet.dropsPartitions, !setsOffTriggers, recordSet.dependents.isEmpty,
      recordSet.files.isEmpty, selection.dependents == nil, selection.keys == nil, !filter.asksAncestors,
      selection.predicate.relatedRows.isEmpty, !judgesRelated
    else { return false }
    for partition in try engine.partitions(of: recordSet.table) {
      let question = PartitionQuestion(partition: partition.identity, predicate: selection.predicate)
      guard !store.partitionsByRows.contains(question) else { continue }
      if try take(partition, selection, filter) {
        wholePartition = partition
        self.question = question
        return true
      }
      store.partitionsByRows.insert(question)
    }
    return false
  }

  private func take(_ partition: TablePartition, _ selection: Selection, _ filter: RowFilter) throws -> Bool {
    guard partition.estimatedRows <= Self.partitionRows else { return false }
    try engine.approach(partition)
    do {
      // First without a lock: whoever finds a row that stays has kept nobody waiting.
      if try isWorthLocking(partition, selection, filter), try isLocked(partition),
        try listAll(partition, selection, filter)
      {
        try engine.remove(partition)
        return true
      }
    } catch let error as ServerError {
      switch error {
      case .lost, .interrupted: throw error
      // Somebody uses it, something depends on it, or it takes too long: row by row it can go all the same.
      case .busy, .timedOut, .conflict, .constraint, .value, .full, .tooLarge, .taken, .notDurable, .other:
        break
      }
    }
    keys.removeAll(keepingCapacity: false)
    subjects.records = []
    try engine.leavePartition()
    return false
  }

  /// Locks it, which may have ended the transaction and its lock on the table's name.
  private func isLocked(_ partition: TablePartition) throws -> Bool {
    guard try engine.lock(partition) else { return false }
    try store.checkDescribed(recordSet, engine)
    return true
  }

  private func isWorthLocking(
    _ partition: TablePartition, _ selection: Selection, _ filter: RowFilter
  ) throws -> Bool {
    let rows = named(rows)
    let source = "\(partition.source) AS \(rows.alias)"
    let condition = try rows.condition(of: selection)
    var isEmpty = true
    try engine.query(words.limited("SELECT 1 FROM \(source)", to: 1)) { _ in isEmpty = false }
    guard !isEmpty else { return false }
    var isDue = true
    try engine.query(words.limited("SELECT 1 FROM \(source) WHERE NOT \(condition)", to: 1)) { _ in
      isDue = false
    }
    guard isDue, !filter.isNeedless else { return isDue }
    var isHeld = false
    try engine.query(
      words.limited("SELECT \(rows.names(filter.columns)) FROM \(source)", to: Self.partitionRows)
    ) { row in
      if !isHeld { isHeld = try filter.isHeld(row) }
    }
    return !isHeld
  }

  /// MariaDB knows a locked table by the name that it was locked under.
  private func named(_ rows: ServerRows) -> ServerRows {
    var rows = rows
    rows.alias = words.directDelete(from: recordSet.table)?.alias ?? rows.alias
    return rows
  }

  /// Lists the key of every row, under the lock, and judges it.
  ///
  /// - Returns: whether each is due and none is held.
  private func listAll(
    _ partition: TablePartition, _ selection: Selection, _ filter: RowFilter
  ) throws -> Bool {
    let rows = named(rows)
    let condition = try rows.condition(of: selection)
    var isWhole = true
    let judged = judging?.columns ?? []
    let all: SQLText =
      "SELECT \(rows.names(filter.columns + judged)), CASE WHEN \(condition) THEN 1 ELSE 0 END FROM \(partition.source) AS \(rows.alias)"
    try engine.query(words.limited(all, to: Self.partitionRows + 1)) { row in
      guard isWhole else { return }
      isWhole = try row[row.count - 1] == .integer(1) && !filter.isHeld(row.prefix(filter.columns.count))
      guard isWhole else { return }
      try judging?.judge { row[filter.columns.count + $0] }
      list(row)
    }
    return isWhole && !keys.isEmpty && keys.count <= Self.partitionRows
  }

  /// Has a partition's rows go one by one after a commit that failed; nil if the failure says nothing about the partition.
  func partitionFailure(_ error: any Error) -> StoreError? {
    guard let wholePartition, let question, let error = error as? ServerError else { return nil }
    if case .lost = error { return nil }
    store.partitionsByRows.insert(question)
    let cause = store.storeError(error, recordSet: recordSet)
    return .conflict(
      store: store.name, cause: "partition \(wholePartition.name) could not go in one step (\(cause))")
  }
}
