public import RecordStores
internal import SQLite

extension SQLiteStore {
  public func describe(_ recordSet: RecordSet, use: SchemaUse) throws(StoreError) -> SchemaDescription {
    try asking(recordSet) { connection in
      // One snapshot, so that what is described is what the version says.
      try connection.execute("BEGIN")
      defer { try? connection.execute("COMMIT") }
      let catalogue = SchemaCatalogue(connection: connection)
      var review = SchemaReview(catalogue: catalogue, recordSet: recordSet, use: use)
      try review.run()
      describedVersions[recordSet.name] = try connection.integer("PRAGMA main.schema_version")
      return SchemaDescription(
        columns: review.columns, indexedColumns: review.indexedColumns, refusals: review.refusals,
        warnings: review.warnings, fingerprint: String(describedVersions[recordSet.name] ?? 0))
    }
  }
}

/// What SQLite's catalogue says.
struct SchemaCatalogue {
  let connection: Connection

  struct Reference {
    let table: String
    let columns: [String]
    let parentColumns: [String]
    let onDelete: String
  }

  private func rows<Row>(_ sql: String, _ argument: String?, _ read: (borrowing Statement) -> Row) throws
    -> [Row]
  {
    let query = try connection.prepare(sql)
    if let argument { query.bind(1, argument) }
    var rows: [Row] = []
    while try query.step() { rows.append(read(query)) }
    return rows
  }

  /// `table`, `view`, `virtual` or `shadow`; nil if there is nothing of the name.
  func kind(of table: String) throws -> String? {
    try rows("SELECT type FROM pragma_table_list WHERE schema = 'main' AND name = ?1 COLLATE NOCASE", table) {
      $0.text(0) ?? ""
    }.first
  }

  func columns(of table: String) throws -> [(
    name: String, type: String, isNullable: Bool, isGenerated: Bool, keyPlace: Int
  )] {
    try rows("SELECT name, type, \"notnull\", hidden, pk FROM pragma_table_xinfo(?1) ORDER BY cid", table) {
      ($0.text(0) ?? "", $0.text(1) ?? "", $0.integer(2) == 0, $0.integer(3) >= 2, Int($0.integer(4)))
    }
  }

  /// The columns of each index, in order, and whether it is unique over all rows.
  func indexes(of table: String) throws -> [(columns: [String], isUnique: Bool)] {
    try rows("SELECT name, \"unique\", partial FROM pragma_index_list(?1)", table) {
      (
        name: $0.text(0) ?? "", isUnique: $0.integer(1) == 1 && $0.integer(2) == 0,
        isPartial: $0.integer(2) == 1
      )
    }.filter { !$0.isPartial }.map { index in
      (
        try rows("SELECT name FROM pragma_index_info(?1) ORDER BY seqno", index.name) { $0.text(0) ?? "" },
        index.isUnique
      )
    }
  }

  /// Every foreign key of the database that refers to the table.
  func references(to table: String) throws -> [Reference] {
    let tables = try rows("SELECT name FROM sqlite_schema WHERE type = 'table'", nil) { $0.text(0) ?? "" }
    return try tables.flatMap { child -> [Reference] in
      let parts = try rows(
        "SELECT id, \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list(?1) ORDER BY id, seq",
        child
      ) {
        (
          id: $0.integer(0), parent: $0.text(1) ?? "", from: $0.text(2) ?? "", to: $0.text(3),
          onDelete: $0.text(4) ?? ""
        )
      }.filter { $0.parent.lowercased() == table.lowercased() }
      return try Dictionary(grouping: parts, by: \.id).sorted { $0.key < $1.key }.map { _, parts in
        // A reference without named columns is to the primary key.
        let key = try columns(of: table).filter { $0.keyPlace > 0 }.sorted { $0.keyPlace < $1.keyPlace }.map(
          \.name)
        return Reference(
          table: child, columns: parts.map(\.from),
          parentColumns: parts.enumerated().map { $1.to ?? ($0 < key.count ? key[$0] : "") },
          onDelete: parts[0].onDelete)
      }
    }
  }

  func triggers(of table: String) throws -> [(name: String, sql: String)] {
    try rows(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE", table
    ) {
      ($0.text(0) ?? "", $0.text(1) ?? "")
    }
  }
}

/// Holds a record set against the catalogue: what refuses a run, and what deserves a look.
struct SchemaReview {
  let catalogue: SchemaCatalogue
  let recordSet: RecordSet
  let use: SchemaUse
  private(set) var columns: [SchemaDescription.Column] = []
  private(set) var indexedColumns: Set<String> = []
  private(set) var refusals: [SchemaFinding] = []
  private(set) var warnings: [SchemaFinding] = []

  init(catalogue: SchemaCatalogue, recordSet: RecordSet, use: SchemaUse) {
    self.catalogue = catalogue
    self.recordSet = recordSet
    self.use = use
  }

