internal import DocumentTree
internal import JSONText

/// One document that a batch takes.
struct BatchItem {
  let place: String
  /// Where it moves to; nil where it is deleted.
  let target: String?
  let inode: UInt64
  let size: Int64
  let modified: DocumentStatus.Moment
  /// The file beside it, and where that moves to.
  let sidecar: String?
  let sidecarTarget: String?

  /// Whether a document of that path is the one that was chosen, as it was then.
  func isStill(_ status: DocumentStatus) -> Bool {
    status.inode == inode && status.size == size && status.modified == modified
  }
}

extension BatchItem {
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "place": .string(place), "inode": .string(String(inode)), "size": .string(String(size)),
      "seconds": .string(String(modified.seconds)), "nanoseconds": .string(String(modified.nanoseconds)),
    ]
    members["target"] = target.map(JSONValue.string)
    members["sidecar"] = sidecar.map(JSONValue.string)
    members["sidecarTarget"] = sidecarTarget.map(JSONValue.string)
    return .object(members)
  }

  init?(_ json: JSONValue) {
    func number<Number: FixedWidthInteger>(_ name: String) -> Number? {
      json[name]?.stringValue.flatMap { Number($0) }
    }
    guard let place = json["place"]?.stringValue, let inode: UInt64 = number("inode"),
      let size: Int64 = number("size"), let seconds: Int64 = number("seconds"),
      let nanoseconds: Int64 = number("nanoseconds")
    else { return nil }
    self.init(
      place: place, target: json["target"]?.stringValue, inode: inode, size: size,
      modified: DocumentStatus.Moment(seconds: seconds, nanoseconds: nanoseconds),
      sidecar: json["sidecar"]?.stringValue, sidecarTarget: json["sidecarTarget"]?.stringValue)
  }
}
