package import AuditJournal
package import RecordStores
package import Words

/// What a store says that it is, beside what the journal says.
package struct StoreStanding: Sendable {
  package let store: StoreName
  package let identity: StoreIdentity
  /// Nil if no run has seen the store at its place in stores.json.
  package let record: StoreRecord?

  /// Nil if the store is the one that the journal knows, and if the journal knows none.
  package var mismatch: StoreMismatch? {
    guard let record, let difference = record.identity.difference(to: identity) else { return nil }
    return StoreMismatch(store: store, entry: record.entry, since: record.time, difference: difference)
  }
}
