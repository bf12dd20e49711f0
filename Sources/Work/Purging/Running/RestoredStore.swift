package import CivilTime
package import Words

/// A store whose ledger lacks batches that the journal says are committed (decision 72).
package struct RestoredStore: Hashable, Sendable, CustomStringConvertible {
  package let store: StoreName
  /// How many batches are missing.
  package let missing: Int
  /// The earliest of them, and when it was made.
  package let first: BatchName
  package let since: Instant
  /// The latest of them.
  package let last: BatchName

  package var description: String {
    "store \(store) was restored to before \(since.iso8601): its ledger lacks \(missing) committed batch\(missing == 1 ? "" : "es") "
      + "(\(first) to \(last)): see what came back with `retentiond reconcile`"
  }
}
