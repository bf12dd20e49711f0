import CivilTime
import Foundation
import MariaDB
import MariaDBStore
import RecordStores
import ServerStores
import StoreConformance
import TestNames
import TestServers
import Testing
import Words

/// What only MariaDB can do wrong, or promise.
@Suite struct MariaDBPromisesTests {
  private let use = SchemaUse(
    deletes: true, changedColumns: [], archive: nil, readColumns: ["id"], events: [])
  private let person = RecordSet(name: "person", store: "main", table: "person", key: ["id"], subject: "nir")

  private func run(_ harness: MariaDBHarness, _ statements: [String]) throws {
    let application = try harness.application("main")
    for statement in statements { try application.run(statement) }
  }

  private func filled(_ harness: MariaDBHarness, _ more: [String] = [], engine: String = "InnoDB") throws
    -> any RecordStore
  {
    try run(
      harness,
      [
        "CREATE TABLE person (id int PRIMARY KEY, nir varchar(20), ended date, KEY (ended)) ENGINE=\(engine)",
        "INSERT INTO person SELECT seq, CONCAT('n', seq), DATE '2001-01-01' + INTERVAL seq DAY FROM seq_1_to_50",
      ] + more)
    return try harness.open("main")
  }

  @Test(
    "Triggers, cascades, views and tables without transactions are refused, each with its name and what to do",
    arguments: [
      (["CREATE TRIGGER noted BEFORE DELETE ON person FOR EACH ROW SET @x = 1"], "trigger noted"),
      (
        [
          "CREATE TABLE letter (id int PRIMARY KEY, person int, FOREIGN KEY (person) REFERENCES person (id) ON DELETE CASCADE)"
        ],
        "rows of letter refer to person (ON DELETE CASCADE)"
      ),
      (["RENAME TABLE person TO people", "CREATE VIEW person AS SELECT * FROM people"], "person is a view"),
      (["ALTER TABLE person ENGINE = Aria"], "table of the engine Aria, which has no transactions"),
    ])
  func refused(change: [String], words: String) throws {
    let harness = try MariaDBHarness()
    let store = try filled(harness, change)
    let findings = try store.describe(person, use: use).refusals.map(\.description)
    #expect(findings.contains { $0.contains(words) }, "\(findings)")
  }

  /// The store as an account of few rights sees it.
  private func open(_ harness: MariaDBHarness, as user: String) -> any RecordStore {
    var address = harness.address(harness.database("main"))
    address.user = user
    let made = address
    return MariaDBStore.open(
      name: "main", settings: MariaDBSettings(busySeconds: 1, isReadOnly: false, journal: "test")
    ) { () throws(StoreError) in [made] }
  }

  @Test("An account to which the server would not show triggers or references is refused, with the grant")
  func unseen() throws {
    let harness = try MariaDBHarness()
    let database = harness.database("main")
    let user = "blind_\(database)"
    _ = try filled(
      harness,
      [
        "CREATE TABLE cold LIKE person", "CREATE USER \(user)@localhost",
        "GRANT SELECT, DELETE, UPDATE ON \(database).person TO \(user)@localhost",
        "GRANT SELECT, INSERT ON \(database).cold TO \(user)@localhost",
      ])
    let child = "`odd-létter`"
    try harness.application("other").run(
      """
      CREATE TABLE \(child) (id int PRIMARY KEY, person int, FOREIGN KEY (person) REFERENCES \(database).person (id)
        ON DELETE CASCADE)
      """)
    let use = SchemaUse(
      deletes: true, changedColumns: [],
      archive: RecordSet(name: "cold", store: "main", table: "cold", key: ["id"]), readColumns: ["id"],
      events: [])
    func findings() throws -> [String] {
      let description = try open(harness, as: user).describe(person, use: use)
      return (description.refusals + description.forbidden).map(\.description)
    }
    let found = try findings().joined(separator: "\n")
    for grant in [
      "GRANT TRIGGER ON `\(database)`.`person`", "GRANT TRIGGER ON `\(database)`.`cold`",
      "GRANT PROCESS ON *.*",
    ] { #expect(found.contains(grant), "\(found)") }
    // A role's rights are the account's.
    try run(
      harness,
      [
        "CREATE ROLE r\(user)", "GRANT TRIGGER ON \(database).* TO r\(user)",
        "GRANT PROCESS ON *.* TO r\(user)",
        "GRANT r\(user) TO \(user)@localhost", "SET DEFAULT ROLE r\(user) FOR \(user)@localhost",
      ])
    let seen = try findings()
    #expect(
      seen.count == 1
        && seen[0].contains(
          "rows of \(harness.database("other")).odd-létter refer to person (ON DELETE CASCADE)"),
      "\(seen)")
    try harness.application("other").run("DROP TABLE \(child)")
    #expect(try findings() == [])
    try run(harness, ["DROP USER \(user)@localhost", "DROP ROLE r\(user)"])
  }

