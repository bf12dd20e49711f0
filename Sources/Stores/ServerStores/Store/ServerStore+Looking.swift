package import RecordStores
internal import SQLWords

extension ServerStore {
  package func look(_ question: RowQuestion, at place: RowPlace, count: Int) throws(StoreError) -> [RowLook] {
    let recordSet = question.recordSet
    return try reading(recordSet) { engine in
      let rows = try rows(recordSet, asking: question.asked, engine)
      let columns =
        [SQLText(rows.names(recordSet.key + question.events.map(\.column) + question.columns))]
        + question.parents.map(rows.conditions.value) + question.predicates.map(rows.answer)
      let asked = rows.words.limited(
        "SELECT \(SQLText.join(columns, ", ")) FROM \(rows.table) AS t \(try rows.chosen(at: place, store: name))",
        to: count)
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
            values: Array(take(question.columns.count + question.parents.count)),
            answers: take(question.predicates.count).map { $0 == .integer(1) }))
      }
      return looks
    }
  }
}
