internal import DocumentTree
internal import RecordStores
internal import RegularFiles
internal import StoreCatalogue

/// Which files rows name, in any bound column of any store whose folder is the same one or overlaps it.
struct FileNames {
  /// One bound column, and the engine that knows its store.
  struct Source {
    let engine: Engine
    let store: String
    let column: PathColumn
    let root: String
    /// Tells if the configuration that runs work with has it, and not only an earlier one.
    let isInForce: Bool

    /// The store, if it is the one that the journal knows: what another one's rows name, or do not name, says nothing of these files.
    func knownStore() throws(StoreError) -> any RecordStore {
      do {
        return try engine.changeableStore(named: store)
      } catch let error as StoreError {
        throw error
      } catch {
        throw .unavailable(store: store, cause: "\(error)")
      }
    }

    func isSame(as other: Source) -> Bool {
      store == other.store && column == other.column && root == other.root
    }
  }

  private var sources: [Source] = []
  private var folders = FolderRelations()
  /// The stores that could not answer: each is waited for once.
  private(set) var failed: [String: StoreError] = [:]
  private let observe: () throws -> Void

  /// - Parameters:
  ///   - engines: of each configuration whose columns count.
  ///   - observe: called now and then; what it throws ends the reading.
  init(of engines: [Engine], observe: @escaping () throws -> Void) {
    self.observe = observe
    for (place, engine) in engines.enumerated() {
      for bound in engine.catalogue.recordSets {
        for (table, owned) in bound.recordSet.allFiles {
          let source = Source(
            engine: engine, store: bound.recordSet.store,
            column: PathColumn(table: table, column: owned.column), root: owned.root,
            isInForce: place == 0)
          if !sources.contains(where: source.isSame) { sources.append(source) }
        }
      }
    }
  }

  /// Reads each column once for the files that rows name in a spelling that no index leads to.
  ///
  /// Of a column without an index every value is read.
  mutating func read(for files: Set<PlainFile>) throws -> Set<PlainFile> {
    let observe = observe
    return try answer(for: files) { source, wanted, found throws(StoreError) in
      let store = try source.knownStore()
      let isIndexed = try store.isIndexed(source.column)
      var rows = 0
      try store.forEachValue(of: source.column, unusual: isIndexed) { value in
        rows += 1
        if rows % 5_000 == 0 { try observe() }
        guard let path = FilePath(of: value)?.absolute(below: source.root), wanted.contains(path) else {
          return
        }
        found.insert(path)
      }
    }
  }

  /// Asks the columns that have an index for the plain spellings of files.
  mutating func ask(for files: Set<PlainFile>) throws -> Set<PlainFile> {
    try observe()
    return try answer(for: files) { source, wanted, found throws(StoreError) in
      let store = try source.knownStore()
      guard try store.isIndexed(source.column) else { return }
      // What lies outside of the column's own folder has no plain spelling in it.
      let plain = wanted.compactMap { path -> FilePath? in
        let inner = path.normal(below: source.root)
        return inner.isAbsolute || inner.isEmpty ? nil : inner
      }
      let spellings = plain.sorted().flatMap { PathColumn.spellings(of: $0, below: source.root) }
      guard !spellings.isEmpty else { return }
      for value in try store.values(of: source.column, among: spellings) {
        guard let path = FilePath(of: value)?.absolute(below: source.root), wanted.contains(path) else {
          continue
        }
        found.insert(path)
      }
    }
  }

  /// Why it is not known of a file whether a row names it; nil where it is known.
  func failure(for file: PlainFile) -> StoreError? {
    // Nobody knows whether a folder that cannot be reached is the same one by another way, or overlaps it.
    let hidden = sources.first {
      $0.isInForce && $0.root != file.root && folders.isOutOfReach($0.root)
    }
    if let hidden {
      return .unavailable(
        store: hidden.store,
        cause:
          "\(hidden.root), where files of \(hidden.column.table) are, cannot be reached, and may be the same folder"
      )
    }
    return sources.lazy.filter { folders.known(of: $0.root, to: file.root) != nil }
      .compactMap { failed[$0.store] }.first
  }

