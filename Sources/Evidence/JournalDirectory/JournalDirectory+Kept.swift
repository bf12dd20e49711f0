package import AuditJournal
internal import Files
internal import TransparencyLog

extension JournalDirectory {
  /// The checkpoints in a journal's folder: the last one, and the last of those that it has had. One of them may have been removed.
  ///
  /// - Returns: none if there is no folder, or nothing of a journal in it.
  /// - Throws: `DirectoryError` where something is there that cannot be read, or is no checkpoint.
  package static func keptCheckpoints(in path: String) throws -> [KeptCheckpoint] {
    guard let folder = try Folder.ifThere(path) else { return [] }
    var notes: [(place: String, note: String)] = []
    let checkpoint = path + "/" + DirectoryLayout.checkpoint
    if let bytes = try folder.read(DirectoryLayout.checkpoint, limit: DirectoryLayout.Limit.checkpoint) {
      notes.append((checkpoint, String(decoding: bytes, as: UTF8.self)))
    }
    if let name = try lastBundle(in: folder),
      let bytes = try folder.read(name, limit: DirectoryLayout.Limit.checkpoints)
    {
      guard let last = DirectoryLayout.notes(ofBundle: bytes)?.last else {
        throw DirectoryError.damaged(path: path + "/" + name, cause: "it is not a row of checkpoints")
      }
      if last != notes.first?.note { notes.append((path + "/" + name, last)) }
    }
    return try notes.map { place, note in
      do throws(TransparencyLogError) {
        return try KeptCheckpoint(place: place, note: note)
      } catch {
        throw DirectoryError.foreign(path: place, cause: "\(error)")
      }
    }
  }

  /// Reads the checkpoint of a file by itself; nil if there is none. No link is followed.
  package static func checkpoint(at path: String) throws -> [UInt8]? {
    try Folder.ifThere(path.folderPath)?.read(path.lastPathName, limit: DirectoryLayout.Limit.checkpoint)
  }

  /// Puts a checkpoint into a file by itself, whole or not at all. No link is followed: one in the file's place is replaced.
  package static func keep(_ note: String, at path: String) throws {
    let folder = try Folder(path.folderPath, isMade: false)
    try folder.write(Array(note.utf8), to: path.lastPathName)
    try folder.synchronise()
  }

  /// Tells if a folder has anything of a journal in it, whole or not.
  package static func isThere(_ path: String) throws -> Bool {
    guard let folder = try Folder.ifThere(path) else { return false }
    let names = try folder.names(in: "")
    return names.contains { [DirectoryLayout.checkpoint, "tile", "checkpoints"].contains($0) }
  }

  /// The bundle with the largest index that a name of three digits and the folders above it say.
  private static func lastBundle(in folder: Folder) throws -> String? {
    var path = "checkpoints"
    for _ in 0..<6 {
      let names = try folder.names(in: path)
      if let above = names.last(where: { $0.count == 4 && $0.first == "x" && Int($0.dropFirst()) != nil }) {
        path += "/" + above
      } else {
        return names.last { $0.count == 3 && Int($0) != nil }.map { path + "/" + $0 }
      }
    }
    return nil
  }

  /// Puts a folder aside under a name that says how many entries it has, so that another history of the journal can have its place.
  ///
  /// - Returns: where it is now.
  package static func putAside(_ path: String, size: Int) throws -> String {
    try Folder.rename(path, to: nameAside(path, size: size))
  }

  /// The name that a folder is put aside under.
  package static func nameAside(_ path: String, size: Int) -> String {
    let end = path.lastIndex { $0 != "/" } ?? path.startIndex
    return "\(path[...end]).before-\(size)"
  }
}
