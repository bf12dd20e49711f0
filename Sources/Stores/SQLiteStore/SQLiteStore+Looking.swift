package import RecordStores
internal import SQLite

extension SQLiteStore {
  package func look(_ question: RowQuestion, at place: RowPlace, count: Int) throws(StoreError) -> [RowLook] {
    let recordSet = question.recordSet
    return try reading(recordSet) { connection in
      let columns =
        (recordSet.key + question.events.map(\.column) + question.columns).map { SQLText(SQLText.quoted($0)) }
        + question.predicates.map(PredicateSQL.condition)
      let chosen = try rows(of: recordSet, at: place)
      let asked =
        "SELECT " + SQLText.join(columns, ", ") + " FROM main.\(SQLText.quoted(recordSet.table)) " + chosen
        + " LIMIT \(count)"
      let query = try connection.prepare(asked.text)
      query.bind(asked.values)
      var looks: [RowLook] = []
      var key = KeyList()
      while try query.step() {
        key.removeAll()
        query.appendKey(to: &key, from: 0, count: recordSet.key.count)
        let events = recordSet.key.count
        let values = events + question.events.count
        let answers = values + question.columns.count
        looks.append(
          RowLook(
            key: Array(key[0]),
            events: question.events.enumerated().map { $1.value(of: query.value(events + $0)) },
            values: question.columns.indices.map { query.value(values + $0) },
            answers: question.predicates.indices.map { query.integer(answers + $0) != 0 }))
      }
      return looks
    }
  }

  /// The end of a query: which rows, and in which order. Each is a walk along one index.
  private func rows(of recordSet: RecordSet, at place: RowPlace) throws(StoreError) -> SQLText {
    let key = SQLText.quoted(recordSet.key)
    let first = SQLText.quoted(recordSet.key[0])
    switch place {
    case .behind(nil): return SQLText("ORDER BY \(key)")
    case .behind(let last?):
      var list = KeyList()
      list.append(last[...])
      let values = try list.values(at: 0, store: name)
      let marks = values.map { _ in "?" }.joined(separator: ", ")
      // The first comparison is for the index, the second is exact.
      return SQLText(
        "WHERE \(first) >= ? AND (\(key)) > (\(marks)) ORDER BY \(key)", [values[0]] + values)
    case .from(let value): return SQLText("WHERE \(first) >= ? ORDER BY \(key)", [value])
    case .end:
      return SQLText("ORDER BY " + recordSet.key.map { SQLText.quoted($0) + " DESC" }.joined(separator: ", "))
    case .smallest(let event): return Self.inOrder(of: event, "ASC")
    case .largest(let event): return Self.inOrder(of: event, "DESC")
    }
  }

  private static func inOrder(of event: EventColumn, _ direction: String) -> SQLText {
    let name = SQLText.quoted(event.column)
    return SQLText("WHERE \(name) IS NOT NULL ORDER BY \(name) \(direction)")
  }
}
