import CivilTime
import Foundation
import PostgreSQL
import PostgreSQLStore
import RecordStores
import ServerStores
import StoreConformance
import TestNames
import TestServers
import Testing
import Words

/// What only PostgreSQL can do wrong, or promise.
@Suite struct PostgresPromisesTests {
  private let everything = Predicate.always
  private let use = SchemaUse(
    deletes: true, changedColumns: [], archive: nil, readColumns: ["id"], events: [])
  private let person = RecordSet(name: "person", store: "main", table: "person", key: ["id"], subject: "nir")

  private func filled(_ harness: PostgresHarness, _ more: String = "") throws -> any RecordStore {
    try harness.application("main").run(
      script: """
        CREATE TABLE person (id int PRIMARY KEY, nir text, ended date); CREATE INDEX ON person (ended);
        INSERT INTO person SELECT i, 'n' || i, DATE '2001-01-01' + i FROM generate_series(1, 50) i; \(more)
        """)
    return try harness.open("main")
  }

  private func begin(_ store: any RecordStore, _ set: RecordSet? = nil, rows: Int = 10) throws
    -> any StoreBatch
  {
    let batch = try store.begin(
      .delete, on: Selection(recordSet: set ?? person, predicate: everything), limit: BatchLimit(rows: rows),
      holds: NoHolds())
    return try #require(batch)
  }

  // MARK: The log

  @Test(
    "The server's log tells a commit from a rollback by the transaction's name, and nothing of another cluster's"
  )
  func transactions() throws {
    let harness = try PostgresHarness()
    let store = try filled(harness)
    let committed = try begin(store)
    let first = try #require(try committed.transactionName())
    try committed.commit()
    let undone = try begin(store)
    let second = try #require(try undone.transactionName())
    undone.rollback()
    #expect(try store.fate(ofTransaction: first) == .committed)
    #expect(try store.fate(ofTransaction: second) == .notCommitted)
    let parts = first.split(separator: ":")
    #expect(try store.fate(ofTransaction: "1\(parts[0]):\(parts[1]):\(parts[2])") == nil)
    #expect(try store.fate(ofTransaction: "\(parts[0]):000000FF:\(parts[2])") == nil)
    #expect(try store.fate(ofTransaction: "\(parts[0]):\(parts[1]):99999999") == nil)
    #expect(try store.fate(ofTransaction: "nonsense") == nil)
  }

  @Test(
    "After a crash the name is never another transaction's: its number was durable before anything relied on it"
  )
  func crash() throws {
    let server = try PostgresServer()
    let settings = PostgresSettings(parameters: server.parameters, schema: "public", busySeconds: 2)
    func application() throws -> PostgresConnection {
      try server.connect()
    }
    try application().run(
      script: """
        CREATE TABLE person (id int PRIMARY KEY, nir text, ended date); CREATE TABLE other (id int);
        INSERT INTO person SELECT i, 'n', DATE '2001-01-01' FROM generate_series(1, 50) i; CHECKPOINT
        """)
    let store = PostgreSQLStore.open(name: "main", settings: settings, isReadOnly: false)
    let batch = try begin(store)
    let name = try #require(try batch.transactionName())
    try server.crash()
    // Whoever comes next is given the next numbers; ours among them, had it not been written down.
    let later = try application()
    for number in 0..<20 { try later.run(script: "INSERT INTO other VALUES (\(number))") }
    // The old connection is gone, which a question that changes nothing gets over by itself.
    #expect(try store.rowCount(of: person) == 50)
    #expect(try store.fate(ofTransaction: name) == .notCommitted)
    #expect(try store.rowCount(of: person) == 50)
  }

  // MARK: What is not seen

  @Test("Rows that a policy hides are an error, and not a zero")
  func rowSecurity() throws {
    let harness = try PostgresHarness()
    _ = try filled(
      harness,
      """
      ALTER TABLE person ENABLE ROW LEVEL SECURITY; CREATE POLICY half ON person USING (id % 2 = 0);
      DO $$ BEGIN CREATE ROLE reader LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      GRANT USAGE ON SCHEMA \(harness.schema("main")) TO reader; GRANT ALL ON person TO reader
      """)
    var settings = harness.settings("main").parameters
    settings["user"] = "reader"
    let store = PostgreSQLStore.open(
      name: "main",
      settings: PostgresSettings(parameters: settings, schema: harness.schema("main"), busySeconds: 1),
      isReadOnly: false)
    #expect { try store.rowCount(of: person) } throws: { "\($0)".contains("row-level security") }
  }

