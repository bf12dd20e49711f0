internal import CivilTime
internal import DocumentTree
internal import JSONText
internal import RecordStores
internal import RegularFiles

/// One file of a record set, and what is known of it.
///
/// What cannot be read says nothing, and least of all that a document is due: one whose name or sidecar cannot be understood has no dates, and stays.
final class Document {
  let recordSet: RecordSet
  /// Below the record set's folder.
  let path: FilePath
  let status: FileStatus
  /// Nil where the name is of another form.
  private let named: [String: ColumnValue]?
  /// The columns that are asked for and that no name says.
  private let asked: Set<String>
  private let root: DocumentRoot
  /// Read once, so that what was judged and what a batch notes of it are of one file.
  private lazy var fileBeside = Result { () throws(DocumentError) in try openBeside() }
  private lazy var beside = readSidecar()

  /// - Parameter asked: what `DocumentStore.sidecarColumns` gives.
  init(
    _ path: FilePath, _ status: FileStatus, of recordSet: RecordSet, asked: Set<String>,
    in root: DocumentRoot
  ) {
    self.recordSet = recordSet
    self.path = path
    self.status = status
    self.root = root
    self.asked = asked
    named = if let naming = recordSet.documents { naming.values(in: path) } else { [:] }
  }

  /// Below the root.
  var place: FilePath { Self.place(of: path, in: recordSet) }

  static func place(of path: FilePath, in recordSet: RecordSet) -> FilePath {
    DocumentStore.folder(of: recordSet).appending(path)
  }

  /// Where the file beside it would be; nil where there is to be none.
  var sidecar: FilePath? { recordSet.documents?.sidecar.map { place.adding($0.utf8) } }

  func value(of column: String) -> ColumnValue {
    switch column {
    case "path": return ColumnValue(path)
    case "size": return .integer(status.size)
    default: break
    }
    guard reasonToStay == nil else { return .null }
    if column == "modified" { return .integer(status.modified.seconds) }
    return named?[column] ?? members[column] ?? .null
  }

  /// Why nothing is done with it, whatever its dates would be.
  var reasonToStay: String? {
    guard named != nil else { return "its name is not of the record set's pattern" }
    guard !asked.isEmpty, case .unreadable(let reason) = beside else { return nil }
    return "the file beside it cannot be read: \(reason)"
  }

  func isHeld(by holds: any HoldTest) throws -> Bool {
    try holds.isHeld(subject: recordSet.subject.map(value) ?? .null, key: [ColumnValue(path)])
  }

  // MARK: The file beside it

  private enum Beside {
    case members([String: ColumnValue])
    case unreadable(String)
  }

  private var members: [String: ColumnValue] {
    if !asked.isEmpty, case .members(let members) = beside { members } else { [:] }
  }

  /// Its content and what the file system says of it; nil where there is none.
  func readBeside() throws(DocumentError) -> (content: [UInt8], status: FileStatus)? {
    try fileBeside.get()
  }

  private func openBeside() throws(DocumentError) -> (content: [UInt8], status: FileStatus)? {
    guard let sidecar else { return nil }
    do throws(DocumentError) {
      return try root.readFile(sidecar, limit: DocumentStore.sidecarLimit)
    } catch {
      guard error == .missing else { throw error }
      return nil
    }
  }

  /// What the file system says of it; of the file that was judged, where it is read for that.
  func statusBeside() throws(DocumentError) -> FileStatus? {
    guard asked.isEmpty, let sidecar else { return try readBeside()?.status }
    return try root.status(of: sidecar)
  }

  private func readSidecar() -> Beside {
    let content: [UInt8]
    do throws(DocumentError) {
      guard let file = try readBeside() else { return .members([:]) }
      content = file.content
    } catch {
      return .unreadable("\(error)")
    }
    let reader = DocumentReader(file: "sidecar")
    guard let tree = reader.parse(content), reader.problems.isEmpty,
      case .object(let members) = tree.node.content
    else { return .unreadable("it is no object of JSON") }
    var values: [String: ColumnValue] = [:]
    for member in members {
      switch member.value.content {
      case .string(let text): values[member.name] = .text(text)
      case .integer(let number): values[member.name] = .integer(Int64(number))
      case .bool(let flag): values[member.name] = .integer(flag ? 1 : 0)
      case .null: break
      case .number, .array, .object:
        // Nobody asks for most of them.
        if asked.contains(member.name) {
          return .unreadable("\"\(member.name)\" is no text and no whole number")
        }
      }
    }
    return .members(values)
  }
}
