internal import TransparencyLog

/// Writes the tiles of one kind, hash by hash or entry by entry, from where a folder ends.
struct TileWriter {
  private let kind: Tile.Kind
  private let folder: Folder
  private var index: Int
  private var width = 0
  private var bytes: [UInt8] = []

  /// - Parameter count: the hashes or entries before the first that is added; a multiple of 256.
  init(_ kind: Tile.Kind, in folder: Folder, after count: Int) {
    self.kind = kind
    self.folder = folder
    index = count / Tile.fullWidth
  }

  mutating func add(_ piece: [UInt8]) throws {
    bytes += piece
    width += 1
    guard width == Tile.fullWidth else { return }
    try write()
    index += 1
    width = 0
    bytes.removeAll(keepingCapacity: true)
  }

  /// Writes what is begun.
  func finish() throws { if width > 0 { try write() } }

  private func write() throws {
    try folder.write(bytes, to: Tile(kind: kind, index: index, width: width).path)
  }
}
