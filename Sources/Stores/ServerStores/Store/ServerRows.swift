internal import RecordStores
internal import SQLWords

/// One record set's table in a server's words. Its rows are `t`, if nothing else is said, those of a list `l`.
struct ServerRows: OrderedTable {
  let recordSet: RecordSet
  let shape: TableShape
  let engine: any ServerEngine
  var alias = "t"
  /// The columns of the other tables that its questions are about.
  var related: [String: TableShape] = [:]
  /// Tells if the statement asks all rows, and gives no page of them.
  var asksAllRows = false

  var table: String { words.table(recordSet.table) }
  var words: any ServerDialect { engine.dialect }
  var conditions: ServerConditions {
    ServerConditions(
      words: words, shape: shape, alias: alias, relatedShapes: related, asksAllRows: asksAllRows)
  }

  func name(_ column: String) -> SQLText { conditions.name(column) }

  func names(_ columns: [String]) -> String { words.quoted(columns, prefix: alias + ".") }

  var key: String { names(recordSet.key) }

  var nullableKey: [String] { recordSet.key.filter { shape.column($0)?.isNullable ?? false } }

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
    words.list(first + (try shapes(columns)), rows: rows)
  }

  /// Tells if a row is one of the list, whose columns from `first` on are the key.
  func isListed(from first: Int = 0) throws -> SQLText {
    let same = try zip(recordSet.key, shapes(recordSet.key)).enumerated().map { place, column in
      words.compare(name(column.0), "=", words.listed(first + place, column.1), as: column.1)
    }
    return SQLText.join(same, " AND ")
  }

  /// The list's value for a column, by its place.
  func listed(_ place: Int, _ column: String) throws -> SQLText {
    words.listed(place, try shapes([column])[0])
  }

  /// Tells if a column has exactly the list's value for it, by its place.
  func isSame(_ column: String, listedAt place: Int) throws -> SQLText {
    words.isSame(name(column), try listed(place, column), try shapes([column])[0])
  }

  // MARK: Conditions

  /// The selection's rows, without those that the server can tell are done.
  func condition(of selection: Selection) throws -> SQLText {
    var condition = conditions.condition(selection.predicate)
    if let keys = selection.keys { condition = "\(try isAmong(keys)) AND \(condition)" }
    for column in nullableKey { condition = "\(condition) AND \(name(column)) IS NOT NULL" }
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
    guard !values.isEmpty else { return words.truth(false) }
    return "EXISTS (SELECT 1 FROM \(try list(recordSet.key, values)) WHERE \(try isListed()))"
  }

  /// A predicate's answer as a number: 1 or 0.
  func answer(_ predicate: Predicate) -> SQLText {
    "CASE WHEN \(conditions.condition(predicate)) THEN 1 ELSE 0 END"
  }

  /// The row with a key that somebody typed. It is compared as text, too: a server may take "12x" for 12.
  func isRow(typed key: [String]) -> SQLText {
    let same = zip(recordSet.key, key).map { column, value -> SQLText in
      let shown = words.text(name(column), of: shape.column(column))
      return "\(conditions.compare(column, "=", .text(value))) AND \(shown) = \(value: .text(value))"
    }
    return SQLText.join(same, " AND ")
  }

  /// The order in which a selection's rows are taken: by its event if it has one, then by key.
  func order(_ selection: Selection) -> [SQLText] {
    (selection.orderedBy.map { [conditions.event($0).orderExpression] } ?? [])
      + keyOrder
  }

  /// The key's columns as rows are ordered by them: as they compare with a value that is given.
  var keyOrder: [SQLText] {
    recordSet.key.map { column in
      shape.column(column)?.ordersByNumber ?? false ? words.joined([name(column)]) : name(column)
    }
  }

  func isBehind(key values: [ColumnValue]) -> SQLText { isBehind(values, order: keyOrder, event: nil) }

  func isFrom(_ value: ColumnValue) -> SQLText {
    let first = recordSet.key[0]
    return words.compare(keyOrder[0], ">=", conditions.typed(value, as: first), as: shape.column(first))
  }

  /// Tells if a row is behind a position of a selection, which ends with a key.
  ///
  /// - Parameter event: the column that stands before the key in the order, if it is ordered by itself.
  func isBehind(_ values: [ColumnValue], order: [SQLText], event: ColumnShape?) -> SQLText {
    let leading = values.count - recordSet.key.count
    let columns = (leading > 0 ? [event] : []) + recordSet.key.map { shape.column($0) }
    let marks = values.enumerated().map { place, value -> SQLText in
      guard place >= leading, let column = columns[place] else { return .value(value) }
      return words.value(value, as: column)
    }
    guard columns.contains(where: { $0?.foreign != nil }) else { return SQLOrder.isBehind(marks, order) }
    // Of a row of values no operator can be named: the same, column by column.
    func compared(_ place: Int, _ sign: String) -> SQLText {
      words.compare(order[place], sign, marks[place], as: columns[place])
    }
    let isBehind = order.indices.dropLast().reversed().reduce(compared(order.count - 1, ">")) {
      "\(compared($1, ">")) OR (\(compared($1, "=")) AND (\($0)))"
    }
    return "\(compared(0, ">=")) AND (\(isBehind))"
  }
}
