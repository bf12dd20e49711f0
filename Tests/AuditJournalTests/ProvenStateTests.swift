import CivilTime
import Foundation
import JSONText
import RecordStores
import SQLite
import TestNames
import Testing
import TransparencyLog
import Words

@testable import AuditJournal

/// The tables that decide, against somebody who can write to the journal's file and does not have its key: whatever differs from the signed entries is refused
/// before anything believes it.
@Suite struct ProvenStateTests {
  /// What somebody does to a table, and the word of the message that names it.
  struct Change: CustomTestStringConvertible, Sendable {
    let sql: String
    let names: String
    var testDescription: String { sql }
  }

  private static let tables: [(name: String, key: String, words: String)] = [
    ("hold", "id", "the holds"), ("hold_member", "hold", "the holds"),
    ("approval", "digest", "the approvals"),
    ("live_batch", "entry", "the open batches"), ("state", "name", "the marks"),
  ]

  /// What can be done to every table's form, with what the message names.
  static let forms = tables.flatMap { table in
    [
      "ALTER TABLE \(table.name) RENAME TO other; CREATE VIEW \(table.name) AS SELECT * FROM other WHERE FALSE",
      "CREATE TRIGGER planted AFTER INSERT ON \(table.name) BEGIN DELETE FROM hold; END",
      "CREATE INDEX planted ON \(table.name) (\(table.key))",
      "ALTER TABLE \(table.name) ADD COLUMN planted",
      "DROP TABLE \(table.name)",
    ].map { Change(sql: $0, names: table.name) }
  }

  /// What can be done to its rows.
  static let rows =
    tables.flatMap { table in
      [
        "DELETE FROM \(table.name)",
        "DELETE FROM \(table.name) WHERE \(table.key) = (SELECT max(\(table.key)) FROM \(table.name))",
      ].filter { _ in table.name != "hold_member" }.map { Change(sql: $0, names: table.words) }
    }
    + [
      ("UPDATE hold SET kind = 'store', name = 'elsewhere' WHERE kind = 'domain'", "the holds"),
      ("UPDATE hold SET until = '2000-01-01' WHERE id = 4", "the holds"),
      ("UPDATE hold SET locator = zeroblob(32)", "the holds"),
      ("UPDATE hold SET reference = 'X'", "the holds"),
      ("UPDATE hold SET shared = zeroblob(32) WHERE id = 4", "the holds"),
      (
        "INSERT INTO hold SELECT 77, kind, record_set, locator, tag, reference, reason, placed_by, since, name, persons, spellings, pseudonyms, authority, review, until, restriction, entry, changed, narrowed, shared FROM hold WHERE kind = 'record-set'",
        "the holds"
      ),
      ("UPDATE approval SET base = '/elsewhere'", "the approvals"),
      ("UPDATE approval SET entry = entry - 1", "the approvals"),
      (
        "INSERT INTO approval SELECT 'forged', rules, stores, base, approved_by, entry FROM approval",
        "the approvals"
      ),
      ("UPDATE live_batch SET outcome = 'committed'", "the open batches"),
      ("UPDATE live_batch SET outcome = NULL", "the open batches"),
      ("UPDATE live_batch SET files = NULL", "the open batches"),
      ("INSERT INTO live_batch VALUES (2, NULL, zeroblob(32), NULL)", "the open batches"),
      ("UPDATE state SET value = value - 1 WHERE name = 'store|store'", "the marks"),
      ("UPDATE state SET value = value + 1 WHERE name = 'hold-generation'", "the marks"),
      ("INSERT INTO state VALUES ('clock|0', 0)", "the marks"),
      ("UPDATE state SET name = 'store|other' WHERE name = 'store|store'", "the marks"),
    ].map { Change(sql: $0.0, names: $0.1) }