  @Test("Rows of a table of another database, or whose name has a dot in it, are deleted like any other")
  func placedNames() throws {
    let harness = try MariaDBHarness()
    try harness.application("other").run("CREATE TABLE person (id int PRIMARY KEY)")
    try harness.application("other").run("INSERT INTO person VALUES (1), (2)")
    try run(harness, ["CREATE TABLE `a.b` (id int PRIMARY KEY)", "INSERT INTO `a.b` VALUES (1), (2)"])
    let store = try harness.open("main")
    for table in ["\(harness.database("other")).person", "\"a.b\""] {
      let set = RecordSet(name: "set", store: "main", table: table, key: ["id"])
      let batch = try #require(
        try store.begin(
          .delete, on: Selection(recordSet: set, predicate: .always), limit: BatchLimit(), holds: NoHolds()))
      #expect(batch.keys.count == 2)
      try batch.commit()
      #expect(try store.rowCount(of: set) == 0)
    }
  }

  @Test(
    "An error of the server's never has a value of a row in its words, and what is no number is no row's key")
  func noValues() throws {
    let harness = try MariaDBHarness()
    let store = try filled(
      harness,
      [
        "CREATE TABLE cold (id int PRIMARY KEY, nir varchar(20) UNIQUE, ended date)",
        "INSERT INTO cold VALUES (999, 'n7', NULL)",
      ])
    let archive = RecordSet(name: "cold", store: "main", table: "cold", key: ["id"])
    #expect {
      _ = try store.begin(
        .archive(into: archive), on: Selection(recordSet: person, predicate: .always), limit: BatchLimit(),
        holds: NoHolds())
    } throws: { error in
      guard case StoreError.constraint = error else { return false }
      return !"\(error)".contains("n7")
    }
    #expect(try store.examine(person, key: ["12x"], predicates: [], events: [], holds: NoHolds()) == nil)
    #expect(try store.examine(person, key: ["12"], predicates: [], events: [], holds: NoHolds()) != nil)
  }

  @Test("A column too short for its pseudonym, or of a type that takes no text, is refused before the run")
  func tooNarrow() throws {
    let harness = try MariaDBHarness()
    let store = try filled(harness, ["ALTER TABLE person MODIFY nir varchar(35), ADD n int, ADD d date"])
    func refusals(_ change: ChangedColumn) throws -> [SchemaFinding] {
      try store.describe(
        person,
        use: SchemaUse(deletes: false, changedColumns: [change], archive: nil, readColumns: [], events: [])
      ).refusals
    }
    #expect(
      try refusals(ChangedColumn(column: "nir", content: .text, length: 36))
        == [.tooShort(table: "person", column: "nir", limit: 35, needed: 36)])
    #expect(try refusals(ChangedColumn(column: "nir", content: .text, length: 35)).isEmpty)
    #expect(try refusals(ChangedColumn(column: "n", content: .number)).isEmpty)
    for (column, content) in [("n", ChangedColumn.Content.text), ("d", .text), ("d", .number)] {
      let found = try refusals(ChangedColumn(column: column, content: content))
      #expect(found.count == 1 && "\(found[0])".contains("cannot take"))
    }
  }

  @Test("A pseudonym that is longer than its column fails the row, and is never cut")
  func tooLong() throws {
    let harness = try MariaDBHarness()
    let store = try filled(harness, ["ALTER TABLE person MODIFY nir varchar(4)"])
    struct Longer: ColumnTransform {
      func apply(_ value: ColumnValue, subject: ColumnValue) -> ColumnValue { .text("p1_longer") }
      func isOutput(_ value: ColumnValue) -> Bool? { value == .text("p1_longer") }
    }
    let changes = [ColumnChange(column: "nir", transform: Longer())]
    #expect {
      _ = try store.begin(
        .pseudonymise(changes, markerValue: .null),
        on: Selection(recordSet: person, predicate: .always, pseudonymising: changes),
        limit: BatchLimit(), holds: NoHolds())
    } throws: { if case StoreError.row = $0 { true } else { false } }
    #expect(try store.rowCount(of: person) == 50)
  }

  @Test("Dates and moments of the server's own types are due to the day; zero dates are implausible")
  func moments() throws {
    let harness = try MariaDBHarness()
    try run(
      harness,
      [
        "SET SESSION sql_mode = '', SESSION time_zone = '+00:00'"
      ])
    let application = try harness.application("main")
    try application.run("SET SESSION sql_mode = '', SESSION time_zone = '+00:00'")
    try application.run(
      "CREATE TABLE event (id int PRIMARY KEY, d date, t datetime(6), z timestamp(6) NULL, e bigint unsigned, n decimal(20, 3), c char(8))"
    )
    try application.run(
      """
      INSERT INTO event VALUES
        (1, '2020-06-30', '2020-06-30 23:59:59.999999', '2020-06-30 21:59:59.999999', 1593554399, 1593554399.75, '20200630'),
        (2, '2020-07-01', '2020-07-01 00:00:00', '2020-06-30 22:00:00', 1593554400, 1593554400, '20200701'),
        (3, '0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00', 18446744073709551615, 99999999999999999.999, '20200230'),
        (4, '2020-00-10', '2020-00-10 00:00:00', '2038-01-01 00:00:00', 0, -99999999999, '        '),
        (5, NULL, NULL, NULL, NULL, NULL, NULL)
      """)
    let store = try harness.open("main")
    let set = RecordSet(name: "event", store: "main", table: "event", key: ["id"])
    let paris = try CivilTime.TimeZone(identifier: "Europe/Paris")
    let day = try #require(CivilDate("2020-06-30"))
    let today = try #require(CivilDate("2026-11-24"))
    // 2038 is still to come, and can be meant; number 0 stands for never, and blanks are an empty text.
    for (column, encoding, meant, implausible) in [
      ("d", EventColumn.Encoding.date, 2, 2), ("t", .timestamp(zone: paris), 2, 2),
      ("z", .timestamp(zone: paris), 3, 1),
      ("e", .epochSeconds, 2, 1), ("n", .epochSeconds, 2, 2), ("c", .compactDate, 2, 1),
    ] {
      let event = EventColumn(column: column, encoding: encoding)
      let plausible = PlausibleDays(of: event, today: today, zone: paris)
      func count(_ test: EventTest) throws -> Int {
        try store.tally(Selection(recordSet: set, predicate: .event(event, test)), holds: NoHolds()).count
      }
      #expect(try count(.reached(.day(day), plausible, zone: paris)) == 1, "\(column)")
      #expect(try count(.plausible(plausible)) == meant, "\(column)")
      #expect(try count(.implausible(plausible)) == implausible, "\(column)")
      #expect(try count(.missing) == 5 - meant - implausible, "\(column)")
    }
  }

  @Test(
    "Keys of every type come back whole, and find their rows again",
    arguments: [
      ("bigint unsigned", "18446744073709551600 + seq"),
      ("decimal(30, 4)", "12345678901234567890.1234 + seq"),
      ("binary(16)", "UNHEX(MD5(seq))"), ("varbinary(40)", "CONCAT(CHAR(0 USING binary), seq)"),
      ("char(12)", "CONCAT('k', seq)"),
      ("date", "DATE '2001-01-01' + INTERVAL seq DAY"),
      ("datetime(6)", "TIMESTAMP '2001-01-01 00:00:00.000001' + INTERVAL seq MICROSECOND"),
      ("enum('sad', 'glad', 'x', 'y', 'z')", "seq"),
      ("uuid", "CONCAT('123e4567-e89b-12d3-a456-42661417400', seq)"),
      ("varchar(200) CHARACTER SET latin1", "CONCAT('é\"{},`\\\\', seq)"),
      ("varchar(100) COLLATE utf8mb4_unicode_ci", "CONCAT('É 漢', seq)"),
      ("smallint", "CAST(seq AS SIGNED) - 3"), ("double", "seq / 3"), ("year", "2000 + seq"),
      ("time(3)", "SEC_TO_TIME(seq)"),
    ])
  func keys(type: String, value: String) throws {
    let harness = try MariaDBHarness()
    try run(
      harness,
      [
        """
        CREATE TABLE `Odd ``table"` (`Select` \(type) PRIMARY KEY, `the subject` varchar(20), j json, g int AS (3) STORED, b blob, bits bit(9),
          un bigint unsigned)
        """,
        "INSERT INTO `Odd ``table\"` (`Select`, `the subject`, j, b, bits, un) SELECT \(value), CONCAT('s', seq), '{\"a\": 1}', "
          + "UNHEX('00ff'), b'101', 18446744073709551615 FROM seq_1_to_5",
        "CREATE TABLE cold LIKE `Odd ``table\"`",
      ])
    let store = try harness.open("main")
    let set = RecordSet(
      name: "odd", store: "main", table: "Odd `table\"", key: ["Select"], subject: "the subject")
    let cold = RecordSet(name: "cold", store: "main", table: "cold", key: ["Select"])
    let page = try store.keys(of: set, after: nil, count: 1)
    let rest = try store.keys(of: set, after: Array(page[0]), count: 10)
    #expect(page.count == 1 && rest.count == 4)
    // A hold makes the batch go by keys; nobody has that name.
    let batch = try #require(
      try store.begin(
        .archive(into: cold), on: Selection(recordSet: set, predicate: .always), limit: BatchLimit(),
        holds: AskedHolds.nobody()))
    #expect(batch.keys.count == 5 && batch.setAside.isEmpty)
    try batch.commit()
    #expect(try store.fate(of: .delete, on: set, keys: batch.keys) == .committed)
    #expect(try store.presentKeys(batch.keys, in: cold).count == 5)
    #expect(try store.removeCopies(of: batch.keys, from: cold) == 5)
  }

  @Test("The time that a batch has is the batch's alone: a count behind it may take longer")
  func timeLimit() throws {
    let harness = try MariaDBHarness()
    let store = try filled(
      harness,
      ["CREATE TABLE large (id int PRIMARY KEY)", "INSERT INTO large SELECT seq FROM seq_1_to_600000"])
    let large = RecordSet(name: "large", store: "main", table: "large", key: ["id"])
    var selection = Selection(recordSet: person, predicate: .always)
    var keys = KeyList()
    keys.append(.integer(7))
    keys.endKey()
    selection.keys = keys
    for isCommitted in [false, true] {
      let batch = try store.begin(.delete, on: selection, limit: BatchLimit(seconds: 0.03), holds: NoHolds())
      if isCommitted { try batch?.commit() } else { batch?.rollback() }
      #expect(try store.rowCount(of: large) == 600_000)
    }
  }

  @Test("What a collation calls equal is not the same content: the row stays, and is reported")
  func collation() throws {
    let harness = try MariaDBHarness()
    let store = try filled(
      harness,
      [
        "ALTER TABLE person MODIFY nir varchar(20) COLLATE utf8mb4_unicode_ci",
        "CREATE TABLE cold LIKE person",
        "INSERT INTO cold SELECT id, UPPER(nir), ended FROM person WHERE id = 7",
      ])
    let archive = RecordSet(name: "cold", store: "main", table: "cold", key: ["id"])
    let batch = try store.begin(
      .archive(into: archive), on: Selection(recordSet: person, predicate: .always), limit: BatchLimit(),
      holds: NoHolds())
    #expect(batch?.setAside.count == 1 && batch?.keys.count == 49)
    batch?.rollback()
  }
}