  @Test(
    "A server or session that cannot keep a commit is refused with its setting",
    arguments: [
      ("-c default_transaction_read_only=on", "default_transaction_read_only")
    ])
  func notDurable(options: String, setting: String) throws {
    let harness = try PostgresHarness()
    _ = try filled(harness)
    var parameters = harness.settings("main").parameters
    parameters["options"] = options
    let settings = PostgresSettings(parameters: parameters, schema: harness.schema("main"), busySeconds: 1)
    let store = PostgreSQLStore.open(name: "main", settings: settings, isReadOnly: false)
    #expect { try store.rowCount(of: person) } throws: { "\($0)".contains(setting) }
    // To look is allowed.
    #expect(
      try PostgreSQLStore.open(name: "main", settings: settings, isReadOnly: true).rowCount(of: person) == 50)
  }

  @Test("A store that is only looked at can change nothing")
  func readOnly() throws {
    let harness = try PostgresHarness()
    _ = try filled(harness)
    let store = PostgreSQLStore.open(name: "main", settings: harness.settings("main"), isReadOnly: true)
    #expect(throws: StoreError.self) { try begin(store) }
    #expect(try store.rowCount(of: person) == 50)
  }

  // MARK: What changes unlisted

  @Test(
    "Triggers, rules, cascades and views are refused, each with its name and what to do",
    arguments: [
      (
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'; CREATE TRIGGER noted BEFORE DELETE ON person FOR EACH ROW EXECUTE FUNCTION f()",
        "trigger noted"
      ),
      ("CREATE RULE kept AS ON DELETE TO person DO INSTEAD NOTHING", "kept"),
      (
        "CREATE TABLE letter (id int PRIMARY KEY, person int REFERENCES person ON DELETE CASCADE)",
        "rows of letter refer to person (ON DELETE CASCADE)"
      ),
      ("ALTER TABLE person RENAME TO people; CREATE VIEW person AS SELECT * FROM people", "person is a view"),
      (
        "CREATE MATERIALIZED VIEW m AS SELECT 1 AS id; ALTER TABLE person RENAME TO people; ALTER MATERIALIZED VIEW m RENAME TO person",
        "materialized view"
      ),
      ("ALTER TABLE person RENAME TO people; CREATE SEQUENCE person", "person is a sequence"),
      ("ALTER TABLE person RENAME TO people; CREATE TYPE person AS (id int)", "person is a composite type"),
      ("ALTER TABLE person SET UNLOGGED", "unlogged, and empty after a crash"),
      (
        "CREATE TABLE heir () INHERITS (person); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'; "
          + "CREATE TRIGGER heirs BEFORE DELETE ON heir FOR EACH ROW EXECUTE FUNCTION f()",
        "table that others inherit from"
      ),
      (
        "CREATE TABLE heir (PRIMARY KEY (id)) INHERITS (person); CREATE TABLE letter (id int PRIMARY KEY, heir int REFERENCES heir ON DELETE CASCADE)",
        "table that others inherit from"
      ),
    ])
  func refused(change: String, words: String) throws {
    let harness = try PostgresHarness()
    let store = try filled(harness, change)
    let findings = try store.describe(person, use: use).refusals.map(\.description)
    #expect(findings.contains { $0.contains(words) }, "\(findings)")
  }

  @Test("What changed unlisted is seen by the server's own count, and the batch is not made")
  func unlisted() throws {
    let harness = try PostgresHarness()
    // Nobody described it, so that only the count can tell.
    let store = try filled(
      harness,
      """
      CREATE TABLE letter (id int PRIMARY KEY, person int REFERENCES person ON DELETE CASCADE);
      INSERT INTO letter SELECT i, i FROM generate_series(1, 50) i
      """)
    #expect { try begin(store) } throws: { error in
      if case StoreError.unlistedChanges(_, _, listed: 10, changed: 20, nil) = error { true } else { false }
    }
    #expect(try store.rowCount(of: person) == 50)
  }

  // MARK: Values

  @Test("An error of the server's never has a value of a row in its words")
  func noValues() throws {
    let harness = try PostgresHarness()
    let store = try filled(
      harness,
      "CREATE TABLE cold (id int PRIMARY KEY, nir text UNIQUE, ended date); INSERT INTO cold VALUES (999, 'n7', NULL)"
    )
    let archive = RecordSet(name: "cold", store: "main", table: "cold", key: ["id"])
    #expect {
      _ = try store.begin(
        .archive(into: archive), on: Selection(recordSet: person, predicate: everything), limit: BatchLimit(),
        holds: NoHolds())
    } throws: { error in
      guard case StoreError.constraint(_, _, let constraint) = error else { return false }
      return constraint == "cold_nir_key" && !"\(error)".contains("n7")
    }
    let missing = try store.examine(person, key: ["12x"], predicates: [], events: [], holds: NoHolds())
    #expect(missing == nil)
  }

  @Test(
    "Dates and moments of the server's own types are due to the day, and what is no day that can be meant is implausible"
  )
  func moments() throws {
    let harness = try PostgresHarness()
    try harness.application("main").run(
      script: """
        CREATE TABLE event (id int PRIMARY KEY, d date, t timestamp, z timestamptz, e bigint, n numeric);
        INSERT INTO event VALUES
          (1, '2020-06-30', '2020-06-30 23:59:59.999999', '2020-06-30 21:59:59.999999+00', 1593554399, 1593554399.75),
          (2, '2020-07-01', '2020-07-01 00:00:00', '2020-06-30 22:00:00+00', 1593554400, 1593554400),
          (3, 'infinity', 'infinity', 'infinity', 99999999999, 'NaN'),
          (4, '-infinity', '-infinity', '-infinity', -99999999999, '-Infinity'),
          (5, '0044-03-15 BC', '0044-03-15 12:00:00 BC', '0044-03-15 12:00:00+00 BC', NULL, NULL),
          (6, NULL, NULL, NULL, NULL, NULL)
        """)
    let store = try harness.open("main")
    let set = RecordSet(name: "event", store: "main", table: "event", key: ["id"])
    let paris = try CivilTime.TimeZone(identifier: "Europe/Paris")
    let day = try #require(CivilDate("2020-06-30"))
    let today = try #require(CivilDate("2026-11-24"))
    for (column, encoding) in [
      ("d", EventColumn.Encoding.date), ("t", .timestamp(zone: paris)), ("z", .timestamp(zone: paris)),
      ("e", .epochSeconds),
      ("n", .epochSeconds),
    ] {
      let event = EventColumn(column: column, encoding: encoding)
      let plausible = PlausibleDays(of: event, today: today, zone: paris)
      func count(_ test: EventTest) throws -> Int {
        try store.tally(Selection(recordSet: set, predicate: .event(event, test)), holds: NoHolds()).count
      }
      let odd = ["e", "n"].contains(column) ? 2 : 3
      #expect(try count(.reached(.day(day), plausible, zone: paris)) == 1, "\(column)")
      #expect(try count(.plausible(plausible)) == 2, "\(column)")
      #expect(try count(.implausible(plausible)) == odd, "\(column)")
      #expect(try count(.missing) == 4 - odd, "\(column)")
      let tally = try store.tally(
        Selection(recordSet: set, predicate: .event(event, .plausible(plausible)), orderedBy: event),
        holds: NoHolds())
      #expect(
        tally.oldest?.description.hasPrefix("2020-06-30") == true,
        "\(column): \(String(describing: tally.oldest))")
      let examined = try store.examine(set, key: ["3"], predicates: [], events: [event], holds: NoHolds())
      #expect(examined?.events.count == 1)
    }
  }

  @Test(
    "Keys of every type come back whole, and find their rows again",
    arguments: [
      ("uuid", "gen_random_uuid()"), ("numeric(30, 4)", "12345678901234567890.1234 + i"),
      ("bytea", "decode(md5(i::text), 'hex')"),
      ("char(12)", "'k' || i"), ("date", "DATE '2001-01-01' + i"),
      ("timestamptz", "now() + i * interval '1 us'"), ("boolean", "i = 1"),
      ("inet", "'10.0.0.0'::inet + i"), ("double precision", "i / 3.0"),
      ("text", "repeat('é\"{},\\NULL ', i)"), ("smallint", "i - 2"),
      ("mood", "(ARRAY['sad', 'glad'])[i]::mood"), ("name_of", "('x' || i)::name_of"),
      ("interval", "i * interval '1 day 3 seconds'"),
    ])
  func keys(type: String, value: String) throws {
    let harness = try PostgresHarness()
    let rows = type == "boolean" || type == "mood" ? 2 : 5
    try harness.application("main").run(
      script: #"""
        CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE DOMAIN name_of AS varchar(20) CHECK (value <> '');
        CREATE TABLE "Odd ""table""" ("Select" \#(type) PRIMARY KEY, "the subject" text, v json, x xml, g int GENERATED ALWAYS AS (3) STORED,
          n int GENERATED ALWAYS AS IDENTITY);
        INSERT INTO "Odd ""table""" SELECT \#(value), 's' || i, '{"a": 1}', '<a/>' FROM generate_series(1, \#(rows)) i;
        CREATE TABLE cold (LIKE "Odd ""table""" INCLUDING ALL);
        """#)
    let store = try harness.open("main")
    let set = RecordSet(
      name: "odd", store: "main", table: "Odd \"table\"", key: ["Select"], subject: "the subject")
    let cold = RecordSet(name: "cold", store: "main", table: "cold", key: ["Select"])
    #expect(
      try store.describe(
        set,
        use: SchemaUse(deletes: true, changedColumns: [], archive: cold, readColumns: ["Select"], events: [])
      ).refusals == [])
    let page = try store.keys(of: set, after: nil, count: 1)
    let rest = try store.keys(of: set, after: Array(page[0]), count: 10)
    #expect(page.count == 1 && rest.count == rows - 1)
    // A hold makes the batch go by keys; nobody has that name.
    let batch = try #require(
      try store.begin(
        .archive(into: cold), on: Selection(recordSet: set, predicate: .always), limit: BatchLimit(),
        holds: AskedHolds.nobody()))
    #expect(batch.keys.count == rows && batch.setAside.isEmpty)
    try batch.commit()
    #expect(try store.fate(of: .delete, on: set, keys: batch.keys) == .committed)
    #expect(try store.presentKeys(batch.keys, in: cold).count == rows)
    #expect(try store.removeCopies(of: batch.keys, from: cold) == rows)
  }

  @Test("A column too short for its pseudonym, or of a type that takes no text, is refused before the run")
  func tooNarrow() throws {
    let harness = try PostgresHarness()
    let store = try filled(
      harness, "; ALTER TABLE person ALTER nir TYPE varchar(35), ADD n bigint, ADD d date, ADD u uuid")
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
    #expect(try refusals(ChangedColumn(column: "u", length: 36)).isEmpty)
    for (column, content) in [("n", ChangedColumn.Content.text), ("d", .text), ("u", .text), ("d", .number)] {
      let found = try refusals(ChangedColumn(column: column, content: content))
      #expect(found.count == 1 && "\(found[0])".contains("cannot take"))
    }
  }

  @Test("Partitioned tables and tables of inheritance give each row once, whichever part it lies in")
  func partitions() throws {
    let harness = try PostgresHarness()
    try harness.application("main").run(
      script: """
        CREATE TABLE person (id int, nir text, ended date, PRIMARY KEY (id, ended)) PARTITION BY RANGE (ended);
        CREATE TABLE old PARTITION OF person FOR VALUES FROM ('2000-01-01') TO ('2001-02-01');
        CREATE TABLE young PARTITION OF person FOR VALUES FROM ('2001-02-01') TO ('2030-01-01');
        INSERT INTO person SELECT i, 'n' || i, DATE '2001-01-01' + i FROM generate_series(1, 60) i
        """)
    let set = RecordSet(name: "person", store: "main", table: "person", key: ["id", "ended"])
    let store = try harness.open("main")
    #expect(try store.describe(set, use: use).refusals == [])
    var taken = 0
    while let batch = try store.begin(
      .delete, on: Selection(recordSet: set, predicate: .always), limit: BatchLimit(rows: 25),
      holds: NoHolds())
    {
      taken += batch.keys.count
      try batch.commit()
    }
    #expect(taken == 60)
    #expect(try store.rowCount(of: set) == 0)
  }
}
