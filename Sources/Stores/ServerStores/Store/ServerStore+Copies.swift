package import RecordStores

extension ServerStore {
  package func copies(of recordSet: RecordSet) throws(StoreError) -> [KeptCopy] {
    try reading(recordSet) { try CopyReview($0.catalogue).copies(of: recordSet) }
  }

  package func guessedCopies(of recordSet: RecordSet) throws(StoreError) -> [KeptCopy] {
    try reading(recordSet) { try CopyReview($0.catalogue).guesses(for: recordSet) }
  }
}
