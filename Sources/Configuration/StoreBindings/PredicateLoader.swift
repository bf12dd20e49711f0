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
    let known = ["all", "any", "not", "column", "in", "isNull", "startsWith"] + comparisons.map(\.name)
    guard let fields = field.object(known) else { return nil }
    guard let combining = ["all", "any", "not"].first(where: { fields[$0] != nil }),
      let part = fields[combining]
    else { return comparison(field, fields) }
    // Whatever else stands there would be passed over, and rows purged that it was meant to keep.
    for other in known where other != combining && fields[other] != nil {
      fields[other]?.report(
        "\"\(other)\" beside \"\(combining)\"",
        "put each in an object of its own, and join them by \"all\" or \"any\"")
    }
    switch combining {
    case "all": return list(part, combining).map(Predicate.all)
    case "any": return list(part, combining).map(Predicate.any)
    default: return predicate(part).map { Predicate.not($0) }
    }
  }

  private static func list(_ field: Field, _ name: String) -> [Predicate]? {
    guard let fields = field.array else { return nil }
    if fields.isEmpty {
      field.report("\"\(name)\" without conditions", "name at least one, or write true or false")
    }
    let parts = fields.map(predicate)
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
    if let field = fields["in"] {
      let values = self.values(field)
      if values?.isEmpty ?? false {
        field.report("\"in\" without values", "name at least one, or write false in the condition's place")
      }
      found.append(.isOneOf(column: column, values ?? []))
    }
    if let prefix = fields["startsWith"].flatMap(prefix) {
      found.append(.startsWith(column: column, prefix))
    }
    if let isNull = fields["isNull"]?.bool {
      found.append(isNull ? .isNull(column: column) : .not(.isNull(column: column)))
    }
    if found.isEmpty {
      field.report(
        "a column without a test", "add equals, in, isNull, startsWith, less or another comparison")
    }
    return .all(found)
  }

  /// The values of a list, none of them null.
  static func values(_ field: Field) -> [ColumnValue]? {
    field.array?.compactMap { field in
      if case .null = field.node.content { reportNull(field) }
      return value(field)
    }
  }

  /// The words that stand for a fact's value: values, and prefixes as `{"startsWith": "SR"}`.
  static func words(_ field: Field) -> [FactWord]? {
    field.array?.compactMap { field in
      guard case .object = field.node.content else {
        if case .null = field.node.content { reportNull(field) }
        return value(field).map(FactWord.value)
      }
      return field.object(["startsWith"])?.required("startsWith").flatMap(prefix).map(FactWord.prefix)
    }
  }

  /// What texts begin with. No text is less than a character, and every one begins with nothing.
  private static func prefix(_ field: Field) -> String? {
    guard let prefix = field.string else { return nil }
    guard !prefix.isEmpty, !prefix.utf8.contains(0) else {
      field.report(
        prefix.isEmpty ? "an empty prefix, which every text has" : "a text with a NUL, which no store holds",
        "write what the texts begin with, such as \"SR\"")
      return nil
    }
    return prefix
  }

  private static func reportNull(_ field: Field) {
    field.report(
      "null in a list, which no row meets",
      "remove it, and write {\"column\": …, \"isNull\": true} as a condition under \"where\"")
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
