package import AuditJournal
package import RecordStores

/// The files of a batch that are left, as a look finds them now.
package struct LeftFiles: Sendable {
  package let pending: PendingFiles
  /// What becomes of each in the next run, or why it stays, with what to do.
  package let reasons: [(file: OwnedFile, reason: String)]
}
