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
    case .compare(_, _, .null, _): return "(FALSE)"
    case .compare(let column, .equal, let value, let equality):
      return isOneOf(column, [value], by: equality)
    case .compare(let column, .notEqual, let value, let equality):
      return "(\(name(column)) IS NOT NULL AND NOT \(isOneOf(column, [value], by: equality)))"
    case .compare(let column, let comparison, let value, _):
      return
        "(\(name(column)) IS NOT NULL AND \(compare(column, sign(comparison), typed(value, as: column))))"
    case .isNull(let column): return "(\(name(column)) IS NULL)"
    case .isOneOf(let column, let values, let equality):
      return isOneOf(column, values.filter { $0 != .null }, by: equality)
    case .event(let event, let test): return self.event(event).condition(test)
    }
  }

  /// The first comparison goes by the column's type and collation, which its index has; of text the second goes by bytes.
  private func isOneOf(
    _ column: String, _ values: [ColumnValue], by equality: Predicate.TextEquality
  ) -> SQLText {
    let matches = Dictionary(grouping: values) { shape.column(column)?.match($0) ?? .byType }
    let shown = matches[.asText].map { values -> SQLText in
      let words = values.map { value in engine.bytes(of: .value(value)) }
      return
        "COALESCE(\(engine.bytes(of: SQLText(text(column)))) IN (\(SQLText.join(words, ", "))), FALSE)"
    }
    let own = matches[.byType].map { isOneOfType(column, $0, by: equality) }
    let parts = [own, shown].compactMap(\.self)
    return parts.isEmpty ? "(FALSE)" : "(\(SQLText.join(parts, " OR ")))"
  }

  private func isOneOfType(
    _ column: String, _ values: [ColumnValue], by equality: Predicate.TextEquality
  ) -> SQLText {
    let isEqual: SQLText = "\(name(column)) IS NOT NULL AND \(isIn(column, values))"
    guard equality == .bytes, let shape = shape.column(column), shape.family == .text, !shape.comparesBytes
    else { return "(\(isEqual))" }
    let bytes = values.map { value -> SQLText in engine.bytes(of: self.typed(value, as: column)) }
    // Never null, whatever a function makes of a long text.
    return
      "(\(isEqual) AND COALESCE(\(engine.bytes(of: SQLText(text(column)))) IN (\(SQLText.join(bytes, ", "))), FALSE))"
  }

  /// A list of values, of which a type of somebody's has no operator that could be named.
  private func isIn(_ column: String, _ values: [ColumnValue]) -> SQLText {
    let typed = values.map { self.typed($0, as: column) }
    guard shape.column(column)?.foreign != nil else {
      return "\(name(column)) IN (\(SQLText.join(typed, ", ")))"
    }
    return "(\(SQLText.join(typed.map { compare(column, "=", $0) }, " OR ")))"
  }

  private func compare(_ column: String, _ sign: String, _ value: SQLText) -> SQLText {
    engine.compare(name(column), sign, value, as: shape.column(column))
  }

  private func text(_ column: String) -> String { engine.text(name(column), of: shape.column(column)) }

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
