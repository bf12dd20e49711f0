/// What is wrong with dependents: what refers to a table and is not declared, or could not be found by what is declared.
extension SchemaReview {
  /// Whatever refers to the table must be declared, level by level: deleting its parent would delete it unlisted, or fail.
  mutating func reviewReferences(to table: String, declared: [Dependent], path: [String]) throws {
    for reference in try catalogue.references(to: table) {
      let isDeclared = declared.contains { dependent in
        dependent.table.lowercased() == reference.table.lowercased()
          && Set(dependent.references.map { "\($0.column)>\($0.parentColumn)".lowercased() })
            == Set(zip(reference.columns, reference.parentColumns).map { "\($0)>\($1)".lowercased() })
      }
      if !isDeclared {
        refusals.append(
          .undeclaredReference(
            table: table, from: reference.table, onDelete: reference.onDelete, columns: reference.columns,
            parentColumns: reference.parentColumns))
      }
    }
    for dependent in declared { try review(dependent, path: path) }
  }

  private mutating func review(_ dependent: Dependent, path: [String]) throws {
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
    for column in dependent.columns + (dependent.subject.map { [$0] } ?? []) where !names.contains(column) {
      refusals.append(.columnMissing(table: table, column: column))
    }
    try reviewTypes(of: dependent, found, parent: path.last)
    let columns = dependent.references.map(\.column)
    let isIndexed = try catalogue.indexes(of: table).contains {
      Set($0.columns.prefix(columns.count)) == Set(columns)
    }
    if !isIndexed { warnings.append(.dependentIndexMissing(table: table, columns: columns)) }
    try reviewFiles(dependent.files, of: table)
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
