internal import RecordStores
internal import SQLWords

/// Records whose dates lie in other tables: they are locked with the rows that their dates are read from, and looked at again (decision 197).
///
/// A statement that locks a record sees the other table as it was when the statement began. So the question is asked again when nothing can change any more:
/// the record is locked, which keeps a row with a foreign key from coming, and so is each row that is there.
extension ServerBatch {
  /// What must not have come at the commit.
  struct ClosingLook {
    let rows: RelatedRows
    /// The records' values of the columns that are referred to.
    let own: [[ColumnValue]]
    /// How many rows refer to them when the change is made.
    let expected: Int
  }

  /// Tells if rows are judged by what is related to them.
  var judgesRelated: Bool { !(judging?.related.isEmpty ?? true) }

  /// Locked records with what is related to them, both as they stay until the batch ends.
  private struct Seen {
    let keys: [[ColumnValue]]
    /// Of each record what its judge is shown, and behind that its columns of the references.
    let records: [[ColumnValue]]
    /// The columns of the references.
    let ownColumns: [String]
    let judgedColumns: Int
    /// Of each record what each event of the judge has.
    var values: [[RelatedValues]]
    /// For each event, how many rows are related to each record.
    var counts: [[Int]] = []

    /// Each record's values of the columns that an event's rows are related by.
    func own(_ event: RelatedEvent) -> [[ColumnValue]] {
      let places = event.rows.ownColumns.compactMap { column in ownColumns.firstIndex(of: column) }
      return records.map { record in places.map { record[judgedColumns + $0] } }
    }
  }

  /// Leaves out those of the locked records that are not due when their related rows are locked, too, and judges the others.
  ///
  /// - Returns: the keys of those that are left, in order.
  func leaveRelated(_ chosen: [[ColumnValue]], _ change: Change, _ selection: Selection) throws
    -> [[ColumnValue]]
  {
    let events = lockedEvents(selection.predicate)
    guard !events.isEmpty, !chosen.isEmpty else { return chosen }
    let seen = try lockRelated(events, to: chosen, reading: selection.predicate.relatedColumns)
    let due = Set(try stillDue(seen.keys, selection.predicate))
    // What goes with another record goes, or that one stays, too: the run comes back to them one by one.
    guard depths.isEmpty || due.count == chosen.count else { throw ServerError.busy }
    for (place, key) in seen.keys.enumerated() where due.contains(key) {
      try judging?.judge(relatedTo: seen.values[place]) { seen.records[place][$0] }
    }
    note(events, seen, isDue: seen.keys.map(due.contains), change)
    return chosen.filter(due.contains)
  }

  private func lockRelated(
    _ events: [RelatedEvent], to chosen: [[ColumnValue]], reading columns: [String: Set<String>]
  ) throws -> Seen {
    let judged = judging?.columns ?? []
    let ownColumns = Set(events.flatMap(\.rows.ownColumns)).sorted()
    let found = try parts(of: chosen).flatMap { try read(judged + ownColumns, of: $0) }
    var seen = Seen(
      keys: found.map { Array($0.prefix(keyCount)) }, records: found.map { Array($0.dropFirst(keyCount)) },
      ownColumns: ownColumns, judgedColumns: judged.count,
      values: found.map { _ in Array(repeating: RelatedValues(), count: judging?.related.count ?? 0) })
    for (place, event) in events.enumerated() {
      let own = seen.own(event)
      if event.rows.direction == .children { try lockReferences(event.rows, own) }
      var count = found.map { _ in 0 }
      let related = ServerRelated(store: store, rows: rows)
      for row in try related.read(event, of: own, locks: true, reading: columns[event.rows.table] ?? []) {
        count[row.place] += 1
        guard place < judging?.related.count ?? 0 else { continue }
        seen.values[row.place][place].add(
          row.row.value, counts: row.row.counts, columns: row.row.columns)
      }
      seen.counts.append(count)
    }
    return seen
  }

