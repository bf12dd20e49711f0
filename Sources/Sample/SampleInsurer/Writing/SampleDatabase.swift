/// One database of the sample insurer.
protocol SampleDatabase {
  /// The store's name in the stores file, and the file's name before `.sqlite`.
  var store: String { get }
  /// Tells if the file is in WAL mode; otherwise it has a rollback journal.
  var usesWriteAheadLog: Bool { get }
  /// The statements that make its tables.
  var tables: [String] { get }
  /// The statements that make its indexes, after the rows.
  var indexes: [String] { get }
  /// Its record sets as the stores file binds them.
  var recordSets: [(name: String, binding: JSON)] { get }
  func fill(_ file: DatabaseFile, _ sample: Sample) throws
}
