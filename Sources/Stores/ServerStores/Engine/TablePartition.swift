/// One part of a table that can go in one step.
package struct TablePartition: Hashable, Sendable {
  /// The name that the server gives it, for the journal.
  package let name: String
  /// The table whose direct part it is, as a statement names it.
  package let container: String
  /// The text that a query reads its rows from, before an alias.
  package let source: String
  /// The server's own identity of it, which no new name changes.
  package let identity: String
  /// Tells if it is dropped. Where rows could still come that belong to it, it is emptied in one step and stays.
  package let isDropped: Bool
  /// The server's own estimate.
  package let estimatedRows: Int

  package init(
    name: String, container: String, source: String, identity: String, isDropped: Bool, estimatedRows: Int
  ) {
    self.name = name
    self.container = container
    self.source = source
    self.identity = identity
    self.isDropped = isDropped
    self.estimatedRows = estimatedRows
  }
}
