internal import RecordStores

/// One record set's table in an engine's words. Its rows are `t`, if nothing else is said, those of a list `l`.
struct Rows {
  let recordSet: RecordSet
  let shape: TableShape
  let engine: any ServerEngine
  var alias = "t"

  var table: String { engine.table(recordSet.table) }
  var conditions: Conditions { Conditions(engine: engine, shape: shape, alias: alias) }

  func names(_ columns: [String]) -> String {
    columns.map { "\(alias).\(engine.quoted($0))" }.joined(separator: ", ")
  }

  var key: String { names(recordSet.key) }

  func shapes(_ columns: [String]) throws -> [ColumnShape] {
    try columns.map { name in
      guard let column = shape.column(name) else {
        throw StoreError.schema(
          store: recordSet.store, recordSet: recordSet.name,
          .columnMissing(table: recordSet.table, column: name))
      }
      return column
    }
  }

  /// The list of rows with these columns.
  ///
  /// - Parameter first: columns that stand before them and are not the table's.
  func list(_ columns: [String], _ rows: [[ColumnValue]], after first: [ColumnShape] = []) throws -> SQLText {
    engine.list(first + (try shapes(columns)), rows: rows)
  }

  /// That a row is one of the list, whose columns from `first` on are the key.
  func isListed(from first: Int = 0) throws -> String {
    try zip(recordSet.key, shapes(recordSet.key)).enumerated().map { place, column in
      engine.compare(
        "\(alias).\(engine.quoted(column.0))", "=", SQLText(engine.listed(first + place, column.1)),
        as: column.1
      ).text
    }.joined(separator: " AND ")
  }

  /// The list's value for a column, by its place.
  func listed(_ place: Int, _ column: String) throws -> String {
    engine.listed(place, try shapes([column])[0])
  }

  /// That a column has exactly the list's value for it, by its place.
  func isSame(_ column: String, listedAt place: Int) throws -> String {
    engine.isSame(
      "\(alias).\(engine.quoted(column))", try listed(place, column), try shapes([column])[0])
  }

  // MARK: Conditions

  /// The selection's rows, without those that the server can tell are done.
  func condition(of selection: Selection) throws -> SQLText {
    var condition = conditions.condition(selection.predicate)
    if let keys = selection.keys { condition = "\(try isAmong(keys)) AND \(condition)" }
    if selection.pseudonymising != nil,
      let mayBeUndone = mayBeUndone(RowFilter(selection, holds: NoHolds()))
    {
      condition = "\(condition) AND \(mayBeUndone)"
    }
    return condition
  }

  private func isAmong(_ keys: KeyList) throws -> SQLText {
    // No row has a key that cannot be read.
    let values = (0..<keys.count).compactMap { keys.values(at: $0) }
    guard !values.isEmpty else { return "(FALSE)" }
    return "EXISTS (SELECT 1 FROM \(try list(recordSet.key, values)) WHERE \(try isListed()))"
  }

  /// What rows are taken in the order of.
  func order(_ selection: Selection) -> [String] {
    (selection.orderedBy.map { [conditions.event($0).orderExpression] } ?? [])
      + keyOrder
  }

  /// The key's columns as rows are ordered by them: as they compare with a value that is given.
  var keyOrder: [String] {
    recordSet.key.map { name in
      let column = "\(alias).\(engine.quoted(name))"
      return shape.column(name)?.ordersByNumber ?? false ? "concat(\(column))" : column
    }
  }

  /// Rows behind a position: the first comparison is for the index, the second is exact.
  ///
  /// - Parameter event: the column that stands before the key in the order, if it is ordered by itself.
  func isBehind(_ position: BatchPosition?, order: [String], event: ColumnShape? = nil) -> SQLText {
    guard let values = position?.values, values.count == order.count, let first = order.first else {
      return ""
    }
    let leading = values.count - recordSet.key.count
    let marks = values.enumerated().map { place, value -> SQLText in
      guard place >= leading, let column = shape.column(recordSet.key[place - leading]) else {
        return .value(value)
      }
      return engine.value(value, as: column)
    }
    let leads = leading > 0 ? [event] : []
    let columns = leads + recordSet.key.map { shape.column($0) }
    guard columns.contains(where: { $0?.foreign != nil }) else {
      return
        "\(first) >= \(marks[0]) AND (\(order.joined(separator: ", "))) > (\(SQLText.join(marks, ", "))) AND "
    }
    // Of a row of values no operator can be named: the same, column by column.
    func compared(_ place: Int, _ sign: String) -> SQLText {
      engine.compare(order[place], sign, marks[place], as: columns[place])
    }
    let isBehind = order.indices.dropLast().reversed().reduce(compared(order.count - 1, ">")) {
      "\(compared($1, ">")) OR (\(compared($1, "=")) AND (\($0)))"
    }
    return "\(compared(0, ">=")) AND (\(isBehind)) AND "
  }
}
