internal import TransparencyLog

/// The paths in a journal's folder: those of C2SP tlog-tiles, and ours beside them.
enum DirectoryLayout {
  /// The bytes of the largest file of each kind. A larger one is another's, and is not read: an entry has at most
  /// 65 535 bytes and two for its length, and a checkpoint some hundred.
  enum Limit {
    static let checkpoint = 1 << 16
    static let verifierKey = 1 << 12
    static let checkpoints = Tile.fullWidth << 12
    static let entries = Tile.fullWidth * (0xFFFF + 2)
    static let hashes = Tile.fullWidth * TreeHash.width
    /// Room for the two largest batches that the journal's file can have, each of 31 million records.
    static let evidence = 1 << 31

    static func tile(_ kind: Tile.Kind) -> Int { kind == .entries ? entries : hashes }
  }

  /// The last signed checkpoint.
  static let checkpoint = "checkpoint"
  /// The verifier key that the journal was made with.
  static let verifierKey = "verifier-key"

  /// Every signed checkpoint, the smallest first, 256 to a file.
  static func checkpoints(bundle: Int) -> String { "checkpoints/" + Tile.indexPath(bundle) }

  /// Notes, each with an empty line behind it.
  static func bundled(notes: [String]) -> [UInt8] { notes.flatMap { Array(($0 + "\n").utf8) } }

  /// The notes of a bundle; nil if it has another form.
  static func notes(ofBundle bytes: [UInt8]) -> [String]? {
    // Each note has one empty line itself, before its signatures.
    let parts = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n\n", omittingEmptySubsequences: false)
    guard parts.count % 2 == 1, parts.last == "" else { return nil }
    let notes = stride(from: 0, to: parts.count - 1, by: 2).map { "\(parts[$0])\n\n\(parts[$0 + 1])\n" }
    return bundled(notes: notes) == bytes ? notes : nil
  }

  /// The row evidence of the batches whose intents are in an entry bundle.
  static func evidence(bundle: Int) -> String { "evidence/" + Tile.indexPath(bundle) }

  /// The three kinds of evidence of an entry bundle's batches.
  static let evidencePaths = [evidence(bundle:), subjects(bundle:), dependents(bundle:)]

  /// The subjects of the records of those of them that say whom their rows were about.
  static func subjects(bundle: Int) -> String { "subjects/" + Tile.indexPath(bundle) }

  /// The rows of dependents of the same batches, each with its subject.
  static func dependents(bundle: Int) -> String { "dependents/" + Tile.indexPath(bundle) }

  /// The partial tiles in a place, by their widths, lie in this folder.
  static func partialFolder(of tile: Tile) -> String {
    Tile(kind: tile.kind, index: tile.index).path + ".p"
  }

  /// An entry in its bundle: its length in two bytes, the high one first, and its bytes.
  static func bundled(_ entry: [UInt8]) -> [UInt8] {
    [UInt8(entry.count >> 8), UInt8(entry.count & 0xFF)] + entry
  }

  /// The entries of a bundle; nil if it is not whole.
  static func entries(ofBundle bytes: [UInt8]) -> [[UInt8]]? {
    var entries: [[UInt8]] = []
    var rest = bytes[...]
    while let high = rest.popFirst() {
      guard let low = rest.popFirst(), rest.count >= Int(high) << 8 | Int(low) else { return nil }
      let count = Int(high) << 8 | Int(low)
      entries.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return entries
  }
}
