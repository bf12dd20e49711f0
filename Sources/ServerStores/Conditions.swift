internal import RecordStores

/// Predicates in a server's words. Every atom is true or false and never null.
struct Conditions {
  let engine: any ServerEngine
  let shape: TableShape
  /// What the table is called in the statement.
  let alias: String

  func condition(_ predicate: Predicate) -> SQLText {
    switch predicate {
    case .always: return "(TRUE)"
    case .never: return "(FALSE)"
    case .all(let parts): return "(\(SQLText.join(parts.map(condition), " AND ")))"
    case .any(let parts): return "(\(SQLText.join(parts.map(condition), " OR ")))"
    case .not(let part): return "(NOT \(condition(part)))"
    case .compare(_, _, .null): return "(FALSE)"
    case .compare(let column, let comparison, let value):
      return
        "(\(name(column)) IS NOT NULL AND \(name(column)) \(sign(comparison)) \(typed(value, as: column)))"
    case .isNull(let column): return "(\(name(column)) IS NULL)"
    case .isOneOf(let column, let values):
      let known = values.filter { $0 != .null }.map { typed($0, as: column) }
      guard !known.isEmpty else { return "(FALSE)" }
      return "(\(name(column)) IS NOT NULL AND \(name(column)) IN (\(SQLText.join(known, ", "))))"
    case .event(let event, let test): return self.event(event).condition(test)
    }
  }

  func event(_ event: EventColumn) -> EventConditions {
    EventConditions(event, column: shape.column(event.column), engine: engine, alias: alias)
  }

  private func name(_ column: String) -> String { "\(alias)." + engine.quoted(column) }

  private func typed(_ value: ColumnValue, as column: String) -> SQLText {
    shape.column(column).map { engine.value(value, as: $0) } ?? .value(value)
  }

  private func sign(_ comparison: Predicate.Comparison) -> String {
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
