internal import RecordStores
internal import SQLWords
internal import SQLite

/// Finds what refers to records in a SQLite file.
extension SQLiteStore {
  /// The walk from records of a selection; nil where nothing can keep them.
  func walk(from selection: Selection, holds: any HoldTest, on connection: Connection) -> DependentWalk? {
    selection.dependents.map { test in
      DependentWalk(recordSet: selection.recordSet, test: test, holds: holds) {
        try Self.referring($0, on: connection)
      }
    }
  }

  /// A statement takes some 32 000 values.
  private static let valueLimit = 30_000

  static func referring(_ question: ReferringRows, on connection: Connection) throws -> [ReferringRow] {
    let width = question.columns.count + 1
    let columns = question.columns.indices.map { "retentiond_\($0)" }
    let isReferring = zip(question.columns, columns).map { "t.\(sqlite.quoted($0)) = p.\($1)" }
    let conditions = try SQLiteConditions(
      question.table, as: "t", asking: [question.predicate, question.condition], on: connection)
    let condition = conditions.condition(question.predicate)
    let isAsked = conditions.condition(question.condition)
    let read = question.reading.map { ", t.\(sqlite.quoted($0))" }.joined()
    var found: [ReferringRow] = []
    for part in stride(from: 0, to: question.parents.count, by: valueLimit / width) {
      let parents = question.parents[part..<min(part + valueLimit / width, question.parents.count)]
      let list = SQLText.rows(parents.enumerated().map { [.integer(Int64(part + $0))] + $1 })
      try connection.query(
        """
        WITH p(retentiond_place, \(columns.joined(separator: ", "))) AS (\(list))
        SELECT p.retentiond_place, \(condition)\(read) FROM p JOIN \(sqlite.table(question.table)) AS t
        ON \(isReferring.joined(separator: " AND ")) AND \(isAsked)
        """
      ) { row in
        found.append(
          ReferringRow(
            parent: Int(row.integer(0)), values: question.reading.indices.map { row.value($0 + 2) },
            matches: row.integer(1) != 0))
        try question.check(found.count)
      }
    }
    return found
  }

  static func countReferring(_ question: ReferringRows, on connection: Connection) throws -> Int {
    let columns = question.columns.map { "t.\(sqlite.quoted($0))" }
    let tuple = columns.count == 1 ? columns[0] : "(\(columns.joined(separator: ", ")))"
    let isAsked = try SQLiteConditions(question.table, as: "t", asking: [question.condition], on: connection)
      .condition(question.condition)
    var count = 0
    for part in stride(from: 0, to: question.parents.count, by: valueLimit / columns.count) {
      let parents = question.parents[part..<min(part + valueLimit / columns.count, question.parents.count)]
      try connection.query(
        "SELECT count(*) FROM \(sqlite.table(question.table)) AS t WHERE \(tuple) IN (\(SQLText.rows(parents))) AND \(isAsked)"
      ) { count += Int($0.integer(0)) }
    }
    return count
  }

  /// Adds to a tally the rows of a selection that no hold keeps and their dependents do, and what goes with the others.
  func addDependents(
    to tally: inout Tally, of selection: Selection, holds: any HoldTest, on connection: Connection
  ) throws {
    let asksCount = selection.countsDependents && DependentCount.isWorthwhile(selection.recordSet)
    guard selection.dependents != nil || asksCount, tally.count > tally.held else { return }
    var going = DependentCount(
      recordSet: selection.recordSet, ask: { try Self.referring($0, on: connection) },
      count: { try Self.countReferring($0, on: connection) },
      primaryKey: { try self.primaryKey(of: $0, on: connection) })
    let rows = SQLiteRows(recordSet: selection.recordSet, identity: try identity(of: selection.recordSet))
    var selection = selection
    while let page = try page(of: selection, rows: rows, limit: Self.pageLength, holds: holds, on: connection)
    {
      var records = page.records
      if var walk = walk(from: selection, holds: holds, on: connection) {
        try walk.run(from: records)
        tally.blocked += walk.keepers.count
        for found in walk.keepers.values { tally.keepers.merge(found, uniquingKeysWith: +) }
        records = records.enumerated().filter { walk.keepers[$0.offset] == nil }.map(\.element)
      }
      if asksCount { try going.add(records) }
      selection.after = page.position
    }
    tally.dependents = going.rows
    tally.withoutReference = going.withoutReference
  }

  /// The keys of the next rows that neither a hold nor a dependent keeps.
  func nextFreeKeys(
    _ selection: Selection, rows: SQLiteRows, count: Int, holds: any HoldTest, on connection: Connection
  ) throws -> KeyList {
    var selection = selection
    var keys = KeyList()
    while keys.count < count,
      let page = try page(of: selection, rows: rows, limit: Self.pageLength, holds: holds, on: connection),
      var walk = walk(from: selection, holds: holds, on: connection)
    {
      try walk.run(from: page.records)
      for (place, record) in page.records.enumerated() where walk.keepers[place] == nil && keys.count < count
      {
        keys.append(key: record.prefix(selection.recordSet.key.count))
      }
      selection.after = page.position
    }
    return keys
  }

  private static let pageLength = 500

