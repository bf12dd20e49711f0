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
    judged = walk.judged
    // Rows of the same table that go with the others are locked already.
    let others = companions.keys.filter { !lockedKeys.contains($0) }
    try noteLocked(keys: others)
    return locked.filter { !kept.contains($0) } + others
  }

  /// Rows of a parent table: those of which some columns have listed values, and that meet a condition.
  struct ParentRows {
    let table: String
    let columns: [String]
    let values: [[ColumnValue]]
    /// Which of the rows with these values are meant.
    var condition: Predicate = .always
  }

  /// Deletes what goes with some rows of a parent table, the deepest level first.
  func delete(_ dependent: Dependent, of parents: ParentRows) throws {
    let child = dependent.references.map(\.column)
    let referred = dependent.references.map(\.parentColumn)
    let areListed = parents.columns == referred && parents.condition == .always
    let values = areListed ? parents.values : try distinct(referred, of: parents)
    for part in parts(of: values) {
      let expected = try lockGoing(dependent, part)
      let own = ParentRows(table: dependent.table, columns: child, values: part, condition: dependent.rows)
      try deleteCircles(in: dependent, rows: own)
      for nested in dependent.dependents
      where nested.recordSets.isEmpty && !nested.refersToItself(in: dependent.table) {
        try delete(nested, of: own)
      }
      let table = try rows(of: dependent.table, by: child)
      try claimFiles(dependent.files, of: table, keys: part, where: dependent.rows)
      let count = try engine.execute(
        words.delete(
          from: table.table, list: try table.list(child, part),
          on: "\(try table.isListed()) AND \(table.conditions.condition(dependent.rows))"))
      guard expected == nil || count == expected else { throw came(dependent) }
      dependents[dependent.table, default: 0] += count
    }
  }

  /// Locks the rows of a dependent that refer to some values, if not all of them go or holds were asked about them: those outside of its condition as well, so that none
  /// moves into it, or out of it, between what goes with it and itself.
  ///
  /// - Returns: how many of them go; nil where nobody has to know.
  /// - Throws: `StoreError.conflict` if there is a row among them that came since the walk asked about holds.
  private func lockGoing(_ dependent: Dependent, _ values: [[ColumnValue]]) throws -> Int? {
    let judged = judged[dependent]
    guard dependent.rows != .always || judged != nil else { return nil }
    let primaryKey = try store.primaryKey(of: dependent.table, engine)
    var question = ReferringRows(
      table: dependent.table, columns: dependent.columns, parents: values,
      reading: dependent.identity(primaryKey), predicate: .always)
    question.condition = dependent.rows
    let found = try ServerDependents(store: store, rows: rows).referring(question, locks: true).map(\.values)
    if let judged, !judged.isSuperset(of: found) { throw came(dependent) }
    // Of rows that refer to each other those that are further from the record go before.
    guard !dependent.dependents.contains(where: { $0.refersToItself(in: dependent.table) }) else {
      return nil
    }
    return primaryKey.isEmpty ? found.count : Set(found).count
  }

  private func came(_ dependent: Dependent) -> StoreError {
    .conflict(
      store: store.name,
      cause: "rows of \(dependent.table) that go with a record came or changed while a batch was made")
  }

  /// Deletes the rows of a dependent's own table that refer to some of its rows, however far, the furthest first.
  private func deleteCircles(in dependent: Dependent, rows parents: ParentRows) throws {
    for circle in dependent.dependents where circle.refersToItself(in: dependent.table) {
      var levels = [try distinct(circle.parentColumns, of: parents)]
      var met = Set(levels[0])
      while let last = levels.last, !last.isEmpty {
        let next = ParentRows(table: dependent.table, columns: circle.columns, values: last)
        levels.append(try distinct(circle.parentColumns, of: next).filter { met.insert($0).inserted })
      }
      // What depends on a row of the circle depends on each.
      let others = Dependent(
        table: dependent.table, references: circle.references,
        dependents: dependent.dependents.filter { !$0.refersToItself(in: dependent.table) })
      for level in levels.reversed() where !level.isEmpty {
        try delete(
          others, of: ParentRows(table: dependent.table, columns: circle.parentColumns, values: level))
      }
    }
  }

  /// The different values that some columns have in the rows of a list; nulls refer to nothing.
  private func distinct(_ wanted: [String], of parents: ParentRows) throws -> [[ColumnValue]] {
    var found: [[ColumnValue]] = []
    let table = try rows(of: parents.table, by: parents.columns)
    let names = wanted.map { "t.\(words.quoted($0))" }
    for part in parts(of: parents.values) {
      try engine.query(
        """
        SELECT DISTINCT \(names.joined(separator: ", ")) FROM \(table.table) AS t \
        JOIN \(try table.list(parents.columns, part)) ON \(try table.isListed()) \
        WHERE \(names.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")) \
        AND \(table.conditions.condition(parents.condition))
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
