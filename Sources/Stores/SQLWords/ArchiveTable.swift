package import RecordStores

/// A table that takes in rows from another store.
package protocol ArchiveTable {
  var recordSet: RecordSet { get }
  /// Reads the row that has the key of some values; nil if there is none.
  ///
  /// - Returns: the columns' values, in their order.
  func kept(_ columns: [String], like values: [ColumnValue]) throws -> [ColumnValue]?
  func insert(_ columns: [String], _ values: [ColumnValue]) throws
  /// How a column shows what was written to it.
  func shownForm(of column: String) throws -> ShownForm
}

extension ArchiveTable {
  /// Adds a row that is not there yet, and reads it again: a row that a column rounds, cuts, pads, converts or writes otherwise is refused, and stays
  /// where it was. So is a row whose key the archive has with other content: which of the two is right is not ours to say.
  package func keep(_ columns: [String], _ values: [ColumnValue]) throws {
    if let there = try firstDifference(columns, values) {
      guard there.isEmpty else { throw refused("the archive has a row of this key with other content") }
      return
    }
    try insert(columns, values)
    let changed = try firstDifference(columns, values) ?? recordSet.key.joined(separator: ", ")
    guard changed.isEmpty else {
      throw refused("the archive's column \(changed) does not keep its value as it is")
    }
  }

  /// The first column that has another value in the archive's row of this key, or an empty text; nil if there is no such row.
  private func firstDifference(_ columns: [String], _ values: [ColumnValue]) throws -> String? {
    let forms = try columns.map(shownForm)
    guard let kept = try kept(columns, like: values) else { return nil }
    return columns.indices.first { !values[$0].isKept(as: kept[$0], shown: forms[$0]) }.map { columns[$0] }
      ?? ""
  }

  private func refused(_ reason: String) -> StoreError {
    .row(store: recordSet.store, recordSet: recordSet.name, reason: reason)
  }
}
