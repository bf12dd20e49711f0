package import RecordStores
internal import SQLWords

extension ServerStore {
  package func look(_ question: RowQuestion, at place: RowPlace, count: Int) throws(StoreError) -> [RowLook] {
    let recordSet = question.recordSet
    return try reading(recordSet) { engine in
      // A page is given whole: what a lost connection cut short is asked for again.
      var looks: [RowLook] = []
      let rows = try rows(recordSet, asking: question.asked, engine)
      guard !recordSet.isKeyless else {
        guard let chosen = rows.chosenWithoutKey(at: place) else { return [] }
        // Equal rows count as one row of a sample.
        let digest = RowDigest(columns: rows.shape.writable.map(\.name))
        try look(question, rows, key: digest.columns, chosen: rows.words.limited(chosen, to: count)) {
          row, look in
          var key = KeyList()
          digest.append(to: &key) { row[$0] }
          looks.append(look(Array(key[0])))
        }
        return looks
      }
      let chosen = rows.words.limited(try rows.chosen(at: place, store: name), to: count)
      try look(question, rows, key: recordSet.key, chosen: chosen) { row, look in
        var key = KeyList()
        key.append(key: row)
        looks.append(look(Array(key[0])))
      }
      return looks
    }
  }

  /// One statement: without a key there is no next page. What a lost connection cuts short is an error, since rows would be seen twice.
  package func lookAtAll(_ question: RowQuestion, _ body: (RowLook) -> Void) throws(StoreError) {
    let recordSet = question.recordSet
    try asking(recordSet) { engine in
      try engine.gate.interruptibly {
        let rows = try rows(recordSet, asking: question.asked, engine)
        // A name that is read in every case, so that there is one.
        let key = recordSet.isKeyless ? rows.shape.writable.prefix(1).map(\.name) : recordSet.key
        try look(question, rows, key: key, chosen: "") { _, look in body(look([])) }
      }
    }
  }

  /// Reads rows, and gives of each the values of its key columns with what makes a look of it when its key is made.
  private func look(
    _ question: RowQuestion, _ rows: ServerRows, key: [String], chosen: SQLText,
    _ body: (_ key: ArraySlice<ColumnValue>, _ look: ([UInt8]) -> RowLook) throws -> Void
  ) throws {
    let columns =
      [SQLText(rows.names(key + question.events.map(\.column) + question.columns))]
      + question.parents.map(rows.conditions.value) + question.predicates.map(rows.answer)
    let events = question.events.map(rows.conditions.event)
    try rows.engine.query("SELECT \(SQLText.join(columns, ", ")) FROM \(rows.table) AS t \(chosen)") { row in
      try body(row.prefix(key.count)) { named in
        var rest = row.dropFirst(key.count)
        func take(_ count: Int) -> ArraySlice<ColumnValue> {
          defer { rest = rest.dropFirst(count) }
          return rest.prefix(count)
        }
        return RowLook(
          key: named, events: zip(events, take(events.count)).map { $0.value(of: $1) },
          values: Array(take(question.columns.count + question.parents.count)),
          answers: take(question.predicates.count).map { $0 == .integer(1) })
      }
    }
  }
}

extension ServerRows {
  /// The end of a query in a table without a key; nil for a place in an order that it does not have.
  fileprivate func chosenWithoutKey(at place: RowPlace) -> SQLText? {
    func inOrder(of event: EventColumn, _ direction: String) -> SQLText {
      let column = name(event.column)
      return "WHERE \(column) IS NOT NULL ORDER BY \(column) \(direction)"
    }
    return switch place {
    case .behind(nil): ""
    case .behind, .from, .end: nil
    case .smallest(let event): inOrder(of: event, "ASC")
    case .largest(let event): inOrder(of: event, "DESC")
    }
  }
}
