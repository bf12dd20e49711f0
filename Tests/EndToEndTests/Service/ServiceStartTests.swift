import AuditJournal
import Foundation
import Purging
import SQLite
import Testing
import Words

@testable import retentiond

/// The service after a crash: it is ready once what was open is settled, and goes on with the run that was broken off.
@Suite(.serialized) struct ServiceStartTests {
  private func make(calendar: String = "2090-01-01", otherStores: String = "", recordSets: String = "") throws
    -> SmallConfiguration
  {
    try SmallConfiguration(
      content: """
        CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended);
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30) INSERT INTO t SELECT i, 'old' FROM n;
        """,
      recordSets: """
        "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"], "batch": {"rows": 10},
          "events": {"ended": {"column": "ended", "as": "date"}}}\(recordSets)
        """, otherStores: otherStores
    ) { folder in
      let file = folder.appending(path: "stores.json")
      // A purge waits for a reader here until the service is up, which may take a while on a machine with much to do.
      let text = try String(contentsOf: file, encoding: .utf8).replacing(
        #""path": "main.sqlite""#, with: #""path": "main.sqlite", "busyTimeout": "PT2M""#)
      try Data(text.replacing(#""firstRun""#, with: #""calendar": ["\#(calendar)"], "firstRun""#).utf8).write(
        to: file)
    }
  }

  private func count(_ path: String) throws -> Int {
    let query = try Connection(path: path, mode: .readOnly, busySeconds: 5).prepare("SELECT count(*) FROM t")
    return try query.step() ? Int(query.integer(0)) : 0
  }

  /// A purge of another process that waits in its first commit, for a reader: its intent is durable, and nothing is committed.
  private func purging(_ small: SmallConfiguration) throws -> (process: Process, reader: Connection) {
    let reader = try Connection(path: small.path, mode: .readOnly, busySeconds: 1)
    try reader.execute("BEGIN; SELECT count(*) FROM t")
    let process = Program.process(["purge"] + small.files)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<300 where try SmallJournal(small).pendingBatches().isEmpty { usleep(10_000) }
    try #require(try !SmallJournal(small).pendingBatches().isEmpty)
    return (process, reader)
  }

  /// - Returns: the batches that are left open.
  @discardableResult
  private func breakOff(_ small: SmallConfiguration) throws -> Set<BatchName> {
    let (process, reader) = try purging(small)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try reader.execute("ROLLBACK")
    return try SmallJournal(small).pendingBatches()
  }

  private func verify(_ small: SmallConfiguration) throws -> VerificationResult {
    try ServerRuns.session(of: small).verifyJournal(verifierKey: nil, authorities: []).result
  }

  @Test(
    "A process that is killed in mid-run: the service is ready when its batch is settled, and a new run does the rest, without the calendar"
  )
  func resumed() throws {
    let small = try make()
    let open = try breakOff(small)
    let service = try RunningService(small)
    defer { service.kill() }
    #expect(service.waits { service.isReady })
    // The new run may have a batch of its own by now.
    #expect(
      try open.isDisjoint(with: SmallJournal(small).pendingBatches()) && !open.isEmpty, "\(service.text)")
    #expect(try service.waits { try count(small.path) == 0 }, "\(service.text)")
    #expect(service.waits { service.statuses.contains { $0.contains("last run complete") } })
    #expect(service.text.contains("has no end"))
    let verified = try verify(small)
    #expect(verified.findings == [] && verified.rows == 30 && verified.openBatches == 0)
  }

  @Test(
    "A signal in the service's first moments does what it does later: SIGTERM ends it with 0 and says so, SIGHUP does not end it",
    arguments: [SIGTERM, SIGHUP])
  func early(signal: Int32) throws {
    let small = try make()
    for delay in stride(from: 0, through: 60, by: 4) as StrideThrough<UInt32> {
      let service = try RunningService(small)
      // From its first line on it is the service's own affair; before that there is no service.
      #expect(service.waits(every: 1_000) { !service.text.isEmpty })
      usleep(delay * 1_000)
      if signal == SIGHUP {
        service.send(SIGHUP)
        #expect(service.waits { service.isReady && service.statuses.count > 1 }, "\(delay): \(service.text)")
      }
      #expect(service.ends(by: SIGTERM) && service.exitCode == 0, "\(delay): \(service.text)")
      #expect(service.text.contains("stopped"), "\(delay): \(service.text)")
    }
  }

  @Test("Two runs that were broken off in a row are not followed by a third before the calendar says so")
  func noLoop() throws {
    let small = try make()
    try breakOff(small)
    // The second run settles what the first one left, which the reader of `breakOff` would keep it from.
    #expect(
      try RunBeginning(ServerRuns.session(of: small).purgingContext())
        .settleAfterCrash(unanswering: [:], clock: SystemClock.now) { _ in }.isEmpty)
    try breakOff(small)
    let service = try RunningService(small)
    defer { service.kill() }
    #expect(service.waits { service.isReady })
    usleep(2_000_000)
    #expect(try count(small.path) == 30 && !service.text.contains("has no end"), "\(service.text)")
    #expect(try SmallJournal(small).pendingBatches().isEmpty)
  }

  @Test(
    "A run of another process is not taken for one that was broken off, and its batch is not settled behind its back"
  )
  func another() throws {
    let small = try make()
    let (process, reader) = try purging(small)
    let service = try RunningService(small)
    defer { service.kill() }
    #expect(service.waits { service.isReady })
    #expect(!service.text.contains("has no end"), "\(service.text)")
    try reader.execute("ROLLBACK")
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let verified = try verify(small)
    #expect(try count(small.path) == 0 && verified.findings == [] && verified.rows == 30)
  }

  @Test(
    "A store that does not answer keeps the service from nothing: the status names it, and its batch is settled by the next run"
  )
  func unanswering() throws {
    let small = try make(
      otherStores: #", "second": {"engine": "sqlite", "path": "second.sqlite"}"#,
      recordSets:
        #", "u": {"store": "second", "table": "u", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "ended", "as": "date"}}}"#
    )
    try breakOff(small)
    let away = small.path + ".away"
    try FileManager.default.moveItem(atPath: small.path, toPath: away)
    let service = try RunningService(small)
    #expect(service.waits { service.isReady })
    #expect(try SmallJournal(small).pendingBatches().count == 1)
    #expect(
      service.text.contains("store main cannot be reached") && service.text.contains("store second"),
      "\(service.text)")
    #expect(
      service.statuses.contains { $0.contains("no answer from main, second") }, "\(service.statuses)")
    service.kill()
    try FileManager.default.moveItem(atPath: away, toPath: small.path)
    let purged = try small.purge()
    #expect(purged.program.exitCode == 1, "the second store is away still")
    let verified = try verify(small)
    #expect(
      try count(small.path) == 0 && verified.findings == [] && verified.rows == 30
        && verified.openBatches == 0)
  }
}