  /// Notes how many related rows there are of the records that are due: those that are locked, and no others.
  private func note(_ events: [RelatedEvent], _ seen: Seen, isDue: [Bool], _ change: Change) {
    (closing, goingRelated) = ([], [:])
    for (event, count) in zip(events, seen.counts) {
      let own = zip(zip(seen.own(event), count), isDue).filter(\.1).map(\.0)
      guard event.rows.direction == .children else {
        // A row that is there is locked. One that is not could come, and with it a word that a longer rule asks.
        let missing = own.filter { $0.1 == 0 }.map(\.0)
        closing.append(ClosingLook(rows: event.rows, own: missing, expected: 0))
        continue
      }
      let isGoing = goes(event.rows, with: change)
      closing.append(
        ClosingLook(
          rows: event.rows, own: own.map(\.0), expected: isGoing ? 0 : own.reduce(0) { $0 + $1.1 }))
      // Of two records with one value the same rows go.
      let byValue = Dictionary(own.map { ($0.0, $0.1) }) { first, _ in first }
      if isGoing { goingRelated[event.rows.table] = byValue.values.reduce(0, +) }
    }
  }

  /// The events of the judge, in its order, and behind them what else the predicate asks.
  private func lockedEvents(_ predicate: Predicate) -> [RelatedEvent] {
    var events = judging?.related ?? []
    for rows in predicate.relatedRows.sorted(by: { $0.table < $1.table })
    where !events.contains(where: { $0.rows.regardless == rows.regardless }) {
      guard let column = predicate.relatedColumns[rows.table]?.min() else { continue }
      // Nobody reads the value.
      events.append(
        RelatedEvent(
          rows: rows.regardless, date: EventColumn(column: column, encoding: .date), choice: .latest))
    }
    return events
  }

  private func stillDue(_ keys: [[ColumnValue]], _ predicate: Predicate) throws -> [[ColumnValue]] {
    var due: [[ColumnValue]] = []
    for part in parts(of: keys) {
      try engine.query(
        """
        SELECT \(rows.key) FROM \(rows.table) AS t JOIN \(try rows.list(recordSet.key, part)) ON \(try rows.isListed()) \
        WHERE \(rows.conditions.condition(predicate))
        """
      ) { due.append($0) }
    }
    return due
  }

  /// Locks records once more by the index that a foreign key looks into, where the server looks at no other lock (MariaDB).
  private func lockReferences(_ related: RelatedRows, _ own: [[ColumnValue]]) throws {
    let values = Set(own.filter { !$0.contains(.null) })
    guard !values.isEmpty else { return }
    let indexes = try store.referencedIndexes(of: recordSet.table, columns: related.ownColumns, engine)
    for index in indexes {
      let table = try rows(of: recordSet.table, by: related.ownColumns)
      for part in parts(of: Array(values)) {
        try engine.query(
          words.lockedThrough(
            index, of: table.table, list: try table.list(related.ownColumns, part), on: try table.isListed())
        ) { _ in }
      }
    }
  }

  /// Compares what went with what was locked: the statement that deletes what goes with a record takes a row that has come since, too, and with it the date that
  /// would have kept the record.
  func checkGone() throws {
    let changed = dependents.merging(referencesLost) { $0 + $1 }
    for (table, expected) in goingRelated
    where changed.first(where: { $0.key.lowercased() == table.lowercased() })?.value ?? 0 != expected {
      throw StoreError.conflict(
        store: store.name,
        cause:
          "a row of \(table), which dates of \(recordSet.name) are read from, came while a batch was made")
    }
  }

  /// Tells if the related rows go with their records.
  private func goes(_ related: RelatedRows, with change: Change) -> Bool {
    guard case .delete = change else { return false }
    return recordSet.dependents.contains { dependent in
      dependent.recordSets.isEmpty && dependent.table.lowercased() == related.table.lowercased()
        && Set(dependent.references) == Set(related.references)
    }
  }

  /// Looks right before the commit whether a row came that refers to one of the records: nothing keeps it where there is no foreign key.
  ///
  /// It is asked by the records' values, since they and their rows may be gone for this transaction.
  func checkNoneCame() throws {
    for look in closing {
      let asked = look.own.filter { !$0.contains(.null) }
      guard !asked.isEmpty else { continue }
      let count = try ServerDependents(store: store, rows: rows).countReferring(
        ReferringRows(
          table: look.rows.table, columns: look.rows.theirColumns, parents: asked, reading: [],
          predicate: .never))
      guard count == look.expected else {
        throw StoreError.relatedRowsCame(store: store.name, recordSet: recordSet.name, table: look.rows.table)
      }
    }
  }
}
