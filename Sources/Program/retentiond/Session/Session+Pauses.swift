internal import AuditJournal
internal import CivilTime

extension Session {
  func pauseRuns(until: Instant?, reason: String, by: String) throws -> Pause {
    try journal(.append).pauseRuns(
      until: until, reason: reason, by: by, account: Account.starter(isService: false),
      at: SystemClock.now())
  }

  func resumeRuns(reason: String, by: String) throws -> Pause {
    try journal(.append).resumeRuns(
      reason: reason, by: by, account: Account.starter(isService: false), at: SystemClock.now())
  }

  /// The pause that is in force now; nil if there is none, or no journal.
  func pause() throws -> Pause? { try readingJournalIfMade()?.pause(at: SystemClock.now()) }
}
