internal import RecordStores
internal import SQLWords

/// Conditions on a table of a SQLite file, whose values have types and whose columns have affinities. Every comparison with a trigger column can use an
/// index.
struct SQLiteConditions: TableConditions {
  var dialect: any SQLDialect { sqlite }

  func name(_ column: String) -> SQLText { SQLText(sqlite.quoted(column)) }

  /// The first comparison goes by the column's collation, which its index has; the second by bytes. Both go by the column's affinity, as the
  /// application's own do.
  func isOneOf(
    _ column: String, _ values: [ColumnValue], by equality: Predicate.TextEquality
  ) -> SQLText {
    let name = name(column)
    let list: SQLText = values.count == 1 ? "= \(value: values[0])" : "IN (\(SQLText.values(values)))"
    return switch equality {
    case .asTheColumn: "(\(name) IS NOT NULL AND \(name) \(list))"
    case .bytes: "(\(name) IS NOT NULL AND \(name) \(list) AND \(name) COLLATE BINARY \(list))"
    }
  }

  func compare(_ column: String, _ sign: String, _ value: ColumnValue) -> SQLText {
    "\(name(column)) \(sign) \(value: value)"
  }

  func event(_ event: EventColumn) -> SQLiteEventConditions { SQLiteEventConditions(event) }
}
