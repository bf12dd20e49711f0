internal import CivilTime
package import RecordStores
internal import SQLWords
internal import SQLite

extension SQLiteStore {
  package func rowCount(of recordSet: RecordSet) throws(StoreError) -> Int {
    try reading(recordSet) { connection in
      // With a condition it goes row by row, and can end early: without one SQLite counts pages, and asks nobody meanwhile.
      Int(try connection.integer("SELECT count(*) FROM \(sqlite.table(recordSet.table)) WHERE 1") ?? 0)
    }
  }

  package func tally(_ selection: Selection, holds: any HoldTest) throws(StoreError) -> Tally {
    let selection = selection.asking(holds)
    return try reading(selection.recordSet) { connection in
      functions.ask(holds, about: selection.recordSet, on: connection)
      let held = holds.isEmpty ? "0" : "coalesce(sum(\(heldCall(selection.recordSet, holds))), 0)"
      let oldest = selection.orderedBy.map { event -> SQLText in
        "min(\(SQLiteEventConditions(event).orderExpression))"
      }
      let condition = try condition(of: selection, on: connection)
      let table = sqlite.table(selection.recordSet.table)
      let asked: SQLText = "SELECT count(*), \(held), \(oldest ?? "NULL") FROM "
      var source: SQLText = "\(table) WHERE \(condition)"
      if selection.keys == nil, try isDear(asked + source, source, on: connection) {
        source = "\(table) NOT INDEXED WHERE \(condition)"
      }
      let query = try connection.compile(asked + source)
      guard try query.step() else { return Tally() }
      var tally = Tally(
        count: Int(query.integer(0)), held: Int(query.integer(1)),
        oldest: selection.orderedBy.flatMap { $0.ordered.value(of: query.value(2)).shownDay })
      query.reset()
      try addDependents(to: &tally, of: selection, holds: holds, on: connection)
      return tally
    }
  }

  /// Tells if a question goes by an index to as many rows as the file has pages: each of them is a page to read, in no order, and the
  /// whole table has less.
  private func isDear(_ question: SQLText, _ source: SQLText, on connection: Connection) throws -> Bool {
    var goesToRows = false
    try connection.query("EXPLAIN QUERY PLAN \(question)") { row in
      let step = row.text(3) ?? ""
      goesToRows = goesToRows || step.hasPrefix("SEARCH") && !step.contains(" COVERING INDEX ")
    }
    guard goesToRows else { return false }
    let pages = try connection.integer("PRAGMA main.page_count") ?? 0
    let found = try connection.compile("SELECT count(*) FROM (SELECT 1 FROM \(source) LIMIT \(Int(pages)))")
    return try found.step() && found.integer(0) >= pages
  }

  package func examine(
    _ recordSet: RecordSet, key: [String], predicates: [Predicate], events: [EventColumn], holds: any HoldTest
  ) throws(StoreError) -> Examination? {
    try recordSet.checkKey(key)
    return try reading(recordSet) { connection in
      functions.ask(holds, about: recordSet, on: connection)
      let names = recordSet.key + events.map(\.column)
      let conditions = try SQLiteConditions(recordSet.table, asking: predicates, on: connection)
      let columns =
        [SQLText(sqlite.quoted(names)), SQLText(heldCall(recordSet, holds))]
        + predicates.map(conditions.condition)
      // Typed text compares by the column's affinity, as the application's own would.
      let isTheRow = isRow(of: recordSet, key.map { .text($0) })
      let query = try connection.compile(
        "SELECT \(SQLText.join(columns, ", ")) FROM \(sqlite.table(recordSet.table)) WHERE \(isTheRow)")
      guard try query.step() else { return nil }
      var keys = KeyList()
      query.appendKey(to: &keys, from: 0, count: recordSet.key.count)
      let firstEvent = recordSet.key.count
      let firstAnswer = firstEvent + events.count + 1
      return Examination(
        answers: predicates.indices.map { query.integer(firstAnswer + $0) != 0 },
        events: events.enumerated().map { $1.value(of: query.value(firstEvent + $0)) },
        isHeld: query.integer(firstAnswer - 1) != 0, key: Array(keys[0]))
    }
  }

