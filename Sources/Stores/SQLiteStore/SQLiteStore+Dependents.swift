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
