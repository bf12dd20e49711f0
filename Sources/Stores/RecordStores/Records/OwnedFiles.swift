package import Files

/// Files that belong to the rows of a table: the column that has their path, and the folder that they lie below.
package struct OwnedFiles: Hashable, Sendable {
  package let column: String
  /// An absolute path.
  package let root: String
  /// Tells if they go when their row is pseudonymised, and not only when it is deleted.
  package let goWhenPseudonymised: Bool

  package init(column: String, root: String, goWhenPseudonymised: Bool) {
    self.column = column
    self.root = root
    self.goWhenPseudonymised = goWhenPseudonymised
  }
}

extension RecordSet {
  /// Every column of it and of its dependents that names files, with its table.
  package var allFiles: [(table: String, files: OwnedFiles)] {
    func owned(_ dependents: [Dependent]) -> [(table: String, files: OwnedFiles)] {
      dependents.flatMap { dependent in
        dependent.files.map { (dependent.table, $0) } + owned(dependent.dependents)
      }
    }
    return files.map { (table, $0) } + owned(dependents)
  }
}

/// One file of a row, which goes when the row's batch is committed.
package struct OwnedFile: Hashable, Sendable {
  package let root: String
  /// Below the root, in its normal form.
  package let path: FilePath
  /// The file that lay there when its row was judged; nil where none did, and for what a program noted that did not look.
  package var judged: SeenFile?
  /// Tells if a run has looked for it and did not find it: it is kept until somebody says that it is gone.
  package var isMissed = false

  package init(root: String, path: FilePath, judged: SeenFile? = nil) {
    self.root = root
    self.path = path
    self.judged = judged
  }
}

/// The files of a batch's rows, gathered table by table before the rows change. Which of them another row names is asked afterwards.
package struct FileClaims: Sendable {
  private var claimed: Set<OwnedFile> = []

  package init() {}

  /// Adds the file that a value names; an empty text, and whatever else leads to the root itself, names none.
  package mutating func add(_ value: ColumnValue, of owned: OwnedFiles) {
    guard let path = FilePath(of: value)?.normal(below: owned.root), !path.isEmpty else { return }
    claimed.insert(OwnedFile(root: owned.root, path: path))
  }

  package var files: [OwnedFile] { claimed.sorted { ($0.root, $0.path) < ($1.root, $1.path) } }
}

extension FilePath {
  /// What a value says as a path, before it is brought into its normal form; nil for what names no file.
  package init?(of value: ColumnValue) {
    switch value {
    case .text(let text): self.init(text)
    case .blob(let bytes), .rawText(let bytes): self.init(bytes)
    // A number is a name like any other.
    case .integer(let number): self.init(String(number))
    case .real(let number): self.init(String(number))
    case .null: return nil
    }
  }
}

extension ColumnValue {
  /// A path as a value: text where it is UTF-8, and its bytes where it is not.
  package init(_ path: FilePath) { self = .text(of: path.bytes) }
}
