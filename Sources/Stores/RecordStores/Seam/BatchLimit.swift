/// The bounds of one batch. Whichever is reached first ends it.
package struct BatchLimit: Hashable, Sendable {
  /// Rows at most.
  package var rows: Int
  /// Bytes of keys (and of moved rows) at most.
  package var bytes: Int
  /// Seconds that the store may take for the change before it is interrupted.
  package var seconds: Double
  /// Rows of dependents at most, where it has several records: one record's go with it, however many they are.
  package var dependents: Int
  /// How many rows the pace may let a batch grow to, if nobody wrote a number of rows; nil if `rows` is the most.
  package var growsTo: Int?
  /// Tells if the store waits for rows that others have locked, for as long as it may; rows of the record set itself are passed over in any case.
  package var waitsForLocks = true

  package init(rows: Int = 1_000, bytes: Int = 8 << 20, seconds: Double = 10, dependents: Int = 100_000) {
    self.rows = rows
    self.bytes = bytes
    self.seconds = seconds
    self.dependents = dependents
  }
}
