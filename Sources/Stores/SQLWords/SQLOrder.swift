/// Rows in the order of several expressions.
package enum SQLOrder {
  /// Tells if a row is behind a place in the order. The first comparison is for the index, the second is exact.
  ///
  /// - Parameter values: what the order's expressions are at that place.
  package static func isBehind(_ values: [SQLText], _ order: [SQLText]) -> SQLText {
    "\(order[0]) >= \(values[0]) AND (\(SQLText.join(order, ", "))) > (\(SQLText.join(values, ", ")))"
  }
}