  mutating func run() throws {
    let table = recordSet.table
    guard let kind = try catalogue.kind(of: table) else {
      return refusals.append(.tableMissing(table: table))
    }
    guard kind == "table" else { return refusals.append(.notATable(table: table, kind: kind)) }
    try reviewColumns()
    if use.deletes { try reviewReferences(to: table, declared: recordSet.dependents, path: [table]) }
    try reviewTriggers(of: table, events: use.deletes ? ["DELETE", "UPDATE"] : ["UPDATE"])
    if let archive = use.archive, archive.store == recordSet.store { try review(archive: archive) }
  }

  private mutating func reviewColumns() throws {
    let table = recordSet.table
    let found = try catalogue.columns(of: table)
    let indexes = try catalogue.indexes(of: table)
    let key = found.filter { $0.keyPlace > 0 }.sorted { $0.keyPlace < $1.keyPlace }.map(\.name)
    let unique = indexes.filter(\.isUnique).map(\.columns) + (key.isEmpty ? [] : [key])
    columns = found.map { column in
      SchemaDescription.Column(
        name: column.name, declaredType: column.type, isNullable: column.isNullable,
        isGenerated: column.isGenerated,
        isUnique: unique.contains { $0 == [column.name] })
    }
    indexedColumns = Set((indexes.map(\.columns) + [key]).compactMap(\.first))
    let names = Set(found.map(\.name))
    let read = use.readColumns.union(use.events.map(\.column)).union(use.changedColumns)
    for column in read.sorted() where !names.contains(column) {
      refusals.append(.columnMissing(table: table, column: column))
    }
    if !unique.contains(where: { Set($0) == Set(recordSet.key) })
      || !isNeverNull(recordSet.key, found, key: key)
    {
      refusals.append(.keyNotUnique(table: table, key: recordSet.key))
    }
    for column in found where column.isGenerated && use.changedColumns.contains(column.name) {
      refusals.append(.generatedColumnChanged(table: table, column: column.name))
    }
    for column in found where !column.isNullable && use.nulledColumns.contains(column.name) {
      refusals.append(.notNullable(table: table, column: column.name))
    }
    for event in use.events where names.contains(event.column) {
      if case .textDate = event.encoding {
        warnings.append(.encodingNotSortable(table: table, column: event.column))
      } else if !indexedColumns.contains(event.column) {
        warnings.append(.noIndex(table: table, column: event.column))
      }
    }
  }

  /// A primary key of a rowid table may hold nulls in SQLite, but for the integer one.
  private func isNeverNull(
    _ names: [String],
    _ found: [(name: String, type: String, isNullable: Bool, isGenerated: Bool, keyPlace: Int)], key: [String]
  ) -> Bool {
    found.filter { names.contains($0.name) }.allSatisfy { column in
      !column.isNullable || (key == [column.name] && column.type.uppercased() == "INTEGER")
    }
  }

  /// Whatever refers to the table must be declared, level by level: deleting its parent would delete it unlisted, or fail.
  private mutating func reviewReferences(to table: String, declared: [Dependent], path: [String]) throws {
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
    guard try catalogue.kind(of: table) == "table" else {
      return refusals.append(.tableMissing(table: table))
    }
    guard !path.contains(table) else {
      return refusals.append(
        .other(
          table: table, message: "it depends on itself, and its rows may have periods of their own",
          remedy: "remove the dependent and the reference, or give the rows a record set of their own"))
    }
    let names = Set(try catalogue.columns(of: table).map(\.name))
    for reference in dependent.references where !names.contains(reference.column) {
      refusals.append(.columnMissing(table: table, column: reference.column))
    }
    let columns = dependent.references.map(\.column)
    let isIndexed = try catalogue.indexes(of: table).contains {
      Set($0.columns.prefix(columns.count)) == Set(columns)
    }
    if !isIndexed { warnings.append(.dependentIndexMissing(table: table, columns: columns)) }
    try reviewTriggers(of: table, events: ["DELETE"])
    try reviewReferences(to: table, declared: dependent.dependents, path: path + [table])
  }

  private mutating func reviewTriggers(of table: String, events: [String]) throws {
    for trigger in try catalogue.triggers(of: table) {
      // The event stands before ON; text alone tells, and a doubt refuses.
      let words = trigger.sql.uppercased().split { !$0.isLetter && $0 != "_" }.prefix { $0 != "BEGIN" }.map(
        String.init)
      if let event = events.first(where: words.contains) {
        refusals.append(.trigger(table: table, name: trigger.name, event: event))
      }
    }
  }

  private mutating func review(archive: RecordSet) throws {
    guard try catalogue.kind(of: archive.table) == "table" else {
      return refusals.append(.tableMissing(table: archive.table))
    }
    let names = Set(try catalogue.columns(of: archive.table).map(\.name))
    for column in columns where !column.isGenerated && !names.contains(column.name) {
      refusals.append(
        .archiveColumnMissing(table: recordSet.table, archive: archive.table, column: column.name))
    }
    try reviewTriggers(of: archive.table, events: ["INSERT"])
  }
}
