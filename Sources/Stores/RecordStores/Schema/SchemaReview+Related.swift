/// What is wrong with the tables that events, and facts of the row that a record refers to, are read from.
extension SchemaReview {
  mutating func reviewRelated() throws {
    let own = try catalogue.columns(of: recordSet.table)
    for event in recordSet.related { try review(event, own) }
    for parent in recordSet.parents {
      guard let indexes = try review(parent.rows, reading: parent.allColumns, own) else { continue }
      reviewUnique(parent.rows, indexes, "words of one fact")
    }
  }

  /// - Returns: the columns of each index of the table; nil if something about it is refused.
  private mutating func review(_ rows: RelatedRows, reading read: Set<String>, _ own: [CatalogueColumn])
    throws
    -> [(columns: [String], isUnique: Bool)]?
  {
    let table = rows.table
    guard let kind = try catalogue.kind(of: table) else {
      refusals.append(.tableMissing(table: table))
      return nil
    }
    guard kind == "table" else {
      refusals.append(.notATable(table: table, kind: kind))
      return nil
    }
    let found = try catalogue.columns(of: table)
    let indexes = try catalogue.indexes(of: table)
    related[table] = SchemaDescription.RelatedTable(
      key: found.primaryKey,
      indexedColumns: Set((indexes.map(\.columns) + [found.primaryKey]).compactMap(\.first)))
    let missing = read.subtracting(found.map(\.name)).sorted()
    refusals += missing.map { .columnMissing(table: table, column: $0) }
    guard missing.isEmpty else { return nil }
    reviewTypes(rows, own, found)
    return indexes + (found.primaryKey.isEmpty ? [] : [(found.primaryKey, true)])
  }

  private mutating func reviewUnique(
    _ rows: RelatedRows, _ indexes: [(columns: [String], isUnique: Bool)], _ what: String
  ) {
    let theirs = Set(rows.theirColumns)
    guard !indexes.contains(where: { $0.isUnique && Set($0.columns) == theirs }) else { return }
    refusals.append(
      .other(
        table: rows.table,
        message:
          "\(rows.theirColumns.joined(separator: ", ")) is not unique, so that a record could have several \(what)",
        remedy: "refer to its key, or add a unique index"))
  }

  private mutating func review(_ event: RelatedEvent, _ own: [CatalogueColumn]) throws {
    let table = event.rows.table
    let read = Set([event.date.column] + event.rows.theirColumns).union(event.rows.condition.columns)
    guard let indexes = try review(event.rows, reading: read, own) else { return }
    let theirs = Set(event.rows.theirColumns)
    switch event.rows.direction {
    case .parent: reviewUnique(event.rows, indexes, "dates")
    case .children:
      if !indexes.map(\.columns).contains(where: {
        Set($0.prefix(theirs.count)) == theirs
      }) {
        let columns = event.rows.theirColumns + [event.date.column]
        let name = String((["i", table] + columns).joined(separator: "_").prefix(60))
        let listed = columns.map(catalogue.quoted).joined(separator: ", ")
        warnings.append(
          .other(
            table: table,
            message:
              "no index begins with \(event.rows.theirColumns.joined(separator: ", ")), so that the whole table is read for each record that is looked at",
            remedy:
              "CREATE INDEX \(catalogue.quoted(name)) ON \(catalogue.quoted(table)) (\(listed))"))
      }
      try reviewForeignKey(event.rows)
    }
  }

  /// A row that comes while a batch is made waits for the record's lock if a foreign key looks for the record. Without one it comes, and is looked for at the
  /// end.
  private mutating func reviewForeignKey(_ rows: RelatedRows) throws {
    guard use.deletes || !use.changedColumns.isEmpty, catalogue.hasOtherWriters else { return }
    let isKept = try catalogue.references(to: recordSet.table).contains { reference in
      reference.isEnforced && reference.table.lowercased() == rows.table.lowercased()
        && Set(zip(reference.columns, reference.parentColumns).map { "\($0)>\($1)".lowercased() })
          == Set(rows.references.map { "\($0.column)>\($0.parentColumn)".lowercased() })
    }
    guard !isKept else { return }
    warnings.append(
      .other(
        table: rows.table,
        message:
          "no foreign key on \(rows.theirColumns.joined(separator: ", ")) keeps a row from coming while its record goes: each batch looks for such rows right before its commit, and one that comes in the moment after that, about a millisecond, is not seen",
        remedy: "add the foreign key, or let runs be when the application writes nothing"))
  }

  /// Refuses references between columns whose types differ: `01` in a column of text refers to 1 for its application, and to nothing for a comparison, so
  /// that the row that keeps a record would be overlooked.
  private mutating func reviewTypes(_ rows: RelatedRows, _ own: [CatalogueColumn], _ found: [CatalogueColumn])
  {
    for (theirs, ours) in zip(rows.theirColumns, rows.ownColumns) {
      guard let column = found.first(where: { $0.name == theirs }) else { continue }
      guard let other = own.first(where: { $0.name == ours }) else {
        refusals.append(.columnMissing(table: recordSet.table, column: ours))
        continue
      }
      func shown(_ column: CatalogueColumn) -> String { column.type.isEmpty ? "no type" : column.type }
      let isUntyped = column.content == .anything && other.content == .anything
      if isUntyped || !column.content.isComparable(with: other.content) {
        refusals.append(
          .other(
            table: rows.table,
            message:
              "\(theirs) (\(shown(column))) and \(recordSet.table).\(ours) (\(shown(other))) are compared: a value that is written otherwise, such as 01 for 1, would be overlooked",
            remedy: "give both columns the same type"))
      } else if let mine = column.collation, let its = other.collation, mine != its {
        refusals.append(
          .other(
            table: rows.table,
            message:
              "\(theirs) (collation \(mine)) and \(recordSet.table).\(ours) (collation \(its)) are compared: rows of another record would be taken for this one's, or its own overlooked",
            remedy: "give both columns the same collation"))
      }
    }
  }
}
