internal import AuditJournal
internal import CivilTime
internal import JSONText
internal import Purging
internal import RetentionPolicy
internal import StoreBindings
internal import Systemd
internal import Words

/// The configuration that the service follows, and what it tells the service manager.
actor DaemonState {
  private let options: ConfigurationOptions
  private let log: EventLog
  private let notifier: ServiceNotifier
  private let history: ServiceHistory
  /// The files as they were last read without a problem.
  private(set) var configuration: Configuration
  /// What was found in force last, and from which files and which state of the journal.
  private var found:
    (digest: ConfigurationDigest, stores: String, journal: JournalTrace, configuration: Configuration)?
  /// The pause that nobody had ended, by a state of the journal.
  private var paused: (journal: JournalTrace, pause: Pause?)?
  /// Tells if a run is under way.
  private var isPurging = false
  /// Tells if the files that were read last are wrong, so that the former go on.
  private(set) var hasWrongFiles = false
  /// Tells if the status is a word on a reload, and no longer what the service waits for.
  private var hasShown = false

  init(
    options: ConfigurationOptions, configuration: Configuration, log: EventLog, notifier: ServiceNotifier,
    history: ServiceHistory
  ) {
    self.options = options
    self.configuration = configuration
    self.log = log
    self.notifier = notifier
    self.history = history
  }

  func noteRun(isUnderWay: Bool) { isPurging = isUnderWay }

  /// What became of a reload.
  enum Reload: Sendable {
    /// The files are taken; `former` is what stays in force, if they are not approved.
    case loaded(ConfigurationDigest, former: ConfigurationDigest?)
    case refused(reason: String, kept: ConfigurationDigest)
  }

  /// Reads both files again; if anything is wrong with them, the old configuration stays.
  ///
  /// - Parameter caller: who asked for it; nil for a signal.
  @discardableResult
  func reload(by caller: Caller? = nil) async -> Reload {
    notifier.reloading(status: "Reading the configuration again")
    do {
      configuration = try options.load()
      hasWrongFiles = false
      log.loaded(configuration, at: SystemClock.now())
      let (history, loaded) = (history, configuration)
      // Without a thread it is told before the next run.
      try? await OwnThread.run { history.tell(loaded, by: caller) }
      // Another reload may have been through meanwhile: what is in force is named.
      let former = inForce()
      if former.digest != configuration.digest {
        log.log(.configurationUnapproved(digest: configuration.digest, approved: former.digest))
      }
      ready(
        "Configuration \(configuration.digest.short) loaded"
          + (former.digest == configuration.digest
            ? "" : "; NOT approved, so that \(former.digest.short) stays in force"))
      return .loaded(
        loaded.digest, former: former.digest == loaded.digest ? nil : former.digest)
    } catch {
      hasWrongFiles = true
      let reason = Failure.sentence(for: error)
      log.log(.configurationRefused(reason: reason, kept: configuration.digest))
      ready("The new configuration is wrong; the old one goes on")
      return .refused(reason: reason, kept: configuration.digest)
    }
  }

  /// A run that is under way goes on, and so does its status.
  private func ready(_ status: String) {
    notifier.ready(status: isPurging ? "Purging" : status)
    hasShown = true
  }

  /// Tells, once, if a reload has put its own word in the status's place.
  func takeShown() -> Bool {
    defer { hasShown = false }
    return hasShown
  }

  /// The configuration that is in force: the files' if it is approved, otherwise the last approved. Calendars and anchors are those of this one, so that a file that nobody approved
  /// switches nothing off. Where none is approved it is the files' own, under which nothing is purged; where the journal says nothing now, what it said last.
  ///
  /// The journal is asked only if its file has changed.
  func inForce() -> Configuration {
    let trace = JournalTrace(of: configuration)
    let stores = configuration.readStores
    if let found, found.digest == configuration.digest, found.stores == stores, found.journal == trace {
      return found.configuration
    }
    do {
      let approved = try Session(configuration: configuration).approvedConfiguration(companions: .skip)
      found = (configuration.digest, stores, trace, approved ?? configuration)
      return approved ?? configuration
    } catch {
      // The run says what is wrong with the journal.
      return found?.configuration ?? configuration
    }
  }

  /// The pause that nobody has ended, whether or not its time is over. Where the journal says nothing now, it is what it said last: a run asks the journal itself.
  func lastPause() -> Pause? {
    let trace = JournalTrace(of: configuration)
    if let paused, paused.journal == trace { return paused.pause }
    do {
      let pause = try Session(configuration: configuration).readingJournalIfMade()?.lastPause()
      paused = (trace, pause)
      return pause
    } catch {
      return paused?.pause
    }
  }

  /// The configuration that a run may enforce: the files' if it is approved, otherwise the last approved; nil if there is none.
  func enforceable() -> Configuration? {
    let current = configuration
    do {
      if let approved = try Session(configuration: current).approvedConfiguration() {
        if approved.digest != current.digest {
          log.log(.configurationUnapproved(digest: current.digest, approved: approved.digest))
        }
        return approved
      }
      log.log(.configurationUnapproved(digest: current.digest, approved: nil))
    } catch {
      log.log(.journalUnusable(reason: Failure.sentence(for: error)))
    }
    return nil
  }
}
