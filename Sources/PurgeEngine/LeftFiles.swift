public import AuditJournal
public import RecordStores

/// The files of a batch that are left, as a look finds them now.
public struct LeftFiles: Sendable {
  public let pending: PendingFiles
  /// What becomes of each in the next run, or why it stays, with what to do.
  public let reasons: [(file: OwnedFile, reason: String)]
}
