internal import DocumentTree
internal import Files

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

  /// Looks at a folder, once for all questions.
  ///
  /// - Returns: nil for one that cannot be reached.
  @discardableResult
  mutating func place(of root: String) -> FolderPlace? {
    if let place = places[root] { return place }
    let place = try? DocumentRoot(root).place()
    places[root] = .some(place)
    return place
  }

  /// Tells of a folder that was asked about if it could not be looked at.
  func isOutOfReach(_ root: String) -> Bool { places[root].map { $0 == nil } ?? false }

  /// - Returns: nil if nothing below one root lies below the other.
  mutating func relation(of source: String, to root: String) -> Relation? {
    for folder in [source, root] { place(of: folder) }
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
