public import AuditJournal
internal import CivilTime
internal import DocumentTree
public import RecordStores
internal import RegularFiles

extension Engine {
  /// Gives files of an open batch with what lies at their paths now: that, and nothing that comes there later, is what goes.
  func judged(_ files: [OwnedFile]) -> [OwnedFile] {
    Dictionary(grouping: files, by: \.root).flatMap { path, files in
      // What cannot be seen is nothing that was seen: the removal says why.
      let root = try? DocumentRoot(path)
      let folder = root?.status
      return files.map { file in
        var file = file
        if let root, let folder, let status = try? root.look(at: file.path) {
          file.judged = SeenFile(status, below: folder)
        }
        return file
      }
    }.sorted { ($0.root, $0.path) < ($1.root, $1.path) }
  }
}

/// The files of a batch that are left, as a look finds them now.
public struct LeftFiles: Sendable {
  public let pending: PendingFiles
  /// Why each is there or may be; nil where nothing is in the way of the next run.
  public let reasons: [(file: OwnedFile, reason: String?)]
}

extension Engine {
  /// Looks at the files of committed batches that are left. Removes nothing.
  public func leftFiles() throws -> [LeftFiles] {
    guard let journal else { return [] }
    return try journal.pendingFiles().map { pending in
      var removal = FileRemoval()
      removal.isLook = true
      var reasons: [(file: OwnedFile, reason: String?)] = []
      let items = pending.files.map { FileRemoval.Item(file: $0, batch: 0, intendedAt: pending.time) }
      for (path, items) in Dictionary(grouping: items, by: \.file.root).sorted(by: { $0.key < $1.key }) {
        removal.remove(items, below: path) { item, result in
          let reason: String? =
            switch result {
            case .left(let reason): "\(reason)"
            case .removed, .gone, .waiting: nil
            }
          reasons.append((item.file, reason))
        }
      }
      return LeftFiles(pending: pending, reasons: reasons)
    }
  }
}
