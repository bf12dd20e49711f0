package import CivilTime
package import RecordStores
package import Words

/// The statements about a ledger's rows, the same for every engine.
package struct LedgerStatements {
  private let ledger: Ledger
  private let dialect: any SQLDialect

  package init(_ ledger: Ledger, _ dialect: any SQLDialect) {
    self.ledger = ledger
    self.dialect = dialect
  }

  /// Stands in place of the time in the entry of a batch that was not committed, and never will be.
  package static let void = "void"

  /// Asks for those of some batches that were committed, some thousand in each statement.
  package func recorded(_ batches: [BatchName]) -> [SQLText] {
    stride(from: 0, to: batches.count, by: 1_000).map { start in
      let part = batches[start..<min(start + 1_000, batches.count)].map { ColumnValue.text($0.rawValue) }
      return
        "SELECT batch FROM \(table) WHERE \(isOurs) AND batch IN (\(SQLText.values(part))) AND at <> \(value: .text(Self.void))"
    }
  }

  /// Asks for what stands as the time of a batch.
  package func time(of batch: BatchName) -> SQLText {
    "SELECT at FROM \(table) WHERE \(isOurs) AND batch = \(value: .text(batch.rawValue))"
  }

  /// Adds a batch's entry, and fails where its name is there.
  package func insert(_ batch: BatchName, at time: String) -> SQLText {
    "INSERT INTO \(table) (\(dialect.quoted(Ledger.columns))) VALUES (\(values(batch, time)))"
  }

  /// Adds a batch's entry where its name is not there yet.
  package func insertIfAbsent(_ batch: BatchName, at time: String) -> SQLText {
    dialect.insertIfAbsent(
      into: table, columns: dialect.quoted(Ledger.columns), values: values(batch, time),
      key: dialect.quoted(Array(Ledger.columns.prefix(2))))
  }

  /// Removes the entries from before a time, and those of batches that were not committed.
  package func delete(before time: Instant) -> SQLText {
    "DELETE FROM \(table) WHERE \(isOurs) AND (at < \(value: .text(time.iso8601)) OR at = \(value: .text(Self.void)))"
  }

  private var table: String { dialect.table(ledger.table) }

  private var isOurs: SQLText { "journal = \(value: .text(ledger.journal))" }

  private func values(_ batch: BatchName, _ time: String) -> SQLText {
    SQLText.values([ledger.journal, batch.rawValue, time].map(ColumnValue.text))
  }
}
