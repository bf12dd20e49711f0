internal import RecordStores
internal import SQLWords

/// The rows that a batch may change, page by page in their order, without those that are judged otherwise on this side.
struct CandidatePages {
  let rows: ServerRows
  let selection: Selection
  let filter: RowFilter
  let limit: Int
  /// The place of the last page's end; nil before the first.
  private(set) var position: BatchPosition?
  /// The place of each candidate of the last page, but for its key.
  private var leads: [[ColumnValue]] = []
  private let ancestors: ServerAncestors

  /// A row that is not done yet, with the filter's columns.
  struct Seen {
    let candidate: [ColumnValue]
    /// The values that it is ordered by, but for its key.
    let lead: [ColumnValue]
    let position: BatchPosition
    var isHeld: Bool
  }

  init(store: ServerStore, rows: ServerRows, selection: Selection, filter: RowFilter, limit: Int) {
    self.rows = rows
    self.selection = selection
    self.filter = filter
    self.limit = limit
    position = selection.after
    // What is found here is asked again under the locks of a batch.
    ancestors = ServerAncestors(store: store, rows: rows, filter, locks: false)
  }

  /// Up to `limit` candidates, each with the filter's columns; empty at the end.
  mutating func next() throws -> [[ColumnValue]] {
    var chosen: [[ColumnValue]] = []
    leads = []
    while chosen.count < limit {
      let wanted = max(limit - chosen.count, filter.isNeedless ? 1 : 256)
      guard let seen = try look(at: wanted, atMost: limit - chosen.count) else { break }
      for row in seen where !row.isHeld {
        // What comes behind the last that fits waits for the next page.
        guard chosen.count < limit else { break }
        position = row.position
        chosen.append(row.candidate)
        leads.append(row.lead)
      }
      if chosen.count < limit {
        position = lastPosition
      } else {
        isAtEnd = false
      }
    }
    return chosen
  }

  /// The place of the last row that was read.
  private var lastPosition: BatchPosition?
  private var isAtEnd = false

  /// The next rows that are not done, held ones included; nil at the end.
  ///
  /// - Parameters:
  ///   - wanted: how many rows are read.
  ///   - most: where so many that no hold of their own keeps have been seen, the rest may be left out.
  mutating func look(at wanted: Int, atMost most: Int = .max) throws -> [Seen]? {
    guard !isAtEnd else { return nil }
    let order = rows.order(selection)
    let condition = try rows.condition(of: selection)
    let place = order.count - filter.recordSet.key.count
    let leading: SQLText = place > 0 ? "\(order[0]), " : ""
    let event = selection.orderedBy.map(rows.conditions.event)
    let isBehind = position.flatMap { position -> SQLText? in
      guard position.values.count == order.count else { return nil }
      return "\(rows.isBehind(position.values, order: order, event: event?.orderColumn)) AND "
    }
    var seen: [Seen] = []
    var read = 0
    var free = 0
    var last = position
    let page = rows.words.limited(
      """
      SELECT \(leading)\(rows.names(filter)) FROM \(rows.table) AS t \
      WHERE \(isBehind ?? "")\(condition) ORDER BY \(SQLText.join(order, ", "))
      """, to: wanted)
    try rows.engine.query(page) { row in
      read += 1
      guard filter.asksAncestors || free < most else { return }
      let here = BatchPosition(values: Array(row.prefix(order.count)))
      last = here
      let candidate = row.dropFirst(place)
      guard !filter.isDone(candidate) else { return }
      let isHeld = try filter.isHeld(candidate)
      if !isHeld { free += 1 }
      seen.append(
        Seen(candidate: Array(candidate), lead: Array(row.prefix(place)), position: here, isHeld: isHeld))
    }
    isAtEnd = read < wanted
    lastPosition = last
    position = last
    for place in try ancestors.held(seen.map(\.candidate)) { seen[place].isHeld = true }
    return seen
  }

  /// The position of one candidate of the last page.
  func position(of place: Int, _ candidate: [ColumnValue]) -> BatchPosition {
    BatchPosition(values: leads[place] + candidate.prefix(filter.recordSet.key.count))
  }
}
