extension RecordSet {
  /// Refuses a key that somebody typed with more or fewer values than the record set's key has columns.
  package func checkKey(_ typed: [String]) throws(StoreError) {
    guard typed.count == key.count else {
      throw .key(store: store, recordSet: name, expected: key, given: typed.count)
    }
  }
}
