/// What a batch does to the rows that it selects.
package enum Change: Sendable {
  /// Delete the rows, their dependents first.
  case delete
  /// Rewrite columns and set the marker, if the record set has one, to `markerValue`; with `anonymity`, which needs the marker, only where the
  /// rows that are done are enough alike afterwards.
  case pseudonymise([ColumnChange], markerValue: ColumnValue, anonymity: Anonymity? = nil)
  /// Move the rows to another record set of the same store, column by column of the same name, in one transaction.
  case archive(into: RecordSet)
  /// Hand each row to `sink`, which keeps it in another store, and delete it here.
  case archiveElsewhere(any ArchiveSink)
}

/// The other end of a move between stores.
///
/// The engine commits the sink before the source, so that a crash leaves a row in both and never in neither.
package protocol ArchiveSink: AnyObject, Sendable {
  /// Keeps one row. A row with the same key and content that is there already is accepted; one with other content
  /// is an error.
  func receive(columns: [String], values: [ColumnValue]) throws
}
