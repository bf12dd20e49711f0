package import RecordStores

/// Conditions on the rows of one table.
///
/// How a predicate is taken apart is the same for every engine and stands here. What a single column is compared by differs, by affinity in SQLite and by
/// type on a server, and is each engine's own: the functions of the protocol. Each of them answers with a condition that is true or false of every row and
/// never null.
package protocol TableConditions {
  associatedtype Event: EventConditions

  var dialect: any SQLDialect { get }
  /// Tells if the statement asks all rows of the table, and gives no page of them: a server may read the other table once then, and not for each row.
  var asksAllRows: Bool { get }
  /// A column's name as the statement knows it.
  func name(_ column: String) -> SQLText
  /// Tells if the column is not null and has one of the values, none of which is null.
  func isOneOf(_ column: String, _ values: [ColumnValue], by equality: Predicate.TextEquality) -> SQLText
  /// Compares a column that is not null with a value that is not null.
  ///
  /// - Parameter sign: `<`, `<=`, `>` or `>=`.
  func compare(_ column: String, _ sign: String, _ value: ColumnValue) -> SQLText
  /// Tells if the column is not null and has a text that begins with this one, byte by byte.
  func startsWith(_ column: String, _ prefix: String) -> SQLText
  func event(_ event: EventColumn) -> Event
  /// The conditions on rows of another table within a statement on this one, under a name that no table has.
  func related(_ rows: RelatedRows) -> Self
  /// Tells if a related row's column, whose conditions these are, has the value of the record's own column.
  func refers(_ theirs: String, to own: String, of record: Self) -> SQLText
}

extension TableConditions {
  package var asksAllRows: Bool { false }

  /// A predicate's condition. A comparison with null has no answer to an engine; two-valued it is false, and `not` of it is true.
  package func condition(_ predicate: Predicate) -> SQLText {
    switch predicate {
    case .always: dialect.truth(true)
    case .never, .compare(_, _, .null, _): dialect.truth(false)
    case .all(let parts): "(\(SQLText.join(parts.map(condition), " AND ")))"
    case .any(let parts): "(\(SQLText.join(parts.map(condition), " OR ")))"
    case .not(let part): "(NOT \(condition(part)))"
    case .compare(let column, let comparison, let value, let equality):
      self.condition(column, comparison, value, by: equality)
    case .isNull(let column): "(\(name(column)) IS NULL)"
    case .isOneOf(let column, let values, let equality):
      isOneOf(column, values.filter { $0 != .null }, by: equality)
    case .startsWith(let column, let prefix): startsWith(column, prefix)
    case .event(let event, let test): self.event(event).condition(test)
    case .some(let rows, let part): isThere(rows, part)
    }
  }

  /// Tells if a related row counts and meets a predicate. Each column has its table's name before it: without one, a name that both tables have would
  /// be the inner table's, and a record be due that is not.
  private func isThere(_ rows: RelatedRows, _ part: Predicate) -> SQLText {
    let other = related(rows)
    let refers = zip(rows.theirColumns, rows.ownColumns).map { other.refers($0, to: $1, of: self) }
    let asked = [rows.condition, part].filter { $0 != .always }.map(other.condition)
    let found: SQLText =
      "SELECT 1 FROM \(dialect.table(rows.table)) AS \(Self.relatedName) WHERE \(SQLText.join(refers + asked, " AND "))"
    return asksAllRows ? "EXISTS (\(found))" : dialect.isThere(found)
  }

  /// The value in the row that a record refers to; null if there is none.
  package func value(of parent: ParentColumn) -> SQLText {
    let other = related(parent.rows)
    let refers = zip(parent.rows.theirColumns, parent.rows.ownColumns).map {
      other.refers($0, to: $1, of: self)
    }
    return
      "(SELECT \(other.name(parent.column)) FROM \(dialect.table(parent.rows.table)) AS \(Self.relatedName) WHERE \(SQLText.join(refers, " AND ")) LIMIT 1)"
  }

  /// What a statement calls the rows of another table.
  package static var relatedName: String { "retentiond_related" }

  private func condition(
    _ column: String, _ comparison: Predicate.Comparison, _ value: ColumnValue,
    by equality: Predicate.TextEquality
  ) -> SQLText {
    func compared(_ sign: String) -> SQLText {
      "(\(name(column)) IS NOT NULL AND \(compare(column, sign, value)))"
    }
    return switch comparison {
    case .equal: isOneOf(column, [value], by: equality)
    case .notEqual: "(\(name(column)) IS NOT NULL AND NOT \(isOneOf(column, [value], by: equality)))"
    case .less: compared("<")
    case .lessOrEqual: compared("<=")
    case .greater: compared(">")
    case .greaterOrEqual: compared(">=")
    }
  }
}
