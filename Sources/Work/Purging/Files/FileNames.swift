internal import Files
internal import RecordStores
internal import Words

/// The files that rows name in any bound column of any store whose folder is the same one or overlaps it.
struct FileNames {
  /// One bound column, and what knows its store.
  private struct Source {
    let context: PurgeContext
    let column: BoundPathColumn
    /// Tells if the configuration that runs work with has it, and not only an earlier one.
    let isInForce: Bool
  }

  private var sources: [Source] = []
  private var folders = FolderRelations()
  /// The stores that could not answer: each is waited for once.
  private var failed: [StoreName: StoreError] = [:]
  private let observe: () throws -> Void

  /// - Parameters:
  ///   - contexts: of each configuration whose columns count.
  ///   - observe: called now and then; what it throws ends the reading.
  init(of contexts: [PurgeContext], observe: @escaping () throws -> Void) {
    self.observe = observe
    for (place, context) in contexts.enumerated() {
      for column in BoundPathColumn.all(in: context.bindings)
      where !sources.contains(where: { $0.column.isSame(as: column) }) {
        sources.append(Source(context: context, column: column, isInForce: place == 0))
      }
    }
  }

  /// Reads each column once for the files that rows name in a spelling that no index leads to.
  ///
  /// A column without an index is read whole.
  mutating func read(for files: Set<PlainFile>) throws -> Set<PlainFile> {
    let observe = observe
    return try answer(for: files) { store, column, _, note throws(StoreError) in
      let isIndexed = try store.isIndexed(column.column)
      var rows = 0
      try store.forEachValue(of: column.column, unusual: isIndexed) { value in
        rows += 1
        if rows % 5_000 == 0 { try observe() }
        note(value)
        return true
      }
    }
  }

  /// Asks the columns that have an index for the plain spellings of files.
  mutating func ask(for files: Set<PlainFile>) throws -> Set<PlainFile> {
    try observe()
    return try answer(for: files) { store, column, spellings, note throws(StoreError) in
      guard try store.isIndexed(column.column) else { return }
      let spellings = spellings()
      guard !spellings.isEmpty else { return }
      for value in try store.values(of: column.column, among: spellings) { note(value) }
    }
  }

  /// Returns why it is not known of a file whether a row names it; nil if it is known.
  func failure(for file: PlainFile) -> StoreError? {
    // Nobody knows whether a folder that cannot be reached is the same one by another way, or overlaps it.
    let hidden = sources.first {
      $0.isInForce && $0.column.root != file.root && folders.isOutOfReach($0.column.root)
    }
    if let hidden = hidden?.column {
      return .unavailable(
        store: hidden.store,
        cause:
          "\(hidden.root), where files of \(hidden.column.table) are, cannot be reached, and may be the same folder"
      )
    }
    return sources.lazy.filter { folders.known(of: $0.column.root, to: file.root) != nil }
      .compactMap { failed[$0.column.store] }.first
  }

  /// Asks each column whose folder overlaps a file's.
  ///
  /// - Parameter body: asks one column of a store, is given the spellings that values may have there, and tells the values that it found.
  private mutating func answer(
    for files: Set<PlainFile>,
    _ body: (
      _ store: any RecordStore, _ column: BoundPathColumn, _ spellings: () -> [FilePath],
      _ note: (ColumnValue) -> Void
    ) throws(StoreError) -> Void
  ) throws -> Set<PlainFile> {
    var named: Set<PlainFile> = []
    for (root, files) in Dictionary(grouping: files, by: \.root) {
      var own: [FilePath: [PlainFile]] = [:]
      for file in files {
        // What leads out of its folder is nobody's file, and is never removed.
        if let path = file.path.followed(below: root) { own[path, default: []].append(file) }
      }
      guard !own.isEmpty else { continue }
      for source in sources {
        let column = source.column
        guard let inner = folders.relation(of: column.root, to: root),
          let outer = folders.known(of: root, to: column.root), failed[column.store] == nil
        else { continue }
        var found: Set<FilePath> = []
        do throws(StoreError) {
          // What another store's rows name, or do not name, says nothing of these files.
          let store = try StoreIdentities(source.context).knownStore(named: column.store)
          try body(store, column) {
            own.keys.sorted().flatMap { column.spellings(of: $0, below: root, inner) }
          } _: { value in
            for path in column.files(namedBy: value, below: root, outer) where own[path] != nil {
              found.insert(path)
            }
          }
        } catch {
          // Whoever asked to end is obeyed, whatever the store makes of it.
          try observe()
          failed[column.store] = error
        }
        named.formUnion(found.flatMap { own[$0] ?? [] })
      }
    }
    return named
  }
}
