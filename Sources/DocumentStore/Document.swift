internal import CivilTime
internal import DocumentTree
internal import JSONText
internal import RecordStores

/// One file of a record set, and what is known of it.
final class Document {
  let recordSet: RecordSet
  /// Below the record set's folder.
  let path: String
  let status: DocumentStatus
  private let named: [String: ColumnValue]
  private let root: DocumentRoot
  /// Read when something is first asked for that no name says.
  private lazy var beside = readSidecar()

  init(_ path: String, _ status: DocumentStatus, of recordSet: RecordSet, in root: DocumentRoot) {
    self.recordSet = recordSet
    self.path = path
    self.status = status
    self.root = root
    // What a name of another form means nobody knows: such a document has no dates, and stays.
    named = recordSet.documents?.values(in: path) ?? [:]
  }

  /// Below the root.
  var place: String { Self.place(of: path, in: recordSet) }

  static func place(of path: String, in recordSet: RecordSet) -> String {
    let folder = DocumentStore.folder(of: recordSet)
    return folder.isEmpty ? path : folder + "/" + path
  }

  /// Where the file beside it would be; nil where there is to be none.
  var sidecar: String? { recordSet.documents?.sidecar.map { place + $0 } }

  func value(of column: String) -> ColumnValue {
    switch column {
    case "path": .text(path)
    case "modified": .integer(status.modified.seconds)
    case "size": .integer(status.size)
    default: named[column] ?? beside[column] ?? .null
    }
  }

  /// What cannot be read says nothing.
  private func readSidecar() -> [String: ColumnValue] {
    guard let sidecar, let bytes = try? root.read(sidecar, limit: DocumentStore.sidecarLimit) else {
      return [:]
    }
    let reader = DocumentReader(file: "sidecar")
    guard let tree = reader.parse(bytes), reader.problems.isEmpty,
      case .object(let members) = tree.node.content
    else { return [:] }
    return Dictionary(
      members.compactMap { member -> (String, ColumnValue)? in
        switch member.value.content {
        case .string(let text): (member.name, .text(text))
        case .integer(let number): (member.name, .integer(Int64(number)))
        case .bool(let flag): (member.name, .integer(flag ? 1 : 0))
        default: nil
        }
      }, uniquingKeysWith: { first, _ in first })
  }

  func isHeld(by holds: any HoldTest) throws -> Bool {
    try holds.isHeld(subject: recordSet.subject.map(value) ?? .null, key: [.text(path)])
  }
}
