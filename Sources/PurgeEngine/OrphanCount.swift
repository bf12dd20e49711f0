internal import DocumentTree
internal import RecordStores
internal import StoreCatalogue

/// Counts the files below a folder that no row names.
///
/// Of each path that a row names only a number is kept, its hash, and never more than `limit` of them: a larger table is gone through in
/// parts, each of which has the paths whose hashes belong to it. So memory does not grow with the table or the folder.
struct OrphanCount {
  /// Hashes that are in memory at once.
  static let limit = 1_000_000
  private static let pageRows = 5_000

  let root: String
  /// The columns of record sets that name files of this folder.
  private(set) var sources: [(recordSet: RecordSet, column: String, store: any RecordStore)] = []

  init(root: String) { self.root = root }

  mutating func add(_ recordSet: RecordSet, _ column: String, in store: any RecordStore) {
    sources.append((recordSet, column, store))
  }

  /// - Parameters:
  ///   - rows: the rows of all sources, as a survey counted them.
  ///   - goesOn: false where somebody asked to stop; asked once a page.
  /// - Returns: nil where it was asked to stop, or the folder cannot be read.
  func count(rows: Int, goesOn: () -> Bool) throws(StoreError) -> Int? {
    let parts = UInt(max(1, (rows + Self.limit - 1) / Self.limit))
    var orphans = 0
    for part in 0..<parts {
      guard let named = try named(in: part, of: parts, goesOn: goesOn),
        let found = unnamed(by: named, in: part, of: parts, goesOn: goesOn)
      else { return nil }
      orphans += found
    }
    return orphans
  }

  private func named(in part: UInt, of parts: UInt, goesOn: () -> Bool) throws(StoreError) -> Set<UInt>? {
    var named: Set<UInt> = []
    for source in sources {
      let question = RowQuestion(recordSet: source.recordSet, columns: [source.column])
      var last: [UInt8]?
      repeat {
        guard goesOn() else { return nil }
        let page = try source.store.look(question, at: .behind(last), count: Self.pageRows)
        for look in page {
          guard let path = look.values[0].path else { continue }
          let hash = Self.hash(of: OwnedPath.normal(path, below: root))
          if hash % parts == part { named.insert(hash) }
        }
        last = page.count == Self.pageRows ? page.last?.key : nil
      } while last != nil
    }
    return named
  }

  private func unnamed(by named: Set<UInt>, in part: UInt, of parts: UInt, goesOn: () -> Bool) -> Int? {
    var count = 0
    var isWhole = true
    do {
      try DocumentRoot(root).walk("") { path, _ in
        isWhole = goesOn()
        let hash = Self.hash(of: path)
        if hash % parts == part, !named.contains(hash) { count += 1 }
        return isWhole
      }
    } catch {
      // A folder that cannot be read is a finding of `check`; here nothing is known of it.
      return nil
    }
    return isWhole ? count : nil
  }

  /// Of the bytes: a file system does not take two spellings of é for one.
  private static func hash(of path: String) -> UInt { UInt(bitPattern: Array(path.utf8).hashValue) }
}

extension ColumnValue {
  /// A file's path, as the removal of files reads it; nil for what names none.
  fileprivate var path: String? {
    switch self {
    case .text(let path): path
    case .blob(let bytes), .rawText(let bytes): String(decoding: bytes, as: UTF8.self)
    case .integer(let number): String(number)
    case .real, .null: nil
    }
  }
}
