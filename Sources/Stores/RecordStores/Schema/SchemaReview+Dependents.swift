/// What is wrong with dependents: what refers to a table and is not declared, or could not be found by what is declared.
extension SchemaReview {
  /// Whatever refers to the table must be declared, level by level: deleting its parent would delete it unlisted, or fail.
  mutating func reviewReferences(to table: String, declared: [Dependent], path: [String]) throws {
    for reference in try catalogue.references(to: table) {
      let same = declared.filter { dependent in
        dependent.table.lowercased() == reference.table.lowercased()
          && Set(dependent.references.map { "\($0.column)>\($0.parentColumn)".lowercased() })
            == Set(zip(reference.columns, reference.parentColumns).map { "\($0)>\($1)".lowercased() })
      }
      if let first = same.first, same.allSatisfy({ $0.condition != .always }) {
        refusals.append(Self.partlyDeclared(first, reference))
      }
      if same.isEmpty {
        refusals.append(
          .undeclaredReference(
            table: table, from: reference.table, onDelete: reference.onDelete, columns: reference.columns,
            parentColumns: reference.parentColumns))
      }
    }
    for dependent in declared { try review(dependent, path: path) }
  }

  /// A foreign key binds every row to its record: those that `where` leaves out would keep it for ever, or go with it unlisted.
  private static func partlyDeclared(_ dependent: Dependent, _ reference: CatalogueReference) -> SchemaFinding
  {
    .other(
      table: dependent.table,
      message:
        "\(reference.columns.joined(separator: ", ")) is a foreign key (ON DELETE \(reference.onDelete)), and \"where\" leaves rows out that it binds to their record all the same",
      remedy: "remove \"where\", or declare the table once more without it")
  }

  /// What becomes of rows that go although they are a record set's, beside what is said of its other rows.
  private mutating func reviewRest(_ dependent: Dependent, path: [String]) throws {
    let table = dependent.table
    guard try catalogue.kind(of: table) == "table" else { return }
    try reviewTriggers(of: table, setOffBy: TableStatements([.delete]))
    try reviewReferences(to: table, declared: dependent.dependents, path: path + [table])
  }

  /// A word that the column's type lacks matches no row: a spelling mistake would leave all rows out.
  private mutating func reviewWords(of dependent: Dependent, _ found: [CatalogueColumn]) throws {
    for asked in dependent.condition.equals {
      let word = BoundWord(
        fact: "", column: asked.column, word: .value(asked.value), isExact: asked.by == .bytes)
      guard let column = found.named(asked.column), try catalogue.lacks(word, in: dependent.table) else {
        continue
      }
      warnings.append(
        .other(
          table: dependent.table,
          message:
            "column \(asked.column) is of type \(column.type), which has no value \(word.shown), so that no row is what \"where\" asks for by it",
          remedy: "correct the word in stores.json"))
    }
  }

  /// What a column is called that says what the reference beside it refers to: behind the reference's own name without its ending.
  private static let kindEndings = [
    "", "_type", "type", "_class", "class", "_kind", "kind", "_model", "_table", "_entity",
  ]

  /// Notes a column beside the reference that may say what it refers to. A foreign key refers to one table, whatever stands beside it.
  private mutating func noteKind(of dependent: Dependent, _ found: [CatalogueColumn], parent: String?) throws
  {
    guard dependent.condition == .always, let parent else { return }
    for reference in dependent.references {
      let isBound = try catalogue.references(to: parent).contains { key in
        key.table.lowercased() == dependent.table.lowercased()
          && key.columns.contains { $0.lowercased() == reference.column.lowercased() }
      }
      let name = reference.column.lowercased()
      guard !isBound, let ending = ["_id", "_pk", "_key", "_no", "_uuid", "id"].first(where: name.hasSuffix)
      else { continue }
      let stem = String(name.dropLast(ending.count))
      guard !stem.isEmpty else { continue }
      // Django calls it so.
      let names = Set(Self.kindEndings.map { stem + $0 } + (stem == "object" ? ["content_type_id"] : []))
      kindColumns += found.filter { names.contains($0.name.lowercased()) }.map {
        SchemaDescription.KindColumn(table: dependent.table, reference: reference.column, column: $0.name)
      }
    }
  }

