package import RecordStores
internal import SQLWords
internal import SQLite

/// Records whose dates lie in other tables. Nobody else writes to the file while a batch is open, so that what is read once stays so.
extension SQLiteBatch {
  /// Tells if rows are judged by what is related to them.
  var judgesRelated: Bool { !(judging?.related.isEmpty ?? true) }

  /// Reads what is related to the staged rows before anything is changed: what goes with a record goes before it.
  func readRelated(_ rows: SQLiteRows) throws {
    guard let judging, judgesRelated else { return }
    let columns = Set(judging.related.flatMap(\.rows.ownColumns)).sorted()
    let staged = rows.identity.names.indices.map { "s.i\($0)" }.joined(separator: ", ")
    let query = try connection.prepare(
      """
      SELECT \(sqlite.quoted(recordSet.key + columns, prefix: "r.")) FROM temp.retentiond_batch AS s JOIN \(rows.table) AS r
      ON (\(identity(rows, of: "r"))) = (\(staged)) ORDER BY s.rowid
      """)
    let width = recordSet.key.count
    var keys: [[ColumnValue]] = []
    var own: [[ColumnValue]] = []
    while try query.step() {
      keys.append((0..<width).map { query.value($0) })
      own.append(columns.indices.map { query.value(width + $0) })
    }
    query.reset()
    related = Dictionary(
      keys.map { ($0, judging.related.map { _ in RelatedValues() }) }
    ) { first, _ in first }
    for (place, event) in judging.related.enumerated() {
      let places = event.rows.ownColumns.compactMap { columns.firstIndex(of: $0) }
      let found = try SQLiteStore.related(
        event, to: own.map { values in places.map { values[$0] } },
        bound: event.bound(records: own.count, of: recordSet), on: connection)
      for found in found {
        related[keys[found.place]]?[place].add(
          found.row.value, counts: found.row.counts, columns: found.row.columns)
      }
    }
  }

  /// What is related to a row that is changed, by its key.
  func relatedValues(_ key: (Int) -> ColumnValue) -> [RelatedValues] {
    judgesRelated ? related[recordSet.key.indices.map(key)] ?? [] : []
  }
}

extension SQLiteStore {
  /// Reads the rows that are related to some records, whether or not they count, each with the record's place.
  ///
  /// - Parameters:
  ///   - own: of each record the values of `RelatedRows.ownColumns`; with a null nothing is related to it.
  ///   - key: columns of the related rows that are read, too.
  ///   - bound: how many rows there may be, and what is thrown where there are more.
  static func related(
    _ event: RelatedEvent, to own: [[ColumnValue]], key: [String] = [],
    bound: (rows: Int, error: StoreError)? = nil, on connection: Connection
  ) throws -> [(place: Int, row: RelatedRow)] {
    let asked = own.enumerated().filter { !$0.element.contains(.null) }
    guard !asked.isEmpty else { return [] }
    let condition = event.rows.condition
    let tested = condition.columns.sorted()
    var question = ReferringRows(
      table: event.rows.table, columns: event.rows.theirColumns, parents: asked.map(\.element),
      reading: [event.date.column] + tested + event.columns + key, predicate: condition)
    question.bound = bound
    let found = try referring(question, on: connection)
    return found.map { row in
      let answer = condition.answer { name in
        tested.firstIndex(of: name).map { (row.values[1 + $0], true) }
      }
      return (
        asked[row.parent].offset,
        RelatedRow(
          key: Array(row.values.dropFirst(1 + tested.count + event.columns.count)),
          value: event.date.value(of: row.values[0]), counts: answer ?? row.matches,
          columns: row.values.dropFirst(1 + tested.count).prefix(event.columns.count).map {
            RelatedColumn($0)
          })
      )
    }
  }

  package func related(_ events: [RelatedEvent], to key: [UInt8], of recordSet: RecordSet)
    throws(StoreError) -> [[RelatedRow]]
  {
    guard !events.isEmpty else { return [] }
    return try reading(recordSet) { connection in
      let columns = Set(events.flatMap(\.rows.ownColumns)).sorted()
      var list = KeyList()
      list.append(key[...])
      let query = try connection.prepare(
        "SELECT \(sqlite.quoted(columns)) FROM \(sqlite.table(recordSet.table)) WHERE \(keyCondition(recordSet))"
      )
      query.bind(try list.values(at: 0, store: name))
      guard try query.step() else { return events.map { _ in [] } }
      let own = columns.indices.map { query.value($0) }
      query.reset()
      return try events.map { event in
        let values = event.rows.ownColumns.compactMap { column in
          columns.firstIndex(of: column).map { own[$0] }
        }
        return try Self.related(
          event, to: [values],
          key: event.columns.isEmpty
            ? try primaryKey(of: event.rows.table, on: connection) : event.rows.theirColumns, on: connection
        ).map(\.row)
      }
    }
  }
}
