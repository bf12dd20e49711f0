internal import RecordStores

/// What refers to records, as a server answers it.
struct ServerDependents {
  let store: ServerStore
  let rows: Rows

  private var engine: any ServerEngine { rows.engine }
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
    let places = DependentWalk.columns(of: recordSet).compactMap { filter.columns.firstIndex(of: $0) }
    try walk.run(from: candidates.map { candidate in places.map { candidate[$0] } })
    return walk
  }

  func referring(_ question: ReferringRows, locks: Bool) throws -> [ReferringRow] {
    let set = RecordSet(
      name: recordSet.name, store: recordSet.store, table: question.table, key: question.columns)
    let rows = Rows(recordSet: set, shape: try store.shape(of: set, engine), engine: engine)
    let place = ColumnShape(name: "place", type: "bigint", family: .integer, isGenerated: false)
    let condition = rows.conditions.condition(question.predicate)
    let read = question.reading.isEmpty ? "" : ", " + rows.names(question.reading)
    // Rows that only keep their record are nobody's to lock.
    let lock = locks && question.predicate != .never ? " " + engine.locking(skipsLocked: false) : ""
    let isReferring = try rows.isListed(from: 1)
    var found: [ReferringRow] = []
    for start in stride(from: 0, to: question.parents.count, by: Self.listLength) {
      let parents = question.parents[start..<min(start + Self.listLength, question.parents.count)]
      let list = try rows.list(
        question.columns, parents.enumerated().map { [.integer(Int64(start + $0))] + $1 }, after: [place])
      try engine.query(
        """
        SELECT \(engine.listed(0, place)), CASE WHEN \(condition) THEN 1 ELSE 0 END\(read) FROM \(rows.table) AS t \
        JOIN \(list) ON \(isReferring)\(lock)
        """
      ) { row in
        guard case .integer(let parent) = row[0] else { return }
        found.append(
          ReferringRow(
            parent: Int(parent), values: Array(row.dropFirst(2)), matches: row[1] == .integer(1)))
      }
    }
    return found
  }

  /// Counts the rows of a selection that no hold keeps and their dependents do.
  func blocked(in selection: Selection, _ filter: RowFilter, _ test: DependentTest) throws
    -> (count: Int, keepers: [String: Int])
  {
    var pages = CandidatePages(rows: rows, selection: selection, filter: filter, limit: Self.listLength)
    var count = 0
    var keepers: [String: Int] = [:]
    while true {
      let candidates = try pages.next()
      guard !candidates.isEmpty else { return (count, keepers) }
      let walk = try walk(from: candidates, filter, test, locks: false)
      count += walk.keepers.count
      for found in walk.keepers.values { keepers.merge(found, uniquingKeysWith: +) }
    }
  }

  /// The candidates that nothing keeps.
  func free(_ candidates: [[ColumnValue]], _ filter: RowFilter, _ test: DependentTest) throws
    -> [[ColumnValue]]
  {
    let walk = try walk(from: candidates, filter, test, locks: false)
    return candidates.enumerated().filter { walk.keepers[$0.offset] == nil }.map(\.element)
  }
}
