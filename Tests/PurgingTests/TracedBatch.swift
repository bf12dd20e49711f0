import RecordStores

/// A batch that tells when it is committed, and whose rows may be said to be locked or refused.
final class TracedBatch: StoreBatch {
  private let batch: any StoreBatch
  private let told: () -> Void
  let locked: KeyList

  init(_ batch: any StoreBatch, locked: KeyList = KeyList(), committing told: @escaping () -> Void = {}) {
    self.batch = batch
    self.locked = locked
    self.told = told
  }

  var keys: KeyList { batch.keys }
  var dependents: [String: Int] { batch.dependents }
  var subjects: BatchSubjects { batch.subjects }
  var position: BatchPosition? { batch.position }
  var setAside: [SetAside] { batch.setAside }
  var tooFew: [SmallClass] { batch.tooFew }

  func commit(recording entry: LedgerEntry?) throws(StoreError) {
    told()
    try batch.commit(recording: entry)
  }

  func rollback() { batch.rollback() }
}

/// What takes in moved rows, and tells when it is committed.
final class TracedReceiving: ReceivingBatch, @unchecked Sendable {
  private let batch: any ReceivingBatch
  private let told: () -> Void

  init(_ batch: any ReceivingBatch, committing told: @escaping () -> Void) {
    self.batch = batch
    self.told = told
  }

  func receive(columns: [String], values: [ColumnValue]) throws {
    try batch.receive(columns: columns, values: values)
  }

  func commit(recording entry: LedgerEntry?) throws(StoreError) {
    told()
    try batch.commit(recording: entry)
  }

  func rollback() { batch.rollback() }
}
