internal import AuditJournal
package import TransparencyLog

/// A copied folder of a journal, to be asked without the journal: its last checkpoint, entries and nodes.
package final class JournalDirectory {
  private let folder: Folder
  /// The last checkpoint's note, as it stands.
  package let note: String
  /// What it says. Its signature is not verified here.
  package let checkpoint: Checkpoint

  package init(_ path: String) throws {
    folder = try Folder(path, isMade: false)
    guard let bytes = try folder.read(DirectoryLayout.checkpoint, limit: DirectoryLayout.Limit.checkpoint)
    else {
      throw DirectoryError.damaged(path: path, cause: "there is no checkpoint in it")
    }
    note = String(decoding: bytes, as: UTF8.self)
    checkpoint = try Checkpoint(text: try SignedNote(note).text)
  }

  private func bytes(of kind: Tile.Kind, index: Int) throws -> [UInt8] {
    let tile = Tile(
      kind: kind, index: index, width: Tile.width(of: kind, index: index, size: checkpoint.size))
    guard let bytes = try folder.read(tile.path, limit: DirectoryLayout.Limit.tile(kind)) else {
      throw DirectoryError.damaged(path: folder.path, cause: "there is no file \(tile.path)")
    }
    return bytes
  }

  /// The bytes of an entry.
  package func entry(at index: Int) throws -> [UInt8] {
    guard index >= 0, index < checkpoint.size else {
      throw TransparencyLogError.proof("there is no entry \(index) among \(checkpoint.size)")
    }
    let bundle = try bytes(of: .entries, index: index / Tile.fullWidth)
    let place = index % Tile.fullWidth
    guard let entries = DirectoryLayout.entries(ofBundle: bundle), entries.indices.contains(place) else {
      throw DirectoryError.damaged(path: folder.path, cause: "the bundle of entry \(index) is not whole")
    }
    return entries[place]
  }

  /// The root of the complete subtree of 2^level entries at a place in its level, from the tile that has its hashes.
  package func node(level: Int, index: Int) throws -> TreeHash {
    let tileLevel = level / 8
    let first = index << (level % 8)
    let tile = try bytes(of: .hashes(level: tileLevel), index: first / Tile.fullWidth)
    let start = first % Tile.fullWidth * TreeHash.width
    let end = start + TreeHash.width << (level % 8)
    guard end <= tile.count else {
      throw DirectoryError.damaged(path: folder.path, cause: "a tile of level \(tileLevel) is not whole")
    }
    return TreeHash(
      ofLeaves: stride(from: start, to: end, by: TreeHash.width)
        .compactMap { TreeHash(tile[$0..<$0 + TreeHash.width]) })
  }

  /// The proof that an entry is in the journal, under the folder's checkpoint.
  package func proof(of index: Int) throws -> LogProof {
    LogProof(inclusion: try InclusionProof(of: index, size: checkpoint.size, nodes: node), note: note)
  }

  /// The key that the journal was made with, as the folder says: to be compared with what the auditor was given.
  package func verifierKey() throws -> VerifierKey {
    guard let bytes = try folder.read(DirectoryLayout.verifierKey, limit: DirectoryLayout.Limit.verifierKey),
      bytes.last == 0x0A
    else {
      throw DirectoryError.damaged(
        path: folder.path, cause: "there is no \(DirectoryLayout.verifierKey) in it")
    }
    return try VerifierKey(String(decoding: bytes.dropLast(), as: UTF8.self))
  }
}
