internal import AuditJournal
internal import CivilTime
internal import Files
internal import JSONText
internal import JournalDirectory
internal import Purging
internal import RecordStores
internal import StoreBindings
internal import Systemd
internal import Transforms
internal import TransparencyLog
internal import Words

/// A checked configuration, and what commands and service do with its journal and stores. Everything is opened anew for each
/// question, so that nothing is kept open in between.
struct Session: Sendable {
  let configuration: Configuration
  /// The work of the thread that uses the session: ends when the process is to stop.
  var work = WorkInHand(stop: Interruption.stop)

  var bindings: StoreBindings { configuration.bindings }
  var location: JournalLocation {
    JournalLocation(path: bindings.journal.path, origin: bindings.journal.origin)
  }

  // MARK: Keys and journal

  func key(_ source: KeySource) throws(KeyError) -> SecretKey {
    try KeyFile.load(source, credentialsDirectory: ServiceEnvironment.credentialsDirectory)
  }

  /// Opens the journal; to write in it only if nobody has seen another history of it.
  func journal(_ access: AuditJournal.Access) throws -> AuditJournal {
    let stock = try keyStock()
    let journal = try openJournal(access, stock)
    try checkPins(journal, stock, access)
    return journal
  }

  /// Opens the journal, whatever history others have seen.
  func anyJournal(_ access: AuditJournal.Access) throws -> AuditJournal {
    let stock = try keyStock()
    let journal = try openJournal(access, stock, isAnyHistory: true)
    try checkPins(journal, stock, access)
    return journal
  }

  /// Compares the keys of pseudonyms. A journal that is only looked at may have a state that nobody can believe: that is said by what needs it.
  private func checkPins(_ journal: AuditJournal, _ stock: KeyStock, _ access: AuditJournal.Access) throws {
    do {
      try checkPins(journal, stock)
    } catch let error as JournalError where access == .inspect && error.isOfContents {}
  }

  /// The journal with its own keys compared, and those of pseudonyms not: for what changes those.
  func openJournal(_ access: AuditJournal.Access, _ stock: KeyStock, isAnyHistory: Bool = false) throws
    -> AuditJournal
  {
    let journal = try AuditJournal(
      at: location, access: access, keys: try journalKeys(stock), evidenceKeys: try stock.evidenceKeys())
    journal.work = work
    journal.caller = Caller.current?.journalCaller
    journal.clockAllowance = { clockAllowance(after: $0) }
    if access == .append || access == .run, !isAnyHistory { try requireOneHistory(of: journal) }
    return journal
  }

  /// Seconds that an entry's time may be ahead of the last accepted one, by the configuration that is in force. A file that nobody
  /// approved could allow a wrong clock to become the reference; without an approval forty days are allowed, as without a calendar.
  private func clockAllowance(after accepted: Instant) -> Int {
    // Whatever is wrong with the journal or the approved files is said by what needs them.
    guard
      let approved = try? Session.approvedConfiguration(
        of: configuration, in: journal(.read), companions: .skip)
    else { return 40 * 86_400 }
    return approved.clockAllowance(after: accepted)
  }

  /// What is wrong with the clock, as far as it can be told without asking a store; nil too where there is no journal yet.
  func clockFinding(at now: Instant = SystemClock.now()) throws -> ClockFinding? {
    try ClockCheck(readingContext(journal: try readingJournalIfMade())).finding(at: now)
  }

  /// What the journal is signed with. The configured key may be gone where epochs have destroyed it.
  private func journalKeys(_ stock: KeyStock) throws -> JournalKeys {
    let epochEntries = bindings.journal.epochEntries
    let file: String? = if case .file(let path) = bindings.keys.signing { path } else { nil }
    do {
      return JournalKeys(
        configured: try SigningKey(seed: stock.key(.signing).bytes), configuredFile: file,
        epochEntries: epochEntries)
    } catch KeyError.missing where AuditJournal.hasEpochKeys(location) {
      return JournalKeys(configured: nil, configuredFile: file, epochEntries: epochEntries)
    }
  }

