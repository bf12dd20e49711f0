internal import DocumentTree
internal import Files
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
  private(set) var subjects = BatchSubjects()
  private var items: [BatchItem] = []
  private var listSize = 0
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
    let judging = RowJudging(selection)
    let tags = SubjectTags(selection.tagging)
    try store.forEach(in: selection, root, after: DocumentStore.after(selection)) { document in
      if selection.keys == nil { position = BatchPosition(values: [ColumnValue(document.path)]) }
      guard try !document.isHeld(by: holds) else { return true }
      if let judging { try judging.judge { document.value(of: judging.columns[$0]) } }
      let tag = recordSet.subject.flatMap { tags?.tag(of: document.value(of: $0), as: recordSet.subjectForm) }
      if let reason = try take(document, change) {
        leave(document.path, reason)
      } else {
        if tags != nil { subjects.records.append(tag) }
        if case .archiveElsewhere = change { bytes += Int(document.status.size) }
      }
      // One that has begun is brought to its end, and a slow file system makes small batches.
      return keys.count < limit.rows && bytes < limit.bytes && listSize < BatchList.limit
        && ContinuousClock.now < end
    }
    guard !keys.isEmpty else { return }
    let list = BatchList(folder: DocumentStore.folder(of: recordSet), items: items)
    try store.noteUse()
    try list.write(in: root)
    self.list = list
  }

  private func leave(_ path: FilePath, _ reason: String) {
    var key = KeyList()
    key.append(key: [ColumnValue(path)])
    setAside.append(SetAside(key: Array(key[0]), reason: reason))
  }

  /// - Returns: why it is left, if it is.
  private func take(_ document: Document, _ change: Change) throws -> String? {
    let item: BatchItem
    do {
      if let reason = try obstacle(to: change, of: document) { return reason }
      item = BatchItem(document, change, beside: try document.statusBeside())
      if case .archiveElsewhere(let sink) = change { try send(document, to: sink) }
    } catch let error as DocumentError {
      // One that cannot be looked at keeps no other from going.
      return "\(error)"
    }
    keys.append(key: [ColumnValue(document.path)])
    items.append(item)
    listSize += item.size
    return nil
  }

  /// Why a document is left as it is; nil where it goes. What could go wrong only after the commit is looked for here.
  private func obstacle(to change: Change, of document: Document) throws -> String? {
    if let reason = document.reasonToStay { return reason }
    // Removing one of its names would leave it readable by the others.
    guard document.status.links == 1 else { return "it has other names, hard links, which would keep it" }
    guard try document.statusBeside()?.links ?? 1 == 1 else {
      return "the file beside it has other names, hard links, which would keep it"
    }
    guard root.canRemove(document.place) else { return "the service's account may not write to its folder" }
    if let reason = try root.obstacle(moving: document.place, to: DocumentRoot.ownFolder.appending("any")) {
      return reason
    }
    switch change {
    case .delete: return nil
    case .pseudonymise:
      throw StoreError.schema(
        store: store.name, recordSet: recordSet.name, DocumentStore.notPseudonymised(recordSet))
    case .archive(let archive): return try obstacle(to: archive, for: document)
    case .archiveElsewhere:
      guard document.status.size > DocumentStore.movedLimit else { return nil }
      return "it is larger than \(DocumentStore.movedLimit >> 20) MiB, too large to move to another store"
    }
  }

  /// Why an archive in the same store cannot have a document and what lies beside it.
  private func obstacle(to archive: RecordSet, for document: Document) throws -> String? {
    guard DocumentStore.isDocument(document.path, of: archive) else {
      return "its path is none of a document of the archive"
    }
    let target = Document.place(of: document.path, in: archive)
    if let reason = try root.obstacle(moving: document.place, to: target) { return reason }
    if try root.status(of: target) != nil, try !root.haveSameContent(document.place, target) {
      return "the archive has a document of this path with other content"
    }
    let hasBeside = try document.statusBeside() != nil
    guard let ending = archive.documents?.sidecar else {
      return hasBeside ? "the archive keeps no file beside a document" : nil
    }
    guard try root.status(of: target.adding(ending.utf8)) != nil else { return nil }
    guard hasBeside, let sidecar = document.sidecar,
      try root.haveSameContent(sidecar, target.adding(ending.utf8))
    else { return "the archive has another file beside a document of this path" }
    return nil
  }

  private func send(_ document: Document, to sink: any ArchiveSink) throws {
    let content = try root.read(document.place, limit: DocumentStore.movedLimit)
    var columns = ["path", "content", "modified"]
    var values: [ColumnValue] = [
      ColumnValue(document.path), .blob(content), .integer(document.status.modified.seconds),
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
        guard try item.isStill(in: root) else {
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
    // Another folder may have come to the place between the look before the commit and the commit itself.
    do {
      try store.checkPlace(of: root)
    } catch {
      self.list = nil
      throw .lost(store: store.name, cause: "\(error)")
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
    if let path = keys.values(at: item)?.first.flatMap(DocumentStore.path) {
      leave(path, "it is committed, and could not be removed yet: \(reason)")
    }
  }

  func rollback() {
    // A list that stays is forgotten at the next opening.
    try? list?.forget(in: root)
    list = nil
  }
}
