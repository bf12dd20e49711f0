package import RecordStores
package import Words

/// An intent without outcome.
package struct PendingBatch: Sendable {
  package let batch: BatchName
  package let intent: BatchIntent
  package let keys: KeyList
}
