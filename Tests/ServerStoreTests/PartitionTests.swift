import CivilTime
import MariaDB
import PostgreSQL
import RecordStores
import StoreConformance
import TestNames
import Testing
import Words

/// Partitions that go whole, on both real servers.
@Suite struct PartitionTests {
  private let person = RecordSet(
    name: "person", store: "main", table: "person", key: ["id"], subject: "nir", dropsPartitions: true)
  private let use = SchemaUse(
    deletes: true, changedColumns: [], archive: nil, readColumns: ["id"], events: [])

  /// Everything up to a number, which are in the order of their months.
  private func selection(upTo last: Int, _ set: RecordSet? = nil) -> Selection {
    Selection(
      recordSet: set ?? person,
      predicate: .compare(column: "id", .lessOrEqual, .integer(Int64(last))))
  }

  private func begin(
    _ store: any RecordStore, _ selection: Selection, holds: any HoldTest = NoHolds()
  ) throws -> (any StoreBatch)? {
    try store.begin(.delete, on: selection, limit: BatchLimit(rows: 10), holds: holds)
  }

  /// Batch after batch: each one's partition, where it is one, and its number of keys.
  private func purge(
    _ store: any RecordStore, _ selection: Selection, holds: any HoldTest = NoHolds()
  ) throws -> [(partition: String?, count: Int)] {
    var selection = selection
    var batches: [(partition: String?, count: Int)] = []
    while let batch = try begin(store, selection, holds: holds), batches.count < 50 {
      try batch.commit()
      selection.after = batch.position ?? selection.after
      batches.append((batch.partition, batch.keys.count))
    }
    return batches
  }

  @Test("PostgreSQL: what was changed in a partition just before is not held against its drop")
  func changedJustBefore() throws {
    let server = try PartitionServer.postgresql.filled()
    let store = try server.open()
    let byRows = RecordSet(name: "person", store: "main", table: "person", key: ["id"], subject: "nir")
    // The server adds up what is less than a second old.
    for _ in 0..<2 {
      try store.begin(
        .delete, on: selection(upTo: 130, byRows), limit: BatchLimit(rows: 3), holds: NoHolds())?.commit()
    }
    let batch = try #require(try begin(store, selection(upTo: 130)))
    #expect(batch.partition == "p1" && batch.keys.count == 24)
    try batch.commit()
  }

  @Test(
    "A partition whose rows depend on others goes by rows while a hold is in force",
    arguments: PartitionServer.allCases)
  func dependingRows(kind: PartitionServer) throws {
    let parent = RecordSet(
      name: "people", store: "main", table: "person", key: ["id"],
      dependents: [
        Dependent(table: "person", references: [.init(column: "id", parentColumn: "id")])
      ])
    let set = person.with(ancestry: Ancestry([parent]))
    for isHeld in [true, false] {
      let server = try kind.filled()
      let store = try server.open()
      let holds = PlacedHolds(isHeld ? .init(records: ["people": [105]]) : .init(), in: set)
      let batches = try purge(store, selection(upTo: 130, set), holds: holds)
      #expect(batches.reduce(0) { $0 + $1.count } == (isHeld ? 29 : 30), "\(batches)")
      #expect(batches.contains { $0.partition != nil } == !isHeld, "\(batches)")
      #expect(try server.partitions().contains("p1") == isHeld)
    }
  }

