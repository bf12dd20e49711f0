/// The columns of the row that a record refers to which tell facts of the record (decision 236).
///
/// An example: whether a payment was made in the shop or on the web stands in its contract.
package struct ParentColumns: Hashable, Sendable {
  /// The one row, or none.
  package let rows: RelatedRows
  package let columns: Set<String>

  package init(rows: RelatedRows, columns: Set<String>) {
    self.rows = rows
    self.columns = columns
  }

  /// Every column of the parent's table that is read.
  package var allColumns: Set<String> { columns.union(rows.theirColumns).union(rows.condition.columns) }
}

/// A value of a related row's column, as a judge is shown it.
package struct RelatedColumn: Hashable, Sendable {
  package let value: ColumnValue
  /// Tells if texts of the column are equal if and only if their bytes are.
  package let comparesBytes: Bool

  package init(_ value: ColumnValue, comparesBytes: Bool = true) {
    self.value = value
    self.comparesBytes = comparesBytes
  }
}
