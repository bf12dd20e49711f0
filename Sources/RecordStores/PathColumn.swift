public import RegularFiles

/// A column of a table whose values name files.
public struct PathColumn: Hashable, Sendable {
  public let table: String
  public let column: String

  public init(table: String, column: String) {
    self.table = table
    self.column = column
  }

  /// The texts and bytes that a column may hold for a path: as it is, and behind the root's own.
  public static func spellings(of path: FilePath, below root: String) -> [FilePath] {
    let root = root.hasSuffix("/") ? String(root.dropLast()) : root
    return [path, FilePath(root).appending(path)]
  }
}
