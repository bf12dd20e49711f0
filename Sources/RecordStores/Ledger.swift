public import CivilTime

/// A small table of a store, made by its administrator, in which each batch leaves its name in its own transaction.
///
/// Columns: `journal` and `batch`, text, together the key; `at`, text. Nothing in it is about a person.
public struct Ledger: Hashable, Sendable {
  public let table: String
  /// The origin of the journal whose batches are recorded, so that two journals can share a store.
  public let journal: String

  public init(table: String, journal: String) {
    self.table = table
    self.journal = journal
  }

  /// Its columns, in order; the first two are the key.
  public static let columns = ["journal", "batch", "at"]
}

/// One batch in a ledger: what it changed is changed in this store.
public struct LedgerEntry: Hashable, Sendable {
  public let ledger: Ledger
  /// The batch's name in the journal.
  public let batch: String
  public let at: Instant

  public init(ledger: Ledger, batch: String, at: Instant) {
    self.ledger = ledger
    self.batch = batch
    self.at = at
  }
}