  /// The next rows that no hold keeps, with the columns that a walk begins with; nil at the end.
  func page(
    of selection: Selection, rows: SQLiteRows, limit: Int, holds: any HoldTest, on connection: Connection
  )
    throws -> (records: [[ColumnValue]], position: BatchPosition)?
  {
    let chosen = try choice(
      of: rows, selection: selection, limit: limit, holds: holds, inOrder: true, on: connection)
    let order = order(of: selection, rows)
    let columns = sqlite.quoted(DependentWalk.columns(of: selection.recordSet))
    var records: [[ColumnValue]] = []
    var position: BatchPosition?
    try connection.query("SELECT \(SQLText.join(order, ", ")), \(columns) \(chosen)") { row in
      position = BatchPosition(values: order.indices.map { row.value($0) })
      records.append((order.count..<row.columnCount).map { row.value($0) })
    }
    return position.map { (records, $0) }
  }
}

/// Changes what refers to the rows of a batch, before they go.
extension SQLiteBatch {
  /// Deletes what goes with the staged rows, the deepest level first, and takes from what stays its reference to them.
  func deleteDependents(of rows: SQLiteRows) throws {
    // The references are compared when all are gone.
    if !recordSet.circleColumns.isEmpty { try connection.execute("PRAGMA defer_foreign_keys = ON") }
    try change(recordSet.dependents) { columns in
      "(SELECT \(sqlite.quoted(columns)) FROM \(rows.table) WHERE \(rows.areStaged))"
    }
  }

  /// Rows that go do so first: they have no reference left to lose.
  private func change(_ dependents: [Dependent], parents: ([String]) -> SQLText) throws {
    for dependent in dependents where dependent.goes { try delete(dependent, parents: parents) }
    for dependent in dependents where dependent.losesReference {
      try takeReferences(of: dependent, parents: parents)
    }
  }

  /// The rows of a dependent that refer to some rows of its parent.
  private func isReferring(_ dependent: Dependent, _ parents: ([String]) -> SQLText) throws -> SQLText {
    let columns = dependent.references.map { sqlite.quoted($0.column) }
    let tuple = columns.count == 1 ? columns[0] : "(\(columns.joined(separator: ", ")))"
    let condition: SQLText = "\(tuple) IN \(parents(dependent.references.map(\.parentColumn)))"
    guard dependent.rows != .always else { return condition }
    let conditions = try SQLiteConditions(dependent.table, asking: [dependent.rows], on: connection)
    return "(\(condition) AND \(conditions.condition(dependent.rows)))"
  }

  /// Sets to null what of a reference may be null, so that a foreign key finds nothing left to do.
  private func takeReferences(of dependent: Dependent, parents: ([String]) -> SQLText) throws {
    let table = dependent.table
    let columns = try store.columns(of: table, on: connection)
    let key = columns.primaryKey
    let condition = try isReferring(dependent, parents)
    let assignments = dependent.lostColumns(columns).map { SQLText("\(sqlite.quoted($0)) = NULL") }
    guard !assignments.isEmpty else {
      throw StoreError.schemaChanged(store: store.name, recordSet: recordSet.name)
    }
    var (count, new) = (0, 0)
    try connection.query(
      "UPDATE OR ABORT \(sqlite.table(table)) SET \(SQLText.join(assignments, ", ")) WHERE \(condition) RETURNING \(key.isEmpty ? "1" : key.map { sqlite.returned(sqlite.quoted($0)) }.joined(separator: ", "))"
    ) { row in
      count += 1
      let values = key.indices.map { row.value($0) }
      // A primary key of text may be null, and names no row then.
      let isNew =
        values.isEmpty || values.contains(.null)
        || losers[table.lowercased(), default: []].insert(values).inserted
      if isNew { new += 1 }
    }
    referencesLost[table, default: 0] += count
    withoutReference[table, default: 0] += new
    guard !recordSet.triggers.isEmpty else { return }
    // A trigger can put back what was there, and the foreign key would take it once more.
    let left = try connection.compile("SELECT count(*) FROM \(sqlite.table(table)) WHERE \(condition)")
    if try left.step(), left.integer(0) > 0 {
      throw StoreError.ignoredChanges(
        store: store.name, recordSet: recordSet.name, chosen: count, changed: count - Int(left.integer(0)))
    }
  }

  /// - Parameter parents: a query for these columns of the dependent's parent rows.
  private func delete(_ dependent: Dependent, parents: ([String]) -> SQLText) throws {
    let table = "\(sqlite.table(dependent.table))"
    var condition = try isReferring(dependent, parents)
    for circle in dependent.dependents where circle.refersToItself(in: dependent.table) {
      condition = isReferring(circle, in: table, from: condition)
    }
    try change(dependent.dependents.filter { !$0.refersToItself(in: dependent.table) }) {
      "(SELECT \(sqlite.quoted($0)) FROM \(table) WHERE \(condition))"
    }
    try claimFiles(dependent.files, of: dependent.table, where: condition)
    dependents[dependent.table, default: 0] += try connection.run("DELETE FROM \(table) WHERE \(condition)")
  }

  /// The rows of a condition and all that refer to them in the same table, however far.
  private func isReferring(_ circle: Dependent, in table: String, from condition: SQLText) -> SQLText {
    let referred = sqlite.quoted(circle.parentColumns)
    let names = circle.parentColumns.indices.map { "r\($0)" }
    let isNext = zip(circle.columns, names).map { "d.\(sqlite.quoted($0)) = c.\($1)" }
    return """
      (\(referred)) IN (WITH RECURSIVE c(\(names.joined(separator: ", "))) AS (SELECT \(referred) FROM \(table) WHERE \(condition)
      UNION SELECT \(sqlite.quoted(circle.parentColumns, prefix: "d.")) FROM \(table) AS d JOIN c ON \(isNext.joined(separator: " AND ")))
      SELECT * FROM c)
      """
  }
}
