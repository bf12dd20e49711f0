package import RecordStores

extension ServerStore {
  package func look(_ question: RowQuestion, at place: RowPlace, count: Int) throws(StoreError) -> [RowLook] {
    let recordSet = question.recordSet
    return try reading(recordSet) { engine in
      let rows = try rows(recordSet, engine)
      let columns =
        [SQLText(rows.names(recordSet.key + question.events.map(\.column) + question.columns))]
        + question.predicates.map { "CASE WHEN \(rows.conditions.condition($0)) THEN 1 ELSE 0 END" }
      let asked: SQLText =
        """
        SELECT \(SQLText.join(columns, ", ")) FROM \(rows.table) AS t \
        \(try rows.chosen(at: place, store: name)) LIMIT \(count)
        """
      let events = question.events.map(rows.conditions.event)
      // A page is given whole: what a lost connection cut short is asked for again.
      var looks: [RowLook] = []
      try engine.query(asked) { row in
        var key = KeyList()
        key.append(key: row.prefix(recordSet.key.count))
        var rest = row.dropFirst(recordSet.key.count)
        func take(_ count: Int) -> ArraySlice<ColumnValue> {
          defer { rest = rest.dropFirst(count) }
          return rest.prefix(count)
        }
        looks.append(
          RowLook(
            key: Array(key[0]), events: zip(events, take(events.count)).map { $0.value(of: $1) },
            values: Array(take(question.columns.count)),
            answers: take(question.predicates.count).map { $0 == .integer(1) }))
      }
      return looks
    }
  }
}

extension Rows {
  /// The end of a query: which rows, and in which order. Each is a walk along one index.
  fileprivate func chosen(at place: RowPlace, store: String) throws -> SQLText {
    let order = keyOrder
    let sorted = "ORDER BY " + order.joined(separator: ", ")
    switch place {
    case .behind(nil): return SQLText(sorted)
    case .behind(let last?):
      var list = KeyList()
      list.append(last[...])
      let position = BatchPosition(values: try list.values(at: 0, store: store))
      return "WHERE \(isBehind(position, order: order))TRUE \(sorted)"
    case .from(let value):
      let typed = shape.column(recordSet.key[0]).map { engine.value(value, as: $0) } ?? .value(value)
      return "WHERE \(engine.compare(order[0], ">=", typed, as: shape.column(recordSet.key[0]))) \(sorted)"
    case .end: return SQLText("ORDER BY " + order.map { $0 + " DESC" }.joined(separator: ", "))
    case .smallest(let event): return inOrder(of: event, "ASC")
    case .largest(let event): return inOrder(of: event, "DESC")
    }
  }

  private func inOrder(of event: EventColumn, _ direction: String) -> SQLText {
    let name = "\(alias).\(engine.quoted(event.column))"
    return SQLText("WHERE \(name) IS NOT NULL ORDER BY \(name) \(direction)")
  }
}
