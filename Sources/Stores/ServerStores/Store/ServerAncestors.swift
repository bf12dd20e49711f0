internal import RecordStores

/// Finds what the rows of a record set depend on, on a server.
struct ServerAncestors {
  private let filter: RowFilter
  private let walk: AncestorWalk?

  /// - Parameter locks: whether what the rows depend on is kept from changing until the transaction ends.
  init(store: ServerStore, rows: ServerRows, _ filter: RowFilter, locks: Bool) {
    self.filter = filter
    walk =
      filter.asksAncestors
      ? AncestorWalk(recordSet: rows.recordSet, holds: filter.holds) {
        try ServerDependents(store: store, rows: rows).referring($0, locks: locks)
      } : nil
  }

  /// The places of the candidates that depend on a held record.
  func held(_ candidates: [some RandomAccessCollection<ColumnValue>]) throws -> Set<Int> {
    try held(references: candidates.map(filter.references))
  }

  func held(references: @autoclosure () -> [[String: ColumnValue]]) throws -> Set<Int> {
    guard let walk else { return [] }
    return try walk.held(of: filter.recordSet.table, references())
  }
}

extension ServerBatch {
  /// Leaves out those of the locked rows that depend on a held record, asked again under their locks. What the others depend on stays as it is until the batch ends.
  func leaveDependingOnHeld(_ locked: [[ColumnValue]], _ filter: RowFilter) throws -> [[ColumnValue]] {
    guard filter.asksAncestors, !locked.isEmpty else { return locked }
    let columns = recordSet.ancestry.columns(from: recordSet.table)
    let found = try parts(of: locked).flatMap { try read(columns, of: $0) }
    let ancestors = ServerAncestors(store: store, rows: rows, filter, locks: true)
    let held = try ancestors.held(
      references: found.map { Dictionary(uniqueKeysWithValues: zip(columns, $0.dropFirst(keyCount))) })
    let kept = Set(held.map { Array(found[$0].prefix(keyCount)) })
    return locked.filter { !kept.contains($0) }
  }
}
