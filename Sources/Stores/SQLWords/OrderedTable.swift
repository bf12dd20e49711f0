package import RecordStores
package import Words

/// A table whose rows are asked for page by page, in the order of the record set's key.
package protocol OrderedTable {
  var recordSet: RecordSet { get }
  /// The key's columns as rows are ordered by them.
  var keyOrder: [SQLText] { get }
  /// The key's columns that may be null. A row that has none there is no record: nothing names it.
  var nullableKey: [String] { get }
  /// A column's name as the statement knows it.
  func name(_ column: String) -> SQLText
  /// Tells if a row is behind another in the key's order.
  func isBehind(key values: [ColumnValue]) -> SQLText
  /// Tells if the key's first column is a value or behind it.
  func isFrom(_ value: ColumnValue) -> SQLText
}

extension OrderedTable {
  /// The end of a query: which rows, and in which order. Each is a walk along one index.
  package func chosen(at place: RowPlace, store: StoreName) throws(StoreError) -> SQLText {
    let sorted: SQLText = "ORDER BY \(SQLText.join(keyOrder, ", "))"
    let isNamed = nullableKey.map { column -> SQLText in "\(name(column)) IS NOT NULL" }
    let named: SQLText = isNamed.isEmpty ? "" : "WHERE \(SQLText.join(isNamed, " AND ")) "
    switch place {
    case .behind(nil): return "\(named)\(sorted)"
    case .behind(let last?):
      var list = KeyList()
      list.append(last[...])
      let isBehind = isBehind(key: try list.values(at: 0, store: store))
      return "WHERE \(SQLText.join([isBehind] + isNamed, " AND ")) \(sorted)"
    case .from(let value): return "WHERE \(SQLText.join([isFrom(value)] + isNamed, " AND ")) \(sorted)"
    case .end: return "\(named)ORDER BY \(SQLText.join(keyOrder.map { "\($0) DESC" }, ", "))"
    case .smallest(let event): return inOrder(of: event, "ASC", isNamed)
    case .largest(let event): return inOrder(of: event, "DESC", isNamed)
    }
  }

  private func inOrder(of event: EventColumn, _ direction: String, _ isNamed: [SQLText]) -> SQLText {
    let conditions: [SQLText] = ["\(name(event.column)) IS NOT NULL"] + isNamed
    return "WHERE \(SQLText.join(conditions, " AND ")) ORDER BY \(name(event.column)) \(direction)"
  }
}
