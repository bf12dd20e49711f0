internal import AuditJournal
internal import CivilTime
internal import DocumentTree
internal import Files
internal import RecordStores

/// Looks at the files of batches: at what lies there when a batch takes them, and at what was left.
package struct FileKeeping {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Gives files of an open batch with what lies at their paths now: that, and nothing that comes there later, is what goes.
  static func judged(_ files: [OwnedFile]) -> [OwnedFile] {
    Dictionary(grouping: files, by: \.root).flatMap { path, files in
      // What cannot be seen is nothing that was seen: the removal says why. A disk that fails once is asked once more, for what nobody saw
      // may have to wait for a person.
      let root = (try? DocumentRoot(path)) ?? (try? DocumentRoot(path))
      let folder = root?.status ?? root?.status
      return files.map { file in
        var file = file
        if let root, let folder,
          let status = (try? root.look(at: file.path)) ?? (try? root.look(at: file.path))
        {
          file.judged = SeenFile(status, below: folder)
        }
        return file
      }
    }.sorted { ($0.root, $0.path) < ($1.root, $1.path) }
  }

  /// Looks at the files of committed batches that are left. Removes nothing.
  package func leftFiles() throws -> [LeftFiles] {
    guard let journal = context.journal else { return [] }
    return try journal.pendingFiles().map { pending in
      let items = pending.files.map { FileRemoval.Item(file: $0, batch: 0, intendedAt: pending.time) }
      let roots = Dictionary(grouping: items, by: \.file.root).sorted { $0.key < $1.key }
      return LeftFiles(
        pending: pending,
        reasons: roots.flatMap { path, items in
          FileRemoval().look(at: items, below: path).map { (file: $0, reason: Self.sentence(on: $1)) }
        })
    }
  }

  private static func sentence(on result: FileRemoval.Look) -> String {
    switch result {
    case .nothingInTheWay: "nothing is seen in the way: the next run removes it, unless a row names it"
    case .gone: "it is not there any more: the next run counts it as missing and is done with it"
    case .left(.replaced): "another file has come to its place, and stays: the next run is done with it"
    case .left(let reason): "\(reason)"
    }
  }
}
