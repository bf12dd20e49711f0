internal import DocumentTree
internal import Files
internal import RecordStores
internal import Words

/// Finds the files below a folder that no row names (decision 173).
///
/// Of each path that a row names only a number is kept, its hash, and never more than `limit` of them: a larger table is gone through in
/// parts, each of which has the paths whose hashes belong to it. So memory does not grow with the table or the folder.
struct OrphanCount {
  /// Hashes that are in memory at once.
  static let limit = 1_000_000
  private static let pageRows = 5_000

  let root: String
  /// The columns whose folders overlap it, each with its store.
  private var sources: [(store: any RecordStore, column: BoundPathColumn)] = []
  private var folders = FolderRelations()
  /// Tells if nothing is in the folder, as where what should be mounted there is not.
  private let isBlind: Bool

  /// - Parameters:
  ///   - columns: all that name files, wherever. Each one's folder has to be within reach: it may be the same one by another way.
  ///   - store: opens a store that is to be asked, if it is the one that is meant.
  /// - Throws: `OrphanError`, or what `store` throws.
  init(
    below root: String, among columns: [BoundPathColumn],
    store: (StoreName) throws(StoreError) -> any RecordStore
  ) throws {
    self.root = root
    for folder in [root] + columns.map(\.root) where folders.place(of: folder) == nil {
      throw OrphanError.outOfReach(folder: folder, cause: Self.cause(of: folder))
    }
    isBlind = try DocumentRoot(root).isEmpty
    for column in columns where folders.relation(of: root, to: column.root) != nil {
      sources.append((try store(column.store), column))
    }
  }

  private static func cause(of folder: String) -> String {
    do throws(DocumentError) {
      _ = try DocumentRoot(folder).place()
      return "it could not be looked at"
    } catch {
      return OrphanError.cause(error)
    }
  }

  /// Every row of the columns that are asked.
  func rowCount() throws(StoreError) -> Int {
    var count = 0
    for (store, column) in sources {
      count += try store.rowCount(
        of: column.recordSet
          ?? RecordSet(
            name: RecordSetName(column.column.table), store: store.name, table: column.column.table,
            key: [column.column.column]))
    }
    return count
  }

  /// - Parameters:
  ///   - rows: the rows of all sources.
  ///   - goesOn: false where somebody asked to stop; asked once a page.
  ///   - body: told of each file, by its path below the folder.
  /// - Returns: how many they are; nil if it was asked to stop.
  /// - Throws: `OrphanError` if the folder cannot be read, or nothing of what rows name is in it.
  func find(rows: Int, goesOn: () -> Bool, _ body: (FilePath) -> Void = { _ in }) throws -> Int? {
    let parts = UInt(max(1, (rows + Self.limit - 1) / Self.limit))
    var orphans = 0
    for part in 0..<parts {
      guard let named = try named(in: part, of: parts, goesOn: goesOn) else { return nil }
      if isBlind, !named.isEmpty { throw OrphanError.empty(folder: root) }
      guard let found = try unnamed(by: named, in: part, of: parts, goesOn: goesOn, body) else { return nil }
      orphans += found
    }
    return orphans
  }

  private func named(in part: UInt, of parts: UInt, goesOn: () -> Bool) throws(StoreError) -> Set<UInt>? {
    var named: Set<UInt> = []
    for (store, column) in sources {
      guard let relation = folders.known(of: root, to: column.root) else { continue }
      func note(_ value: ColumnValue) {
        for path in column.files(namedBy: value, below: root, relation) {
          let hash = Self.hash(of: path)
          if hash % parts == part { named.insert(hash) }
        }
      }
      guard try read(column, of: store, goesOn: goesOn, note) else { return nil }
    }
    return named
  }

  private func read(
    _ column: BoundPathColumn, of store: any RecordStore, goesOn: () -> Bool, _ note: (ColumnValue) -> Void
  ) throws(StoreError) -> Bool {
    guard let recordSet = column.recordSet else {
      var (rows, isWhole) = (0, true)
      try store.forEachValue(of: column.column, unusual: false) { value in
        rows += 1
        isWhole = rows % Self.pageRows != 0 || goesOn()
        if isWhole { note(value) }
        return isWhole
      }
      return isWhole
    }
    let question = RowQuestion(recordSet: recordSet, columns: [column.column.column])
    var last: [UInt8]?
    repeat {
      guard goesOn() else { return false }
      let page = try store.look(question, at: .behind(last), count: Self.pageRows)
      for look in page { note(look.values[0]) }
      last = page.count == Self.pageRows ? page.last?.key : nil
    } while last != nil
    return true
  }

  private func unnamed(
    by named: Set<UInt>, in part: UInt, of parts: UInt, goesOn: () -> Bool, _ body: (FilePath) -> Void
  ) throws -> Int? {
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
    } catch let error as DocumentError {
      throw OrphanError.outOfReach(folder: root, cause: OrphanError.cause(error))
    }
    return isWhole ? count : nil
  }

  /// Returns a hash of the path's bytes: a file system does not take two spellings of é for one.
  private static func hash(of path: FilePath) -> UInt { UInt(bitPattern: path.hashValue) }
}
