internal import JSONText
internal import RecordStores

/// The closed language of conditions: comparisons, null tests, lists, and, or, not. No text of it reaches an engine.
enum PredicateLoader {
  private static let comparisons: [(name: String, comparison: Predicate.Comparison)] = [
    ("equals", .equal), ("notEquals", .notEqual), ("less", .less), ("lessOrEqual", .lessOrEqual),
    ("greater", .greater), ("greaterOrEqual", .greaterOrEqual),
  ]

  static func predicate(_ field: Field) -> Predicate? {
    if case .bool(let value) = field.node.content { return value ? .always : .never }
    let known = ["all", "any", "not", "column", "in", "isNull"] + comparisons.map(\.name)
    guard let fields = field.object(known) else { return nil }
    if let parts = fields["all"] { return list(parts, only: fields, "all").map(Predicate.all) }
    if let parts = fields["any"] { return list(parts, only: fields, "any").map(Predicate.any) }
    if let part = fields["not"] { return predicate(part).map { Predicate.not($0) } }
    return comparison(field, fields)
  }

  private static func list(_ field: Field, only fields: ObjectFields, _ name: String) -> [Predicate]? {
    if fields["column"] != nil {
      field.report("\"\(name)\" beside \"column\"", "put each in an object of its own")
    }
    let parts = field.array?.map(predicate) ?? []
    return parts.contains { $0 == nil } ? nil : parts.compactMap(\.self)
  }

  private static func comparison(_ field: Field, _ fields: ObjectFields) -> Predicate? {
    guard let column = fields.required("column")?.string else { return nil }
    var found: [Predicate] = []
    for (name, comparison) in comparisons {
      guard let operand = fields[name] else { continue }
      if case .null = operand.node.content {
        operand.report("a comparison with null, which no row meets", "write \"isNull\": true or false")
      }
      if let value = value(operand) { found.append(.compare(column: column, comparison, value)) }
    }
    if let values = fields["in"]?.array { found.append(.isOneOf(column: column, values.compactMap(value))) }
    if let isNull = fields["isNull"]?.bool {
      found.append(isNull ? .isNull(column: column) : .not(.isNull(column: column)))
    }
    if found.isEmpty {
      field.report("a column without a test", "add equals, in, isNull, less or another comparison")
    }
    return .all(found)
  }

  static func value(_ field: Field) -> ColumnValue? {
    switch field.node.content {
    case .null: return .null
    case .bool(let value): return .integer(value ? 1 : 0)
    case .integer(let number): return .integer(Int64(number))
    case .number: return field.double.map(ColumnValue.real)
    case .string(let text): return .text(text)
    case .array, .object:
      field.report("\(field.node.kind), where a value should stand", "write a string or a number")
      return nil
    }
  }
}