  /// What is wrong with the keys that a run needs: the journal's, of which epochs may have destroyed the configured one, and those of pseudonyms.
  func keyProblems() -> [KeyError] {
    do throws(KeyError) {
      let stock = try keyStock()
      let missing = stock.missing.filter { missing in
        // Whatever needs a former key says that it is missing.
        if missing.purpose == .formerEvidence, case .missing = missing.error { return false }
        guard missing.purpose == .signing, case .missing = missing.error else { return true }
        return !AuditJournal.hasEpochKeys(location)
      }
      return missing.map(\.error) + (stock.shared.map { [$0] } ?? [])
    } catch {
      return [error]
    }
  }

  /// What would keep the journal from being made, or from being written by a run.
  func journalProblems() -> [String] {
    let folder = FileAccess.absoluteFolder(of: location.path)
    guard FileAccess.exists(folder) else {
      return ["\(folder): there is no such folder, in which the journal is to be: make it"]
    }
    let obstacles = [
      (folder, WriteAccess.obstacle(toFolder: folder)),
      (
        location.path,
        FileAccess.exists(location.path) ? WriteAccess.obstacle(toFile: location.path) : nil
      ),
    ]
    return obstacles.compactMap { place, cause in
      cause.map {
        "\(place) cannot be written (\($0)), and no run begins without its journal: run `check` as the service's account, or let that in"
      }
    }
  }

  /// Goes on with the key of another file, which the current one endorses.
  ///
  /// - Returns: the new verifier key.
  func rotateKey(to path: String, reason: String) throws -> String {
    let stock = try keyStock(allowsWeak: [.signing])
    let secret = try KeyFile.load(.file(path), credentialsDirectory: nil)
    try stock.check(new: secret, .file(path), as: "the new signing key")
    let key = try SigningKey(seed: secret.bytes)
    let journal = try openJournal(.append, stock)
    try checkPins(journal, stock)
    try journal.rotateKey(to: key, reason: reason, at: SystemClock.now())
    return key.verifier(of: location.origin).text
  }

  /// The journal for what looks into it whatever its state is; what is wrong with that is told on standard error.
  func inspectedJournal() throws -> AuditJournal {
    let journal = try journal(.inspect)
    if let doubt = journal.doubt { Terminal.standardError.line("retentiond: \(doubt)") }
    return journal
  }

  /// The journal for questions.
  func readingJournal() throws -> AuditJournal { try journal(.read) }

  /// The journal for questions; nil where none was made yet, so that a plan can come first.
  func readingJournalIfMade() throws -> AuditJournal? {
    do {
      return try readingJournal()
    } catch JournalError.missing {
      return nil
    } catch KeyError.missing {
      // Without a journal no key is needed; with one it is, or holds would be overlooked.
      guard FileAccess.exists(location.path) else { return nil }
      return try readingJournal()
    }
  }

  /// Makes the journal; returns its verifier key.
  func createJournal() throws -> String {
    guard !FileAccess.exists(location.path) else { throw JournalError.exists(path: location.path) }
    if let place = try olderJournal() { throw JournalError.olderJournal(path: location.path, place: place) }
    return try makeJournal().verifierKey.text
  }

  func makeJournal() throws -> AuditJournal {
    let stock = try keyStock()
    if let shared = stock.shared { throw shared }
    return try AuditJournal.create(
      at: location, signingKey: SigningKey(seed: stock.key(.signing).bytes),
      evidenceKey: EvidenceKey(stock.key(.evidence).bytes), epochEntries: bindings.journal.epochEntries,
      keysAreApart: true, caller: Caller.current?.journalCaller, now: SystemClock.now())
  }

  /// Extends the folder that auditors copy.
  ///
  /// - Returns: how many entries it had, and has now.
  @discardableResult
  func exportJournal(to directory: String? = nil) throws -> (before: Int, after: Int) {
    try DirectoryExport.extend(directory ?? bindings.journal.directory, from: journal(.inspect))
  }

