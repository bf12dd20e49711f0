internal import AuditJournal
internal import Purging
internal import Synchronization
internal import Systemd
internal import Words

/// Writes into the audit journal when the service starts and stops, and which files it reads.
///
/// What cannot be written now is tried again before the next run: the clock may not be right yet when the machine starts, or there is no journal. The service
/// goes on without, and whatever is wrong with the journal is said by the run.
final class ServiceHistory: Sendable {
  private struct Told {
    var isStarted = false
    /// The digest of the stores file and of the configuration that were told last.
    var files: [String] = []
  }

  private let told = Mutex(Told())

  /// Tells what is not told yet: that the service started, and which files it has. One tells at a time. Of two reloads at once the older files may be told last; the next run tells it right.
  ///
  /// - Parameter caller: who asked for the files; nil if nobody did.
  ///
  /// It waits for the journal's lock, so it is called on a thread that may wait.
  func tell(_ configuration: Configuration, by caller: Caller? = nil) {
    told.withLock { told in
      guard !told.isStarted || told.files != configuration.files else { return }
      // Why it failed is said by the next run, which needs the same journal.
      try? record(configuration, by: caller, in: &told)
    }
  }

  private func record(_ configuration: Configuration, by caller: Caller?, in told: inout Told) throws {
    guard let journal = try believedJournal(of: configuration) else { return }
    if !told.isStarted {
      try journal.recordServiceStart(version: Retentiond.version, at: SystemClock.now())
      told.isStarted = true
    }
    journal.caller = caller?.journalCaller
    try journal.recordLoading(
      of: LoadedFiles(
        configuration: configuration.digest, rules: configuration.rulesDigest,
        stores: configuration.readStores), at: SystemClock.now())
    told.files = configuration.files
  }

  /// Tells that the service ends. It may wait as `tell` does.
  func end(_ configuration: Configuration, reason: String) {
    told.withLock { told in
      guard told.isStarted else { return }
      // The system's log has the end as well, and nothing waits for this one.
      _ = try? believedJournal(of: configuration)?.recordServiceStop(reason: reason, at: SystemClock.now())
    }
  }

  /// The journal to write in; nil if a run would not believe the clock: then no time may be written that others are compared with.
  private func believedJournal(of configuration: Configuration) throws -> AuditJournal? {
    let session = Session(configuration: configuration)
    guard session.hasJournal else { return nil }
    let journal = try session.journal(.append)
    let isBelieved =
      try ClockCheck(session.readingContext(journal: journal)).finding(at: SystemClock.now()) == nil
    return isBelieved ? journal : nil
  }
}

extension Configuration {
  /// What tells files from others that were read.
  fileprivate var files: [String] { [digest.rawValue, readStores] }
}
