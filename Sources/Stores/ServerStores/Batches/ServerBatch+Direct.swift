internal import RecordStores
internal import SQLWords

/// Batches that one statement chooses and deletes.
extension ServerBatch {
  /// One statement, where nothing goes with the rows. What it gives back is judged on this side, before anything of it is in the journal.
  ///
  /// - Returns: false if it changed nothing: none is left then, or others have their locks.
  /// - Throws: `KeysNeeded` where a row is held, or locked by others: the transaction is to be rolled back, and the rows judged and locked before
  ///   they are changed.
  func deleteDirectly(
    _ change: Change, _ selection: Selection, _ filter: RowFilter, _ limit: BatchLimit
  ) throws -> Bool {
    guard case .delete = change, recordSet.dependents.isEmpty, recordSet.files.isEmpty,
      selection.dependents == nil, !filter.looksAtRows, selection.keys == nil, !filter.asksAncestors,
      selection.predicate.relatedRows.isEmpty, !judgesRelated,
      !store.recordSetsByKeys.contains(recordSet.name),
      tags == nil || !ParentSubjects.areThere(for: recordSet),
      let direct = words.directDelete(from: recordSet.table)
    else { return false }
    var rows = rows
    rows.alias = direct.alias
    // Rows of one day go in any order, which spares sorting where the index has no more than the day, as on partitioned tables; but the one row of a
    // batch of one is the row that `nextKeys` names.
    let order =
      limit.rows > 1 && selection.orderedBy != nil ? [rows.order(selection)[0]] : rows.order(selection)
    let statement = direct.statement(
      DirectDelete.Parts(
        key: rows.names(filter.columns + (judging?.columns ?? [])),
        condition: try rows.condition(of: selection), order: SQLText.join(order, ", "), limit: limit.rows))
    do {
      try engine.query(statement) { row in
        if try filter.isHeld(row.prefix(filter.columns.count)) { throw KeysNeeded() }
        try judging?.judge { row[filter.columns.count + $0] }
        list(row)
      }
    } catch ServerError.busy {
      throw KeysNeeded()
    }
    return !keys.isEmpty
  }
}

/// A batch in one statement met rows that a hold keeps, or that others have locked, and is to be made by keys.
struct KeysNeeded: Error {}