  @Test(
    "A partition of a table that is in another schema or database goes as well",
    arguments: PartitionServer.allCases)
  func placedTable(kind: PartitionServer) throws {
    let server = try kind.filled()
    let place = try #require(server.postgres?.schema("main") ?? server.mariaDB?.database("main"))
    let set = RecordSet(
      name: "person", store: "second", table: "\(place).person", key: ["id", "ended"], dropsPartitions: true)
    let store = try #require(try server.postgres?.open("second") ?? server.mariaDB?.open("second"))
    let use = SchemaUse(
      deletes: true, changedColumns: [], archive: nil, readColumns: ["id"], events: [])
    #expect(try store.describe(set, use: use).refusals == [])
    let batch = try #require(
      try store.begin(
        .delete, on: Selection(recordSet: set, predicate: .compare(column: "id", .less, .integer(200))),
        limit: BatchLimit(), holds: NoHolds()))
    #expect(batch.partition?.hasSuffix("p1") == true && batch.keys.count == 30)
    try batch.commit()
    #expect(try server.partitions().sorted() == ["later", "p2", "p3"])
  }

  @Test(
    "A partition of which every row is due goes in one step with the keys of all, and of another the due rows go",
    arguments: PartitionServer.allCases)
  func whole(kind: PartitionServer) throws {
    let server = try kind.filled()
    let store = try server.open()
    _ = try store.describe(person, use: use)
    let batches = try purge(store, selection(upTo: 310))
    #expect(batches.map(\.partition) == ["p1", "p2", nil])
    #expect(batches.map(\.count) == [30, 30, 10])
    #expect(try server.partitions() == ["later", "p3"])
    #expect(try server.ids() == Array(311...330) + Array(501...510))
  }

  @Test(
    "The keys of a dropped partition are those of its rows, and tell before and after whether it was committed",
    arguments: PartitionServer.allCases)
  func fate(kind: PartitionServer) throws {
    let server = try kind.filled()
    let store = try server.open()
    let undone = try #require(try begin(store, selection(upTo: 130)))
    #expect(undone.partition == "p1")
    #expect(
      (0..<undone.keys.count).compactMap { undone.keys.values(at: $0)?.first }
        == (101...130).map { .integer($0) })
    undone.rollback()
    #expect(try server.ids().count == 100)
    #expect(try store.fate(of: .delete, on: person, keys: undone.keys) == .notCommitted)
    let done = try #require(try begin(store, selection(upTo: 130)))
    #expect(done.partition == "p1" && done.keys.bytes == undone.keys.bytes)
    let name = try done.transactionName()
    try done.commit()
    #expect(try store.fate(of: .delete, on: person, keys: done.keys) == .committed)
    #expect(try name.map { try store.fate(ofTransaction: $0) } ?? .committed == .committed)
  }

  @Test("Nobody sees anything of it before the commit", arguments: PartitionServer.allCases)
  func invisible(kind: PartitionServer) throws {
    let server = try kind.filled()
    var store: (any RecordStore)? = try server.open()
    var batch = try begin(try #require(store), selection(upTo: 130))
    #expect(batch?.partition == "p1")
    // The connection is gone without a commit, as where the process dies.
    batch = nil
    store = nil
    #expect(try server.ids().count == 100)
    #expect(try server.partitions() == ["later", "p1", "p2", "p3"])
  }

  @Test(
    "Where one row is held the partition goes by rows, and the held row stays",
    arguments: PartitionServer.allCases)
  func held(kind: PartitionServer) throws {
    let server = try kind.filled()
    let batches = try purge(try server.open(), selection(upTo: 230), holds: AskedHolds { $0 == "n117" })
    #expect(batches.compactMap(\.partition) == ["p2"])
    #expect(batches.reduce(0) { $0 + $1.count } == 59)
    #expect(try server.ids() == [117] + Array(301...330) + Array(501...510))
  }

  @Test(
    "A row that comes between the first look and the lock is seen, and stays",
    arguments: PartitionServer.allCases)
  func late(kind: PartitionServer) throws {
    let server = try kind.filled()
    var hasCome = false
    let batches = try purge(
      try server.open(), selection(upTo: 130),
      holds: AskedHolds { _ in
        if !hasCome { try server.run("INSERT INTO person VALUES (999, 'n999', '2001-01-15')") }
        hasCome = true
        return false
      })
    #expect(batches.compactMap(\.partition) == [])
    #expect(batches.reduce(0) { $0 + $1.count } == 30)
    #expect(try server.ids().contains(999) && server.ids().count == 71)
    #expect(try server.partitions().contains("p1"))
  }

  /// Tells if a batch is one of rows, which it takes back.
  private func expectRows(_ batch: (any StoreBatch)?) throws -> Bool {
    let batch = try #require(batch)
    defer { batch.rollback() }
    let keys = (0..<batch.keys.count).compactMap { batch.keys.values(at: $0)?.first }
    return batch.partition == nil && keys.count >= 9 && !keys.contains(.integer(105))
  }

  @Test(
    "A partition that an application works on goes by rows, without those that it has locked",
    arguments: PartitionServer.allCases)
  func locked(kind: PartitionServer) throws {
    let server = try kind.filled()
    let change = "UPDATE person SET nir = 'x' WHERE id = 105"
    let store = try server.open()
    // Somebody is held, though not here.
    let holds = AskedHolds.nobody()
    if let postgres = server.postgres {
      let application = try postgres.application("main")
      try application.run(script: "BEGIN; \(change)")
      #expect(try expectRows(begin(store, selection(upTo: 130), holds: holds)))
      try application.run(script: "ROLLBACK")
    } else {
      let application = try #require(server.mariaDB).application("main")
      try application.run("START TRANSACTION")
      try application.run(change)
      #expect(try expectRows(begin(store, selection(upTo: 130), holds: holds)))
      try application.run("ROLLBACK")
    }
    #expect(try purge(store, selection(upTo: 130)).count == 3)
    #expect(try server.ids().count == 70)
  }

  @Test(
    "Where rows may come that belong to it a partition is emptied in one step, and stays for them",
    arguments: PartitionServer.allCases)
  func emptied(kind: PartitionServer) throws {
    let server = try kind.filled()
    let batches = try purge(try server.open(), selection(upTo: 510))
    #expect(batches.map(\.partition) == ["p1", "p2", "p3", "later"])
    #expect(try server.partitions() == ["later"])
    try server.run("INSERT INTO person VALUES (777, 'n777', '2001-06-01')")
    #expect(try server.ids() == [777])
  }

  @Test(
    "Lists and hashes are emptied and never dropped, since the next row may belong there",
    arguments: PartitionServer.allCases, ["LIST", "HASH"])
  func kinds(kind: PartitionServer, method: String) throws {
    let server = try kind.make()
    if server.postgres != nil {
      let parts =
        method == "LIST"
        ? ["a FOR VALUES IN (0)", "b FOR VALUES IN (1)"]
        : ["a FOR VALUES WITH (MODULUS 2, REMAINDER 0)", "b FOR VALUES WITH (MODULUS 2, REMAINDER 1)"]
      try server.run("CREATE TABLE person (id int, nir text, part int) PARTITION BY \(method) (part)")
      for part in parts {
        try server.run("CREATE TABLE \(part.replacing(" FOR", with: " PARTITION OF person FOR"))")
      }
    } else {
      let parts =
        method == "LIST"
        ? "(PARTITION a VALUES IN (0), PARTITION b VALUES IN (1))" : "PARTITIONS 2"
      try server.run(
        "CREATE TABLE person (id int, nir varchar(20), part int) PARTITION BY \(method) (part) \(parts)")
    }
    try server.run("INSERT INTO person VALUES (1, 'a', 0), (2, 'b', 0), (3, 'c', 1), (4, 'd', 1)")
    let names = try server.partitions()
    let batches = try purge(try server.open(), selection(upTo: 4))
    #expect(
      batches.compactMap(\.partition).count == batches.count && batches.reduce(0) { $0 + $1.count } == 4)
    #expect(try server.partitions() == names && names.count == 2)
    try server.run("INSERT INTO person VALUES (5, 'a', 0), (6, 'b', 1)")
    #expect(try server.ids() == [5, 6])
  }

  @Test(
    "Without the administrator's word rows go one by one, and the check says what would help",
    arguments: PartitionServer.allCases)
  func unasked(kind: PartitionServer) throws {
    let server = try kind.filled()
    let set = RecordSet(name: "person", store: "main", table: "person", key: ["id"], subject: "nir")
    let store = try server.open()
    let described = try store.describe(set, use: use)
    #expect(described.warnings.contains { $0.description.contains("\"partitions\": \"drop\"") })
    #expect(try store.describe(person, use: use).warnings.isEmpty)
    #expect(try purge(store, selection(upTo: 130, set)).allSatisfy { $0.partition == nil })
    #expect(try server.partitions() == ["later", "p1", "p2", "p3"])
  }

  @Test("A table without partitions is refused, with what to do", arguments: PartitionServer.allCases)
  func plain(kind: PartitionServer) throws {
    let server = try kind.make()
    try server.run("CREATE TABLE person (id int PRIMARY KEY, nir varchar(20), ended date)")
    let findings = try server.open().describe(person, use: use).refusals.map(\.description)
    #expect(
      findings == [
        "person: \"partitions\" is \"drop\", and it is not partitioned: remove \"partitions\", so that rows go one by one"
      ])
  }

  @Test("Parts of parts go whole, too", arguments: PartitionServer.allCases)
  func parts(kind: PartitionServer) throws {
    let server = try kind.make()
    if server.postgres != nil {
      try server.run(
        """
        CREATE TABLE person (id int, nir text, ended date) PARTITION BY RANGE (ended);
        CREATE TABLE y1 PARTITION OF person FOR VALUES FROM ('2001-01-01') TO ('2002-01-01') PARTITION BY RANGE (ended);
        CREATE TABLE y1a PARTITION OF y1 FOR VALUES FROM ('2001-01-01') TO ('2001-07-01');
        CREATE TABLE y1b PARTITION OF y1 FOR VALUES FROM ('2001-07-01') TO ('2002-01-01');
        CREATE TABLE y2 PARTITION OF person FOR VALUES FROM ('2002-01-01') TO ('2099-01-01')
        """)
    } else {
      try server.run(
        """
        CREATE TABLE person (id int, nir varchar(20), ended date) PARTITION BY RANGE (YEAR(ended)) SUBPARTITION BY HASH (MONTH(ended)) SUBPARTITIONS 2 (
          PARTITION y1 VALUES LESS THAN (2002), PARTITION y2 VALUES LESS THAN (2099))
        """)
    }
    try server.run(
      """
      INSERT INTO person VALUES (1, 'a', '2001-02-01'), (2, 'b', '2001-03-01'), (3, 'c', '2001-08-01'), (4, 'd', '2001-09-01'),
        (5, 'e', '2002-02-01'), (6, 'f', '2002-03-01')
      """)
    let batches = try purge(try server.open(), selection(upTo: 4))
    #expect(batches.compactMap(\.partition) == (kind == .postgresql ? ["y1a", "y1b"] : ["y1"]))
    #expect(try server.ids() == [5, 6])
    // What is dropped must not be the last; and several files are not emptied in one step.
    let rest = try purge(try server.open(), selection(upTo: 6))
    #expect(rest.map(\.partition) == (kind == .postgresql ? ["y2"] : [nil]))
    #expect(try server.ids() == [])
  }
}
