import AuditJournal
import CivilTime
import Foundation
import Purging
import RecordStores
import RetentionPolicy
import SQLite
import SQLiteStore
import StoreBindings
import TestConfiguration
import TestNames
import Testing
import Transforms
import TransparencyLog
import Words

/// One small SQLite store under rules of its own, with keys and a journal.
final class TestStore {
  let folder: URL
  let now = Instant(secondsSinceEpoch: 1_795_514_400)
  private(set) var configuration: Configuration
  /// What a purge is given in each store's place.
  var wrap: (any RecordStore) -> any RecordStore = { $0 }
  /// The key that signs now, where it is another than the first.
  var rotatedKey: SigningKey?
  private var currentKey: SigningKey { rotatedKey ?? signingKey }
  /// What a purge hears of the kernel.
  var kernel: () -> KernelClock = { .unknown }
  let signingKey: SigningKey
  let evidenceKey: EvidenceKey

  static let rules = TestRules.file(
    TestRules.domain("rights", TestRules.rule("rights", bounds: TestRules.Bounds(ceiling: "P5Y"))),
    TestRules.domain(
      "record", events: ["closed"],
      TestRules.rule("record", trigger: "closed", period: "P10Y", TestRules.archiveAtOnce)))

  static func stores(
    guard limits: String = "{}", ledger: Bool = false, extra: String = "",
    clock: String = #"{"requireSynchronised": false}"#
  ) -> String {
    let ledger = ledger ? #", "ledger": "retentiond_ledger""# : ""
    var stores = TestStores(
      stores: """
        "main": {"engine": "sqlite", "path": "main.sqlite", "busyTimeout": "PT1S"\(ledger)},
                "cold": {"engine": "sqlite", "path": "cold.sqlite"}
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
                  "events": {"ended": {"column": "ended", "as": "date"}}, "guard": \(limits), "batch": {"rows": 10}},
        "file": {"store": "main", "table": "file", "domain": "record", "key": ["id"],
                "events": {"closed": {"column": "closed", "as": "date"}}, "archive": {"to": "file-archive"}},
        "file-archive": {"store": "cold", "table": "file", "domain": "record", "key": ["id"],
                        "events": {"closed": {"column": "closed", "as": "date"}}}\(extra)
        """)
    stores.origin = "test.example/engine"
    stores.clock = clock
    return stores.text
  }

