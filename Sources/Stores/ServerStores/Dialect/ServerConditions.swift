internal import RecordStores
internal import SQLWords

/// Conditions on a table of a server, whose columns have types.
struct ServerConditions: TableConditions {
  let words: any ServerDialect
  let shape: TableShape
  /// The table's name within the statement.
  let alias: String
  /// The columns of the other tables that are asked about.
  var relatedShapes: [String: TableShape] = [:]
  var asksAllRows = false

  var dialect: any SQLDialect { words }

  /// Of a table that nobody read, nothing is asked: its columns are of no type, and the name of one is an error for the server. To go on without would make
  /// rows due that are not.
  func related(_ rows: RelatedRows) -> ServerConditions {
    ServerConditions(
      words: words, shape: relatedShapes[rows.table] ?? TableShape(columns: []),
      alias: relatedShapes[rows.table] == nil ? "retentiond_unread" : Self.relatedName)
  }

  func refers(_ theirs: String, to own: String, of record: ServerConditions) -> SQLText {
    let (column, other) = (shape.column(theirs), record.shape.column(own))
    return words.compare(
      name(theirs), "=", record.name(own), as: column?.foreign == nil ? other : column)
  }

  func name(_ column: String) -> SQLText { "\(alias).\(words.quoted(column))" }

  /// The first comparison goes by the column's type and collation, which its index has; of text the second goes by bytes.
  func isOneOf(
    _ column: String, _ values: [ColumnValue], by equality: Predicate.TextEquality
  ) -> SQLText {
    let matches = Dictionary(grouping: values) { shape.column(column)?.match($0) ?? .byType }
    let shown = matches[.asText].map { values in
      hasBytes(of: values.map { words.bytes(of: .value($0)) }, column)
    }
    let own = matches[.byType].map { isOneOfType(column, $0, by: equality) }
    let parts = [own, shown].compactMap(\.self)
    return parts.isEmpty ? words.truth(false) : "(\(SQLText.join(parts, " OR ")))"
  }

  private func isOneOfType(
    _ column: String, _ values: [ColumnValue], by equality: Predicate.TextEquality
  ) -> SQLText {
    let isEqual: SQLText = "\(name(column)) IS NOT NULL AND \(isIn(column, values))"
    guard equality == .bytes, let shape = shape.column(column), shape.family == .text, !shape.comparesBytes
    else { return "(\(isEqual))" }
    let bytes = values.map { words.bytes(of: typed($0, as: column)) }
    return "(\(isEqual) AND \(hasBytes(of: bytes, column)))"
  }

  /// Never null, whatever a function makes of a long text.
  private func hasBytes(of values: [SQLText], _ column: String) -> SQLText {
    "COALESCE(\(words.bytes(of: text(column))) IN (\(SQLText.join(values, ", "))), \(words.value(false)))"
  }

  /// A list of values, of which a type of somebody's has no operator that could be named.
  private func isIn(_ column: String, _ values: [ColumnValue]) -> SQLText {
    guard shape.column(column)?.foreign != nil else {
      return "\(name(column)) IN (\(SQLText.join(values.map { typed($0, as: column) }, ", ")))"
    }
    return "(\(SQLText.join(values.map { compare(column, "=", $0) }, " OR ")))"
  }

  func compare(_ column: String, _ sign: String, _ value: ColumnValue) -> SQLText {
    words.compare(name(column), sign, typed(value, as: column), as: shape.column(column))
  }

  func startsWith(_ column: String, _ prefix: String) -> SQLText {
    guard shape.column(column)?.hasPrefixes ?? false else { return words.truth(false) }
    let start = words.first(prefix.unicodeScalars.count, of: text(column))
    return
      "COALESCE(\(words.bytes(of: start)) = \(words.bytes(of: .value(.text(prefix)))), \(words.value(false)))"
  }

  func event(_ event: EventColumn) -> ServerEventConditions {
    ServerEventConditions(event, column: shape.column(event.column), words: words, alias: alias)
  }

  private func text(_ column: String) -> SQLText { words.text(name(column), of: shape.column(column)) }

  /// A value to be compared with a column.
  func typed(_ value: ColumnValue, as column: String) -> SQLText {
    shape.column(column).map { words.value(value, as: $0) } ?? .value(value)
  }
}
