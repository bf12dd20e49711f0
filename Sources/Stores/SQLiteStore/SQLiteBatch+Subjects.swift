internal import RecordStores
internal import SQLWords
internal import SQLite

/// Notes whom the rows of a batch are about, as they are before the change.
extension SQLiteBatch {
  /// The subject's name among the staged rows.
  static let stagedSubject = "subject"

  /// The subject's column, if rows that are rewritten have to keep it among the staged ones.
  func stagedSubject(_ change: Change) -> String? {
    guard case .pseudonymise = change, tags != nil else { return nil }
    return recordSet.subject
  }

  /// Notes the subject of a row that is returned as it was.
  ///
  /// - Parameters:
  ///   - column: nil for rows that have none.
  ///   - other: whom the row is about if it names nobody.
  func noteSubject(of row: borrowing Statement, at column: Int?, else other: () -> UInt64?) {
    guard let tags else { return }
    guard let column else { return subjects.records.append(other()) }
    let form = recordSet.subjectForm
    let tag: UInt64? =
      switch row.kind(column) {
      case .null: nil
      // SQLite writes fifteen digits of a number, which may have more.
      case .real: tags.tag(of: row.value(column), as: form)
      case .blob: unsafe row.withBytes(column, asText: false) { unsafe tags.tag(of: $0, as: form) }
      case .integer, .text: unsafe row.withBytes(column, asText: true) { unsafe tags.tag(of: $0, as: form) }
      }
    subjects.records.append(tag ?? other())
  }

  /// Notes whom the staged rows are about by the records that they depend on.
  func noteParents(of rows: SQLiteRows) throws {
    let connection = connection
    guard
      let parents = ParentSubjects(
        of: recordSet, tags: tags, ask: { try SQLiteStore.referring($0, on: connection) })
    else { return }
    let columns = sqlite.quoted(parents.columns, prefix: "r.")
    let query = try connection.prepare(
      """
      SELECT \(rows.identity.names.indices.map { "s.i\($0)" }.joined(separator: ", ")), \(columns)
      FROM temp.retentiond_batch AS s JOIN \(rows.table) AS r
      ON (\(identity(rows, of: "r"))) = (\(rows.identity.names.indices.map { "s.i\($0)" }.joined(separator: ", ")))
      """)
    let width = rows.identity.names.count
    var identities: [[ColumnValue]] = []
    var found: [[String: ColumnValue]] = []
    while try query.step() {
      identities.append((0..<width).map { query.value($0) })
      let values = parents.columns.indices.map { query.value(width + $0) }
      found.append(Dictionary(uniqueKeysWithValues: zip(parents.columns, values)))
    }
    for (identity, tag) in zip(identities, try parents.tags(of: found)) { parentTags[identity] = tag }
  }

  /// The tags of the staged rows, by what identifies each: a rewritten row is returned with its new subject.
  func stagedTags(_ rows: SQLiteRows) throws -> [[ColumnValue]: UInt64] {
    guard let tags, recordSet.subject != nil else { return parentTags }
    let query = try connection.prepare(
      "SELECT \(Self.stagedSubject), \(rows.identity.stagedColumns) FROM temp.retentiond_batch")
    var found = parentTags
    while try query.step() {
      let identity = (1..<query.columnCount).map { query.value($0) }
      if let tag = tags.tag(of: query.value(0), as: recordSet.subjectForm) { found[identity] = tag }
    }
    return found
  }

  /// Lists the dependents' rows that go with the staged ones; nil where none do, or nobody asks whom they are about.
  func goingDependents(of rows: SQLiteRows, limit: BatchLimit) throws -> GoingDependents? {
    guard let tags, GoingDependents.areThere(in: recordSet) else { return nil }
    let staged = rows.identity.names.indices.map { "s.i\($0)" }.joined(separator: ", ")
    let query = try connection.prepare(
      """
      SELECT \(sqlite.quoted(GoingDependents.columns(of: recordSet), prefix: "r.")), \(staged) FROM temp.retentiond_batch AS s JOIN \(rows.table) AS r
      ON (\(identity(rows, of: "r"))) = (\(staged)) ORDER BY s.rowid
      """)
    let width = query.columnCount - rows.identity.names.count
    var records: [[ColumnValue]] = []
    var others: [UInt64?] = []
    while try query.step() {
      records.append((0..<width).map { query.value($0) })
      others.append(parentTags[(width..<query.columnCount).map { query.value($0) }])
    }
    let (store, connection) = (store, connection)
    var going = GoingDependents(tags: tags, limit: limit) {
      try store.primaryKey(of: $0, on: connection)
    } ask: {
      try SQLiteStore.referring($0, on: connection)
    }
    try going.run(from: records, of: recordSet, about: others)
    return going
  }

  /// Keeps the list of the dependents' rows that went.
  func note(_ going: GoingDependents?) throws {
    guard var going else { return }
    if going.difference(from: dependents, withoutReference: withoutReference) != nil {
      throw StoreError.miscount(
        store: store.name, recordSet: recordSet.name,
        listed: going.rows.count + going.withoutReference.count,
        changed: dependents.values.reduce(0, +) + withoutReference.values.reduce(0, +))
    }
    subjects.dependents = going.rows
    subjects.withoutReference = going.withoutReference
  }
}

extension SQLiteStore {
  /// The columns of a table's primary key, in order.
  func primaryKey(of table: String, on connection: Connection) throws -> [String] {
    try columns(of: table, on: connection).primaryKey
  }

  /// A table's columns, read once.
  func columns(of table: String, on connection: Connection) throws -> [CatalogueColumn] {
    let version = try connection.integer("PRAGMA main.schema_version") ?? 0
    if let known = knownColumns[table], known.version == version { return known.columns }
    let columns = try SQLiteCatalogue(connection: connection).columns(of: table)
    knownColumns[table] = (version, columns)
    return columns
  }
}
