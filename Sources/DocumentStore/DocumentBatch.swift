internal import DocumentTree
internal import RecordStores

/// Documents that are about to go.
final class DocumentBatch: StoreBatch {
  private let store: DocumentStore
  private let root: DocumentRoot
  private let recordSet: RecordSet
  private(set) var keys = KeyList()
  private(set) var setAside: [SetAside] = []
  private(set) var position: BatchPosition?
  let dependents: [String: Int] = [:]
  private var items: [BatchItem] = []
  private var list: BatchList?

  init(store: DocumentStore, root: DocumentRoot, recordSet: RecordSet) {
    self.store = store
    self.root = root
    self.recordSet = recordSet
  }

  deinit { rollback() }

  func fill(_ change: Change, selection: Selection, limit: BatchLimit, holds: any HoldTest) throws {
    let end = ContinuousClock.now + .seconds(limit.seconds)
    var bytes = 0
    try store.forEach(in: selection, root, after: DocumentStore.after(selection)) { document in
      if selection.keys == nil { position = BatchPosition(values: [.text(document.path)]) }
      guard try !document.isHeld(by: holds) else { return true }
      if let reason = try take(document, change) {
        leave(document.path, reason)
      } else if case .archiveElsewhere = change {
        bytes += Int(document.status.size)
      }
      // One that has begun is brought to its end, and a slow file system makes small batches.
      return keys.count < limit.rows && bytes < limit.bytes && ContinuousClock.now < end
    }
    guard !keys.isEmpty else { return }
    let list = BatchList(folder: DocumentStore.folder(of: recordSet), items: items)
    try store.noteUse()
    try list.write(in: root)
    self.list = list
  }

  private func leave(_ path: String, _ reason: String) {
    var key = KeyList()
    key.append(key: [.text(path)])
    setAside.append(SetAside(key: Array(key[0]), reason: reason))
  }

  /// - Returns: why it is left, if it is.
  private func take(_ document: Document, _ change: Change) throws -> String? {
    if let reason = document.reasonToStay { return reason }
    // Removing one of its names would leave it readable by the others.
    guard document.status.links == 1 else { return "it has other names, hard links, which would keep it" }
    guard root.canRemove(document.place) else { return "the service's account may not write to its folder" }
    var target: String?
    switch change {
    case .delete: break
    case .pseudonymise:
      throw StoreError.schema(
        store: store.name, recordSet: recordSet.name, DocumentStore.notPseudonymised(recordSet))
    case .archive(let archive):
      let place = Document.place(of: document.path, in: archive)
      if let status = try root.status(of: place), try !isSame(document, place, status) {
        return "the archive has a document of this path with other content"
      }
      target = place
    case .archiveElsewhere(let sink):
      guard document.status.size <= DocumentStore.movedLimit else {
        return "it is larger than \(DocumentStore.movedLimit >> 20) MiB, too large to move to another store"
      }
      try send(document, to: sink)
    }
    keys.append(key: [.text(document.path)])
    items.append(
      BatchItem(
        place: document.place, target: target, document: BatchItem.Identity(document.status),
        sidecar: document.sidecar, beside: try document.statusBeside().map(BatchItem.Identity.init),
        sidecarTarget: target.flatMap { target in recordSet.documents?.sidecar.map { target + $0 } }))
    return nil
  }

  private func isSame(_ document: Document, _ place: String, _ status: DocumentStatus) throws -> Bool {
    guard status.size == document.status.size else { return false }
    let limit = max(DocumentStore.movedLimit, Int(status.size))
    return try root.read(place, limit: limit) == root.read(document.place, limit: limit)
  }

  private func send(_ document: Document, to sink: any ArchiveSink) throws {
    let content = try root.read(document.place, limit: DocumentStore.movedLimit)
    var columns = ["path", "content", "modified"]
    var values: [ColumnValue] = [
      .text(document.path), .blob(content), .integer(document.status.modified.seconds),
    ]
    if document.sidecar != nil {
      columns.append("sidecar")
      values.append(try document.readBeside().map { .blob($0.content) } ?? .null)
    }
    try sink.receive(columns: columns, values: values)
  }

  // MARK: The end

  func transactionName() throws(StoreError) -> String? { list?.name }

  func commit(recording entry: LedgerEntry?) throws(StoreError) {
    guard let list else { return }
    try store.asking(recordSet.name) { root in
      for item in list.items {
        // What was changed since it was judged is judged again.
        guard let status = try root.status(of: item.place), item.isStill(status),
          item.isStill(beside: try item.sidecar.flatMap { try root.status(of: $0) })
        else {
          throw StoreError.conflict(store: store.name, cause: "a document was changed meanwhile")
        }
      }
      do throws(DocumentError) {
        try list.commit(in: root)
      } catch {
        // The renaming is the commit, whatever failed after it.
        guard try BatchList.isCommitted(list.name, in: root) else { throw error }
      }
    }
    self.list = nil
    finish(list)
  }

  /// The list is the commit: what cannot be taken now is taken at the next opening, and the run is incomplete.
  private func finish(_ list: BatchList) {
    do throws(DocumentError) {
      for (item, reason) in try list.finish(in: root) { leaveCommitted(item, reason) }
    } catch {
      // Which of them are gone for good is not known: all are looked at again.
      for item in list.items.indices { leaveCommitted(item, error) }
    }
  }

  private func leaveCommitted(_ item: Int, _ reason: DocumentError) {
    store.leftovers += 1
    if case .text(let path)? = keys.values(at: item)?.first {
      leave(path, "it is committed, and could not be removed yet: \(reason)")
    }
  }

  func rollback() {
    // A list that stays is forgotten at the next opening.
    try? list?.forget(in: root)
    list = nil
  }
}
