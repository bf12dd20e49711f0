internal import RecordStores
internal import SQLWords

/// Finds what refers to the rows: what keeps them, and what goes with them.
extension ServerBatch {
  /// Takes out the locked rows that their dependents keep, and adds the rows of the same table that go with the others.
  func leaveBlocked(
    _ locked: [[ColumnValue]], of candidates: [[ColumnValue]], _ filter: RowFilter, _ test: DependentTest
  ) throws -> [[ColumnValue]] {
    let lockedKeys = Set(locked)
    let records = candidates.filter { lockedKeys.contains(Array($0.prefix(keyCount))) }
    let walk = try ServerDependents(store: store, rows: rows).walk(from: records, filter, test, locks: true)
    var kept: Set<[ColumnValue]> = []
    var companions: [[ColumnValue]: Int] = [:]
    for (place, record) in records.enumerated() {
      guard walk.keepers[place] == nil else {
        kept.insert(Array(record.prefix(keyCount)))
        continue
      }
      for companion in walk.companions[place] ?? [] {
        companions[companion.key] = max(companion.depth, companions[companion.key] ?? 0)
      }
    }
    depths = companions
    isTangled = walk.isTangled
    // Rows of the same table that go with the others are locked already.
    let others = companions.keys.filter { !lockedKeys.contains($0) }
    try noteLocked(keys: others)
    return locked.filter { !kept.contains($0) } + others
  }

  /// Deletes what goes with some rows of a parent table, the deepest level first.
  ///
  /// - Parameter columns: the parent's columns that `rows` has values of, which identify them.
  func delete(
    _ dependent: Dependent, of parent: String, rows parents: [[ColumnValue]], by columns: [String]
  ) throws {
    let child = dependent.references.map(\.column)
    let referred = dependent.references.map(\.parentColumn)
    let values =
      columns == referred ? parents : try distinct(referred, of: parent, where: columns, are: parents)
    for part in parts(of: values) {
      try deleteCircles(in: dependent, rows: part, by: child)
      for nested in dependent.dependents
      where nested.recordSets.isEmpty && !nested.refersToItself(in: dependent.table) {
        try delete(nested, of: dependent.table, rows: part, by: child)
      }
      let table = try rows(of: dependent.table, by: child)
      try claimFiles(dependent.files, of: table, keys: part)
      dependents[dependent.table, default: 0] += try engine.execute(
        words.delete(from: table.table, list: try table.list(child, part), on: try table.isListed()))
    }
  }

  /// Deletes the rows of a dependent's own table that refer to some of its rows, however far, the furthest first.
  func deleteCircles(in dependent: Dependent, rows parents: [[ColumnValue]], by columns: [String])
    throws
  {
    for circle in dependent.dependents where circle.refersToItself(in: dependent.table) {
      var levels = [
        try distinct(circle.parentColumns, of: dependent.table, where: columns, are: parents)
      ]
      var met = Set(levels[0])
      while let last = levels.last, !last.isEmpty {
        levels.append(
          try distinct(circle.parentColumns, of: dependent.table, where: circle.columns, are: last).filter {
            met.insert($0).inserted
          })
      }
      // What depends on a row of the circle depends on each.
      let others = Dependent(
        table: dependent.table, references: circle.references,
        dependents: dependent.dependents.filter { !$0.refersToItself(in: dependent.table) })
      for level in levels.reversed() where !level.isEmpty {
        try delete(others, of: dependent.table, rows: level, by: circle.parentColumns)
      }
    }
  }

  /// The different values that some columns have in the rows of a list; nulls refer to nothing.
  func distinct(
    _ wanted: [String], of table: String, where columns: [String], are values: [[ColumnValue]]
  ) throws -> [[ColumnValue]] {
    var found: [[ColumnValue]] = []
    let table = try rows(of: table, by: columns)
    let names = wanted.map { "t.\(words.quoted($0))" }
    for part in parts(of: values) {
      try engine.query(
        """
        SELECT DISTINCT \(names.joined(separator: ", ")) FROM \(table.table) AS t \
        JOIN \(try table.list(columns, part)) ON \(try table.isListed()) \
        WHERE \(names.map { "\($0) IS NOT NULL" }.joined(separator: " AND "))
        """
      ) { found.append($0) }
    }
    return found
  }

  func parts(of values: [[ColumnValue]]) -> [[[ColumnValue]]] {
    stride(from: 0, to: values.count, by: Self.listLength).map {
      Array(values[$0..<min($0 + Self.listLength, values.count)])
    }
  }

  /// Another table of the store, whose rows some columns name.
  func rows(of table: String, by columns: [String]) throws -> ServerRows {
    let set = RecordSet(name: recordSet.name, store: recordSet.store, table: table, key: columns)
    return ServerRows(recordSet: set, shape: try store.shape(of: set, engine), engine: engine)
  }
}
