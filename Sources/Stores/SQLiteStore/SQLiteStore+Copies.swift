package import RecordStores
internal import SQLite

extension SQLiteStore {
  package func copies(of recordSet: RecordSet) throws(StoreError) -> [KeptCopy] {
    try reading(recordSet) { try CopyReview(SQLiteCatalogue(connection: $0)).copies(of: recordSet) }
  }

  package func guessedCopies(of recordSet: RecordSet) throws(StoreError) -> [KeptCopy] {
    try reading(recordSet) { try CopyReview(SQLiteCatalogue(connection: $0)).guesses(for: recordSet) }
  }
}
