internal import DocumentTree
internal import RecordStores
internal import RegularFiles

/// Finds the files below a folder that no row names.
///
/// Of each path that a row names only a number is kept, its hash, and never more than `limit` of them: a larger table is gone through in
/// parts, each of which has the paths whose hashes belong to it. So memory does not grow with the table or the folder.
struct OrphanCount {
  /// Hashes that are in memory at once.
  static let limit = 1_000_000
  private static let pageRows = 5_000

  /// A column of rows that name files of the folder.
  struct Source {
    let store: any RecordStore
    let column: PathColumn
    let root: String
    /// Whose rows are read page by page; nil for those of dependents, which have no key of their own.
    let recordSet: RecordSet?
  }

  let root: String
  private(set) var sources: [Source] = []
  private var folders = FolderRelations()

  init(root: String) { self.root = root }

  /// Adds a column, if its files lie below the folder or may.
  mutating func add(_ source: Source) {
    if folders.relation(of: root, to: source.root) != nil { sources.append(source) }
  }

  /// Every row of the columns that are asked.
  func rowCount() throws(StoreError) -> Int {
    var count = 0
    for source in sources {
      count += try source.store.rowCount(
        of: source.recordSet
          ?? RecordSet(
            name: source.column.table, store: source.store.name, table: source.column.table,
            key: [source.column.column]))
    }
    return count
  }

  /// - Parameters:
  ///   - rows: the rows of all sources.
  ///   - goesOn: false where somebody asked to stop; asked once a page.
  ///   - body: told of each file, by its path below the folder.
  /// - Returns: how many they are; nil where it was asked to stop, or the folder cannot be read.
  func find(rows: Int, goesOn: () -> Bool, _ body: (FilePath) -> Void = { _ in }) throws(StoreError) -> Int? {
    let parts = UInt(max(1, (rows + Self.limit - 1) / Self.limit))
    var orphans = 0
    for part in 0..<parts {
      guard let named = try named(in: part, of: parts, goesOn: goesOn),
        let found = unnamed(by: named, in: part, of: parts, goesOn: goesOn, body)
      else { return nil }
      orphans += found
    }
    return orphans
  }

  private func named(in part: UInt, of parts: UInt, goesOn: () -> Bool) throws(StoreError) -> Set<UInt>? {
    var named: Set<UInt> = []
    for source in sources {
      guard let relation = folders.known(of: root, to: source.root) else { continue }
      func note(_ value: ColumnValue) {
        guard let path = FilePath(of: value)?.followed(below: source.root).flatMap(relation.path) else {
          return
        }
        let hash = Self.hash(of: path)
        if hash % parts == part { named.insert(hash) }
      }
      guard try read(source, goesOn: goesOn, note) else { return nil }
    }
    return named
  }

  private func read(_ source: Source, goesOn: () -> Bool, _ note: (ColumnValue) -> Void) throws(StoreError)
    -> Bool
  {
    guard let recordSet = source.recordSet else {
      var (rows, isWhole) = (0, true)
      do throws(StoreError) {
        try source.store.forEachValue(of: source.column, unusual: false) { value in
          rows += 1
          if rows % Self.pageRows == 0, !goesOn() {
            isWhole = false
            throw StoreError.interrupted(store: source.store.name)
          }
          note(value)
        }
      } catch {
        if isWhole { throw error }
      }
      return isWhole
    }
    let question = RowQuestion(recordSet: recordSet, columns: [source.column.column])
    var last: [UInt8]?
    repeat {
      guard goesOn() else { return false }
      let page = try source.store.look(question, at: .behind(last), count: Self.pageRows)
      for look in page { note(look.values[0]) }
      last = page.count == Self.pageRows ? page.last?.key : nil
    } while last != nil
    return true
  }

  private func unnamed(
    by named: Set<UInt>, in part: UInt, of parts: UInt, goesOn: () -> Bool, _ body: (FilePath) -> Void
  ) -> Int? {
    var count = 0
    var isWhole = true
    do {
      try DocumentRoot(root).walk("") { path, _ in
        isWhole = goesOn()
        let hash = Self.hash(of: path)
        if hash % parts == part, !named.contains(hash) {
          count += 1
          body(path)
        }
        return isWhole
      }
    } catch {
      // A folder that cannot be read is a finding of `check`; here nothing is known of it.
      return nil
    }
    return isWhole ? count : nil
  }

  /// Of the bytes: a file system does not take two spellings of é for one.
  private static func hash(of path: FilePath) -> UInt { UInt(bitPattern: path.hashValue) }
}
