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

  /// Takes from rows that go in a moment their references to what goes with them, if rows were found that refer to each other over other tables.
  /// What changes beside them, as by a trigger, ends the batch.
  func openCircle(of keys: [[ColumnValue]]) throws {
    let columns = recordSet.circleColumns
    guard !columns.isEmpty, isTangled || !depths.isEmpty else { return }
    let before = try engine.changedRows()
    let changed = try engine.execute(
      words.update(
        rows.table, set: columns.map { ($0, .value(.null)) }, from: try rows.list(recordSet.key, keys),
        on: try rows.isListed()))
    referencesTaken += changed
    guard !setsOffTriggers, let before, let after = try engine.changedRows() else { return }
    let counted = after.values.reduce(0, +) - before.values.reduce(0, +)
    guard counted == changed else {
      throw StoreError.miscount(
        store: store.name, recordSet: recordSet.name, listed: changed, changed: counted)
    }
    // They are counted once more when they go.
    for (table, count) in after { changedBefore[table, default: 0] += count - (before[table] ?? 0) }
  }

  /// In a circle none is the furthest: rows that go in a moment refer to nothing before.
  func forgetReferences(of keys: [[ColumnValue]]) throws {
    let columns = recordSet.ownReferences
    guard !columns.isEmpty else { return }
    referencesTaken += try engine.execute(
      words.update(
        rows.table, set: columns.map { ($0, .value(.null)) }, from: try rows.list(recordSet.key, keys),
        on: try rows.isListed()))
  }

  /// Rows of a parent table: those of which some columns have listed values, and that meet a condition.
  struct ParentRows {
    let table: String
    let columns: [String]
    let values: [[ColumnValue]]
    /// Which of the rows with these values are meant.
    var condition: Predicate = .always
  }

  /// Changes what refers to some rows of a parent table that go: what goes with them does so first, the deepest level before the others, and has no reference left to lose.
  func changeDependents(_ dependents: [Dependent], of parents: ParentRows) throws {
    for dependent in dependents where dependent.goes { try delete(dependent, of: parents) }
    for dependent in dependents where dependent.losesReference {
      try takeReferences(of: dependent, to: parents)
    }
  }

  /// The different values of what a dependent's rows refer to.
  private func referred(by dependent: Dependent, _ parents: ParentRows) throws -> [[ColumnValue]] {
    let referred = dependent.references.map(\.parentColumn)
    let areListed = parents.columns == referred && parents.condition == .always
    return areListed ? parents.values : try distinct(referred, of: parents)
  }

  /// Sets to null what of a reference may be null, so that a foreign key finds nothing left to do. The rows are locked and listed before.
  private func takeReferences(of dependent: Dependent, to parents: ParentRows) throws {
    let table = try rows(of: dependent.table, by: dependent.columns)
    let columns = try store.columns(of: dependent.table, engine)
    let lost = dependent.lostColumns(columns)
    guard !lost.isEmpty else {
      throw StoreError.schemaChanged(store: store.name, recordSet: recordSet.name)
    }
    // A column that the server would set to the time of each change keeps its time: a row loses its reference, and nothing else.
    let kept = dependent.timedColumns(columns).map { ($0, SQLText("t.\(words.quoted($0))")) }
    let isKeyed = try !store.primaryKey(of: dependent.table, engine).isEmpty
    for part in parts(of: try referred(by: dependent, parents)) {
      let found = try lockReferring(dependent, part)
      let isReferring: SQLText =
        "\(try table.isListed()) AND \(table.conditions.condition(dependent.rows))"
      let count = try engine.execute(
        words.update(
          table.table, set: lost.map { ($0, .value(.null)) } + kept,
          from: try table.list(dependent.columns, part),
          on: isReferring))
      guard count == (isKeyed ? Set(found).count : found.count) else { throw came(dependent) }
      referencesLost[dependent.table, default: 0] += count
      let new =
        isKeyed
        ? found.count { losers[dependent.table.lowercased(), default: []].insert($0).inserted } : count
      withoutReference[dependent.table, default: 0] += new
      if setsOffTriggers { try checkTaken(from: dependent, part, count) }
    }
  }

  /// A trigger can put back what was there, and the foreign key would take it once more.
  private func checkTaken(from dependent: Dependent, _ values: [[ColumnValue]], _ count: Int) throws {
    var question = ReferringRows(
      table: dependent.table, columns: dependent.columns, parents: values, reading: [], predicate: .never)
    question.condition = dependent.rows
    let left = try ServerDependents(store: store, rows: rows).countReferring(question)
    guard left == 0 else {
      throw StoreError.ignoredChanges(
        store: store.name, recordSet: recordSet.name, chosen: count, changed: count - left)
    }
  }

  /// Deletes what goes with some rows of a parent table, the deepest level first.
  func delete(_ dependent: Dependent, of parents: ParentRows) throws {
    let child = dependent.references.map(\.column)
    for part in parts(of: try referred(by: dependent, parents)) {
      let expected = try lockGoing(dependent, part)
      let own = ParentRows(table: dependent.table, columns: child, values: part, condition: dependent.rows)
      try deleteCircles(in: dependent, rows: own)
      try changeDependents(
        dependent.dependents.filter { !$0.refersToItself(in: dependent.table) }, of: own)
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
    guard dependent.rows != .always || judged[dependent] != nil else { return nil }
    let found = try lockReferring(dependent, values)
    // Of rows that refer to each other those that are further from the record go before.
    guard !dependent.dependents.contains(where: { $0.refersToItself(in: dependent.table) }) else {
      return nil
    }
    let isKeyed = try !store.primaryKey(of: dependent.table, engine).isEmpty
    return isKeyed ? Set(found).count : found.count
  }

  /// Locks the rows of a dependent that refer to some values, also those outside of its condition.
  ///
  /// - Returns: what identifies each of those that are meant.
  /// - Throws: `StoreError.conflict` if there is a row among them that came since the walk asked about holds.
  private func lockReferring(_ dependent: Dependent, _ values: [[ColumnValue]]) throws -> [[ColumnValue]] {
    let primaryKey = try store.primaryKey(of: dependent.table, engine)
    var question = ReferringRows(
      table: dependent.table, columns: dependent.columns, parents: values,
      reading: dependent.identity(primaryKey), predicate: .always)
    question.condition = dependent.rows
    let found = try ServerDependents(store: store, rows: rows).referring(question, locks: true).map(\.values)
    if let judged = judged[dependent], !judged.isSuperset(of: found) { throw came(dependent) }
    return found
  }

  private func came(_ dependent: Dependent) -> StoreError {
    .conflict(
      store: store.name,
      cause:
        "rows of \(dependent.table) that \(dependent.goes ? "go with a record" : "lose their reference to a record") came or changed while a batch was made"
    )
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
