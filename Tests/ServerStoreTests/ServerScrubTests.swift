import Foundation
import MariaDB
import MariaDBStore
import PostgreSQL
import RecordStores
import ServerStores
import TestNames
import TestServers
import Testing

/// What can still be read in the bytes of a server's files, and what is told of it.
@Suite struct ServerScrubTests {
  private let person = RecordSet(name: "person", store: "main", table: "person", key: ["id"])

  /// Files that the rows of the store's tables lie in.
  private func files(_ server: PartitionedServer) throws -> [String] {
    let manager = FileManager.default
    if server.postgres != nil {
      let cluster = try PostgresServer.shared.get().folder + "/cluster/"
      return try server.texts(
        "SELECT pg_relation_filepath(c.oid) FROM pg_class c WHERE relnamespace = current_schema()::regnamespace AND relfilenode > 0"
      ).map { cluster + $0 }
    }
    let harness = try #require(server.mariaDB)
    let folder = try MariaDBServer.shared.get().folder + "/data/" + harness.database("main")
    return try manager.contentsOfDirectory(atPath: folder).map { folder + "/" + $0 }
  }

  private func binaryLogs() throws -> [String] {
    let folder = try MariaDBServer.shared.get().folder + "/data"
    return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("binlog.0") }
      .map { folder + "/" + $0 }
  }

  private func holds(_ marker: String, in files: [String]) throws -> Bool {
    try files.contains { path in
      // A file may go while its folder is read.
      guard FileManager.default.fileExists(atPath: path) else { return false }
      return try Data(contentsOf: URL(filePath: path)).range(of: Data(marker.utf8)) != nil
    }
  }

  /// Has the pages of memory written to their files.
  private func flush(_ server: PartitionedServer) throws {
    if server.postgres != nil { return try server.run("CHECKPOINT") }
    let application = try #require(server.mariaDB).application("main")
    try application.run("FLUSH TABLES person FOR EXPORT")
    try application.run("UNLOCK TABLES")
  }

  @Test(
    "Deleted rows stay readable in a table's files, as is told, and writing it anew takes them out",
    arguments: PartitionServer.allCases)
  func rewritten(kind: PartitionServer) throws {
    let server = try kind.make()
    let marker = "MARKER" + UUID().uuidString.replacing("-", with: "")
    try server.run("CREATE TABLE person (id int PRIMARY KEY, name varchar(200))")
    let rows = (1...2000).map { "(\($0), '\(marker)\($0)')" }.joined(separator: ", ")
    try server.run("INSERT INTO person VALUES \(rows)")
    let others = (5001...7000).map { "(\($0), 'kept\(String(repeating: "k", count: 40))')" }
    try server.run("INSERT INTO person VALUES \(others.joined(separator: ", "))")
    try flush(server)
    let store = try server.open()
    let batch = try #require(
      try store.begin(
        .delete,
        on: Selection(recordSet: person, predicate: .compare(column: "id", .less, .integer(5_000))),
        limit: BatchLimit(rows: 2_000), holds: NoHolds()))
    try batch.commit()
    let told = try store.physicalScrub(of: [person])
    #expect(told.places[0].name == "table files" && !told.places[0].isScrubbed)
    #expect(told.places[0].explanation.contains("retentiond scrub --rewrite main"))
    // What keeps nobody out does not take them out: the promise would be false.
    let freed = try store.scrub([person], ScrubEffort(rewrites: false, dropsLogs: false))
    try flush(server)
    #expect(try !freed.places[0].isScrubbed && holds(marker, in: files(server)))
    let rewritten = try store.scrub([person], ScrubEffort(rewrites: true, dropsLogs: false))
    try flush(server)
    #expect(try rewritten.places[0].isScrubbed && !holds(marker, in: files(server)))
    #expect(try server.ids() == Array(5001...7000))
  }

  /// The people of a table and of what inherits from it, the first half of them deleted.
  private func halved(_ server: PartitionedServer) throws -> any RecordStore {
    let store = try server.open()
    let selection = Selection(
      recordSet: person, predicate: .compare(column: "id", .lessOrEqual, .integer(1_000)))
    let batch = try store.begin(.delete, on: selection, limit: BatchLimit(rows: 2_000), holds: NoHolds())
    try batch?.commit()
    return store
  }

  @Test(
    "PostgreSQL: rows that somebody may still see are not called scrubbed, and those of a child are taken out"
  )
  func keptRows() throws {
    let server = try PartitionServer.postgresql.make()
    let harness = try #require(server.postgres)
    let marker = "MARKER" + UUID().uuidString.replacing("-", with: "")
    try server.run(
      """
      CREATE TABLE person (id int PRIMARY KEY, name varchar(200)); CREATE TABLE heir () INHERITS (person);
      INSERT INTO heir SELECT i, '\(marker)' || i FROM generate_series(1, 2000) i;
      UPDATE heir SET name = 'kept' WHERE id > 1000
      """)
    try server.run("VACUUM FULL heir")
    let watcher = try harness.application("main")
    try watcher.run(script: "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1")
    let store = try halved(server)
    let kept = try store.scrub([person], ScrubEffort(rewrites: true, dropsLogs: false))
    try flush(server)
    #expect(!kept.places[0].isScrubbed && kept.places[0].explanation.contains("a transaction of tester"))
    #expect(try holds(marker, in: files(server)))
    try watcher.run(script: "ROLLBACK")
    let rewritten = try store.scrub([person], ScrubEffort(rewrites: true, dropsLogs: false))
    try flush(server)
    #expect(try rewritten.places[0].isScrubbed && !holds(marker, in: files(server)), "\(rewritten.places[0])")
  }

  @Test("MariaDB: a table that was made in the file that tables share is not called scrubbed")
  func sharedFile() throws {
    let maria = try MariaDBServer()
    let application = try maria.connect()
    for statement in [
      "CREATE DATABASE d", "SET GLOBAL innodb_file_per_table = OFF",
      "CREATE TABLE d.person (id int PRIMARY KEY)",
      "SET GLOBAL innodb_file_per_table = ON",
    ] { try application.run(statement) }
    let store = MariaDBStore.open(
      name: "main", settings: MariaDBSettings(busySeconds: 1, isReadOnly: false, journal: "test")
    ) { () throws(StoreError) in [maria.address("d")] }
    let told = try store.scrub([person], ScrubEffort(rewrites: true, dropsLogs: false))
    #expect(
      !told.places[0].isScrubbed && told.places[0].explanation.contains("person had been made in the file"))
  }

  @Test("The binary log has the deleted rows until it is dropped, which is done only where it is asked for")
  func binaryLog() throws {
    let server = try PartitionServer.mariadb.make()
    let marker = "MARKER" + UUID().uuidString.replacing("-", with: "")
    try server.run("CREATE TABLE person (id int PRIMARY KEY, name varchar(200))")
    try server.run("INSERT INTO person VALUES (1, '\(marker)')")
    let store = try server.open()
    let told = try store.scrub([person], ScrubEffort(rewrites: true, dropsLogs: false))
    let log = try #require(told.places.first { $0.name == "binary log" })
    #expect(!log.isScrubbed && log.explanation.contains("retentiond scrub --purge-binary-logs main"))
    #expect(try holds(marker, in: binaryLogs()))
    let dropped = try store.scrub([person], ScrubEffort(rewrites: false, dropsLogs: true))
    #expect(dropped.places.first { $0.name == "binary log" }?.isScrubbed == true)
    #expect(try !holds(marker, in: binaryLogs()))
  }

  @Test("The files of a partition that went whole are gone", arguments: PartitionServer.allCases)
  func partition(kind: PartitionServer) throws {
    let server = try kind.make()
    try server.makePeople()
    let marker = "MARKER" + UUID().uuidString.replacing("-", with: "").prefix(12)
    try server.run("UPDATE person SET nir = '\(marker)' WHERE id < 200")
    try flush(server)
    #expect(try holds(String(marker), in: files(server)))
    let set = RecordSet(
      name: "person", store: "main", table: "person", key: ["id", "ended"], dropsPartitions: true)
    let batch = try #require(
      try server.open().begin(
        .delete, on: Selection(recordSet: set, predicate: .compare(column: "id", .less, .integer(200))),
        limit: BatchLimit(), holds: NoHolds()))
    #expect(batch.partition == "p1")
    try batch.commit()
    #expect(try !holds(String(marker), in: files(server)))
  }
}
