/// Rows that a batch leaves out by what they have in some columns, since no key names them: those of a person who is held, for example.
package struct LeftOutRows: Hashable, Sendable {
  private var byColumns: [[String]: Set<[ColumnValue]>] = [:]
  /// How many lists of values there are.
  package private(set) var count = 0

  package init() {}

  package var isEmpty: Bool { count == 0 }

  /// - Returns: false if rows with these values are left out already.
  @discardableResult
  package mutating func insert(_ values: [ColumnValue], of columns: [String]) -> Bool {
    guard byColumns[columns, default: []].insert(values).inserted else { return false }
    count += 1
    return true
  }

  /// - Returns: false if nothing of it is new.
  package mutating func formUnion(_ others: LeftOutRows) -> Bool {
    var isNew = false
    for (columns, lists) in others.byColumns {
      for values in lists where insert(values, of: columns) { isNew = true }
    }
    return isNew
  }

  /// True of the rows that are not left out. Texts compare by their bytes: which spellings are one person's is not the store's to say.
  package var others: Predicate {
    let parts = byColumns.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
      columns, lists -> Predicate in
      guard let column = columns.first, columns.count == 1, !lists.contains([.null]) else {
        return .any(lists.map { Self.have($0, columns) })
      }
      return .isOneOf(column: column, lists.map { $0[0] })
    }
    return Predicate.not(.any(parts)).simplified
  }

  private static func have(_ values: [ColumnValue], _ columns: [String]) -> Predicate {
    .all(
      zip(columns, values).map { column, value in
        value == .null ? .isNull(column: column) : .compare(column: column, .equal, value)
      })
  }
}
