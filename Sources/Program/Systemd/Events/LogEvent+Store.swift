package import CivilTime
package import Words

extension LogEvent {
  /// A store does not answer: so many record sets are left out.
  package static func storeUnavailable(store: StoreName, recordSets: Int, reason: String) -> LogEvent {
    LogEvent(
      "store-unavailable", id: "14e0ec56bde14262b6dae937ce540be7", .error,
      [(.store, store.rawValue), (.count, "\(recordSets)"), (.reason, reason)],
      "store \(store) cannot be reached, and \(LogText.counted(recordSets, "record set is", "record sets are")) left out: \(reason)"
    )
  }

  /// Another store is in the place of one that the journal knows: so many record sets are left out.
  package static func storeReplaced(store: StoreName, recordSets: Int, reason: String) -> LogEvent {
    LogEvent(
      "store-replaced", id: "934efb0e455b400b80d7dee679531624", .error,
      [(.store, store.rawValue), (.count, "\(recordSets)"), (.reason, reason)],
      "another store is in the place of \(store), and \(LogText.counted(recordSets, "record set is", "record sets are")) left out: \(reason)"
    )
  }

  /// A store's ledger lacks so many committed batches: it was restored to before the earliest, made at `since`.
  package static func storeRestored(store: StoreName, missing: Int, since: Instant) -> LogEvent {
    LogEvent(
      "store-restored", id: "fa05aa8e98ae4388ac5e0c704f875917", .error,
      [(.store, store.rawValue), (.count, "\(missing)"), (.since, LogText.time(since))],
      "store \(store) was restored to before \(LogText.time(since)): its ledger lacks \(LogText.counted(missing, "committed batch", "committed batches")); "
        + "\"retentiond reconcile\" shows what came back")
  }
}