  /// Everything that asks the state or writes to the journal.
  static let believers: [(name: String, ask: @Sendable (AuditJournal, JournalFolder) throws -> Void)] = [
    ("preflight", { journal, _ in try journal.preflight() }),
    ("hold test", { journal, _ in _ = try journal.holdTest(for: .named("set")) }),
    ("holds", { journal, _ in _ = try journal.holds() }),
    ("open batches", { journal, _ in _ = try journal.pendingBatches() }),
    ("files left", { journal, _ in _ = try journal.pendingFiles() }),
    ("first runs", { journal, _ in _ = try journal.firstRunBatches([5]) }),
    ("last approval", { journal, _ in _ = try journal.lastApproval() }),
    ("store", { journal, _ in _ = try journal.store(named: "store") }),
    ("clock", { journal, _ in _ = try journal.hasClockAcceptance(since: 0) }),
    ("find", { journal, _ in _ = try journal.evidence(ofPerson: ["0840588123456"]) }),
    (
      "place",
      { journal, folder in
        _ = try journal.placeHold(.domain("x"), reference: "R", reason: "r", by: "b", at: folder.start)
      }
    ),
    (
      "lift",
      { journal, folder in
        _ = try journal.liftHolds(reference: "R-1", reason: "over", by: "b", at: folder.start)
      }
    ),
    ("approve", { journal, folder in try folder.approve(journal) }),
    (
      "prepare",
      { journal, folder in
        _ = try journal.prepare(
          folder.intent(count: 1), keys: folder.keys(["z"]), holdGeneration: journal.holdGeneration(),
          at: folder.start)
      }
    ),
    (
      "settle",
      { journal, folder in
        try journal.settle(
          batch: "batch-7", recovered: Recovery(outcome: .committed, method: "test", copiesRemoved: 0),
          at: folder.start)
      }
    ),
    ("append", { journal, folder in try journal.append([.planMade(plan: "p", due: 1)], at: folder.start) }),
  ]

  /// The file of a journal with one of everything, made once: each case has a copy.
  private static let sample = Result {
    let folder = try JournalFolder()
    try TamperTests.fill(folder)
    return try Data(contentsOf: URL(filePath: folder.location.path))
  }

  private func filled() throws -> JournalFolder {
    let folder = try JournalFolder()
    try FileIdentity.makeEmpty(folder.location.path)
    try Self.sample.get().write(to: URL(filePath: folder.location.path))
    return folder
  }

  private func size(_ folder: JournalFolder) throws -> Int64? {
    try folder.connection().integer("SELECT count(*) FROM entry")
  }

