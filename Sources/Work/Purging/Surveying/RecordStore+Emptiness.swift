internal import RecordStores

extension RecordStore {
  /// Tells if no row is there, asked without counting them.
  func isEmpty(_ recordSet: RecordSet) throws(StoreError) -> Bool {
    try look(RowQuestion(recordSet: recordSet), at: .behind(nil), count: 1).isEmpty
  }
}
