internal import CivilTime
package import RecordStores
internal import SQLWords

extension ServerStore {
  package func describe(_ recordSet: RecordSet, use: SchemaUse) throws(StoreError) -> SchemaDescription {
    try reading(recordSet) { engine in
      forgetShapes()
      // What is described is what the fingerprint was taken of, or the first batch finds that it changed.
      let fingerprint = try fingerprint(of: recordSet, engine)
      var review = SchemaReview(catalogue: engine.catalogue, recordSet: recordSet, use: use)
      try review.run()
      fingerprints[recordSet.name] = fingerprint
      let refusals =
        try review.refusals + misfits(use.events, in: recordSet.table, review, engine)
        + recordSet.related.flatMap { try misfits([$0.date], in: $0.rows.table, nil, engine) }
      var description = SchemaDescription(
        columns: review.columns, indexedColumns: review.indexedColumns, refusals: refusals,
        warnings: review.warnings, forbidden: review.forbidden, fingerprint: fingerprint)
      description.related = review.related
      description.kindColumns = review.kindColumns
      return description
    }
  }

  /// The columns of a table whose type does not hold such an event.
  private func misfits(
    _ events: [EventColumn], in table: String, _ review: SchemaReview?, _ engine: any ServerEngine
  ) throws -> [SchemaFinding] {
    guard let shape = try engine.shape(of: table) else { return [] }
    return events.compactMap { event in
      guard let column = shape.column(event.column), !ServerEventConditions.fits(event.encoding, column)
      else { return nil }
      let declared = review?.columns.first { $0.name == event.column }?.declaredType
      return .other(
        table: table,
        message:
          "\(event.column) is of the type \(declared ?? column.type), which does not hold such an event",
        remedy: "correct \"as\" in stores.json, or name another column")
    }
  }

  /// Every table that a batch on the record set changes, by itself or by a reviewed trigger, or reads its dates and facts from.
  func tables(of recordSet: RecordSet) -> [String] {
    func tables(_ dependents: [Dependent]) -> [String] {
      dependents.flatMap { [$0.table] + tables($0.dependents) }
    }
    let changed = [recordSet.table] + tables(recordSet.dependents)
    let others = recordSet.triggerTables.union(recordSet.relatedTables)
    return changed + others.subtracting(changed).sorted()
  }

  /// - Parameter predicates: what is asked of the rows.
  func rows(_ recordSet: RecordSet, asking predicates: [Predicate] = [], _ engine: any ServerEngine) throws
    -> ServerRows
  {
    var rows = ServerRows(recordSet: recordSet, shape: try shape(of: recordSet, engine), engine: engine)
    for table in predicates.reduce(into: Set(), { $0.formUnion($1.relatedTables) }) {
      let other = RecordSet(name: recordSet.name, store: recordSet.store, table: table, key: [])
      rows.related[table] = try shape(of: other, engine)
    }
    return rows
  }

  /// A number of rows that a server gives. A larger one than any table has is refused: sums of such numbers would overflow.
  private func counted(_ value: ColumnValue) throws(StoreError) -> Int {
    guard case .integer(let number) = value, (0...(1 << 40)).contains(number) else {
      throw .engine(
        store: name, code: "count",
        message: "the server's count of rows is not a number that a table can have")
    }
    return Int(number)
  }

  package func rowCount(of recordSet: RecordSet) throws(StoreError) -> Int {
    try reading(recordSet) { engine in
      var count = 0
      try engine.query("SELECT count(*) FROM \(engine.dialect.table(recordSet.table))") { row in
        count = try counted(row[0])
      }
      return count
    }
  }

  /// The number of rows that are counted at once if the server cannot tell which of them are held.
  private static let tallyLength = 5_000

  package func tally(_ selection: Selection, holds: any HoldTest) throws(StoreError) -> Tally {
    let selection = selection.asking(holds)
    return try reading(selection.recordSet) { engine in
      try checkIdentity(engine)
      let rows = try rows(selection.recordSet, asking: [selection.predicate], engine)
      let filter = RowFilter(selection, holds: holds)
      let event = selection.orderedBy.map(rows.conditions.event)
      var all = rows
      all.asksAllRows = selection.keys == nil
      var (tally, oldest) =
        if filter.isNeedless || filter.holds.isEmpty && rows.tellsDone(filter) {
          try count(selection, all)
        } else if filter.asksAncestors, selection.recordSet.isKeyless {
          try countWithoutKey(selection, all, filter)
        } else if filter.asksAncestors {
          try countPages(selection, rows, filter)
        } else {
          try countRows(selection, all, filter)
        }
      tally.oldest = event.flatMap { $0.ordered.value(of: oldest).shownDay }
      try ServerDependents(store: self, rows: rows).add(to: &tally, of: selection, filter)
      return tally
    }
  }

  private typealias Counted = (tally: Tally, oldest: ColumnValue)

  /// Has the server count, where it can tell each row that counts.
  private func count(_ selection: Selection, _ rows: ServerRows) throws -> Counted {
    let order: SQLText = selection.orderedBy.map { rows.conditions.event($0).orderExpression } ?? "NULL"
    var counted = Counted(Tally(), .null)
    try rows.engine.query(
      "SELECT count(*), min(\(order)) FROM \(rows.table) AS t WHERE \(try rows.condition(of: selection))"
    ) { row in counted = (Tally(count: try self.counted(row[0]), held: 0), row[1]) }
    return counted
  }

