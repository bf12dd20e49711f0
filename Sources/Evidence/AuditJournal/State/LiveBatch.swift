internal import SQLite
internal import TransparencyLog
internal import Words

/// A batch about which something is still to be done: it has no outcome, its keys are kept, or files of it are left.
struct LiveBatch: Equatable {
  /// The word of its outcome as the table has it; nil while it is open.
  var outcome: String?
  /// The SHA-256 of its sealed keys and of its sealed list of files; nil for what it does not have. What is opened is compared with them.
  var sealed: [UInt8]?
  var files: [UInt8]?

  /// Tells if the batch is one of these at all.
  var isLive: Bool { outcome == nil || sealed != nil || files != nil }
  private var isCommitted: Bool { outcome == BatchOutcome.committed.word }
  var hasFilesLeft: Bool { isCommitted && files != nil }
  var hasKeptKeys: Bool { isCommitted && sealed != nil }

  func hash(entry: Int) -> TreeHash {
    var bytes = RowBytes()
    bytes.add(entry)
    bytes.add(outcome)
    bytes.add(blob: sealed)
    bytes.add(blob: files)
    return bytes.hash
  }

  /// The hash by which what is sealed is known again.
  static func hash(of sealed: [UInt8]?) -> [UInt8]? { sealed.map { TreeHash.leaf($0).bytes } }
}

/// A row that says who agreed to a configuration. Its files lie in the table, and are compared with the entry whenever they are read.
struct ApprovalRow: Equatable {
  let base: String
  let by: String
  let entry: Int

  func hash(digest: ConfigurationDigest) -> TreeHash {
    var bytes = RowBytes()
    bytes.add(digest.rawValue)
    bytes.add(base)
    bytes.add(by)
    bytes.add(entry)
    return bytes.hash
  }
}
