internal import RecordStores
internal import SQLWords

/// Which rows the next statement on a table without a key may delete: those of the selection that are at a place in the order of its event or behind it, without
/// those that are left out.
struct KeylessChoice {
  let rows: ServerRows
  let selection: Selection
  let filter: RowFilter
  private(set) var leftOut: LeftOutRows
  /// The event's value from which on rows are looked at; if a second value stands behind it, those behind it. Empty for all rows.
  private(set) var place: [ColumnValue]
  /// The event's value up to which rows are looked at; nil for all.
  private var end: ColumnValue?

  /// Tells if rows behind some value of the event are not looked at.
  var isBounded: Bool { end != nil }

  /// How many lists of values a statement leaves out.
  private static let mostLeftOut = 20_000
  /// How many rows are looked at for others that are held, once one is.
  private static let lookedAhead = 10_000

  init(_ selection: Selection, _ rows: ServerRows, _ filter: RowFilter) {
    self.selection = selection
    self.rows = rows
    self.filter = filter
    leftOut = selection.after?.leftOut ?? LeftOutRows()
    place = selection.after?.values ?? []
  }

  /// What the next batch has to know; nil if it may begin as this one did.
  var position: BatchPosition? {
    leftOut.isEmpty && place.isEmpty ? selection.after : BatchPosition(values: place, leftOut: leftOut)
  }

  private var event: ServerEventConditions? { selection.orderedBy.map(rows.conditions.event) }

  /// - Parameter rows: the table by the name that the statement has for it.
  func order(_ rows: ServerRows) -> SQLText? {
    selection.orderedBy.map { rows.conditions.event($0).orderExpression }
  }

  /// - Parameter fromPlace: whether rows before the place are left out, too.
  func condition(_ rows: ServerRows, fromPlace: Bool = true) throws -> SQLText {
    var asked = selection
    asked.predicate = Predicate.all([selection.predicate, leftOut.others]).simplified
    let condition = try rows.condition(of: asked)
    guard fromPlace, let order = order(rows) else { return condition }
    let column = event?.orderColumn
    func compared(_ sign: String, _ value: ColumnValue) -> SQLText {
      rows.words.compare(
        order, sign, column.map { rows.words.value(value, as: $0) } ?? .value(value), as: column)
    }
    let isFrom = place.first.map { compared(place.count > 1 ? ">" : ">=", $0) }
    let isUpTo = end.map { compared("<=", $0) }
    return SQLText.join([isFrom, isUpTo].compactMap(\.self) + [condition], " AND ")
  }

  /// The value of the event in the first row, as everybody sees it.
  private func first() throws -> ColumnValue? { try lastOf(first: 1) }

  /// The value of the event in the last of the first rows, as everybody sees them.
  private func lastOf(first count: Int) throws -> ColumnValue? {
    guard let order = order(rows) else { return nil }
    var last: ColumnValue?
    try rows.engine.query(
      rows.words.limited(
        "SELECT \(order) FROM \(rows.table) AS t WHERE \(try condition(rows)) ORDER BY \(order)", to: count)
    ) { last = $0[0] }
    return last
  }

  /// Looks no further than the next rows lie, so that a server which waits for each lock that it meets goes along the event's index, and reads no other part of
  /// the table.
  ///
  /// - Returns: false if there is no next row.
  mutating func bound(to count: Int) throws -> Bool {
    guard selection.orderedBy != nil else { return true }
    end = nil
    end = try lastOf(first: count)
    return end != nil
  }

  /// Goes to the first row that is not left out: whatever lies before it needs no second look.
  mutating func advance() throws {
    guard !leftOut.isEmpty, let first = try first(), first != .null else { return }
    place = [first]
  }

  /// Goes behind all rows that have the first one's value of the event. Others have some of them locked, and a server that cannot delete around them has to leave
  /// them all.
  ///
  /// - Returns: false if there is no order by which one could.
  mutating func pass() throws -> Bool {
    guard let first = try first(), first != .null else { return false }
    place = [first, .integer(1)]
    return true
  }

  /// Leaves out rows by what they are held by, and those of the next rows that are held.
  ///
  /// - Throws: `StoreError.row` if the store gives back what it was to leave out, or if too many are held.
  mutating func leaveOut(_ held: LeftOutRows, asking ancestors: ServerAncestors) throws {
    guard leftOut.formUnion(held) else {
      throw failure(
        "the store does not tell a row that a hold keeps from others by its values, so that none of them could be left out: add a unique key to the table, or place the hold on the record set"
      )
    }
    _ = leftOut.formUnion(try heldAhead(ancestors))
    guard leftOut.count > Self.mostLeftOut else { return }
    let before = place
    try advance()
    guard place != before else {
      throw failure(
        "holds keep rows with more than \(Self.mostLeftOut) different values at one date, and no key names a row: add a unique key, or bind a date with a time of day"
      )
    }
    leftOut = LeftOutRows()
  }

  private func failure(_ reason: String) -> StoreError {
    .row(store: rows.recordSet.store, recordSet: rows.recordSet.name, reason: reason)
  }

  private func heldAhead(_ ancestors: ServerAncestors) throws -> LeftOutRows {
    var held = LeftOutRows()
    var others: Set<[ColumnValue]> = []
    let sorted = order(rows).map { order -> SQLText in " ORDER BY \(order)" }
    try rows.engine.query(
      rows.words.limited(
        "SELECT \(rows.names(filter, and: "NULL")) FROM \(rows.table) AS t WHERE \(try condition(rows))\(sorted ?? "")",
        to: Self.lookedAhead)
    ) { row in
      let candidate = row.dropLast()
      if try !note(candidate, in: &held), filter.asksAncestors { others.insert(Array(candidate)) }
    }
    try noteAncestors(of: Array(others), ancestors, in: &held)
    return held
  }

  /// Notes a row that a hold of its own keeps.
  func note(_ candidate: some RandomAccessCollection<ColumnValue>, in held: inout LeftOutRows) throws -> Bool
  {
    guard try filter.isHeld(candidate) else { return false }
    guard let column = filter.recordSet.subject, let subject = candidate.first else {
      throw failure(
        "a hold keeps a row without a subject, which nothing tells from others: place the hold on the record set"
      )
    }
    held.insert([subject], of: [column])
    return true
  }

  /// Notes the rows that depend on a held record, by what they refer to.
  func noteAncestors(of candidates: [[ColumnValue]], _ ancestors: ServerAncestors, in held: inout LeftOutRows)
    throws
  {
    let columns = filter.recordSet.ancestry.columns(from: filter.recordSet.table)
    for place in try ancestors.held(candidates) {
      let references = filter.references(candidates[place])
      held.insert(columns.map { references[$0] ?? .null }, of: columns)
    }
  }
}