  private mutating func answer(
    for files: Set<PlainFile>,
    _ body: (Source, Set<FilePath>, inout Set<FilePath>) throws(StoreError) -> Void
  ) throws -> Set<PlainFile> {
    var named: Set<PlainFile> = []
    for (root, files) in Dictionary(grouping: files, by: \.root) {
      for source in sources {
        guard let relation = folders.relation(of: source.root, to: root), failed[source.store] == nil else {
          continue
        }
        var own: [FilePath: [PlainFile]] = [:]
        for file in files {
          // What leads out of its folder is nobody's file, and is never removed.
          guard let path = file.path.followed(below: root) else { continue }
          // By its own path, and by the one that it has below the column's folder, where a link or a mount makes them differ.
          let paths =
            [path.absolute(below: root)]
            + (relation.path(path).map { [$0.absolute(below: source.root)] } ?? [])
          for path in Set(paths) { own[path, default: []].append(file) }
        }
        guard !own.isEmpty else { continue }
        var found: Set<FilePath> = []
        do throws(StoreError) {
          try body(source, Set(own.keys), &found)
        } catch {
          // Whoever asked to end is obeyed, whatever the store makes of it.
          try observe()
          failed[source.store] = error
        }
        named.formUnion(found.flatMap { own[$0] ?? [] })
      }
    }
    return named
  }
}

/// A file by where it lies.
struct PlainFile: Hashable {
  let root: String
  let path: FilePath

  init(_ file: OwnedFile) { (root, path) = (file.root, file.path) }
}

/// How paths below one folder are written below another one that overlaps it.
struct FolderRelations {
  struct Relation {
    /// In front of the path below the other root.
    fileprivate let before: FilePath
    /// What it must begin with, and lose.
    fileprivate let dropped: FilePath

    func path(_ path: FilePath) -> FilePath? {
      guard !dropped.isEmpty else { return before.appending(path) }
      let names = path.names
      guard names.starts(with: dropped.names), names.count > dropped.names.count else { return nil }
      return FilePath(path.bytes.dropFirst(dropped.bytes.count + 1))
    }
  }

  private var places: [String: FolderPlace?] = [:]

  /// Tells of a folder that was asked about if it could not be looked at.
  func isOutOfReach(_ root: String) -> Bool { places[root].map { $0 == nil } ?? false }

  /// - Returns: nil where nothing below one root lies below the other.
  mutating func relation(of source: String, to root: String) -> Relation? {
    for folder in [source, root] where places[folder] == nil {
      places[folder] = .some(try? DocumentRoot(folder).place())
    }
    return known(of: source, to: root)
  }

  /// The same, of folders that were asked about before.
  func known(of source: String, to root: String) -> Relation? {
    let (there, here) = (FilePath(source), FilePath(root))
    if there.names.elementsEqual(here.names, by: ==) { return Relation(before: "", dropped: "") }
    let ways: (down: FilePath?, up: FilePath?)
    if let there = places[source] ?? nil, let here = places[root] ?? nil {
      ways = (here.way(to: there), there.way(to: here))
    } else {
      // A folder that is not there has no place: its path says what it can.
      ways = (Self.way(from: here, to: there), Self.way(from: there, to: here))
    }
    if let up = ways.up { return Relation(before: up, dropped: "") }
    return ways.down.map { Relation(before: "", dropped: $0) }
  }

  private static func way(from folder: FilePath, to other: FilePath) -> FilePath? {
    let inner = other.normal(below: folder)
    return inner.isAbsolute ? nil : inner
  }
}

extension RecordSet {
  /// Every column of it and of its dependents that names files, with its table.
  var allFiles: [(table: String, files: OwnedFiles)] {
    func owned(_ dependents: [Dependent]) -> [(table: String, files: OwnedFiles)] {
      dependents.flatMap { dependent in
        dependent.files.map { (dependent.table, $0) } + owned(dependent.dependents)
      }
    }
    return files.map { (table, $0) } + owned(dependents)
  }
}