  /// Verifies the journal's file, from the key that is given, or else from the one that it says it was made with.
  ///
  /// - Parameter authorities: certificates for time stamps beside those that stores.json names.
  ///
  /// - Returns: what was found, and the key that it was verified from.
  /// - Parameter kept: checkpoints that somebody kept, beside those that the program itself keeps.
  func verifyJournal(verifierKey: String?, authorities: [String], kept: [KeptCheckpoint] = []) throws -> (
    result: VerificationResult, key: VerifierKey, unrecorded: String?
  ) {
    try refuseOtherKeys()
    let key =
      try verifierKey.map { try VerifierKey($0) } ?? JournalVerifier.firstKey(ofJournalAt: location.path)
    let kept = try kept + keptCheckpoints()
    let demands = anchorSettings.map {
      AnchorDemands(anchors: $0.anchors.map(\.name), required: $0.required, within: $0.within)
    }
    let result = try JournalVerifier.verify(
      path: location.path, verifierKey: key,
      .init(
        timeStamps: Self.timeStampCheck(authorities: authorities + self.authorities), now: SystemClock.now(),
        kept: kept, demands: demands), work: work)
    return (result, key, record(result))
  }

  // MARK: Contexts

  /// A context for plans and explanations: it can write neither to a store nor to the journal, and needs no pseudonym key.
  func readingContext() throws -> PurgeContext {
    let journal = try readingJournalIfMade()
    try journal?.checkFormerEvidenceKeys()
    return readingContext(journal: journal)
  }

  /// The same for surveys, which the journal keeps, if there is one.
  func surveyingContext() throws -> PurgeContext {
    readingContext(journal: try readingJournalIfMade() == nil ? nil : journal(.append))
  }

  /// The same for a look at what came back, which there must be a journal for.
  func reconcilingContext() throws -> PurgeContext {
    let journal = try readingJournal()
    try journal.checkFormerEvidenceKeys()
    return readingContext(journal: journal)
  }

  func readingContext(journal: AuditJournal?) -> PurgeContext {
    PurgeContext(
      configuration: configuration, journal: journal,
      keys: KeyRing(recognising: bindings.keys.pseudonyms.compactMapValues { $0.map(\.version).max() }),
      openStore: { (definition) throws(StoreError) in try open(definition, isReadOnly: true) },
      kernelClock: SystemClock.kernel, work: work)
  }

  /// A context for a run, with the run's lock on the journal.
  ///
  /// - Parameters:
  ///   - isService: whether the service starts it, and nobody at a shell.
  ///   - caller: who asked the service for it; nil if its calendar did.
  func purgingContext(isService: Bool = false, for caller: Caller? = nil) throws -> PurgeContext {
    let journal = try journal(.run)
    try journal.checkFormerEvidenceKeys()
    var context = PurgeContext(
      configuration: configuration, journal: journal,
      keys: KeyRing(
        try bindings.keys.pseudonyms.mapValues { keys in
          try keys.map {
            try DomainKey(version: $0.version, key: key($0.source), second: $0.second.map { try key($0) })
          }
        }),
      openStore: { (definition) throws(StoreError) in try open(definition, isReadOnly: false) },
      kernelClock: SystemClock.kernel, work: work)
    context.account = Account.starter(isService: isService, caller: caller)
    return context
  }

  /// A context for questions and words on a first run, under the configuration that runs enforce.
  ///
  /// - Parameter isWord: whether a word is to be said: no run is at work meanwhile.
  func firstRunContext(forWord isWord: Bool = false) throws -> PurgeContext {
    guard let approved = try approvedConfiguration(companions: .skip) else {
      throw FirstRunError.nothingWaits
    }
    let session = Session(configuration: approved)
    return session.readingContext(journal: try session.journal(isWord ? .run : .read))
  }

  private func open(_ definition: StoreDefinition, isReadOnly: Bool) throws(StoreError) -> any RecordStore {
    try StoreOpener.open(definition, journal: bindings.journal.origin, isReadOnly: isReadOnly)
  }

  // MARK: Approvals

