/// Rows that a batch left as they were because, with all that are done, they would be too few to hide among.
package struct SmallClass: Hashable, Sendable {
  /// The quasi-identifiers as they would have become. They never leave the process.
  package let values: [ColumnValue]
  /// In `KeyList`'s encoding.
  package var keys: Set<[UInt8]>

  package init(values: [ColumnValue], keys: Set<[UInt8]>) {
    self.values = values
    self.keys = keys
  }

  /// Returns the classes that are too small, of rows as they would become.
  ///
  /// - Parameters:
  ///   - rows: each its key and its quasi-identifiers.
  ///   - done: how many rows of a class are done in the whole table, these included; asked only where they are fewer than `k` by themselves.
  package static func among(
    _ rows: [(key: [ColumnValue], values: [ColumnValue])], for anonymity: Anonymity,
    done: ([ColumnValue]) throws -> Int
  ) rethrows -> [SmallClass] {
    try Dictionary(grouping: rows, by: \.values).compactMap { values, rows in
      guard rows.count < anonymity.k, try done(values) < anonymity.k else { return nil }
      var keys = KeyList()
      for row in rows { keys.append(key: row.key) }
      return SmallClass(values: values, keys: Set((0..<keys.count).map { Array(keys[$0]) }))
    }
  }
}