  /// - Parameter isApproved: false where the test approves by itself.
  init(
    people: Int = 40, stores: String = TestStore.stores(), rules: String = TestStore.rules,
    isApproved: Bool = true
  ) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "engine-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    configuration = try Configuration.load(
      rules: Array(rules.utf8), rulesFile: "rules", stores: Array(stores.utf8), storesFile: "stores",
      baseDirectory: folder.path)
    signingKey = try SigningKey(seed: Array(1...32))
    evidenceKey = try EvidenceKey(Array(33...64))
    let main = try database("main", .create)
    try main.execute(
      """
      CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, name TEXT CHECK (name <> 'x' OR ended IS NULL), ended TEXT);
      CREATE INDEX person_ended ON person (ended);
      CREATE TABLE file (id INTEGER PRIMARY KEY, text TEXT, closed TEXT); CREATE INDEX file_closed ON file (closed);
      """)
    try database("cold", .create).execute(
      "CREATE TABLE file (id INTEGER PRIMARY KEY, text TEXT, closed TEXT); CREATE INDEX file_closed ON file (closed);"
    )
    // Half of the people are due.
    try main.execute(
      """
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(people))
      INSERT INTO person SELECT i, '08405881234' || (10 + i % 90), 'name ' || i,
        CASE i % 2 WHEN 0 THEN '2015-01-01' ELSE '2026-01-01' END FROM n;
      INSERT INTO file VALUES (1, 'one', '2020-01-01'), (2, 'two', '2021-01-01'), (3, 'three', NULL);
      """)
    _ = try AuditJournal.create(
      at: location, signingKey: signingKey, evidenceKey: evidenceKey, now: now.adding(seconds: -60))
    if isApproved { try approve() }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var location: JournalLocation {
    JournalLocation(path: folder.appending(path: "journal.sqlite").path, origin: "test.example/engine")
  }

  func database(_ name: String, _ mode: Connection.Mode = .readWrite) throws -> Connection {
    try Connection(path: folder.appending(path: "\(name).sqlite").path, mode: mode, busySeconds: 2)
  }

  func journal(_ access: AuditJournal.Access = .append) throws -> AuditJournal {
    let journal = try AuditJournal(
      at: location, access: access, signingKey: currentKey, evidenceKey: evidenceKey)
    journal.clockAllowance = configuration.clockAllowance
    return journal
  }

  func acceptClock(at time: Instant) throws {
    try journal().acceptClock(at: time, reason: "the test says so", by: "test")
  }

  /// Approves with room for whatever a test purges, and without a first run.
  ///
  /// - Parameter isCounted: false for an approval as they were before they counted what is due.
  func approve(at moment: Instant? = nil, isCounted: Bool = true) throws {
    try journal().approve(
      AgreedFiles(
        digest: configuration.digest, rules: configuration.rulesBytes, rulesDigest: configuration.rulesDigest,
        stores: configuration.storesBytes, storesDigest: configuration.storesDigest,
        baseDirectory: folder.path),
      by: "test", volume: isCounted ? allowingAll : nil, at: moment ?? now.adding(seconds: -30))
  }

  private var allowingAll: ApprovedVolume {
    let counts = Dictionary(uniqueKeysWithValues: StageAction.allCases.map { ($0, 1_000_000) })
    let names = configuration.bindings.recordSets.map(\.recordSet.name)
    return ApprovedVolume(
      due: Dictionary(uniqueKeysWithValues: names.map { ($0, counts) }), unknown: [], changed: [:])
  }

  /// Approves as the command does: with what is due as the measure of the runs under it.
  @discardableResult
  func approveCounting(at moment: Instant? = nil) throws -> ApprovalReport {
    try Approver(context(.append)).approve(
      by: "test", baseDirectory: folder.path, at: moment ?? now.adding(seconds: -20))
  }

  func change(stores: String, rules: String = TestStore.rules) throws {
    configuration = try Configuration.load(
      rules: Array(rules.utf8), rulesFile: "rules", stores: Array(stores.utf8), storesFile: "stores",
      baseDirectory: folder.path)
  }

  /// - Parameter stop: ends the work of the context.
  func context(_ access: AuditJournal.Access = .run, stop: StopSignal = StopSignal()) throws -> PurgeContext {
    context(access, journal: try journal(access), stop: stop)
  }

  func contextWithoutJournal() -> PurgeContext { context(.read, journal: nil) }

  private func context(
    _ access: AuditJournal.Access, journal: AuditJournal?, stop: StopSignal = StopSignal()
  ) -> PurgeContext {
    let kernel: () -> KernelClock = { self.kernel() }
    return PurgeContext(
      configuration: configuration, journal: journal, keys: KeyRing([:]),
      openStore: { (definition) throws(StoreError) in
        try self.open(definition, isReadOnly: access == .read)
      }, kernelClock: kernel, work: WorkInHand(stop: stop))
  }

  func open(_ definition: StoreDefinition, isReadOnly: Bool) throws(StoreError) -> any RecordStore {
    switch definition.engine {
    case .sqlite(let path, let busySeconds):
      wrap(SQLiteStore(name: definition.name, path: path, busySeconds: busySeconds, isReadOnly: isReadOnly))
    case .server, .documents:
      throw .unavailable(store: definition.name, cause: "these tests have files of SQLite alone")
    }
  }

  @discardableResult
  func purge(
    at moment: Instant? = nil, options: RunOptions = RunOptions(),
    observe: @escaping (RunEvent) -> Void = { _ in }
  ) throws -> RunReport {
    let moment = moment ?? now
    return try Purger(context()).purge(
      clock: { moment }, options: options, observe: observe)
  }

  func count(_ sql: String, in name: String = "main") throws -> Int {
    Int(try database(name).integer("SELECT count(*) FROM \(sql)") ?? -1)
  }

  func types() throws -> [String] {
    var types: [String] = []
    try journal(.read).forEachEntry { types.append($0.type.short) }
    return types
  }

  /// Begins a run as the program does, for a batch that is written by hand.
  ///
  /// - Returns: its name.
  func beginRun(in journal: AuditJournal, at time: Instant) throws -> RunName {
    let run = RunName(beginningAt: journal.size)
    try journal.append(
      [
        .planMade(plan: "p", due: 9),
        .runStarted(run: run, configuration: configuration.digest, plan: "p"),
      ], at: time)
    return run
  }

  func verify() throws -> VerificationResult {
    try JournalVerifier.verify(path: location.path, verifierKey: signingKey.verifier(of: location.origin))
  }
}
