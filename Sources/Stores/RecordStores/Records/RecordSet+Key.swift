extension RecordSet {
  /// Tells if its table has no key, as stores.json says by `"key": []`: nothing names a row then but a digest of all that it has (`RowDigest`).
  package var isKeyless: Bool { key.isEmpty }

  /// What a record is named by, as headings: the columns of its key, or a digest.
  package var namedBy: [String] { isKeyless ? ["digest"] : key }

  /// Refuses a question that names rows by their keys where they have none. What became of a batch of such rows the ledger alone tells.
  package func requireKey() throws(StoreError) {
    guard isKeyless else { return }
    throw .engine(
      store: store, code: "no key",
      message:
        "record set \(name) has no key, so that no row of it can be asked for: its batches are told by the ledger, and its rows by their digests in the journal"
    )
  }

  /// Refuses a key that somebody typed with more or fewer values than the record set's key has columns.
  package func checkKey(_ typed: [String]) throws(StoreError) {
    try requireKey()
    guard typed.count == key.count else {
      throw .key(store: store, recordSet: name, expected: key, given: typed.count)
    }
  }
}
