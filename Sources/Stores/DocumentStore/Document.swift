internal import CivilTime
internal import DocumentTree
internal import Files
internal import JSONText
internal import RecordStores

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
  /// The columns that the name says and that the file beside it must not say otherwise.
  private let compared: Set<String>
  private let root: DocumentRoot
  /// Read once, so that what was judged and what a batch notes of it are of one file.
  private lazy var fileBeside = Result { () throws(DocumentError) in try openBeside() }
  private lazy var beside = readSidecar()
  /// Why nothing is done with it, whatever its dates would be.
  private(set) lazy var reasonToStay = findReasonToStay()

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
    compared = recordSet.documents?.comparedColumns(subject: recordSet.subject) ?? []
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

  private func findReasonToStay() -> String? {
    guard let named else { return "its name is not of the record set's pattern" }
    guard !asked.isEmpty || !compared.isEmpty else { return nil }
    switch beside {
    case .unreadable(let reason):
      // One of which nothing is asked only goes along.
      return asked.isEmpty ? nil : "the file beside it cannot be read: \(reason)"
    case .members(let members, let odd):
      let differing = compared.sorted().first { column in
        guard let said = members[column], let name = named[column] else { return odd.contains(column) }
        return recordSet.documents?.agree(name, said, on: column, of: recordSet) == false
      }
      return differing.map { "its name and the file beside it differ in \"\($0)\"" }
    }
  }

  func isHeld(by holds: any HoldTest) throws -> Bool {
    try holds.isHeld(subject: recordSet.subject.map(value) ?? .null, key: [ColumnValue(path)])
  }

  // MARK: The file beside it

  private enum Beside {
    /// - Parameter odd: those of the compared columns that are neither text nor a whole number there.
    case members([String: ColumnValue], odd: Set<String> = [])
    case unreadable(String)
  }

  private var members: [String: ColumnValue] {
    if !asked.isEmpty, case .members(let members, _) = beside { members } else { [:] }
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
    if !compared.isEmpty, case .members = beside { return try readBeside()?.status }
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
    var odd: Set<String> = []
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
        if compared.contains(member.name) { odd.insert(member.name) }
      }
    }
    return .members(values, odd: odd)
  }
}
