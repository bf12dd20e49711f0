internal import DocumentTree
internal import Files
internal import JSONText

/// What a batch is about to take, as it lies in the store's own folder: the list is written before anything goes, its renaming is the commit, and what it
/// lists goes afterwards.
///
/// A list whose documents are all gone leaves a mark, which names none of them, until the journal has the batch's outcome. The intent has the list's name,
/// and recovery asks for that: whatever lies under the documents' paths by then, and whatever other batch had the same paths.
struct BatchList {
  let name: String
  /// The record set's; it stays, and what is empty below it goes.
  let folder: FilePath
  let items: [BatchItem]

  /// How far a list has come, as the ending of its name.
  private enum Stage: String, CaseIterable {
    case written = ".list"
    case committed = ".committed"
    case done = ".done"
  }

  init(folder: FilePath, items: [BatchItem]) {
    name = Self.newName()
    self.folder = folder
    self.items = items
  }

  static func newName() -> String {
    (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined(separator: "-")
  }

  private func path(_ stage: Stage) -> FilePath { Self.own(name + stage.rawValue) }
  /// Where a document lies while it is looked at for the last time.
  private func aside(_ index: Int) -> FilePath { Self.own("\(name).\(index)") }
  private static func own(_ name: String) -> FilePath { DocumentRoot.ownFolder.appending(FilePath(name)) }

  /// The names in the store's own folder; the program writes none that is no text.
  private static func ownNames(in root: DocumentRoot) throws(DocumentError) -> [String] {
    try root.names(in: DocumentRoot.ownFolder).compactMap(\.text)
  }

  // MARK: Its life

  func write(in root: DocumentRoot) throws(DocumentError) {
    try root.write(json.canonical, to: path(.written))
  }

  func forget(in root: DocumentRoot) throws(DocumentError) { try Self.remove(path(.written), in: root) }

  func commit(in root: DocumentRoot) throws(DocumentError) {
    let changes = ChangedFolders()
    try root.rename(path(.written), to: path(.committed), changes)
    try changes.synchronise()
    // This batch's intent has made the outcome of the one before durable.
    try Self.forgetDone(in: root)
  }

  /// Removes the marks of batches whose outcome the journal has.
  static func forgetDone(in root: DocumentRoot) throws(DocumentError) {
    for name in try ownNames(in: root) where name.hasSuffix(Stage.done.rawValue) {
      try remove(own(name), in: root)
    }
  }

  /// Nothing is left to take: the documents' paths go, too.
  private func end(in root: DocumentRoot) throws(DocumentError) {
    try Self.remove(path(.done), in: root)
    try root.write([], to: path(.done))
    try Self.remove(path(.committed), in: root)
  }

  private static func remove(_ path: FilePath, in root: DocumentRoot) throws(DocumentError) {
    let changes = ChangedFolders()
    do throws(DocumentError) {
      try root.remove(path, changes)
    } catch {
      guard error == .missing else { throw error }
    }
    try changes.synchronise()
  }

  /// Takes what a committed list has.
  ///
  /// - Returns: the documents that could not be taken, by their place in the list, with the reason.
  func finish(in root: DocumentRoot) throws(DocumentError) -> [(item: Int, reason: DocumentError)] {
    let changes = ChangedFolders()
    var left: [(item: Int, reason: DocumentError)] = []
    for (index, item) in items.enumerated() {
      do throws(DocumentError) {
        try take(item, by: aside(index), in: root, changes)
      } catch {
        left.append((index, error))
      }
    }
    try changes.synchronise()
    if left.isEmpty { try end(in: root) }
    return left
  }

  /// One step puts a file out of everybody's sight: what is looked at then is what goes, and another one that took its place goes back to it. So do a document
  /// and what lies beside it, one after the other, and if either is not the one that was judged, both stay.
  private func take(_ item: BatchItem, by aside: FilePath, in root: DocumentRoot, _ changes: ChangedFolders)
    throws(DocumentError)
  {
    let besideAside = aside.adding(".beside".utf8)
    if let status = try document(at: item.place, in: root), item.isStill(status),
      item.isStill(beside: try beside(item, in: root))
    {
      try ignoringMissing { () throws(DocumentError) in try root.rename(item.place, to: aside, changes) }
    }
    if let status = try document(at: aside, in: root) {
      // The file beside a document that has come since is that one's.
      let isTaken = try document(at: item.place, in: root) != nil
      var isJudged = item.isStill(status)
      if isJudged && !isTaken { isJudged = try takeBeside(item, by: besideAside, in: root, changes) }
      guard isJudged else {
        try root.move(aside, to: item.place, changes)
        return try putBack(besideAside, item, in: root, changes)
      }
      try end(aside, as: item.target, in: root, changes)
    } else if try document(at: item.place, in: root) == nil,
      try !takeBeside(item, by: besideAside, in: root, changes)
    {
      try putBack(besideAside, item, in: root, changes)
    }
    if try document(at: besideAside, in: root) != nil {
      try end(besideAside, as: item.sidecarTarget, in: root, changes)
    }
    try root.removeEmptyFolders(of: item.place, below: folder, changes)
  }

  /// - Returns: whether what was judged to be beside the document, if anything was, is out of sight now, and nothing else is there.
  private func takeBeside(
    _ item: BatchItem, by aside: FilePath, in root: DocumentRoot, _ changes: ChangedFolders
  ) throws(DocumentError) -> Bool {
    guard let sidecar = item.sidecar else { return true }
    // A crash may have come behind this.
    if try document(at: aside, in: root) == nil {
      guard item.isStill(beside: try beside(item, in: root)) else { return false }
      guard item.beside != nil else { return true }
      try ignoringMissing { () throws(DocumentError) in try root.rename(sidecar, to: aside, changes) }
    }
    return item.isStill(beside: try document(at: aside, in: root))
  }

  private func putBack(
    _ aside: FilePath, _ item: BatchItem, in root: DocumentRoot, _ changes: ChangedFolders
  ) throws(DocumentError) {
    guard let sidecar = item.sidecar, try document(at: aside, in: root) != nil else { return }
    try root.move(aside, to: sidecar, changes)
  }

  private func beside(_ item: BatchItem, in root: DocumentRoot) throws(DocumentError) -> FileStatus? {
    guard let sidecar = item.sidecar else { return nil }
    return try document(at: sidecar, in: root)
  }

  /// A folder or a link that took a document's place is no document.
  private func document(at path: FilePath, in root: DocumentRoot) throws(DocumentError) -> FileStatus? {
    do throws(DocumentError) {
      return try root.status(of: path)
    } catch {
      guard error == .notAFile || error == .missing || error == .link else { throw error }
      return nil
    }
  }

  private func end(_ path: FilePath, as target: FilePath?, in root: DocumentRoot, _ changes: ChangedFolders)
    throws(DocumentError)
  {
    guard let target else {
      try root.remove(path, changes)
      return
    }
    do throws(DocumentError) {
      try root.move(path, to: target, changes)
    } catch {
      // The archive may have the same already, as was seen before the batch. What has come there since would not replace it.
      guard error == .changed else { throw error }
      guard try root.haveSameContent(path, target) else {
        throw .system("the archive has another file of this path by now")
      }
      try root.remove(path, changes)
    }
  }

  private func ignoringMissing(_ body: () throws(DocumentError) -> Void) throws(DocumentError) {
    do throws(DocumentError) {
      try body()
    } catch {
      guard error == .missing else { throw error }
    }
  }

  // MARK: After a crash

  /// Finishes what was committed, and forgets what was not.
  ///
  /// - Returns: how many documents could not be taken.
  static func finishAll(in root: DocumentRoot) throws(DocumentError) -> Int {
    var left = 0
    for name in try ownNames(in: root) {
      if name.hasSuffix(Stage.written.rawValue) || name.contains(ReceivedDocuments.mark) {
        try remove(own(name), in: root)
      } else if name.hasSuffix(Stage.committed.rawValue) {
        left += try read(name, in: root).finish(in: root).count
      }
    }
    return left
  }

  /// Tells if the batch of that name was committed.
  static func isCommitted(_ name: String, in root: DocumentRoot) throws(DocumentError) -> Bool {
    let names = try ownNames(in: root)
    return [Stage.committed, .done].contains { names.contains(name + $0.rawValue) }
  }

  /// A batch ends here, with the document that reaches it: far below what can be read again.
  static let limit = DocumentReader.maximumSize / 2

  private static func read(_ name: String, in root: DocumentRoot) throws(DocumentError) -> BatchList {
    let bytes = try root.read(own(name), limit: DocumentReader.maximumSize)
    guard let json = DocumentReader(file: name).parse(bytes).flatMap({ JSONValue($0.node) }),
      let stage = Stage.allCases.first(where: { name.hasSuffix($0.rawValue) }),
      let list = BatchList(name: String(name.dropLast(stage.rawValue.count)), json)
    else {
      throw .system(
        "\(DocumentRoot.ownFolder)/\(name) is damaged: what a batch took is in it; restore it, or remove it and compare with a backup"
      )
    }
    return list
  }

  // MARK: As JSON

  private var json: JSONValue {
    .object([
      "folder": folder.json, "documents": .array(items.map(\.json)),
    ])
  }

  private init?(name: String, _ json: JSONValue) {
    guard let folder = json["folder"].flatMap(FilePath.init(json:)),
      case .array(let documents)? = json["documents"]
    else { return nil }
    self.name = name
    self.folder = folder
    items = documents.compactMap { BatchItem($0) }
    guard items.count == documents.count else { return nil }
  }
}
