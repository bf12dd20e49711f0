internal import CivilTime
internal import RecordStores

/// Predicates in SQLite's words. Every atom is true or false and never null; every comparison with a trigger column can use an index.
enum PredicateSQL {
  static func condition(_ predicate: Predicate) -> SQLText {
    switch predicate {
    case .always: return SQLText("1")
    case .never: return SQLText("0")
    case .all(let parts): return "(" + SQLText.join(parts.map(condition), " AND ") + ")"
    case .any(let parts): return "(" + SQLText.join(parts.map(condition), " OR ") + ")"
    case .not(let part): return "(NOT " + condition(part) + ")"
    // A comparison with null has no answer; two-valued it is false.
    case .compare(_, _, .null, _): return SQLText("0")
    case .compare(let column, .equal, let value, let equality):
      return isOneOf(column, [value], by: equality)
    case .compare(let column, .notEqual, let value, let equality):
      return "(\(SQLText.quoted(column)) IS NOT NULL AND NOT " + isOneOf(column, [value], by: equality) + ")"
    case .compare(let column, let comparison, let value, _):
      let name = SQLText.quoted(column)
      return SQLText("(\(name) IS NOT NULL AND \(name) \(sign(comparison)) ?)", [value])
    case .isNull(let column): return SQLText("(\(SQLText.quoted(column)) IS NULL)")
    case .isOneOf(let column, let values, let equality):
      return isOneOf(column, values.filter { $0 != .null }, by: equality)
    case .event(let event, let test): return EventSQL(event).condition(test)
    }
  }

  /// The first comparison goes by the column's collation, which its index has; the second by bytes.
  private static func isOneOf(
    _ column: String, _ values: [ColumnValue], by equality: Predicate.TextEquality
  ) -> SQLText {
    let name = SQLText.quoted(column)
    let list = values.count == 1 ? "= ?" : "IN (\(values.map { _ in "?" }.joined(separator: ", ")))"
    switch equality {
    case .asTheColumn: return SQLText("(\(name) IS NOT NULL AND \(name) \(list))", values)
    case .bytes:
      return SQLText(
        "(\(name) IS NOT NULL AND \(name) \(list) AND \(name) COLLATE BINARY \(list))", values + values)
    }
  }

  private static func sign(_ comparison: Predicate.Comparison) -> String {
    switch comparison {
    case .equal: "="
    case .notEqual: "<>"
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    }
  }
}
