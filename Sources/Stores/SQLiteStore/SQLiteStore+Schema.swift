package import RecordStores
internal import SQLite

extension SQLiteStore {
  package func describe(_ recordSet: RecordSet, use: SchemaUse) throws(StoreError) -> SchemaDescription {
    try reading(recordSet) { connection in
      // One snapshot, so that what is described is what the version says.
      try connection.execute("BEGIN")
      defer { if !connection.rollback() { drop(connection) } }
      let catalogue = SQLiteCatalogue(connection: connection)
      try refuseHiddenCatalogue(of: connection)
      var review = SchemaReview(catalogue: catalogue, recordSet: recordSet, use: use)
      try review.run()
      describedVersions[recordSet.name] = try connection.integer("PRAGMA main.schema_version")
      var description = SchemaDescription(
        columns: review.columns, indexedColumns: review.indexedColumns, refusals: review.refusals,
        warnings: review.warnings, forbidden: writingObstacles(),
        fingerprint: String(describedVersions[recordSet.name] ?? 0))
      description.related = review.related
      description.kindColumns = review.kindColumns
      return description
    }
  }
}

/// Reads SQLite's catalogue.
struct SQLiteCatalogue: SchemaCatalogue {
  let connection: Connection

  /// A batch has the file's write lock.
  let hasOtherWriters = false

  /// Whoever can read the file sees all of its triggers and references.
  func unseen(of table: String, events: Set<TableEvent>) -> [SchemaFinding] { [] }

  /// A file has no policies and no rights within it: what is not writable is told by `writingObstacles`.
  func otherRefusals(of table: String) -> [SchemaFinding] { [] }

  func rows<Row>(_ sql: String, _ argument: String?, _ read: (borrowing Statement) -> Row) throws
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

  func columns(of table: String) throws -> [CatalogueColumn] {
    try rows(
      """
      SELECT name, type, "notnull", hidden, pk, (SELECT count(*) FROM pragma_table_xinfo(?1) WHERE pk > 0),
        upper(coalesce(dflt_value, 'NULL')) <> 'NULL'
      FROM pragma_table_xinfo(?1) ORDER BY cid
      """, table
    ) {
      let type = $0.text(1) ?? ""
      // A primary key of a rowid table may have nulls in SQLite, but for the integer one.
      let isRowid = type.uppercased() == "INTEGER" && $0.integer(4) == 1 && $0.integer(5) == 1
      var column = CatalogueColumn(
        name: $0.text(0) ?? "", type: type, isNullable: $0.integer(2) == 0 && !isRowid,
        isGenerated: $0.integer(3) >= 2, hasDefault: $0.integer(6) == 1, keyPlace: Int($0.integer(4)),
        content: Self.content(type.uppercased()))
      column.collation = connection.collation(ofColumn: column.name, in: table)
      return column
    }
  }

  func hasNull(in column: String, of table: String) throws -> Bool {
    try !rows("SELECT 1 FROM \(sqlite.table(table)) WHERE \(sqlite.quoted(column)) IS NULL LIMIT 1", nil) {
      _ in true
    }.isEmpty
  }

  /// By the affinity that SQLite gives a declared type (section 3.1 of its page on datatypes). What is in a column is each row's own affair.
  private static func content(_ type: String) -> ColumnContent {
    if type.contains("INT") { return .integer(bits: 64, isSigned: true) }
    if ["CHAR", "CLOB", "TEXT"].contains(where: type.contains) { return .text }
    if type.isEmpty || type.contains("BLOB") { return .anything }
    if ["REAL", "FLOA", "DOUB"].contains(where: type.contains) { return .real(bits: 64) }
    return .binaryNumber
  }

  /// The columns of each index, in order, and whether it is unique over all rows.
  func indexes(of table: String) throws -> [(columns: [String], isUnique: Bool)] {
    try rows("SELECT name, \"unique\", partial FROM pragma_index_list(?1)", table) {
      (
        name: $0.text(0) ?? "", isUnique: $0.integer(1) == 1 && $0.integer(2) == 0,
        isPartial: $0.integer(2) == 1
      )
    }.filter { !$0.isPartial }.map { index in
      let columns = try rows(
        "SELECT name, coll FROM pragma_index_xinfo(?1) WHERE key = 1 ORDER BY seqno", index.name
      ) { (name: $0.text(0) ?? "", collation: ($0.text(1) ?? "").uppercased()) }
      // Two keys that the index tells apart may be one to every comparison with the column.
      let tellsApart = columns.allSatisfy { column in
        let own = connection.collation(ofColumn: column.name, in: table) ?? "BINARY"
        return own == "BINARY" || own == column.collation
      }
      return (columns.map(\.name), index.isUnique && tellsApart)
    }
  }

  /// Every foreign key of the database that refers to the table.
  func references(to table: String) throws -> [CatalogueReference] {
    let tables = try rows("SELECT name FROM sqlite_schema WHERE type = 'table'", nil) { $0.text(0) ?? "" }
    return try tables.flatMap { child -> [CatalogueReference] in
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
        return CatalogueReference(
          table: child, columns: parts.map(\.from),
          parentColumns: parts.enumerated().map { $1.to ?? ($0 < key.count ? key[$0] : "") },
          onDelete: parts[0].onDelete)
      }
    }
  }

  /// A declared type or length refuses nothing here.
  func takes(_ content: ChangedColumn.Content, _ column: CatalogueColumn) -> Bool { true }
  func characterLimit(of column: CatalogueColumn) -> Int? { nil }

  func triggers(of table: String) throws -> [CatalogueTrigger] {
    try rows(
      "SELECT name, sql, tbl_name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE",
      table
    ) {
      let read = TriggerEvents(statement: $0.text(1) ?? "")
      return CatalogueTrigger(
        name: $0.text(0) ?? "", events: read.events, assignedColumns: read.assignedColumns,
        text: TriggerText(["name": $0.text(0), "table": $0.text(2), "statement": $0.text(1)]))
    }
  }

  /// The update hook tells nothing of a table without rowids.
  func countsChanges(of table: String) throws -> Bool {
    try rows("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?1 COLLATE NOCASE", table) {
      $0.integer(0)
    }.first == 0
  }
}
