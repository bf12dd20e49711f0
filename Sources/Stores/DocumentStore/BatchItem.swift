internal import DocumentTree
internal import Files
internal import JSONText
internal import RecordStores
internal import Words

/// One document that a batch takes, and the file beside it: both were judged, and both must still be what they were then.
struct BatchItem {
  /// A file as it was when it was judged.
  struct Identity {
    let inode: UInt64
    let size: Int64
    let modified: FileMoment
    /// Nil in a list that was read back: it is for the moment between judging and commit.
    let changed: FileMoment?
    /// Nil where the file system does not keep it, and in the lists of earlier versions.
    let born: FileMoment?

    init(_ status: FileStatus) {
      (inode, size, modified) = (status.inode, status.size, status.modified)
      (changed, born) = (status.changed, status.born)
    }

    /// Tells if nothing about the file was changed since it was judged.
    func matches(_ status: FileStatus) -> Bool {
      isOne(with: status) && (changed == nil || status.changed == changed)
    }

    /// Tells if it is the file that was judged, with that content; our own rename changes the rest. The list lies on the file system that the
    /// file is on, so that its device need not be noted.
    func isOne(with status: FileStatus) -> Bool {
      status.inode == inode && status.size == size && status.modified == modified
        && (born == nil || status.born == born)
    }
  }

  let place: FilePath
  /// Where it moves to; nil where it is deleted.
  let target: FilePath?
  let document: Identity
  /// Where a file beside it is or would be; nil where the record set has none.
  let sidecar: FilePath?
  /// Nil where nothing was beside it.
  let beside: Identity?
  let sidecarTarget: FilePath?

  /// Tells if a document is the one that was judged.
  ///
  /// - Parameter isCommitted: whether it goes already, so that other rights or another owner do not keep it.
  func isStill(_ status: FileStatus, isCommitted: Bool = true) -> Bool {
    isCommitted ? document.isOne(with: status) : document.matches(status)
  }

  /// Tells if what is beside it, or that nothing is, is what was judged.
  func isStill(beside status: FileStatus?, isCommitted: Bool = true) -> Bool {
    guard let beside, let status else { return beside == nil && status == nil }
    return isCommitted ? beside.isOne(with: status) : beside.matches(status)
  }
}

extension BatchItem {
  init(_ document: Document, _ change: Change, beside: FileStatus?) {
    let archive: RecordSet? = if case .archive(let archive) = change { archive } else { nil }
    let target = archive.map { Document.place(of: document.path, in: $0) }
    self.init(
      place: document.place, target: target, document: Identity(document.status),
      sidecar: document.sidecar, beside: beside.map(Identity.init),
      sidecarTarget: target.flatMap { target in archive?.documents?.sidecar.map { target.adding($0.utf8) } })
  }

  /// Tells if both are there as they were judged. A folder or a link in the place of either is another thing.
  func isStill(in root: DocumentRoot) throws(DocumentError) -> Bool {
    do throws(DocumentError) {
      guard let status = try root.status(of: place), isStill(status, isCommitted: false) else { return false }
      guard let sidecar else { return true }
      return isStill(beside: try root.status(of: sidecar), isCommitted: false)
    } catch {
      guard error == .notAFile || error == .link else { throw error }
      return false
    }
  }

  /// How much of a list it is.
  var size: Int { json.canonical.count + 1 }

  var json: JSONValue {
    var members: [String: JSONValue] = ["place": place.json, "document": document.json]
    members["target"] = target?.json
    members["sidecar"] = sidecar?.json
    members["beside"] = beside?.json
    members["sidecarTarget"] = sidecarTarget?.json
    return .object(members)
  }

  init?(_ json: JSONValue) {
    guard let place = json["place"].flatMap(FilePath.init(json:)),
      let document = json["document"].flatMap(Identity.init)
    else { return nil }
    let beside = json["beside"].flatMap(Identity.init)
    guard (beside == nil) == (json["beside"] == nil) else { return nil }
    // A path that cannot be read is not one that is not there: a document would be deleted in the place of its move.
    let paths = ["target", "sidecar", "sidecarTarget"].map { json[$0].flatMap(FilePath.init(json:)) }
    guard zip(["target", "sidecar", "sidecarTarget"], paths).allSatisfy({ (json[$0] == nil) == ($1 == nil) })
    else { return nil }
    self.init(
      place: place, target: paths[0], document: document, sidecar: paths[1], beside: beside,
      sidecarTarget: paths[2])
  }
}

extension BatchItem.Identity {
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "inode": .string(String(inode)), "size": .string(String(size)),
      "seconds": .string(String(modified.seconds)), "nanoseconds": .string(String(modified.nanoseconds)),
    ]
    members["born"] = born.map(Self.text)
    return .object(members)
  }

  private static func text(_ moment: FileMoment) -> JSONValue {
    .string("\(moment.seconds) \(moment.nanoseconds)")
  }

  private static func moment(_ json: JSONValue?) -> FileMoment? {
    let numbers = (json?.stringValue ?? "").split(separator: " ").compactMap { Int64($0) }
    return numbers.count == 2 ? FileMoment(seconds: numbers[0], nanoseconds: numbers[1]) : nil
  }

  init?(_ json: JSONValue) {
    func number<Number: FixedWidthInteger>(_ name: String) -> Number? {
      json[name]?.stringValue.flatMap { Number($0) }
    }
    guard let inode: UInt64 = number("inode"), let size: Int64 = number("size"),
      let seconds: Int64 = number("seconds"), let nanoseconds: Int64 = number("nanoseconds")
    else { return nil }
    self.inode = inode
    self.size = size
    modified = FileMoment(seconds: seconds, nanoseconds: nanoseconds)
    changed = nil
    born = Self.moment(json["born"])
    guard (born == nil) == (json["born"] == nil) else { return nil }
  }
}

extension FilePath {
  /// A text; in hexadecimal digits where it is none.
  var json: JSONValue {
    text.map(JSONValue.string)
      ?? .object(["bytes": .string(Hexadecimal.encode(bytes))])
  }

  init?(json: JSONValue) {
    if let text = json.stringValue {
      self.init(text)
      return
    }
    guard let bytes = (json["bytes"]?.stringValue).flatMap(Hexadecimal.decode) else { return nil }
    self.init(bytes)
  }
}
