internal import AuditJournal
internal import CLinux
internal import Glibc
internal import Purging
internal import StoreBindings

/// Which files the journal's are, and when they were changed last. Nothing is opened for it, so that an idle service may look often.
struct JournalTrace: Equatable {
  private struct File: Equatable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    let changed: [Int]

    /// Nil if there is none, or nobody may look.
    ///
    /// - Parameter isLog: of a write-ahead log, which SQLite gives to its owner anew each time that root opens it, only the content counts; and none is in one that is empty.
    init?(_ path: String, isLog: Bool = false) {
      var status = stat()
      guard unsafe stat(path, &status) == 0, !isLog || status.st_size > 0 else { return nil }
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
      size = Int64(status.st_size)
      // A copy that is put back can have the former time of its content, and never that of its name.
      changed =
        [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
        + (isLog ? [] : [status.st_ctim.tv_sec, status.st_ctim.tv_nsec])
    }
  }

  private let files: [File?]

  init(of configuration: Configuration) {
    let path = configuration.bindings.journal.path
    files = [File(path), File(path + "-wal", isLog: true)]
  }
}
