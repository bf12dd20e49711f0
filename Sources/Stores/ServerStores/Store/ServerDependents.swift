internal import RecordStores
internal import SQLWords

/// Finds what refers to records on a server.
struct ServerDependents {
  let store: ServerStore
  let rows: ServerRows

  private var engine: any ServerEngine { rows.engine }
  private var words: any ServerDialect { rows.words }
  private var recordSet: RecordSet { rows.recordSet }

  /// A list of more rows is asked in parts.
  private static let listLength = 5_000

  /// The walk from candidates, which have the filter's columns.
  ///
  /// - Parameter locks: whether rows that are to go with a record are locked, so that what is found stays so.
  func walk(
    from candidates: [[ColumnValue]], _ filter: RowFilter, _ test: DependentTest, locks: Bool
  ) throws -> DependentWalk {
    var walk = DependentWalk(recordSet: recordSet, test: test, holds: filter.holds) {
      try referring($0, locks: locks)
    }
    let (store, engine) = (store, engine)
    if locks { walk.noteJudged { try store.primaryKey(of: $0, engine) } }
    let places = DependentWalk.columns(of: recordSet).compactMap { filter.columns.firstIndex(of: $0) }
    try walk.run(from: candidates.map { candidate in places.map { candidate[$0] } })
    return walk
  }

  func referring(_ question: ReferringRows, locks: Bool) throws -> [ReferringRow] {
    let set = RecordSet(
      name: recordSet.name, store: recordSet.store, table: question.table, key: question.columns)
    let rows = try store.rows(set, asking: [question.predicate, question.condition], engine)
    let place = ColumnShape(name: "place", type: "bigint", family: .integer, isGenerated: false)
    let read = question.reading.isEmpty ? "" : ", " + rows.names(question.reading)
    // Rows that only keep their record are nobody's to lock, unless they could become such as go with it.
    let isToGo = locks && (question.predicate != .never || question.locksKeepers)
    let isShared = locks && question.isUpwards
    let lock =
      isShared
      ? " " + words.sharedLocking(waits: question.waitsForLocks)
      : isToGo ? " " + words.locking(skipsLocked: false) : ""
    let isReferring = try rows.isListed(from: 1)
    let isAsked: SQLText = lock.isEmpty ? " AND \(rows.conditions.condition(question.condition))" : ""
    var found: [ReferringRow] = []
    for start in stride(from: 0, to: question.parents.count, by: Self.listLength) {
      let parents = question.parents[start..<min(start + Self.listLength, question.parents.count)]
      let list = try rows.list(
        question.columns, parents.enumerated().map { [.integer(Int64(start + $0))] + $1 }, after: [place])
      try engine.query(
        """
        SELECT \(words.listed(0, place)), \(rows.answer(question.predicate)), \(rows.answer(question.condition))\(read) \
        FROM \(isShared && !question.waitsForLocks ? words.fromList(list, to: rows.table) : "\(rows.table) AS t JOIN \(list)") ON \(isReferring)\(isAsked)\(lock)
        """
      ) { row in
        guard case .integer(let parent) = row[0], row[2] == .integer(1) else { return }
        found.append(
          ReferringRow(
            parent: Int(parent), values: Array(row.dropFirst(3)), matches: row[1] == .integer(1)))
        try question.check(found.count)
      }
    }
    return found
  }

  func countReferring(_ question: ReferringRows) throws -> Int {
    let set = RecordSet(
      name: recordSet.name, store: recordSet.store, table: question.table, key: question.columns)
    let rows = ServerRows(recordSet: set, shape: try store.shape(of: set, engine), engine: engine)
    let isAsked = rows.conditions.condition(question.condition)
    var count = 0
    for start in stride(from: 0, to: question.parents.count, by: Self.listLength) {
      let parents = question.parents[start..<min(start + Self.listLength, question.parents.count)]
      try engine.query(
        """
        SELECT count(*) FROM \(rows.table) AS t JOIN \(try rows.list(question.columns, Array(parents))) \
        ON \(try rows.isListed()) WHERE \(isAsked)
        """
      ) { row in
        if case .integer(let number) = row[0] { count += Int(number) }
      }
    }
    return count
  }

  /// Adds to a tally the rows of a selection that no hold keeps and their dependents do, and what goes with the others.
  func add(to tally: inout Tally, of selection: Selection, _ filter: RowFilter) throws {
    let asksCount = selection.countsDependents && DependentCount.isWorthwhile(recordSet)
    guard selection.dependents != nil || asksCount, tally.count > tally.held else { return }
    var going = DependentCount(
      recordSet: recordSet, ask: { try referring($0, locks: false) }, count: countReferring,
      primaryKey: { try store.primaryKey(of: $0, engine) })
    let places = DependentWalk.columns(of: recordSet).compactMap { filter.columns.firstIndex(of: $0) }
    var pages = CandidatePages(
      store: store, rows: rows, selection: selection, filter: filter, limit: Self.listLength)
    while true {
      var candidates = try pages.next()
      guard !candidates.isEmpty else { break }
      if let test = selection.dependents {
        let walk = try walk(from: candidates, filter, test, locks: false)
        tally.blocked += walk.keepers.count
        for found in walk.keepers.values { tally.keepers.merge(found, uniquingKeysWith: +) }
        candidates = candidates.enumerated().filter { walk.keepers[$0.offset] == nil }.map(\.element)
      }
      if asksCount { try going.add(candidates.map { candidate in places.map { candidate[$0] } }) }
    }
    tally.dependents = going.rows
    tally.withoutReference = going.withoutReference
  }

  /// The candidates that nothing keeps.
  func free(_ candidates: [[ColumnValue]], _ filter: RowFilter, _ test: DependentTest) throws
    -> [[ColumnValue]]
  {
    let walk = try walk(from: candidates, filter, test, locks: false)
    return candidates.enumerated().filter { walk.keepers[$0.offset] == nil }.map(\.element)
  }
}