  private mutating func review(_ dependent: Dependent, path: [String]) throws {
    guard !dependent.isRest else { return try reviewRest(dependent, path: path) }
    let table = dependent.table
    guard let kind = try catalogue.kind(of: table) else {
      return refusals.append(.tableMissing(table: table))
    }
    guard kind == "table" else { return refusals.append(.notATable(table: table, kind: kind)) }
    let refersToItself = path.last.map(dependent.refersToItself) ?? false
    guard refersToItself || !dependent.recordSets.isEmpty || !path.contains(table) else {
      return refusals.append(
        .other(
          table: table, message: "it depends on itself by way of \(path.last ?? "another table")",
          remedy: "give its rows a record set of their own, which keeps what they refer to"))
    }
    let found = try catalogue.columns(of: table)
    let names = Set(found.map(\.name))
    if dependent.recordSets.isEmpty, found.primaryKey.isEmpty {
      warnings.append(
        .other(
          table: table,
          message:
            "it has no primary key, so that the evidence of its rows has the values of \(dependent.columns.joined(separator: ", ")) and a number instead",
          remedy: "give it one, if somebody must prove that one certain row of it went"))
    }
    let asked = dependent.rows.columns.subtracting(dependent.columns).sorted()
    for column in dependent.columns + (dependent.subject.map { [$0] } ?? []) + asked
    where !names.contains(column) {
      refusals.append(.columnMissing(table: table, column: column))
    }
    try reviewWords(of: dependent, found)
    try noteKind(of: dependent, found, parent: path.last)
    try reviewTypes(of: dependent, found, parent: path.last)
    let columns = dependent.references.map(\.column)
    let isIndexed = try catalogue.indexes(of: table).contains {
      Set($0.columns.prefix(columns.count)) == Set(columns)
    }
    if !isIndexed { warnings.append(.dependentIndexMissing(table: table, columns: columns)) }
    try reviewFiles(dependent.files, of: table)
    // Rows that stay keep what refers to them.
    if dependent.losesReference { return try reviewLoss(of: dependent, found) }
    // Rows of a record set are never changed from here, and what refers to a table's own rows has been looked at with the table.
    guard dependent.recordSets.isEmpty, !refersToItself else { return }
    try reviewTriggers(of: table, setOffBy: TableStatements([.delete]))
    try reviewReferences(to: table, declared: dependent.dependents, path: path + [table])
  }

  /// Refuses references between columns whose types differ: `01` in a column of text refers to 1 for its application, and to nothing for a
  /// comparison, so that a record would go although a held one refers to it.
  private mutating func reviewTypes(
    of dependent: Dependent, _ found: [CatalogueColumn], parent: String?
  ) throws {
    guard let parent else { return }
    let theirs = try catalogue.columns(of: parent)
    for reference in dependent.references {
      guard let own = found.named(reference.column), let other = theirs.named(reference.parentColumn),
        !own.content.isComparable(with: other.content)
      else { continue }
      refusals.append(
        .other(
          table: dependent.table,
          message:
            "\(own.name) (\(own.type.isEmpty ? "no type" : own.type)) refers to \(parent).\(other.name) (\(other.type.isEmpty ? "no type" : other.type)): a value that is written otherwise, such as 01 for 1, would be overlooked",
          remedy: "give both columns the same type"))
    }
    for reference in dependent.references {
      guard let own = found.named(reference.column), let other = theirs.named(reference.parentColumn),
        let mine = own.collation, let its = other.collation, mine != its
      else { continue }
      refusals.append(
        .other(
          table: dependent.table,
          message:
            "\(own.name) (collation \(mine)) refers to \(parent).\(other.name) (collation \(its)): rows that refer to another record would be taken for this one's, or its own overlooked",
          remedy: "give both columns the same collation"))
    }
  }
}

extension [CatalogueColumn] {
  fileprivate func named(_ name: String) -> CatalogueColumn? {
    first { $0.name == name } ?? first { $0.name.lowercased() == name.lowercased() }
  }
}
