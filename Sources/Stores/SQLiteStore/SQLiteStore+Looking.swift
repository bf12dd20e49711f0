package import RecordStores
internal import SQLWords
internal import SQLite

extension SQLiteStore {
  package func look(_ question: RowQuestion, at place: RowPlace, count: Int) throws(StoreError) -> [RowLook] {
    let recordSet = question.recordSet
    return try reading(recordSet) { connection in
      let conditions = try SQLiteConditions(
        recordSet.table, asking: question.asked, on: connection)
      let columns =
        [SQLText(sqlite.quoted(recordSet.key + question.events.map(\.column) + question.columns))]
        + question.parents.map(conditions.value) + question.predicates.map(conditions.condition)
      let query = try connection.compile(
        """
        SELECT \(SQLText.join(columns, ", ")) FROM \(sqlite.table(recordSet.table)) \
        \(try SQLiteTable(recordSet: recordSet).chosen(at: place, store: name)) LIMIT \(count)
        """)
      var looks: [RowLook] = []
      var key = KeyList()
      while try query.step() {
        key.removeAll()
        query.appendKey(to: &key, from: 0, count: recordSet.key.count)
        let events = recordSet.key.count
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

/// A table in the order of its record set's key.
struct SQLiteTable: OrderedTable {
  let recordSet: RecordSet

  func name(_ column: String) -> SQLText { SQLText(sqlite.quoted(column)) }

  var keyOrder: [SQLText] { recordSet.key.map(name) }

  /// SQLite drops the question where the column cannot be null.
  var nullableKey: [String] { recordSet.key }

  func isBehind(key values: [ColumnValue]) -> SQLText {
    SQLOrder.isBehind(values.map(SQLText.value), keyOrder)
  }

  func isFrom(_ value: ColumnValue) -> SQLText { "\(keyOrder[0]) >= \(value: value)" }
}
