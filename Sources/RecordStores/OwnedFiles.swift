/// Files that belong to the rows of a table: the column that has their path, and the folder that they lie below.
public struct OwnedFiles: Hashable, Sendable {
  public let column: String
  /// An absolute path.
  public let root: String
  /// Tells if they go when their row is pseudonymised, and not only when it is deleted.
  public let goWhenPseudonymised: Bool

  public init(column: String, root: String, goWhenPseudonymised: Bool) {
    self.column = column
    self.root = root
    self.goWhenPseudonymised = goWhenPseudonymised
  }
}

/// One file of a row, which goes when the row's batch is committed.
public struct OwnedFile: Hashable, Sendable {
  public let root: String
  /// Below the root, as the row has it.
  public let path: String

  public init(root: String, path: String) {
    self.root = root
    self.path = path
  }
}

/// The files of a batch's rows, gathered table by table before the rows change. What another row still names afterwards is not theirs alone, and stays.
public struct FileClaims: Sendable {
  public struct Source: Hashable, Sendable {
    public let table: String
    public let owned: OwnedFiles
  }

  public private(set) var values: [Source: Set<ColumnValue>] = [:]

  public init() {}

  public mutating func add(_ value: ColumnValue, of owned: OwnedFiles, in table: String) {
    guard value != .null else { return }
    values[Source(table: table, owned: owned), default: []].insert(value)
  }

  /// Leaves a file to the row that names it still.
  public mutating func release(_ value: ColumnValue, of source: Source) { values[source]?.remove(value) }

  public var files: [OwnedFile] {
    let files = values.flatMap { source, values in
      values.compactMap { value -> OwnedFile? in
        switch value {
        case .text(let path): OwnedFile(root: source.owned.root, path: path)
        case .blob(let bytes), .rawText(let bytes):
          OwnedFile(root: source.owned.root, path: String(decoding: bytes, as: UTF8.self))
        // A number is a name like any other; what is neither names no file.
        case .integer(let number): OwnedFile(root: source.owned.root, path: String(number))
        case .real, .null: nil
        }
      }
    }
    return Set(files).sorted { ($0.root, $0.path) < ($1.root, $1.path) }
  }
}
