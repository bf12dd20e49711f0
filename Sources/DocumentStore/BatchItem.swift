internal import DocumentTree
internal import JSONText
internal import RecordStores

/// One document that a batch takes, and the file beside it: both were judged, and both must still be what they were then.
struct BatchItem {
  /// A file as it was when it was judged.
  struct Identity {
    let inode: UInt64
    let size: Int64
    let modified: DocumentStatus.Moment

    init(_ status: DocumentStatus) {
      (inode, size, modified) = (status.inode, status.size, status.modified)
    }

    func matches(_ status: DocumentStatus) -> Bool {
      status.inode == inode && status.size == size && status.modified == modified
    }
  }

  let place: String
  /// Where it moves to; nil where it is deleted.
  let target: String?
  let document: Identity
  /// Where a file beside it is or would be; nil where the record set has none.
  let sidecar: String?
  /// Nil where nothing was beside it.
  let beside: Identity?
  let sidecarTarget: String?

  /// Tells if a document is the one that was judged.
  func isStill(_ status: DocumentStatus) -> Bool { document.matches(status) }

  /// Tells if what is beside it, or that nothing is, is what was judged.
  func isStill(beside status: DocumentStatus?) -> Bool {
    guard let beside, let status else { return beside == nil && status == nil }
    return beside.matches(status)
  }
}

extension BatchItem {
  init(_ document: Document, _ change: Change, beside: DocumentStatus?) {
    let archive: RecordSet? = if case .archive(let archive) = change { archive } else { nil }
    let target = archive.map { Document.place(of: document.path, in: $0) }
    self.init(
      place: document.place, target: target, document: Identity(document.status),
      sidecar: document.sidecar, beside: beside.map(Identity.init),
      sidecarTarget: target.flatMap { target in archive?.documents?.sidecar.map { target + $0 } })
  }

  /// Tells if both are there as they were judged. A folder or a link in the place of either is another thing.
  func isStill(in root: DocumentRoot) throws(DocumentError) -> Bool {
    do throws(DocumentError) {
      guard let status = try root.status(of: place), isStill(status) else { return false }
      guard let sidecar else { return true }
      return isStill(beside: try root.status(of: sidecar))
    } catch {
      guard error == .notAFile || error == .link else { throw error }
      return false
    }
  }

  /// How much of a list it is.
  var size: Int { json.canonical.count + 1 }

  var json: JSONValue {
    var members: [String: JSONValue] = ["place": .string(place), "document": document.json]
    members["target"] = target.map(JSONValue.string)
    members["sidecar"] = sidecar.map(JSONValue.string)
    members["beside"] = beside?.json
    members["sidecarTarget"] = sidecarTarget.map(JSONValue.string)
    return .object(members)
  }

  init?(_ json: JSONValue) {
    guard let place = json["place"]?.stringValue, let document = json["document"].flatMap(Identity.init)
    else { return nil }
    let beside = json["beside"].flatMap(Identity.init)
    guard (beside == nil) == (json["beside"] == nil) else { return nil }
    self.init(
      place: place, target: json["target"]?.stringValue, document: document,
      sidecar: json["sidecar"]?.stringValue, beside: beside,
      sidecarTarget: json["sidecarTarget"]?.stringValue)
  }
}

extension BatchItem.Identity {
  var json: JSONValue {
    .object([
      "inode": .string(String(inode)), "size": .string(String(size)),
      "seconds": .string(String(modified.seconds)), "nanoseconds": .string(String(modified.nanoseconds)),
    ])
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
    modified = DocumentStatus.Moment(seconds: seconds, nanoseconds: nanoseconds)
  }
}
