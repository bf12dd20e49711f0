import AuditJournal
import CivilTime
import Foundation
import JSONText
import OutsideOracles
import Purging
import RecordStores
import RetentionPolicy
import SQLite
import StoreBindings
import TestNames
import Testing
import Words

/// Runs on a table that has no key, such as a log.
@Suite struct KeylessRunTests {
  /// A log of 25 due rows, most of them equal to others, and three that are not due.
  private func logged(ledger: Bool = true, guard limits: String = "{}", rows: Int = 10) throws -> TestStore {
    let log = """
      ,
      "log": {"store": "main", "table": "log", "domain": "rights", "key": [], "subject": "nir",
              "events": {"ended": {"column": "ended", "as": "date"}}, "guard": \(limits), "batch": {"rows": \(rows)}}
      """
    let store = try TestStore(people: 0, stores: TestStore.stores(ledger: ledger, extra: log))
    try store.database("main").execute(
      """
      CREATE TABLE retentiond_ledger
        (journal TEXT NOT NULL, batch TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (journal, batch));
      CREATE TABLE log (ended TEXT, nir TEXT, size REAL, bytes BLOB, doubled REAL AS (size * 2));
      CREATE INDEX log_ended ON log (ended);
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
      INSERT INTO log SELECT '2015-01-01', '084058812340' || (i % 2), 0.5, x'00ff' FROM n;
      INSERT INTO log VALUES ('2015-01-02', NULL, NULL, NULL), ('2015-01-02', NULL, NULL, NULL),
        ('2015-01-03', CAST(x'c3' AS TEXT), 0.0, x''), ('2015-01-03', '', 1e300, NULL), ('2015-01-03', 'x', 3, x'c3'),
        ('2026-01-01', '0840588123401', 0.5, x'00ff'), (NULL, NULL, NULL, NULL), ('2026-01-01', 'x', 3, NULL);
      """)
    return store
  }

  /// The digest of a row that has these columns, written out by hand.
  private static func key(_ row: [(String, ColumnValue)]) -> [UInt8] {
    let digest = RowDigest(columns: row.map(\.0))
    var keys = KeyList()
    digest.append(to: &keys) { place in row.first { $0.0 == digest.columns[place] }?.1 ?? .null }
    return Array(keys[0])
  }

  private static func row(_ ended: String, _ nir: ColumnValue, _ size: ColumnValue, _ bytes: ColumnValue)
    -> [UInt8]
  {
    key([("ended", .text(ended)), ("nir", nir), ("size", size), ("bytes", bytes)])
  }

  private func gone(_ key: [UInt8], in store: TestStore) throws -> (batches: Int, rows: Int) {
    let found = try store.journal(.read).evidence(of: [SoughtRecord(recordSet: "log", keys: [key])]).found
    return (found.count, found.reduce(0) { $0 + ($1.isCommitted ? $1.proof.count : 0) })
  }

