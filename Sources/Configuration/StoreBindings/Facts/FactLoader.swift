internal import JSONText
internal import RecordStores

/// Reads how rows show a fact: one of the conditions of a record set.
struct FactLoader {
  /// The fact's values.
  let vocabulary: [String]

  private static let ofRow = ["column", "values", "where", "compare"]

  func binding(_ field: Field) -> FactBinding? {
    guard let fields = field.object(Self.ofRow + ["always", "parent"]) else { return nil }
    guard let parent = fields["parent"] else { return binding(field, fields) }
    for name in Self.ofRow + ["always"] where fields[name] != nil {
      fields[name]?.report(
        "\"\(name)\" beside the row that tells the fact",
        name == "always" ? "remove it, or \"parent\"" : "put it into \"parent\", whose columns it is about")
    }
    return ofParent(parent)
  }

  private func ofParent(_ field: Field) -> FactBinding? {
    guard let fields = field.object(["table", "references"] + Self.ofRow) else { return nil }
    let table = fields.required("table")?.string
    let references = fields.required("references").flatMap {
      RelatedEventLoader.references($0, "the record's columns")
    }
    let inner = binding(field, fields)
    if case .cases(let cases)? = inner {
      for (value, predicate) in cases where predicate.columns.isEmpty {
        fields["where"]?.peek(value)?.report(
          "true or false of every row", "ask for a column of the other table, or remove it")
      }
    }
    guard let table, let references, let inner else { return nil }
    return .parent(RelatedRows(table: table, direction: .parent, references: references), inner)
  }

  /// - Parameter fields: of the row whose columns they name.
  private func binding(_ field: Field, _ fields: ObjectFields) -> FactBinding? {
    let equality = fields["compare"].map(RecordSetLoader.textEquality) ?? .bytes
    switch (fields["column"], fields["values"], fields["where"], fields["always"]) {
    case (let column?, nil, nil, nil): return column.string.map { .column($0, by: equality) }
    case (let column?, let values?, nil, nil):
      let words = words(values)
      if equality == .asTheColumn, words.values.joined().contains(where: { $0.prefix != nil }) {
        fields["compare"]?.report(
          "a prefix, which is compared by its bytes",
          "remove \"compare\", and name each spelling that the column has")
      }
      return column.string.map { .values(column: $0, words, by: equality) }
    case (nil, nil, let cases?, nil):
      var predicates: [String: Predicate] = [:]
      for (value, field) in cases.map ?? [] {
        check(value, field)
        predicates[value] = PredicateLoader.predicate(field)?.comparing(by: equality)
      }
      return .cases(predicates)
    case (nil, nil, nil, let always?):
      fields["compare"]?.report("every row has the value, and nothing is compared", "remove it")
      guard let value = always.string else { return nil }
      check(value, always)
      return .always(value)
    default:
      field.report(
        "a condition in no known form",
        fields["table"] == nil
          ? "write \"column\", \"column\" and \"values\", \"where\", \"always\", or \"parent\""
          : "write \"column\", \"column\" and \"values\", or \"where\"")
      return nil
    }
  }

  private func words(_ field: Field) -> [String: [FactWord]] {
    var words: [String: [FactWord]] = [:]
    for (value, field) in field.map ?? [] {
      check(value, field)
      words[value] = PredicateLoader.words(field) ?? []
    }
    return words
  }

  private func check(_ value: String, _ field: Field) {
    if !vocabulary.contains(value) {
      field.report("the fact has no value \"\(value)\"", "it has \(vocabulary.joined(separator: ", "))")
    }
  }
}
