internal import AuditJournal
internal import Glibc
internal import Purging
internal import StoreBindings

/// When the journal's files were changed last. Nothing is opened for it, so that an idle service may look often.
struct JournalTrace: Equatable {
  private struct File: Equatable {
    let size: Int64
    let seconds: Int
    let nanoseconds: Int

    /// Nil if there is none, or nobody may look.
    init?(_ path: String) {
      var status = stat()
      guard unsafe stat(path, &status) == 0 else { return nil }
      size = Int64(status.st_size)
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    }
  }

  private let files: [File?]

  init(of configuration: Configuration) {
    let path = configuration.bindings.journal.path
    files = [File(path), File(path + "-wal")]
  }
}
