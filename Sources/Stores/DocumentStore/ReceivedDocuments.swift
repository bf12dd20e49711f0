internal import DocumentTree
internal import Files
internal import RecordStores

/// Documents that come from another store: written aside, and given their names by the commit.
final class ReceivedDocuments: ReceivingBatch, @unchecked Sendable {
  // Sendable for the seam's sake; one thread runs the batch.
  private let store: DocumentStore
  private let root: DocumentRoot
  private let recordSet: RecordSet
  private var received: [(aside: FilePath, place: FilePath)] = []
  private let name = BatchList.newName()

  /// What the names of documents that are written aside have in them.
  static let mark = ".received-"

  init(store: DocumentStore, root: DocumentRoot, recordSet: RecordSet) {
    self.store = store
    self.root = root
    self.recordSet = recordSet
  }

  deinit { rollback() }

  func receive(columns: [String], values: [ColumnValue]) throws {
    try store.asking(recordSet.name) { _ in try keep(columns, values) }
  }

  private func keep(_ columns: [String], _ values: [ColumnValue]) throws {
    // Swift calls two spellings of é equal, and a table can have a column for each.
    let row = Dictionary(zip(columns, values)) { first, _ in first }
    guard let path = row["path"].flatMap(DocumentStore.path), let content = Self.bytes(row["content"]) else {
      throw StoreError.row(
        store: store.name, recordSet: recordSet.name,
        reason: "a document needs a path in \"path\" and bytes in \"content\"")
    }
    guard DocumentStore.isDocument(path, of: recordSet) else {
      throw StoreError.row(
        store: store.name, recordSet: recordSet.name, reason: "its path is none of a document of the archive")
    }
    let place = Document.place(of: path, in: recordSet)
    var modified: FileMoment?
    if case .integer(let seconds)? = row["modified"] {
      modified = FileMoment(seconds: seconds, nanoseconds: 0)
    }
    let beside = Self.bytes(row["sidecar"])
    guard let ending = recordSet.documents?.sidecar else {
      guard beside == nil else {
        throw StoreError.row(
          store: store.name, recordSet: recordSet.name, reason: "the archive keeps no file beside a document")
      }
      return try write(content, modified, to: place)
    }
    if beside == nil, try root.status(of: place.adding(ending.utf8)) != nil {
      throw StoreError.row(
        store: store.name, recordSet: recordSet.name,
        reason: "the archive has a file beside a document of this path, and it has none")
    }
    try write(content, modified, to: place)
    if let beside { try write(beside, nil, to: place.adding(ending.utf8)) }
  }

  private static func bytes(_ value: ColumnValue?) -> [UInt8]? {
    switch value {
    case .rawText(let bytes)?, .blob(let bytes)?: bytes
    case .text(let text)?: Array(text.utf8)
    default: nil
    }
  }

  private func write(_ content: [UInt8], _ modified: FileMoment?, to place: FilePath) throws {
    if let status = try root.status(of: place) {
      guard status.size == content.count, try root.read(place, limit: content.count) == content else {
        throw StoreError.row(
          store: store.name, recordSet: recordSet.name,
          reason: "the archive has a document of this path with other content")
      }
      // Whoever wrote it may have died before it was on the disk.
      return try root.synchronise(place)
    }
    let aside = DocumentRoot.ownFolder.appending(FilePath("\(name)\(Self.mark)\(received.count)"))
    try root.write(content, to: aside, modified: modified)
    received.append((aside, place))
  }

  func commit(recording entry: LedgerEntry?) throws(StoreError) {
    try store.asking(recordSet.name) { root in
      let changes = ChangedFolders()
      do {
        for (aside, place) in received { try root.move(aside, to: place, changes) }
        try changes.synchronise()
      } catch {
        try takeBack()
        throw error
      }
    }
    received = []
    do {
      try store.checkPlace(of: root)
    } catch {
      throw .lost(store: store.name, cause: "\(error)")
    }
  }

  /// The engine counts what was not committed as undone: nothing of it may stay.
  private func takeBack() throws {
    var failure: DocumentError?
    do throws(DocumentError) {
      // What is no longer aside has its name.
      var moved: [FilePath] = []
      for (aside, place) in received where try root.status(of: aside) == nil { moved.append(place) }
      try root.remove(moved) { _, error in if error != .missing { failure = failure ?? error } }
    } catch {
      failure = error
    }
    guard let failure else { return }
    // So it asks for the copies once more, and settles nothing before they are gone.
    throw StoreError.lost(store: store.name, cause: "copies of a move could not be taken back: \(failure)")
  }

  func rollback() {
    // What stays aside is forgotten at the next opening; what has its name already is taken back by `removeCopies`.
    try? root.remove(received.map(\.aside)) { _, _ in }
    received = []
  }
}
