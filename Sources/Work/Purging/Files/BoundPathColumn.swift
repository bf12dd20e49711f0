internal import Files
internal import RecordStores
internal import StoreBindings
internal import Words

/// A column that stores.json binds to files: of which store, and the folder that its paths lie below.
struct BoundPathColumn {
  let store: StoreName
  let column: PathColumn
  let root: String
  /// The record set whose table has it; nil for a dependent's table, which has no key of its own.
  let recordSet: RecordSet?

  /// Returns the columns of all record sets and of their dependents, each once.
  static func all(in bindings: StoreBindings) -> [BoundPathColumn] {
    var columns: [BoundPathColumn] = []
    for recordSet in bindings.recordSets.map(\.recordSet) {
      for (table, files) in recordSet.allFiles {
        let column = BoundPathColumn(
          store: recordSet.store, column: PathColumn(table: table, column: files.column), root: files.root,
          recordSet: table == recordSet.table ? recordSet : nil)
        if !columns.contains(where: column.isSame) { columns.append(column) }
      }
    }
    return columns
  }

  func isSame(as other: BoundPathColumn) -> Bool {
    store == other.store && column == other.column && root == other.root
  }

  /// Returns the files below a folder that a value names: by its letters, and by the way in which the two folders overlap, which differs from the
  /// letters if a link or a mount leads from one to the other.
  ///
  /// - Parameter relation: of the folder to the column's own (`FolderRelations.known(of: folder, to: root)`).
  func files(namedBy value: ColumnValue, below folder: String, _ relation: FolderRelations.Relation)
    -> [FilePath]
  {
    guard let path = FilePath(of: value)?.absolute(below: root) else { return [] }
    let byLetters = path.normal(below: folder)
    var files = byLetters.isAbsolute || byLetters.isEmpty ? [] : [byLetters]
    guard folder != root else { return files }
    let own = path.normal(below: root)
    if !own.isAbsolute, !own.isEmpty, let other = relation.path(own), other != byLetters {
      files.append(other)
    }
    return files
  }

  /// Returns the plain spellings that a value may have which names a file below a folder.
  ///
  /// - Parameter relation: of the column's own folder to that one (`FolderRelations.known(of: root, to: folder)`).
  func spellings(of file: FilePath, below folder: String, _ relation: FolderRelations.Relation) -> [FilePath]
  {
    // What lies outside of the column's own folder has no plain spelling in it.
    let byLetters = file.absolute(below: folder).normal(below: root)
    let inner = Set([byLetters] + (relation.path(file).map { [$0] } ?? []))
    return inner.filter { !$0.isAbsolute && !$0.isEmpty }.sorted().flatMap {
      PathColumn.spellings(of: $0, below: root)
    }
  }
}