  /// Tells if the files as they are may be enforced; nil where there is no journal to ask.
  func isApproved() throws -> Bool? {
    try readingJournalIfMade().map { try $0.approval(for: configuration.digest) != nil }
  }

  /// Agrees to the configuration, with what is due now as the measure of the runs under it.
  func approve(by: String, baseDirectory: String) throws -> ApprovalReport {
    var context = readingContext(journal: try journal(.append))
    if try Approver(context).hasFirstRuns() { context = readingContext(journal: try journal(.run)) }
    return try Approver(context).approve(by: by, baseDirectory: baseDirectory, at: SystemClock.now())
  }

  /// The configuration that may be enforced: this one if it is approved, otherwise the last that was; nil if none was.
  ///
  /// - Parameter companions: a hierarchy that changed since then is needed for changing rows alone.
  func approvedConfiguration(companions: CompanionFiles = .read) throws -> Configuration? {
    try Self.approvedConfiguration(of: configuration, in: readingJournal(), companions: companions)
  }

  private static func approvedConfiguration(
    of configuration: Configuration, in journal: AuditJournal, companions: CompanionFiles
  ) throws -> Configuration? {
    if try journal.approval(for: configuration.digest) != nil { return configuration }
    return try journal.lastApproval().map {
      try Configuration.load($0, companions: companions).reached(as: configuration, knownTo: journal)
    }
  }

  // MARK: Runs

  /// When the last run began, and how many entries the journal has.
  func lastRunTime() throws -> (time: Instant?, entries: Int) {
    let journal = try readingJournal()
    return (try journal.lastEntry(ofType: .runStarted)?.time, journal.size)
  }

  /// The last run, where it has no end and no process is at it: only who has the run's lock may ask. Nil, too, where the run before has none either: what
  /// breaks off each run is not tried again before the calendar says so.
  func brokenOffRun() throws -> RunName? {
    let journal = try readingJournal()
    let type = EntryType.runStarted
    guard let started = try journal.lastEntry(ofType: type) else { return nil }
    let ended = try journal.lastEntry(ofType: .runEnded)?.index ?? -1
    guard started.index > ended,
      try journal.lastEntry(ofType: type, before: started.index)?.index ?? -1 <= ended
    else { return nil }
    return started.data["run"]?.stringValue.map(RunName.init)
  }

  func status() throws -> JournalStatus {
    let journal = try readingJournal()
    let ended = try journal.lastEntry(ofType: .runEnded)
    let started = try journal.lastEntry(ofType: .runStarted)
    let lastRun =
      if let started, started.index > ended?.index ?? -1 {
        "\(started.data["run"]?.stringValue ?? "?"), begun at \(started.time.iso8601), has no end: it is under way or was broken off"
      } else {
        ended.map { entry in
          "\(entry.data["run"]?.stringValue ?? "?"), \(entry.data["status"]?.stringValue ?? "?"), at \(entry.time.iso8601)"
        }
      }
    return JournalStatus(
      isApproved: try journal.approval(for: configuration.digest) != nil, size: journal.size,
      lastEntry: journal.acceptedTime, lastRun: lastRun, counts: ended.flatMap(RecordSetCounts.ofRun),
      openBatches: try journal.pendingBatches().count,
      holds: try journal.holds().count, hasFilesLeft: try journal.hasPendingFiles,
      firstRuns: try approvedConfiguration(companions: .skip).map {
        try FirstRuns(Session(configuration: $0).readingContext(journal: journal)).waits()
      } ?? [])
  }
}

/// What `retentiond status` tells of the journal.
struct JournalStatus {
  let isApproved: Bool
  let size: Int
  let lastEntry: Instant?
  let lastRun: String?
  /// What the last run counted; nil if its entry does not have it.
  let counts: [RecordSetCounts]?
  let openBatches: Int
  let holds: Int
  /// Tells if files of purged rows are left.
  let hasFilesLeft: Bool
  /// The first runs that wait for a word.
  let firstRuns: [FirstRunWait]
}
