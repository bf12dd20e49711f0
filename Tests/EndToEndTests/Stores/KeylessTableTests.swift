import AuditJournal
import Foundation
import Purging
import RecordStores
import Testing
import Words

@testable import retentiond

/// Tables without any key, from the files to the answer of `journal find`, on every engine.
@Suite(.serialized) struct KeylessTableTests {
  private static let engines: [TestEngine?] = [nil] + TestEngine.allCases.map { $0 }

  /// A log whose lines are many, and equal to each other in parts.
  ///
  /// - Parameter rows: SQL of the values.
  private func log(_ rows: String, on engine: TestEngine?, batch: Int = 20) throws -> SmallConfiguration {
    try SmallConfiguration(
      content: """
        CREATE TABLE log (ended TEXT, nir TEXT, page TEXT, size INTEGER); CREATE INDEX log_ended ON log (ended);
        CREATE TABLE retentiond_ledger (journal TEXT NOT NULL, batch TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (journal, batch));
        INSERT INTO log VALUES \(rows)
        """,
      recordSets: """
        "log": {"store": "main", "table": "log", "domain": "rights", "key": [], "subject": "nir", "batch": {"rows": \(batch)},
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """, on: engine,
      prepare: Self.nameLedger)
  }

  /// Has stores.json name the ledger, without which no table is bound that has no key.
  private static func nameLedger(_ folder: URL) throws {
    let file = folder.appending(path: "stores.json")
    let stores = try String(contentsOf: file, encoding: .utf8)
    try Data(
      stores.replacing(#""main": {"engine""#, with: #""main": {"ledger": "retentiond_ledger", "engine""#).utf8
    ).write(to: file)
  }

  private func pages(_ small: SmallConfiguration) throws -> Set<String> {
    Set(try small.rows(of: "log", columns: ["page"]).flatMap(\.self).compactMap(\.self))
  }

  private func count(_ small: SmallConfiguration) throws -> Int {
    guard let copy = small.copy else {
      return try small.rows(of: "log", columns: ["rowid"]).count
    }
    return try copy.rows(of: "log", columns: ["count(*)"], isQuoted: false).first?[0].flatMap { Int($0) }
      ?? -1
  }

  private static let small = """
    ('old', '0840588121001', 'home', 1), ('old', '0840588121001', 'home', 1), ('old', '0840588121001', 'home', 1), \
    ('old', NULL, NULL, NULL), ('old', NULL, NULL, NULL), ('old', '0840588121002', 'é', 2), ('new', '0840588121001', 'home', 1)
    """

  @Test("A whole number is one in evidence, whatever column stands before it", arguments: [true, false])
  func numbers(isKeyed: Bool) throws {
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE log (a REAL, b INTEGER, d TEXT\(isKeyed ? ", PRIMARY KEY (a, b)" : "")); CREATE INDEX log_d ON log (d);
        CREATE TABLE retentiond_ledger (journal TEXT NOT NULL, batch TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (journal, batch));
        INSERT INTO log VALUES (1.5, 9007199254740993, 'old'), (2, 7, 'old'), (NULL, 8, 'new');
        """,
      recordSets: """
        "log": {"store": "main", "table": "log", "domain": "rights", "key": [\(isKeyed ? "\"a\", \"b\"" : "")],
          "events": {"ended": {"column": "d", "as": "date"}}}
        """,
      prepare: Self.nameLedger)
    // A null in a key refuses the record set.
    if isKeyed { try SmallConfiguration.fill(small.path, "DELETE FROM log WHERE a IS NULL") }
    let purge = try small.purge().program
    #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
    for (a, b) in [(1.5, Int64(9_007_199_254_740_993)), (2, 7)] {
      let digest = RowDigest(columns: ["a", "b", "d"]).digest { place in
        [.real(a), .integer(b), .text("2015-01-01")][place]
      }
      let name =
        isKeyed
        ? ["\(a)", "\(b)"] : [digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()]
      let found = try Program(["journal", "find", "log"] + name + small.files)
      #expect(found.exitCode == 0, "\(name): \(found.output) \(found.errors)")
    }
  }

  @Test(
    "A unique index that no row is null in now is no key that refuses: a purge could make it one",
    arguments: engines)
  func nullableIndex(engine: TestEngine?) throws {
    let small = try log(Self.small, on: engine)
    let statements = [
      "CREATE UNIQUE INDEX log_size ON log (size)", "DELETE FROM log WHERE size IS NULL",
    ]
    func run(_ statement: String) throws {
      if let copy = small.copy {
        try copy.run(statement)
      } else {
        try SmallConfiguration.fill(small.path, statement)
      }
    }
    try run("DELETE FROM log WHERE ended <> '2015-01-01'")
    try run("DELETE FROM log WHERE page = 'home'")
    for statement in statements { try run(statement) }
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 0 && check.output.contains("as long as that is so"), "\(check.output)")
    #expect(try small.purge().program.exitCode == 0)
  }

  @Test("A log is checked, purged, verified, and found by person and digest", arguments: engines)
  func whole(engine: TestEngine?) throws {
    let small = try log(Self.small, on: engine, batch: 2)
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 0 && check.output.contains("it has no key"), "\(check.output) \(check.errors)")
    let purge = try Program(["purge"] + small.files)
    #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
    #expect(try count(small) == 1 && pages(small) == ["home"])
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    // By sha256sum, of what docs/evidence.md says that a row is.
    let made = try Self.sha256(
      Array("t5:endedt10:2015-01-01t3:nirt13:0840588121001t4:paget4:homet4:sizei1:1".utf8))
    let found = try Program(["journal", "find", "log", made] + small.files)
    #expect(found.exitCode == 0 && found.output.contains("equal rows"), "\(found.output) \(found.errors)")
    let json = try Program(["journal", "find", "log", made, "--json"] + small.files)
    let equal = json.output.matches(of: #/"equalRows": ([0-9]+)/#).compactMap { Int($0.1) }.reduce(0, +)
    #expect(equal == 3, "\(json.output)")
    let none = try Program(["journal", "find", "log", String(repeating: "ab", count: 32)] + small.files)
    #expect(none.exitCode == 66, "\(none.output)")
    let person = try Program(["journal", "find", "--subject", "0840588121002"] + small.files)
    #expect(person.exitCode == 0, "\(person.output) \(person.errors)")
    for refused in [
      ["explain", "log", "1"], ["hold", "add", "--record", "log", "1", "--reference", "c", "--reason", "r"],
    ] {
      let program = try Program(refused + small.files)
      #expect(program.exitCode != 0, "\(refused): \(program.output)")
    }
    #expect(try Program(["reconcile"] + small.files).output.contains("not compared: log"))
    let survey = try Program(["plan"] + small.files)
    #expect(survey.exitCode == 0, "\(survey.errors)")
  }

  private static func sha256(_ bytes: [UInt8]) throws -> String {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/sha256sum")
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    input.fileHandleForWriting.write(Data(bytes))
    input.fileHandleForWriting.closeFile()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return String(text.prefix(64))
  }

  /// What an application has locked of 300 lines, three of which are of each day.
  struct Lock: Sendable, CustomTestStringConvertible {
    let engine: TestEngine
    let sizes: ClosedRange<Int>
    var testDescription: String { "\(engine.rawValue), \(sizes)" }
  }

  static let locks = TestEngine.allCases.flatMap { engine in
    [1...30, 100...100, 271...300].map { Lock(engine: engine, sizes: $0) }
  }

  @Test(
    "Lines that others have locked stay and are counted; the others go, and the next run takes the rest",
    arguments: locks)
  func locked(lock: Lock) throws {
    let rows = (1...300).map { number in
      let day = String(
        ISO8601DateFormatter().string(
          from: Date(timeIntervalSince1970: 1_420_070_400 + Double((number - 1) / 3) * 86_400)
        ).prefix(10))
      return "('\(day)', '084058812\(1_000 + number)', 'p', \(number))"
    }
    let small = try log(rows.joined(separator: ", "), on: lock.engine)
    let application = try #require(try small.copy?.another())
    if lock.engine == .mariadb {
      try application.run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
    }
    try application.run("START TRANSACTION")
    try application.run(
      "SELECT size FROM log WHERE size BETWEEN \(lock.sizes.lowerBound) AND \(lock.sizes.upperBound) FOR UPDATE"
    )
    let (program, report) = try small.purge()
    #expect(program.exitCode == 1, "\(program.errors)")
    #expect(report["status"] as? String == "incomplete")
    #expect((report["refused"] as? [Any])?.isEmpty ?? true, "\(program.errors)")
    let left = Set(try small.rows(of: "log", columns: ["size"]).compactMap { $0[0].flatMap { Int($0) } })
    // MariaDB leaves the whole day.
    let day = (lock.sizes.lowerBound - 1) / 3 * 3 + 1...(lock.sizes.upperBound - 1) / 3 * 3 + 3
    #expect(left == Set(lock.engine == .mariadb ? day : lock.sizes), "\(left.sorted())")
    let locked = report["locked"] as? [[String: Any]] ?? []
    #expect(locked.map { $0["count"] as? Int } == [left.count], "\(report)")
    let overdue = report["overdue"] as? [[String: Any]] ?? []
    #expect(overdue.map { $0["cause"] as? String } == ["locked"])
    try application.run("ROLLBACK")
    let again = try small.purge()
    #expect(again.program.exitCode == 0, "\(again.program.errors)")
    #expect(try count(small) == 0)
  }

  @Test(
    "Of a thousand held people none loses a line, whether they lie in front or are spread",
    arguments: engines, [true, false])
  func held(engine: TestEngine?, isInFront: Bool) throws {
    let rows = (0..<2_000).map { number in
      let isHeld = isInFront ? number < 1_000 : number.isMultiple(of: 2)
      let person = isHeld ? number % 500 : 5_000 + number
      return
        "('2015-01-\(10 + number / 100)', '08405881\(10_000 + person)', '\(isHeld ? "held" : "free")', \(number % 7))"
    }
    let small = try log(rows.joined(separator: ", "), on: engine, batch: 100)
    let people = (0..<1_000).map { "08405881\(10_000 + $0)" }.joined(separator: "\n")
    let file = small.folder.appending(path: "people.txt")
    try Data(people.utf8).write(to: file)
    let hold = try Program(
      ["hold", "add", "--subjects", file.path, "--reference", "case 1", "--reason", "suit"] + small.files)
    #expect(hold.exitCode == 0, "\(hold.output) \(hold.errors)")
    let started = ContinuousClock.now
    let purge = try small.purge()
    #expect(purge.program.exitCode == 0, "\(purge.program.errors)")
    print("keyless held", engine?.rawValue ?? "sqlite", isInFront, ContinuousClock.now - started)
    #expect(try pages(small) == ["held"] && count(small) == 1_000)
    let overdue = purge.report["overdue"] as? [[String: Any]] ?? []
    #expect(overdue.map { $0["held"] as? Int } == [1_000])
  }

  @Test(
    "Connections that are cut at each commit lose and repeat no line: the ledger tells",
    arguments: TestEngine.allCases)
  func cut(engine: TestEngine) throws {
    let rows = (0..<200).map { "('old', NULL, 'p', \($0 % 3))" }
    let small = try log(rows.joined(separator: ", "), on: engine)
    let session = try ServerRuns.session(of: small)
    let context = try session.purgingContext()
    var reads = 0
    let report = try Purger(context).purge(
      clock: {
        reads += 1
        if [4, 6, 9, 13, 14, 20, 27].contains(reads) { try? small.copy?.cutOthers() }
        return SystemClock.now()
      }, observe: { _ in })
    #expect(report.status == .complete, "\(report.refused) \(report.overdue)")
    #expect(try count(small) == 0 && report.changedCount == 200)
    let verified = try session.verifyJournal(verifierKey: nil, authorities: []).result
    #expect(verified.findings == [] && verified.openBatches == 0 && verified.rows == 200)
  }

  @Test("An account with the rights that `grants` prints purges a log", arguments: TestEngine.allCases)
  func rights(engine: TestEngine) throws {
    let small = try log(Self.small, on: engine)
    let copy = try #require(small.copy)
    let account = "k_" + copy.name
    try copy.run(engine == .postgresql ? "CREATE ROLE \(account) LOGIN" : "CREATE USER \(account)@localhost")
    let printed = try Program(["grants", "--changer", account, "main"] + small.files)
    for statement in printed.output.split(separator: "\n")
    where statement.hasPrefix("GRANT ") && statement.contains(account) {
      try copy.run(String(statement))
    }
    let file = small.folder.appending(path: "stores.json")
    let stores = try String(contentsOf: file, encoding: .utf8)
    try Data(stores.replacing(#/"user": "\w+"/#, with: "\"user\": \"\(account)\"").utf8).write(to: file)
    let plan = try Program(["plan", "--format", "json"] + small.files)
    let digest = try #require(
      plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.errors)"
    ).1
    #expect(try Program(["approve", String(digest)] + small.files).exitCode == 0)
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 0, "\(check.output)")
    let purge = try Program(["purge"] + small.files)
    #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
    #expect(try count(small) == 1)
    try copy.run(
      engine == .postgresql
        ? "DROP OWNED BY \(account); DROP ROLE \(account)" : "DROP USER \(account)@localhost")
  }

  @Test(
    "A published table is refused before the server refuses each deletion, and is taken with its whole rows as identity"
  )
  func published() throws {
    let small = try log(Self.small, on: .postgresql)
    let copy = try #require(small.copy)
    try copy.run("CREATE PUBLICATION p_\(copy.name) FOR TABLE log")
    let refused = try Program(["check"] + small.files)
    #expect(refused.exitCode == 2 && refused.output.contains("REPLICA IDENTITY FULL"), "\(refused.output)")
    try copy.run("ALTER TABLE log REPLICA IDENTITY FULL")
    #expect(try Program(["purge"] + small.files).exitCode == 0)
    #expect(try count(small) == 1)
    try copy.run("DROP PUBLICATION p_\(copy.name)")
  }
}
