internal import AuditJournal
internal import CalendarExpressions
internal import CivilTime
internal import Purging
internal import RetentionPolicy
internal import StoreBindings

/// When the journal was verified whole, and by whom.
extension Session {
  /// Records a verification that found nothing.
  ///
  /// - Returns: why it is not recorded, where that is worth a word; where nothing came since the last time, it is not said once more.
  func record(_ result: VerificationResult) -> String? {
    guard result.isVerified else { return nil }
    do {
      _ = try journal(.append).record(
        JournalVerification(size: result.entries, root: result.root), by: Account.name, at: SystemClock.now())
      return nil
    } catch {
      return Failure.sentence(for: error)
    }
  }

  /// When the journal was verified last, and how many entries came since, in words.
  func verificationLine() throws -> String { try Self.verificationLine(of: readingJournal()) }

  static func verificationLine(of journal: AuditJournal) throws -> String {
    guard let last = try journal.lastVerification() else {
      return "never whole: run `retentiond journal verify`"
    }
    // Its own entry says nothing that is to be verified.
    let since = journal.size - max(last.verification.size, last.entry + 1)
    let unchecked = try journal.uncheckedEntries()
    return
      "whole at \(last.time.iso8601) by \(last.by): \(last.verification.size) entries, \(since == 0 ? "none" : "\(since)") since"
      + (unchecked > AuditJournal.mostCheckedEntries
        ? ", more than a run compares: run `retentiond journal verify`" : "")
  }

  /// Verifies the journal if the calendar `journal.verify` has had a time since it was verified last.
  ///
  /// - Parameter done: when this process verified it last, which no entry says where nothing came since.
  /// - Returns: what was found; nil if no verification is due.
  func verifyIfDue(done: Instant?) throws -> [String]? {
    let calendar = configuration.bindings.journal.verification
    guard !calendar.isEmpty else { return nil }
    let journal = try journal(.inspect)
    // A journal that was never verified counts from its first entry.
    let last = try journal.lastVerification()?.time ?? journal.entry(at: 0).time
    guard let next = calendar.next(after: max(last, done ?? last), in: configuration.schedule.timeZone),
      next <= SystemClock.now()
    else { return nil }
    return try verifyJournal(verifierKey: nil, authorities: []).result.findings
  }
}