  /// Counts page by page, where holds on records that rows depend on are asked.
  private func countPages(_ selection: Selection, _ rows: ServerRows, _ filter: RowFilter) throws -> Counted {
    var counted = Counted(Tally(), .null)
    var pages = CandidatePages(
      store: self, rows: rows, selection: selection, filter: filter, limit: Self.tallyLength)
    while let page = try pages.look(at: Self.tallyLength) {
      if counted.tally.count == 0, let first = page.first, selection.orderedBy != nil {
        counted.oldest = first.lead[0]
      }
      counted.tally.count += page.count
      counted.tally.held += page.count { $0.isHeld }
    }
    return counted
  }

  /// Counts row by row, in order, so that the first that counts is the oldest.
  private func countRows(_ selection: Selection, _ rows: ServerRows, _ filter: RowFilter) throws -> Counted {
    let order = selection.orderedBy.map { rows.conditions.event($0).orderExpression }
    let sorted = order.map { order -> SQLText in " ORDER BY \(order)" }
    var counted = Counted(Tally(), .null)
    try rows.engine.query(
      """
      SELECT \(rows.names(filter, and: order ?? "NULL")) FROM \(rows.table) AS t \
      WHERE \(try rows.condition(of: selection))\(sorted ?? "")
      """
    ) { row in
      let candidate = row.dropLast()
      guard !filter.isDone(candidate) else { return }
      if counted.tally.count == 0 { counted.oldest = row[row.count - 1] }
      counted.tally.count += 1
      if try filter.isHeld(candidate) { counted.tally.held += 1 }
    }
    return counted
  }

  /// Counts rows without a key by what holds ask of them: there are no pages without one, and no question can be asked while rows come.
  private func countWithoutKey(_ selection: Selection, _ rows: ServerRows, _ filter: RowFilter) throws
    -> Counted
  {
    let order = selection.orderedBy.map { rows.conditions.event($0).orderExpression } ?? "NULL"
    var counted = Counted(Tally(), .null)
    var alike: [[ColumnValue]: Int] = [:]
    try rows.engine.query(
      """
      SELECT \(rows.names(filter, and: order)) FROM \(rows.table) AS t \
      WHERE \(try rows.condition(of: selection)) ORDER BY \(order)
      """
    ) { row in
      if counted.tally.count == 0 { counted.oldest = row[row.count - 1] }
      counted.tally.count += 1
      alike[Array(row.dropLast()), default: 0] += 1
    }
    let ancestors = ServerAncestors(store: self, rows: rows, filter, locks: false)
    let kinds = Array(alike.keys)
    let held = try ancestors.held(kinds)
    for (place, kind) in kinds.enumerated() where try held.contains(place) || filter.isHeld(kind) {
      counted.tally.held += alike[kind] ?? 0
    }
    return counted
  }

  package func examine(
    _ recordSet: RecordSet, key: [String], predicates: [Predicate], events: [EventColumn], holds: any HoldTest
  ) throws(StoreError) -> Examination? {
    try recordSet.checkKey(key)
    return try reading(recordSet) { engine in
      let rows = try rows(recordSet, asking: predicates, engine)
      let filter = RowFilter(recordSet, holds: holds, pseudonymising: nil)
      let columns =
        [SQLText(rows.names(filter.columns + events.map(\.column)))] + predicates.map(rows.answer)
      var found: Examination?
      var references: [String: ColumnValue] = [:]
      do {
        try engine.query(
          """
          SELECT \(SQLText.join(columns, ", ")) FROM \(rows.table) AS t WHERE \(rows.isRow(typed: key))
          """
        ) { row in
          var keys = KeyList()
          keys.append(key: row.prefix(recordSet.key.count))
          let rest = row.dropFirst(filter.columns.count)
          references = filter.references(row)
          found = Examination(
            answers: rest.dropFirst(events.count).map { $0 == .integer(1) },
            events: zip(events, rest).map { rows.conditions.event($0).value(of: $1) },
            isHeld: try filter.isHeld(row.prefix(filter.columns.count)), key: Array(keys[0]))
        }
      } catch ServerError.value {
        // What is no value of the key's type is no row's key.
        return nil
      }
      let ancestors = ServerAncestors(store: self, rows: rows, filter, locks: false)
      guard let seen = found, !seen.isHeld, try !ancestors.held(references: [references]).isEmpty else {
        return found
      }
      return Examination(answers: seen.answers, events: seen.events, isHeld: true, key: seen.key)
    }
  }

  package func nextKeys(of change: Change, on selection: Selection, count: Int, holds: any HoldTest)
    throws(StoreError) -> KeyList
  {
    try selection.recordSet.requireKey()
    let selection = selection.asking(holds)
    return try reading(selection.recordSet) { engine in
      let rows = try rows(selection.recordSet, asking: [selection.predicate], engine)
      let filter = RowFilter(selection, holds: holds)
      let dependents = ServerDependents(store: self, rows: rows)
      var pages = CandidatePages(
        store: self, rows: rows, selection: selection, filter: filter, limit: count)
      var keys = KeyList()
      while keys.isEmpty {
        let page = try pages.next()
        guard !page.isEmpty else { break }
        for row in try selection.dependents.map({ try dependents.free(page, filter, $0) }) ?? page {
          keys.append(key: row.prefix(selection.recordSet.key.count))
        }
      }
      return keys
    }
  }

  package func keys(of recordSet: RecordSet, after: [UInt8]?, count: Int) throws(StoreError) -> KeyList {
    try recordSet.requireKey()
    return try reading(recordSet) { engine in
      let rows = try rows(recordSet, engine)
      var keys = KeyList()
      let asked: SQLText =
        "SELECT \(rows.key) FROM \(rows.table) AS t \(try rows.chosen(at: .behind(after), store: name))"
      try engine.query(rows.words.limited(asked, to: count)) { row in keys.append(key: row) }
      return keys
    }
  }
}