  package func nextKeys(of change: Change, on selection: Selection, count: Int, holds: any HoldTest)
    throws(StoreError) -> KeyList
  {
    try selection.recordSet.requireKey()
    let selection = selection.asking(holds)
    return try reading(selection.recordSet) { connection in
      functions.ask(holds, about: selection.recordSet, on: connection)
      let rows = SQLiteRows(recordSet: selection.recordSet, identity: try identity(of: selection.recordSet))
      if selection.dependents != nil {
        return try nextFreeKeys(selection, rows: rows, count: count, holds: holds, on: connection)
      }
      let chosen = try choice(
        of: rows, selection: selection, limit: count, holds: holds, inOrder: selection.keys == nil,
        on: connection)
      var keys = KeyList()
      try connection.query("SELECT \(sqlite.quoted(selection.recordSet.key)) \(chosen)") {
        $0.appendKey(to: &keys, from: 0, count: selection.recordSet.key.count)
      }
      return keys
    }
  }

  // MARK: Pieces of statements

  /// The selection's rows, without those that are pseudonymised already.
  func condition(of selection: Selection, on connection: Connection) throws -> SQLText {
    let conditions = try SQLiteConditions(
      selection.recordSet.table, asking: [selection.predicate], on: connection)
    var due = conditions.condition(selection.predicate)
    if let keys = selection.keys { due = "\(isListed(keys, in: selection.recordSet)) AND \(due)" }
    // A row without its key is no record (SQLite lets a primary key be null). The plus keeps the question from choosing an index.
    for column in selection.recordSet.key { due = "\(due) AND +\(sqlite.quoted(column)) IS NOT NULL" }
    guard let changes = selection.pseudonymising else { return due }
    return "\(due) AND NOT \(doneCondition(selection.recordSet, changes))"
  }

  /// The rows with these keys, found by the key's index.
  private func isListed(_ keys: KeyList, in recordSet: RecordSet) -> SQLText {
    // No row has a key that cannot be read.
    let values = (0..<keys.count).compactMap { keys.values(at: $0) }
    guard !values.isEmpty else { return sqlite.truth(false) }
    return "(\(sqlite.quoted(recordSet.key))) IN (\(SQLText.rows(values)))"
  }

  /// The selection's rows that a batch may change.
  func batchCondition(of selection: Selection, holds: any HoldTest, on connection: Connection) throws
    -> SQLText
  {
    let condition = try condition(of: selection, on: connection)
    return holds.isEmpty ? condition : "\(condition) AND NOT \(heldCall(selection.recordSet, holds))"
  }

  /// A row that is pseudonymised: by its marker, if there is one, and by the form of each column whose transform can tell.
  func doneCondition(_ recordSet: RecordSet, _ changes: [ColumnChange]) -> SQLText {
    functions.changes = changes
    let isMarked = recordSet.marker.map { marker -> [SQLText] in
      ["\(sqlite.quoted(marker.column)) IS NOT NULL"]
    }
    let haveForm = changes.enumerated().compactMap { slot, change in
      isDone(change, slot, marker: recordSet.marker)
    }
    return "(\(SQLText.join((isMarked ?? []) + haveForm, " AND ")))"
  }

  /// Tells if a column is done in a row that is marked; nil if the marker alone says so.
  private func isDone(_ change: ColumnChange, _ slot: Int, marker: Marker?) -> SQLText? {
    let name = sqlite.quoted(change.column)
    let hasForm: SQLText =
      change.transform.isNulling ? "\(name) IS NULL" : "\(RowFunctions.isOutput)(\(slot), \(name))"
    guard let marker else { return hasForm }
    guard change.transform.canTell else { return nil }
    switch change.trust {
    case .all: return nil
    case .none: return hasForm
    case .upTo(let last):
      return "(\(sqlite.quoted(marker.column)) <= \(value: last) OR \(hasForm))"
    }
  }

  func heldCall(_ recordSet: RecordSet, _ holds: any HoldTest) -> String {
    let subject = recordSet.subject.map { sqlite.quoted($0) } ?? "NULL"
    let key = holds.needsKey ? recordSet.key.map(sqlite.quoted) : []
    return "\(RowFunctions.held)(\(([subject] + functions.ancestorArguments + key).joined(separator: ", ")))"
  }

}