  @Test(
    "No access opens a journal whose state is another than its entries say, and the message names the table",
    arguments: rows + forms)
  func opening(change: Change) throws {
    let folder = try filled()
    for access in [AuditJournal.Access.read, .append, .run] { _ = try folder.open(access).holds() }
    let before = try size(folder)
    try folder.connection().execute(change.sql)
    for access in [AuditJournal.Access.read, .append, .run] {
      #expect("\(access)") { _ = try folder.open(access) } throws: { error in
        (error as? JournalError)?.isOfContents == true && "\(error)".contains(change.names)
      }
    }
    #expect(try !folder.verify().findings.isEmpty)
    #expect(try size(folder) == before)
  }

  @Test("A journal that is open believes and writes nothing after such a change", arguments: rows + forms)
  func open(change: Change) throws {
    let folder = try filled()
    let before = try size(folder)
    // Each with a connection of its own, from before the change.
    let journals = try Self.believers.map { try folder.open($0.name == "preflight" ? .run : .append) }
    try folder.connection().execute(change.sql)
    for ((name, ask), journal) in zip(Self.believers, journals) {
      #expect("\(name)") { try ask(journal, folder) } throws: { error in
        (error as? JournalError)?.isOfContents == true && "\(error)".contains(change.names)
      }
    }
    #expect(try size(folder) == before)
  }

  @Test(
    "An older state that fits in itself is refused: rows as they were before the last hold, approval, outcome or mark"
  )
  func olderRows() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let writes: [(table: String, words: String, write: () throws -> Void)] = [
      (
        "hold", "the holds",
        {
          _ = try journal.placeHold(.domain("d"), reference: "R", reason: "r", by: "b", at: folder.start)
        }
      ),
      ("approval", "the approvals", { try folder.approve(journal) }),
      (
        "live_batch", "the open batches",
        {
          _ = try journal.prepare(
            folder.intent(count: 1), keys: folder.keys(["a"]), holdGeneration: journal.holdGeneration(),
            at: folder.start)
        }
      ),
      (
        "state", "the marks",
        { try journal.identify("store", at: "p", as: StoreIdentity(["inode": "7"]), time: folder.start) }
      ),
    ]
    for (table, words, write) in writes {
      let other = try folder.connection()
      let rows = try JournalFolder.rows(of: table, in: other)
      try write()
      let later = try JournalFolder.rows(of: table, in: other)
      #expect(rows != later)
      try JournalFolder.put(rows, into: table, of: other)
      #expect("\(table)") { _ = try folder.open(.run) } throws: { "\($0)".contains(words) }
      try JournalFolder.put(later, into: table, of: other)
      _ = try folder.open(.run)
    }
  }

  @Test("What somebody changed is never signed by the next append of a process that was open before")
  func laundering() throws {
    let folder = try filled()
    let (first, second) = (try folder.open(.append), try folder.open(.append))
    try folder.connection().execute("DELETE FROM hold WHERE kind = 'domain'")
    for journal in [first, second] {
      #expect(throws: JournalError.self) {
        try journal.placeHold(.domain("x"), reference: "R", reason: "r", by: "b", at: folder.start)
      }
    }
    #expect(throws: JournalError.self) { try folder.open(.read) }
  }

  @Test("Each entry before a checkpoint says what the state is, also at a rotation and where it has parts")
  func everyCheckpoint() throws {
    let folder = try filled()
    let journal = try folder.open(.append)
    try journal.append((0..<5).map { .planMade(plan: "p", due: $0) }, at: folder.start)
    try journal.append(
      [
        .planMade(
          plan: "p", due: 1,
          lines: (0..<2_000).map { DueLine(recordSet: "set \($0)", rule: "r", action: .delete, due: $0) })
      ], at: folder.start)
    // A divided entry at the tip.
    #expect(try folder.open(.run).size == journal.size)
    try journal.rotateKey(to: SigningKey(seed: Array(2...33)), reason: "yearly", at: folder.start)
    let sizes = try folder.connection().prepare("SELECT size FROM checkpoint ORDER BY size")
    while try sizes.step() {
      var entry = try journal.leaf(at: Int(sizes.integer(0)) - 1)
      if let head = entry.data["entry"]?.integerValue, entry.type == EntryType.entryPart {
        entry = try journal.leaf(at: head)
      }
      #expect(entry.data["state"].flatMap(StateMember.init) != nil, "\(entry.index)")
    }
    #expect(try folder.verify().findings == [])
  }

  @Test("Another process's writes are believed: holds placed by one are heeded by the other")
  func others() throws {
    let folder = try filled()
    let (first, second) = (try folder.open(.run), try folder.open(.append))
    for number in 0..<3 {
      let id = try second.placeHold(
        .recordSet("s\(number)"), reference: "N", reason: "r", by: "b", at: folder.start
      ).id
      #expect(try first.holds().contains { $0.id == id })
      try first.append([.planMade(plan: "p", due: number)], at: folder.start)
      try second.liftHold(id, reason: "over", by: "b", at: folder.start)
      #expect(try !first.holds().contains { $0.id == id })
    }
    #expect(try folder.verify().findings == [])
  }

  @Test("A transaction that failed leaves the state as it was")
  func failed() throws {
    let folder = try filled()
    let journal = try folder.open(.run)
    struct Failed: Error {}
    #expect(throws: Failed.self) {
      try journal.write(at: folder.start) {
        try journal.setState("x", 1)
        _ = try journal.delete(hold: 1)
        throw Failed()
      }
    }
    #expect(try journal.holds().contains { $0.id == 1 } && journal.state("x") == nil)
    _ = try journal.placeHold(.domain("x"), reference: "R", reason: "r", by: "b", at: folder.start)
    #expect(try folder.verify().findings == [])
  }

  @Test("State that changes without an entry is not written")
  func silent() throws {
    let folder = try filled()
    let journal = try folder.open(.run)
    #expect(throws: JournalError.self) { try journal.write { try journal.setState("x", 1) } }
    #expect(try folder.open(.read).state("x") == nil)
  }

  @Test(
    "People of a hold that are not those that were hashed are neither asked, lifted, exported nor listed for a person",
    arguments: [
      "DELETE FROM hold_member WHERE hold = 4", "DELETE FROM hold_member WHERE hold = 4 AND chunk = 1",
      "UPDATE hold_member SET members = substr(members, 1, 40) WHERE hold = 4 AND chunk = 0",
      "UPDATE hold_member SET members = zeroblob(8) || substr(members, 9) WHERE hold = 1",
      "INSERT INTO hold_member VALUES (4, 99, zeroblob(40))",
      "INSERT INTO hold_member VALUES (4, -1, zeroblob(32))",
    ])
  func members(statement: String) throws {
    let folder = try filled()
    try folder.connection().execute(statement)
    let id = statement.contains("hold = 1") ? 1 : 4
    let journal = try folder.open(.run)
    let isShared = statement.contains("-1")
    if !isShared { #expect(throws: JournalError.self) { try journal.holdTest(for: .named("set")) } }
    #expect(throws: JournalError.self) { try journal.exportHold(id) }
    #expect(throws: JournalError.self) {
      try journal.liftPersons(
        ["person 7", "0840588123456"], reference: id == 1 ? "R-1" : "R-3", reason: "over", by: "b",
        at: folder.start)
    }
    if id == 4 { #expect(throws: JournalError.self) { try journal.evidence(ofPerson: ["person 7"]) } }
    #expect(try journal.size == folder.open(.read).size)
  }

  @Test("What is looked into opens all the same, with its entries, and answers no question about the state")
  func inspecting() throws {
    let folder = try filled()
    try folder.connection().execute("DELETE FROM hold")
    let journal = try folder.open(.inspect)
    #expect(try journal.entry(at: 3).type == "retentiond.hold.placed")
    #expect(throws: JournalError.self) { try journal.holds() }
    #expect(throws: JournalError.self) { try journal.lastApproval() }
    if case .unproven(.holds, _)? = journal.doubt {
    } else {
      Issue.record("\(String(describing: journal.doubt))")
    }
  }

  @Test(
    "A file of each version that was raised has the tables of a new one, and is refused by the word of another version",
    arguments: 1...3)
  func raised(version: Int) throws {
    let folder = try JournalFolder()
    try folder.createEarlier(version: version)
    let raised = try folder.open(.append)
    let last = try #require(try raised.lastVerification())
    #expect(last.verification.size == 1 && last.entry == 1 && last.by == "retentiond")
    #expect(try JournalSchema.finding(in: folder.connection(), version: JournalSchema.version) == nil)
    #expect(try folder.verify().findings == [])
    for other in [0, 1, 2, 3, 5] {
      try folder.connection().execute("PRAGMA user_version = \(other)")
      #expect(throws: JournalError.self) { try folder.open(.append) }
      #expect(throws: JournalError.self) { try folder.open(.read) }
      #expect(try !folder.verify().findings.isEmpty)
    }
  }

  @Test("A journal of an earlier version whose state is not what its entries say is neither read nor raised")
  func tamperedBeforeRaising() throws {
    for state in [
      "INSERT INTO state VALUES ('clock|0', 0);",
      "INSERT INTO approval VALUES ('d', x'00', x'00', '/', 'b', 0);",
      "INSERT INTO batch VALUES (0, NULL, NULL, x'00', NULL);",
      "INSERT INTO hold (kind, locator, reference, reason, placed_by, since) VALUES ('subject', x'00', 'r', 'r', 'b', '2027-01-15T08:00:00Z');",
    ] {
      let folder = try JournalFolder()
      try folder.createEarlier(version: 3, state: state)
      for access in [AuditJournal.Access.read, .append, .run] {
        #expect(throws: JournalError.self, "\(state)") { try folder.open(access) }
      }
      #expect(try size(folder) == 1)
    }
  }
}

extension JournalFolder {
  /// A table's rows, each as an INSERT's values.
  static func rows(of table: String, in connection: Connection) throws -> [String] {
    let columns = try connection.prepare("SELECT name FROM pragma_table_info('\(table)') ORDER BY cid")
    var names: [String] = []
    while try columns.step() { names.append("quote(\(columns.text(0) ?? ""))") }
    let query = try connection.prepare(
      "SELECT \(names.joined(separator: " || ', ' || ")) FROM \(table)")
    var rows: [String] = []
    while try query.step() { rows.append(query.text(0) ?? "") }
    return rows
  }

  static func put(_ rows: [String], into table: String, of connection: Connection) throws {
    try connection.execute(
      "DELETE FROM \(table);" + rows.map { "INSERT INTO \(table) VALUES (\($0));" }.joined())
  }
}
