internal import RecordStores

extension ServerRows {
  /// Shows rows to a selection's judge, with each event read as `examine` reads it.
  func judging(_ selection: Selection) -> RowJudging? {
    RowJudging(
      selection,
      comparesBytes: comparesBytes,
      decoder: { event in
        let conditions = conditions.event(event)
        return { conditions.value(of: $0) }
      })
  }

  /// Tells if texts of a column are equal to the server if and only if their bytes are, as far as a predicate by bytes asks.
  func comparesBytes(_ column: String) -> Bool {
    switch shape.column(column)?.family {
    case .text, .integer, .number: true
    case .blob, .date, .timestamp, .instant, .other, nil: false
    }
  }
}

/// Judges rows again, and compares them with what they were.
extension ServerBatch {
  /// Judges rows that are locked and were not chosen by the selection itself.
  func judge(_ keys: [[ColumnValue]]) throws {
    guard let judging else { return }
    for part in parts(of: keys) {
      for row in try read(judging.columns, of: part) { try judging.judge { row[keyCount + $0] } }
    }
  }

  /// Compares the changed rows with what they were before, to the byte: a trigger, a generated column or a column that the server updates by itself
  /// can move a date.
  func checkKept() throws {
    try checkKept(try (0..<keys.count).map { try keys.values(at: $0, store: store.name) })
  }

  /// Compares rows that go in a moment with what they were when they were locked, if a trigger may have written to them. Those of the same table that go
  /// with them were not chosen.
  func checkKeptUntilGone(_ going: [[ColumnValue]]) throws {
    guard !guarded.isEmpty else { return }
    try checkKept(going.filter { kept[$0] != nil })
  }

  /// The columns that have to stay as they are: through a change, or until their row goes, if a trigger may write to it before.
  func guardedColumns(_ change: Change, _ selection: Selection) -> [String] {
    switch change {
    case .pseudonymise(let changes, _, _): selection.guardedColumns(changes)
    case .delete, .archive, .archiveElsewhere:
      recordSet.triggersMoveRecords ? selection.guardedColumns([]) : []
    }
  }

  private func checkKept(_ changed: [[ColumnValue]]) throws {
    var unseen = Set(changed)
    for part in parts(of: changed) {
      for row in try read(guarded, of: part) {
        let key = Array(row.prefix(keyCount))
        unseen.remove(key)
        let moved = guarded.indices.first { row[keyCount + $0] != kept[key]?[$0] }
        if let moved { throw self.moved(guarded[moved]) }
      }
    }
    // Who has another key now is no longer found by the old one.
    if !unseen.isEmpty, let column = recordSet.key.first { throw moved(column) }
  }

  private func moved(_ column: String) -> StoreError {
    .moved(store: store.name, recordSet: recordSet.name, column: column)
  }
}
