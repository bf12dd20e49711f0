package import Files

/// A column of a table whose values name files.
package struct PathColumn: Hashable, Sendable {
  package let table: String
  package let column: String

  package init(table: String, column: String) {
    self.table = table
    self.column = column
  }

  /// The texts and bytes that a column may have for a path: as it is, and behind the root's own.
  package static func spellings(of path: FilePath, below root: String) -> [FilePath] {
    let root = root.hasSuffix("/") ? String(root.dropLast()) : root
    return [path, FilePath(root).appending(path)]
  }
}
