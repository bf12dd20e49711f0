package import AuditJournal
internal import TransparencyLog

/// Extends the folder that auditors copy: tiles, entry bundles, row evidence and checkpoints, from the journal as it is.
///
/// A folder is only ever extended: what an auditor copied stays true. The last checkpoint changes last, so that a folder that was
/// being written when the power failed is as large as before, and the next export writes the same again.
package struct DirectoryExport {
  private let folder: Folder
  private let journal: AuditJournal

  /// - Returns: how many entries the folder had, and has now.
  /// - Throws: `DirectoryError`; `JournalError` when the journal itself is not what was signed.
  @discardableResult
  package static func extend(_ path: String, from journal: AuditJournal) throws -> (before: Int, after: Int) {
    let folder = try Folder(path, isMade: true)
    try folder.lock()
    let export = DirectoryExport(folder: folder, journal: journal)
    return try journal.snapshot {
      let before = try export.exportedSize()
      let after = journal.size
      if after > before { try export.extend(from: before, to: after) }
      return (before, after)
    }
  }

  /// How many entries the folder has, if it is this journal's and grew as the journal did.
  private func exportedSize() throws -> Int {
    guard let bytes = try folder.read(DirectoryLayout.checkpoint, limit: DirectoryLayout.Limit.checkpoint)
    else {
      let names = try folder.names(in: "")
      // What an export that died before its first checkpoint left is written again.
      let own = ["tile", "evidence", "subjects", "dependents", "checkpoints", DirectoryLayout.verifierKey]
      if let other = names.first(where: { name in !own.contains { name.hasPrefix($0) } }) {
        throw DirectoryError.foreign(path: folder.path, cause: "it is no journal's and has a file \(other)")
      }
      return 0
    }
    let checkpoint: Checkpoint
    do {
      checkpoint = try Checkpoint(text: try SignedNote(String(decoding: bytes, as: UTF8.self)).text)
    } catch {
      throw DirectoryError.foreign(path: folder.path, cause: "its checkpoint cannot be read: \(error)")
    }
    guard checkpoint.origin == journal.location.origin, checkpoint.size <= journal.size,
      try TreeHash(of: 0..<checkpoint.size, nodes: journal.node) == checkpoint.root
    else {
      throw DirectoryError.foreign(
        path: folder.path,
        cause: "it has \(checkpoint.size) entries of \(checkpoint.origin) that are not this journal's")
    }
    return checkpoint.size
  }

  private func extend(from before: Int, to after: Int) throws {
    try writeTree(from: before, to: after)
    try writeEvidence(from: before)
    if before == 0 {
      try folder.write(
        Array((journal.firstVerifierKey().text + "\n").utf8), to: DirectoryLayout.verifierKey)
    }
    let note = try writeCheckpoints(from: before)
    try folder.synchronise()
    try folder.write(Array(note.utf8), to: DirectoryLayout.checkpoint)
    try folder.synchronise()
    try removePartials(of: before, now: after)
  }

  /// Entries and hashes from the last full tile on. Each entry is hashed again as it is read, and the whole must have the root that
  /// was signed: what the disk garbled since is not passed on.
  private func writeTree(from before: Int, to after: Int) throws {
    let levels = (0..<Tile.levelCount(size: after)).map { level in
      (level, count: (before >> (8 * level)) / Tile.fullWidth * Tile.fullWidth)
    }
    let first = levels[0].count
    var entries = TileWriter(.entries, in: folder, after: first)
    var hashes = levels.map { TileWriter(.hashes(level: $0.0), in: folder, after: $0.count) }
    // The higher levels' tiles begin further back than the entries that are read again.
    for (level, count) in levels.dropFirst() {
      for index in count..<max(count, first >> (8 * level)) {
        try hashes[level].add(try journal.node(level: 8 * level, index: index).bytes)
      }
    }
    guard
      var frontier = TreeFrontier(
        size: first,
        subtrees: try TreeFrontier.places(size: first).map { try journal.node(level: $0, index: $1) })
    else { throw JournalError.damaged("a node of the tree is missing") }
    try journal.forEachLeaf(from: first) { index, bytes in
      guard index == frontier.size else {
        throw JournalError.damaged("entry \(frontier.size) is missing")
      }
      try entries.add(DirectoryLayout.bundled(bytes))
      try frontier.append(.leaf(bytes)) { level, _, hash in
        if level % 8 == 0 { try hashes[level / 8].add(hash.bytes) }
      }
    }
    guard frontier.size == after, frontier.root == (try TreeHash(of: 0..<after, nodes: journal.node)) else {
      throw JournalError.damaged("the entries do not have the root that was signed")
    }
    try entries.finish()
    for writer in hashes { try writer.finish() }
  }

  private func writeEvidence(from before: Int) throws {
    var index = before / Tile.fullWidth
    var bundles = [EvidenceBundle(), EvidenceBundle(), EvidenceBundle()]
    func write() throws {
      for (bundle, path) in zip(bundles, DirectoryLayout.evidencePaths) where bundle.count > 0 {
        try folder.write(bundle.bytes, to: path(index))
      }
    }
    try journal.forEachEvidence(from: index * Tile.fullWidth) { batch, evidence in
      if batch / Tile.fullWidth != index {
        try write()
        index = batch / Tile.fullWidth
        bundles = [EvidenceBundle(), EvidenceBundle(), EvidenceBundle()]
      }
      let parts = [evidence.locators, evidence.subjects, evidence.dependents]
      for (kind, part) in parts.enumerated() {
        if let part { bundles[kind].add(place: batch % Tile.fullWidth, locators: part) }
      }
    }
    try write()
  }

  /// - Returns: the last checkpoint.
  private func writeCheckpoints(from before: Int) throws -> String {
    let known = try journal.checkpointCount(upTo: before)
    var bundle = known / Tile.fullWidth
    var notes = try journal.notes(known % Tile.fullWidth, before: before)
    try journal.forEachCheckpoint(after: before) { _, note in
      if notes.count == Tile.fullWidth {
        try folder.write(
          DirectoryLayout.bundled(notes: notes), to: DirectoryLayout.checkpoints(bundle: bundle))
        bundle += 1
        notes.removeAll()
      }
      notes.append(note)
    }
    try folder.write(DirectoryLayout.bundled(notes: notes), to: DirectoryLayout.checkpoints(bundle: bundle))
    guard let last = notes.last else {
      throw DirectoryError.damaged(path: folder.path, cause: "the journal has no checkpoint to export")
    }
    return last
  }

  /// A partial tile is of no use once there is a wider one in its place.
  private func removePartials(of before: Int, now after: Int) throws {
    let kinds = [.entries] + (0..<Tile.levelCount(size: after)).map { Tile.Kind.hashes(level: $0) }
    for kind in kinds {
      let level = if case .hashes(let level) = kind { level } else { 0 }
      let index = (before >> (8 * level)) / Tile.fullWidth
      let tile = Tile(kind: kind, index: index, width: Tile.width(of: kind, index: index, size: after))
      let partials = DirectoryLayout.partialFolder(of: tile)
      for name in try folder.names(in: partials) where partials + "/" + name != tile.path {
        try folder.remove(partials + "/" + name)
      }
      folder.removeFolder(partials)
    }
  }
}
