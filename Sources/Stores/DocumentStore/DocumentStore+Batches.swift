internal import DocumentTree
package import RecordStores

extension DocumentStore {
  package func begin(_ change: Change, on selection: Selection, limit: BatchLimit, holds: any HoldTest)
    throws(StoreError) -> (any StoreBatch)?
  {
    try asking(selection.recordSet.name) { root in
      let batch = DocumentBatch(store: self, root: root, recordSet: selection.recordSet)
      try batch.fill(change, selection: selection, limit: limit, holds: holds)
      return batch.keys.isEmpty && batch.setAside.isEmpty ? nil : batch
    }
  }

  package func beginReceiving(into recordSet: RecordSet) throws(StoreError) -> any ReceivingBatch {
    try asking(recordSet.name) { root in
      try noteUse()
      return ReceivedDocuments(store: self, root: root, recordSet: recordSet)
    }
  }

  /// So large may a document be that moves to another store: it is in memory on its way.
  static let movedLimit = 256 << 20
  /// So large may the file beside a document be.
  static let sidecarLimit = 1 << 20
}
