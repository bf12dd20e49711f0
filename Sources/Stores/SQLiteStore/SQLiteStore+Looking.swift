package import RecordStores
internal import SQLWords
internal import SQLite

extension SQLiteStore {
  package func look(_ question: RowQuestion, at place: RowPlace, count: Int) throws(StoreError) -> [RowLook] {
    let recordSet = question.recordSet
    return try reading(recordSet) { connection in
      let conditions = try SQLiteConditions(
        recordSet.table, asking: question.asked, on: connection)
      // Rows without a key are known again by their rowid, for as long as one looks at them.
      let names =
        recordSet.isKeyless ? try identity(of: recordSet).names : recordSet.key.map { sqlite.quoted($0) }
      let columns =
        (names + (question.events.map(\.column) + question.columns).map { sqlite.quoted($0) }).map {
          SQLText($0)
        }
        + question.parents.map(conditions.value) + question.predicates.map(conditions.condition)
      let query = try connection.compile(
        """
        SELECT \(SQLText.join(columns, ", ")) FROM \(sqlite.table(recordSet.table)) \
        \(try SQLiteTable(recordSet: recordSet, by: names).chosen(at: place, store: name)) LIMIT \(count)
        """)
      var looks: [RowLook] = []
      var key = KeyList()
      while try query.step() {
        key.removeAll()
        query.appendKey(to: &key, from: 0, count: names.count)
        let events = names.count
        let values = events + question.events.count
        let read = question.columns.count + question.parents.count
        let answers = values + read
        looks.append(
          RowLook(
            key: Array(key[0]),
            events: question.events.enumerated().map { $1.value(of: query.value(events + $0)) },
            values: (0..<read).map { query.value(values + $0) },
            answers: question.predicates.indices.map { query.integer(answers + $0) != 0 }))
      }
      return looks
    }
  }
}

/// A table in the order of its record set's key, or of its rowid if it has none.
struct SQLiteTable: OrderedTable {
  let recordSet: RecordSet
  let keyOrder: [SQLText]

  /// - Parameter names: what rows are ordered by, as a statement has it; the key's columns unless they are given.
  init(recordSet: RecordSet, by names: [String]? = nil) {
    self.recordSet = recordSet
    keyOrder = (names ?? recordSet.key.map { sqlite.quoted($0) }).map { SQLText($0) }
  }

  func name(_ column: String) -> SQLText { SQLText(sqlite.quoted(column)) }

  /// SQLite drops the question where the column cannot be null.
  var nullableKey: [String] { recordSet.key }

  func isBehind(key values: [ColumnValue]) -> SQLText {
    SQLOrder.isBehind(values.map(SQLText.value), keyOrder)
  }

  func isFrom(_ value: ColumnValue) -> SQLText { "\(keyOrder[0]) >= \(value: value)" }
}
