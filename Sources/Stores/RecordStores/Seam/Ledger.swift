package import CivilTime
package import Words

/// A small table of a store, made by its administrator, in which each batch leaves its name in its own transaction (decision 117).
///
/// Columns: `journal` and `batch`, text, together the key; `at`, text. Nothing in it is about a person.
package struct Ledger: Hashable, Sendable {
  package let table: String
  /// The origin of the journal whose batches are recorded, so that two journals can share a store.
  package let journal: String

  package init(table: String, journal: String) {
    self.table = table
    self.journal = journal
  }

  /// Its columns, in order; the first two are the key.
  package static let columns = ["journal", "batch", "at"]
}

extension Ledger {
  /// The table as errors name it.
  package func recordSet(in store: StoreName) -> RecordSet {
    RecordSet(name: RecordSetName("ledger"), store: store, table: table, key: Array(Self.columns.prefix(2)))
  }

  /// Tells what is wrong with the table, each with its remedy.
  ///
  /// - Parameters:
  ///   - definition: the statement that makes it.
  ///   - takesText: tells if a column is of a type that takes its texts whole.
  package func review(
    in catalogue: some SchemaCatalogue, definition: String, takesText: (CatalogueColumn) -> Bool
  ) throws -> [SchemaFinding] {
    func finding(_ message: String) -> [SchemaFinding] {
      [.other(table: table, message: message, remedy: "as its owner, " + definition)]
    }
    guard let kind = try catalogue.kind(of: table) else {
      return finding("stores.json names it as the ledger, and it is not there")
    }
    guard kind == "table" else {
      return finding(
        "stores.json names it as the ledger, and it is a \(kind): remove it or name another, and")
    }
    let columns = try catalogue.columns(of: table)
    let key = columns.filter { $0.keyPlace > 0 }.sorted { $0.keyPlace < $1.keyPlace }.map(\.name)
    guard columns.map(\.name) == Self.columns,
      columns.allSatisfy({ !$0.isNullable && takesText($0) }), key == Array(Self.columns.prefix(2))
    else { return finding("the ledger has another shape than it should") }
    guard try catalogue.triggers(of: table).isEmpty else {
      return finding("the ledger has a trigger, which can change rows that no evidence lists: drop it, or")
    }
    return try catalogue.lacking(.ledger(table)).toRead
  }
}

/// One batch in a ledger: what it changed is changed in this store.
package struct LedgerEntry: Hashable, Sendable {
  package let ledger: Ledger
  /// The batch's name in the journal.
  package let batch: BatchName
  package let at: Instant

  package init(ledger: Ledger, batch: BatchName, at: Instant) {
    self.ledger = ledger
    self.batch = batch
    self.at = at
  }
}
