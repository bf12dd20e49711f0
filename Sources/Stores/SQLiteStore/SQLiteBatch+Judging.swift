internal import RecordStores
internal import SQLWords
internal import SQLite

/// Compares rows that are pseudonymised with what they were: a trigger, a generated column or another program's function can move a date.
extension SQLiteBatch {
  /// The name among the staged rows of a column that has to stay as it is, by its place.
  static func kept(_ place: Int) -> String { "g\(place)" }

  /// The columns that have to stay as they are through a change, and that its rows are judged by; none for a deletion, which returns them, unless a trigger
  /// may write to a record before it goes.
  func guardedColumns(_ change: Change, _ selection: Selection) -> [String] {
    switch change {
    case .pseudonymise(let changes, _, _): selection.guardedColumns(changes)
    case .delete, .archive, .archiveElsewhere:
      recordSet.triggersMoveRecords ? selection.guardedColumns([]) : []
    }
  }

  /// Judges the staged rows, whose first kept values are what the judge is shown.
  func judgeStaged() throws {
    guard let judging else { return }
    if judgesRelated { return try judgeStagedByRelated(judging) }
    let values = judging.columns.indices.map(Self.kept) + ["rowid"]
    let query = try connection.prepare(
      "SELECT \(values.joined(separator: ", ")) FROM temp.retentiond_batch ORDER BY rowid")
    while try query.step() { try judging.judge { query.value($0) } }
  }

  private func judgeStagedByRelated(_ judging: RowJudging) throws {
    // The key is among what has to stay as it is.
    let places = recordSet.key.compactMap { name in guarded.firstIndex(of: name) }
    let query = try connection.prepare(
      "SELECT \(guarded.indices.map(Self.kept).joined(separator: ", ")) FROM temp.retentiond_batch ORDER BY rowid"
    )
    while try query.step() {
      try judging.judge(relatedTo: relatedValues { query.value(places[$0]) }) { query.value($0) }
    }
  }

  /// Compares rows that go in a moment with what they were when they were chosen. Those of the same table that go with them were not chosen.
  func checkKeptUntilGone(_ rows: SQLiteRows) throws {
    // `check` refuses triggers that may write to rows without a key before they go.
    guard let place = recordSet.key.first.flatMap(guarded.firstIndex) else { return }
    let chosen = " WHERE s.\(Self.kept(place)) IS NOT NULL"
    let count = try connection.integer("SELECT count(*) FROM temp.retentiond_batch AS s\(chosen)") ?? 0
    try checkKept(rows, count: count, chosen)
  }

  /// Compares the changed rows with what they were before, to the byte.
  func checkKept(_ rows: SQLiteRows) throws { try checkKept(rows, count: Int64(keys.count), "") }

  private func checkKept(_ rows: SQLiteRows, count: Int64, _ condition: String) throws {
    let same = guarded.enumerated().map { place, column -> String in
      ", sum\(sqlite.isSame("r.\(sqlite.quoted(column))", "s.\(Self.kept(place))"))"
    }
    let query = try connection.prepare(
      """
      SELECT count(*)\(same.joined()) FROM temp.retentiond_batch AS s JOIN \(rows.table) AS r
      ON (\(identity(rows, of: "r"))) = (\(rows.identity.names.indices.map { "s.i\($0)" }.joined(separator: ", ")))\(condition)
      """)
    guard try query.step() else { return }
    let moved =
      query.integer(0) == count
      ? guarded.indices.first { query.integer($0 + 1) != count }.map { guarded[$0] } : recordSet.key.first
    if let moved, count > 0 {
      throw StoreError.moved(store: store.name, recordSet: recordSet.name, column: moved)
    }
  }
}
