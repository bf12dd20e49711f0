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
    case .compare(let column, let comparison, let value):
      let name = SQLText.quoted(column)
      // A comparison with null has no answer; two-valued it is false.
      if value == .null { return SQLText("0") }
      return SQLText("(\(name) IS NOT NULL AND \(name) \(sign(comparison)) ?)", [value])
    case .isNull(let column): return SQLText("(\(SQLText.quoted(column)) IS NULL)")
    case .isOneOf(let column, let values):
      let known = values.filter { $0 != .null }
      let marks = known.map { _ in "?" }.joined(separator: ", ")
      let name = SQLText.quoted(column)
      return SQLText("(\(name) IS NOT NULL AND \(name) IN (\(marks)))", known)
    case .event(let event, let test): return EventSQL(event).condition(test)
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
