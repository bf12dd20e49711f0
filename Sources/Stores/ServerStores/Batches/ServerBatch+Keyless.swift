internal import RecordStores
internal import SQLWords

/// Batches of a table without a key (decision 246).
///
/// One statement chooses rows, deletes them and gives them back whole; nothing names a row before it or after it, and a row that changed meanwhile is what its own condition says. What comes
/// back is judged and asked about holds here, while it can be undone. If a hold keeps a row, the statement is undone to a savepoint and made again without the rows that have the values which
/// this one is held by.
extension ServerBatch {
  func deleteWithoutKey(_ change: Change, _ selection: Selection, _ filter: RowFilter, _ limit: BatchLimit)
    throws
  {
    guard case .delete = change, let direct = words.directDelete(from: recordSet.table) else {
      // `check` says so before.
      throw StoreError.engine(
        store: store.name, code: "no key",
        message: "rows without a key are deleted in one statement, or not at all")
    }
    // What is held as a whole keeps also who is nobody.
    guard try !filter.holds.isHeld(subject: .null, key: [ColumnValue]()) else { return }
    var choice = KeylessChoice(selection, rows, filter)
    let ancestors = ServerAncestors(store: store, rows: rows, filter, locks: false)
    try choice.advance()
    // Others have locked rows: only a part of the table is met.
    let isBounded = !direct.skipsLocked && (!limit.waitsForLocks || limit.rows == 1)
    if isBounded, try !choice.bound(to: limit.rows) { return try noteLocked(choice) }
    let end = ContinuousClock.now + .seconds(limit.seconds)
    while true {
      if !filter.holds.isEmpty { try engine.setSavepoint() }
      let held: LeftOutRows
      do {
        held = try delete(direct, choice, limit)
      } catch ServerError.busy {
        // Smaller batches come first: the rows before those that others have locked can go.
        guard limit.rows == 1, !direct.skipsLocked, try choice.pass() else { throw ServerError.busy }
        position = choice.position
        return
      }
      position = choice.position
      if held.isEmpty {
        // If nothing was there any more, it lies behind.
        guard keys.isEmpty, isBounded, choice.isBounded, ContinuousClock.now < end,
          try choice.bound(to: limit.rows)
        else { break }
        continue
      }
      try undoChanges()
      try choice.leaveOut(held, asking: ancestors)
      position = choice.position
      // The next batch goes on with what this one has learnt.
      if ContinuousClock.now > end { return }
    }
    if keys.isEmpty { try noteLocked(choice) }
  }

  /// Runs the statement, and lists what it deleted.
  ///
  /// - Returns: what rows that came back are held by; nothing of the change may stay then.
  private func delete(_ direct: DirectDelete, _ choice: KeylessChoice, _ limit: BatchLimit) throws
    -> LeftOutRows
  {
    let filter = choice.filter
    var named = rows
    named.alias = direct.alias
    let digest = RowDigest(columns: rows.shape.writable.map(\.name))
    let dependents = ServerDependents(store: store, rows: rows)
    let parents = ParentSubjects(of: recordSet, tags: tags) { try dependents.referring($0, locks: false) }
    let parts = [filter.columns, digest.columns, judging?.columns ?? [], parents?.columns ?? []]
    let statement = direct.statement(
      DirectDelete.Parts(
        key: named.names(parts.flatMap(\.self)), condition: try choice.condition(named),
        order: choice.order(named), limit: limit.rows))
    var held = LeftOutRows()
    var depending: Set<[ColumnValue]> = []
    var nameless: [(place: Int, row: [String: ColumnValue])] = []
    try engine.query(statement) { row in
      let candidate = row.prefix(parts[0].count)
      guard try !choice.note(candidate, in: &held), held.isEmpty else { return }
      if filter.asksAncestors { depending.insert(Array(candidate)) }
      var rest = row.dropFirst(parts[0].count)
      digest.append(to: &keys) { rest[rest.startIndex + $0] }
      rest = rest.dropFirst(parts[1].count)
      try judging?.judge { rest[rest.startIndex + $0] }
      guard tags != nil else { return }
      let tag = tag(of: candidate)
      subjects.records.append(tag)
      if tag == nil, let parents {
        let values = rest.dropFirst(parts[2].count)
        nameless.append(
          (subjects.records.count - 1, Dictionary(uniqueKeysWithValues: zip(parents.columns, values))))
      }
    }
    guard held.isEmpty else { return held }
    let ancestors = ServerAncestors(store: store, rows: rows, filter, locks: true)
    try choice.noteAncestors(of: Array(depending), ancestors, in: &held)
    guard held.isEmpty, let parents, !nameless.isEmpty else { return held }
    for (row, tag) in zip(nameless, try parents.tags(of: nameless.map(\.row))) {
      subjects.records[row.place] = tag
    }
    return held
  }

  /// Lists what others have locked, when nothing else is left: what is still there for everybody to see, and could not be deleted.
  private func noteLocked(_ choice: KeylessChoice) throws {
    let digest = RowDigest(columns: rows.shape.writable.map(\.name))
    let columns = choice.filter.columns
    var held = LeftOutRows()
    // Equal rows are numbered, so that each counts.
    var counts: [[UInt8]: Int64] = [:]
    try engine.query(
      words.limited(
        "SELECT \(rows.names(columns + digest.columns)) FROM \(rows.table) AS t WHERE \(try choice.condition(rows, fromPlace: false))",
        to: Self.mostLocked + 1)
    ) { row in
      guard try !choice.note(row.prefix(columns.count), in: &held) else { return }
      let own = digest.digest { row[columns.count + $0] }
      counts[own, default: 0] += 1
      locked.append(key: [.blob(own), .integer(counts[own] ?? 0)])
    }
    guard locked.count <= Self.mostLocked else { throw ServerError.busy }
  }
}
