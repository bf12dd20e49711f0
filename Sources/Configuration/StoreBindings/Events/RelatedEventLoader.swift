internal import JSONText
internal import RecordStores

/// Reads an event whose date lies in another table: `latest`, `earliest` or `parent`.
struct RelatedEventLoader {
  let events: EventLoader

  static let choices: [(name: String, choice: RelatedEvent.Choice)] = [
    ("latest", .latest), ("earliest", .earliest), ("parent", .only),
  ]

  /// - Parameter fields: of the event, which has no `column`.
  func source(_ field: Field, _ fields: ObjectFields) -> BoundEvent.Source? {
    for name in EventLoader.ofColumn
    where fields[name] != nil && !Self.choices.contains(where: { $0.name == name }) {
      fields[name]?.report("\"\(name)\" without a column", "put it into the object that names the column")
    }
    let found = Self.choices.compactMap { name, choice in fields[name].map { (name, choice, $0) } }
    guard let (name, choice, inner) = found.first else {
      field.report(
        "an event without a column",
        "add \"column\", or one of \"latest\", \"earliest\" and \"parent\" with a table")
      return nil
    }
    for (_, _, other) in found.dropFirst() {
      other.report(
        "two events in one", "give each a name of its own, and join them by the rule's latestOf or earliestOf"
      )
    }
    if case .string = inner.node.content {
      inner.report("a day without its column", "add \"column\" and \"as\"")
      return nil
    }
    if choice == .only, let ifNone = fields["ifNone"] {
      ifNone.report("a record whose parent is not there has no date", "remove it")
    }
    let event = related(inner, named: name, choice)
    let ifNone = fields["ifNone"].flatMap(own)
    return event.map { .related($0, ifNone: choice == .only ? nil : ifNone) }
  }

  private func related(_ field: Field, named name: String, _ choice: RelatedEvent.Choice) -> RelatedEvent? {
    guard
      let fields = field.object(
        ["table", "references", "column", "as", "where", "compare"] + EventLoader.bounds)
    else { return nil }
    let table = fields.required("table")?.string
    let references = fields.required("references").flatMap {
      Self.references($0, choice == .only ? "the record's columns" : "the other table's columns")
    }
    let condition = Self.condition(fields)
    let date = events.column(fields)
    guard let table, let references, let date, fields["where"] == nil || condition != nil else { return nil }
    return RelatedEvent(
      rows: RelatedRows(
        table: table, direction: choice == .only ? .parent : .children, references: references,
        condition: condition.map { choice == .latest ? Self.counting($0) : $0 } ?? .always), date: date,
      choice: choice)
  }

  /// Of the latest a row counts, too, of which nobody can say that it does not: a column that the condition asks is null. One that is asked for null by name is not
  /// in doubt.
  private static func counting(_ condition: Predicate) -> Predicate {
    let inDoubt = condition.columns.subtracting(condition.askedForNull).sorted()
    return Predicate.any([condition] + inDoubt.map { .isNull(column: $0) }).simplified
  }

  /// Reads `where` and `compare`: which rows of another table are meant, by their own columns. Texts compare as the column has them unless the file
  /// says otherwise.
  ///
  /// - Returns: nil if the file does not say, or is wrong there.
  static func condition(_ fields: ObjectFields) -> Predicate? {
    let equality = fields["compare"].map(RecordSetLoader.textEquality) ?? .asTheColumn
    guard let field = fields["where"] else {
      fields["compare"]?.report("nothing is compared", "remove it, or add \"where\"")
      return nil
    }
    let condition = PredicateLoader.predicate(field)
    if let condition, condition.columns.isEmpty {
      field.report("true or false of every row", "ask for a column of the other table, or remove it")
    }
    return condition?.comparing(by: equality)
  }

  /// - Parameter referring: whose columns stand before the colon.
  static func references(_ field: Field, _ referring: String) -> [Dependent.Reference]? {
    let pairs = (field.map ?? []).compactMap { name, field in
      field.string.map { Dependent.Reference(column: name, parentColumn: $0) }
    }
    if pairs.isEmpty {
      field.report("no column", "write {\"column\": \"column that it refers to\"}, with \(referring) first")
    }
    return pairs.isEmpty ? nil : pairs.sorted { $0.column < $1.column }
  }

  /// The record's own column.
  private func own(_ field: Field) -> EventColumn? {
    guard let fields = field.object(["column", "as"] + EventLoader.bounds + ["table"]) else { return nil }
    if let table = fields["table"] {
      table.report("the record's own date counts if there is no row", "name one of its own columns alone")
    }
    return events.column(fields)
  }
}