  @Test(
    "A run takes what plain SQL says is due, and the journal says of each row how many of its equals went")
  func purged() throws {
    let store = try logged()
    let kept = try store.count("log WHERE ended IS NULL OR ended > '2016'")
    let report = try store.purge()
    #expect(report.changed.filter { $0.recordSet == "log" }.map(\.count) == [25])
    #expect(try store.count("log") == kept && kept == 3)
    #expect(report.status == .complete, "\(report.refused) \(report.overdue)")
    let bytes = ColumnValue.blob([0, 255])
    #expect(
      try gone(Self.row("2015-01-01", .text("0840588123401"), .real(0.5), bytes), in: store).rows == 10)
    #expect(
      try gone(Self.row("2015-01-01", .text("0840588123400"), .real(0.5), bytes), in: store).rows == 10)
    #expect(try gone(Self.row("2015-01-02", .null, .null, .null), in: store).rows == 2)
    #expect(try gone(Self.row("2015-01-03", .rawText([0xC3]), .real(0), .blob([])), in: store).rows == 1)
    #expect(try gone(Self.row("2015-01-03", .text(""), .real(1e300), .null), in: store).rows == 1)
    // What was not there, or differs by a bit, is not found.
    #expect(
      try gone(Self.row("2015-01-03", .rawText([0xC3]), .real(-0.0), .blob([])), in: store).batches == 0)
    #expect(try gone(Self.row("2026-01-01", .text("x"), .real(3), .null), in: store).batches == 0)
    let intent = try store.last("batch.prepared")?.data
    #expect(
      intent?["rowKeys"]?.stringValue == "digest" && intent?["ledger"]?.stringValue == "retentiond_ledger")
    #expect(try store.verify().findings.isEmpty)
    let again = try store.purge()
    #expect(again.changedCount == 0 && again.status == .complete)
  }

  @Test(
    "Whoever has a copy of a row makes its digest by the few lines that docs/evidence.md has, and finds it")
  func byHand() throws {
    let store = try logged()
    let path = store.folder.appending(path: "main.sqlite").path
    let query = "SELECT ended, nir, size, bytes FROM log WHERE ended < '2016'"
    let digests = try OraclePython.lines("rowdigest.py", input: ["\(path)\t\(query)"])
    #expect(digests.count == 25)
    try store.purge()
    for (digest, count) in Dictionary(digests.map { ($0, 1) }, uniquingKeysWith: +) {
      let found = try store.journal(.read).evidence(
        of: [SoughtRecord(recordSet: "log", keys: KeyList.candidates([digest]))]
      ).found
      #expect(found.reduce(0) { $0 + $1.proof.count } == count, "\(digest)")
    }
  }

  @Test("A person is found in what went, and a hold on one keeps the rows, of whichever spelling")
  func persons() throws {
    let store = try logged()
    let journal = try store.journal(.append)
    _ = try journal.placeHold(
      .subject("0840588123401"), reference: "case", reason: "test", by: "test", at: store.now)
    let report = try store.purge()
    #expect(report.changed.filter { $0.recordSet == "log" }.map(\.count) == [15])
    #expect(report.overdue.map(\.held) == [10] && report.status == .complete)
    #expect(try store.count("log WHERE nir = '0840588123401' AND ended = '2015-01-01'") == 10)
    let person = try store.journal(.read).evidence(ofPerson: ["0840588123400"], pseudonyms: { _ in [] })
    #expect(person.batches.reduce(0) { $0 + $1.places.count } == 10)
  }

  /// What a crash leaves, and what somebody did before the next start: an equal row proves nothing.
  @Test(
    "Recovery reads the ledger and nothing else, whatever rows are there",
    arguments: [true, false], ["", "DELETE FROM log WHERE ended = '2015-01-02'"])
  func recovery(isRecorded: Bool, sql: String) throws {
    let store = try logged()
    let batch = try prepare(store)
    let main = try store.database("main")
    try main.execute(sql)
    if isRecorded {
      try main.execute("INSERT INTO retentiond_ledger VALUES ('test.example/engine', '\(batch)', '')")
    }
    var outcomes: [String] = []
    try store.purge { if case .recovered(_, let outcome) = $0 { outcomes.append(outcome.word) } }
    #expect(outcomes == [isRecorded ? "committed" : "not-committed"])
    #expect(try store.last("batch.recovered")?.data["method"]?.stringValue == "ledger")
    #expect(try store.verify().findings.isEmpty)
  }

  @Test(
    "A batch whose ledger is gone stays open until a person says what became of it, and no key is looked for")
  func withoutLedger() throws {
    let store = try logged()
    let batch = try prepare(store)
    try store.database("main").execute("ALTER TABLE retentiond_ledger RENAME TO elsewhere")
    #expect { try store.purge() } throws: {
      "\($0)".contains("only the ledger tells") && "\($0)".contains("journal settle \(batch)")
    }
    let recovery = try Settlement(store.context()).settle(
      batch, as: .notCommitted, by: "test", reason: "the table was compared", at: store.now)
    #expect(recovery.outcome == .notCommitted && recovery.decision?.found == nil)
    try store.database("main").execute("ALTER TABLE elsewhere RENAME TO retentiond_ledger")
    #expect(try store.purge().changed.filter { $0.recordSet == "log" }.map(\.count) == [25])
    #expect(try store.verify().findings.isEmpty)
  }

  @Test(
    "A ledger that was made anew, or emptied, is not believed: the batch stays open until a person says what became of it"
  )
  func emptyLedger() throws {
    let store = try logged()
    try store.purge()
    let batch = try prepare(store)
    try store.database("main").execute("DELETE FROM retentiond_ledger")
    #expect { try store.purge() } throws: { "\($0)".contains("journal settle \(batch)") }
    let recovery = try Settlement(store.context()).settle(
      batch, as: .committed, by: "test", reason: "the table was compared", at: store.now)
    #expect(recovery.outcome == .committed)
    try store.purge()
    #expect(try store.verify().findings.isEmpty)
  }

  @Test(
    "After a restore nothing is said to have come back, nor not to have, and the next run takes what is due")
  func restored() throws {
    let store = try logged()
    try store.backUp()
    try store.purge()
    try store.restore()
    let found = try store.found()
    #expect(found.uncompared.map(\.recordSet) == ["log"] && found.uncompared.map(\.batches) == [3])
    #expect(!found.lines.contains { $0.counts.recordSet == "log" } && found.refused.isEmpty)
    #expect(try store.reconcile().status == .complete)
    #expect(try store.count("log") == 28)
    #expect(try store.purge().changed.filter { $0.recordSet == "log" }.map(\.count) == [25])
    #expect(try gone(Self.row("2015-01-02", .null, .null, .null), in: store).rows == 4)
  }

  @Test(
    "A row that no batch can delete ends the record set with the reason, since nothing names it, and the run goes on"
  )
  func broken() throws {
    let store = try logged()
    store.wrap = { inner in
      let troubled = TroubledStore(inner)
      troubled.beginning = { (name, batch) throws(StoreError) in
        guard name == "log", batch != nil else { return batch }
        batch?.rollback()
        throw .constraint(store: "main", recordSet: "log", constraint: "kept")
      }
      return troubled
    }
    let report = try store.purge()
    #expect(report.status == .incomplete && report.setAsideCount == 0)
    #expect(report.refused.map(\.recordSet) == ["log"] && "\(report.refused[0].refusal)".contains("kept"))
    #expect(report.changed.contains { $0.recordSet == "file" })
    #expect(try store.count("log") == 28)
  }

  @Test("What a guard does not let be changed is counted without a key")
  func budget() throws {
    let store = try logged(guard: #"{"maximumRows": 25}"#)
    store.wrap = { inner in
      let troubled = TroubledStore(inner)
      var isFirst = true
      // A row comes while the run is at work.
      troubled.attempting = { (_) throws(StoreError) in
        guard isFirst else { return }
        isFirst = false
        try? store.database("main").execute("INSERT INTO log VALUES ('2015-01-01', NULL, NULL, NULL)")
      }
      return troubled
    }
    let report = try store.purge()
    #expect(report.changed.filter { $0.recordSet == "log" }.map(\.count) == [25])
    #expect(report.refused.map(\.recordSet) == ["log"] && report.status == .incomplete)
  }

  @Test("A single row can be neither explained nor held, and an old hold on one refuses the record set")
  func single() throws {
    let store = try logged()
    let explainer = try Explainer(store.context(.read))
    #expect { try explainer.explain(recordSet: "log", key: [], at: store.now) } throws: {
      "\($0)".contains("has no key") && "\($0)".contains("journal find log DIGEST")
    }
    #expect { try explainer.recordKey(recordSet: "log", key: ["1"]) } throws: {
      "\($0)".contains("has no key")
    }
    var key = KeyList()
    key.append(key: [.integer(7)])
    _ = try store.journal(.append).placeHold(
      .record(store: "main", recordSet: "log", key: Array(key[0])), reference: "case", reason: "test",
      by: "test",
      at: store.now)
    let report = try store.purge()
    #expect(
      report.refused.map(\.recordSet) == ["log"] && "\(report.refused[0].refusal)".contains("single records"))
    #expect(try store.count("log") == 28)
  }

  private func prepare(_ store: TestStore) throws -> BatchName {
    var keys = KeyList()
    for _ in 0..<2 { keys.append(Self.row("2015-01-02", .null, .null, .null)[...]) }
    let journal = try store.journal(.run)
    return try journal.prepare(
      BatchIntent(
        StageOfRun(
          run: try store.beginRun(in: journal, at: store.now.adding(seconds: -20)),
          configuration: store.configuration.digest, domain: "rights", rule: "rights",
          action: .delete, recordSet: "log", store: "main", cutoff: "2021-11-23"), count: keys.count,
        dependents: [:], ledger: "retentiond_ledger", hasDigests: true), keys: keys,
      holdGeneration: try journal.holdGeneration(), at: store.now.adding(seconds: -20))
  }
}
