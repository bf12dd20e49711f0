import Foundation
import MariaDB
import MariaDBStore
import RecordStores
import StoreConformance
import TestNames
import TestServers
import Words

/// Databases of their own on a real server, one a store.
final class MariaDBHarness: ServerHarness {
  /// Where the adapter connects, and where the application does.
  private let sockets: (store: String, application: String)
  private let isTwoPhase: Bool
  private let prefix = "s" + UUID().uuidString.lowercased().replacing("-", with: "").prefix(12)
  private var made: Set<String> = []

  init(isTwoPhase: Bool = false) throws {
    let socket = try MariaDBServer.shared.get().socket
    sockets = (socket, socket)
    self.isTwoPhase = isTwoPhase
  }

  /// An application on the first node of a cluster, and the adapter there, too, if no other is named.
  init(cluster: GaleraCluster) {
    sockets = (cluster.socket(0), cluster.socket(0))
    isTwoPhase = false
  }

  deinit {
    for store in made { try? connection("mysql").run("DROP DATABASE \(database(store))") }
    if hasReader { try? connection("mysql").run("DROP USER \(reader)@localhost") }
  }

  func database(_ store: String) -> String { "\(prefix)_\(store)" }

  func address(_ database: String) -> MariaDBAddress {
    MariaDBServer.address(database, at: sockets.store)
  }

  private func connection(_ database: String) throws -> MariaDBConnection {
    try MariaDBConnection(MariaDBServer.address(database, at: sockets.application))
  }

  /// An application's connection to a store.
  func application(_ store: String) throws -> MariaDBConnection {
    if made.insert(store).inserted { try connection("mysql").run("CREATE DATABASE \(database(store))") }
    return try connection(database(store))
  }

  func quoted(_ name: String) -> String { "`" + name.replacing("`", with: "``") + "`" }

  let textType = "varchar(200)"

  private func parameter(_ value: ColumnValue) -> MariaDBConnection.Value {
    switch value {
    case .null: .null
    case .integer(let number): .integer(number)
    case .real(let number): .real(number)
    case .text(let text): .bytes(Array(text.utf8), isText: true)
    case .rawText(let blob), .blob(let blob): .bytes(blob, isText: false)
    }
  }

  func insert(_ rows: [[ColumnValue]], into table: String, in store: String) throws {
    let application = try application(store)
    for row in rows {
      let marks = row.map { _ in "?" }.joined(separator: ", ")
      try application.execute("INSERT INTO \(quoted(table)) VALUES (\(marks))", row.map(parameter))
    }
  }

  func rows(of table: ConformanceTable, in store: String) throws -> [[ColumnValue]: [ColumnValue]] {
    try rows(of: table) { query, each in
      try application(store).query(query) { found in
        each(
          table.columns.indices.map { place -> ColumnValue in
            switch found.value(place) {
            case .null: .null
            case .integer(let number): .integer(number)
            case .large(let number): .text(String(number))
            case .real(let number): .real(number)
            case .text(let text): .text(text)
            case .rawText(let bytes): .text(of: bytes)
            case .bytes(let bytes): .blob(bytes)
            }
          })
      }
    }
  }

  func update(
    _ table: ConformanceTable, key: ColumnValue, set column: String, to value: ColumnValue, in store: String
  ) throws {
    try application(store).execute(
      "UPDATE \(quoted(table.name)) SET \(quoted(column)) = ? WHERE \(quoted(table.key[0])) = ?",
      [parameter(value), parameter(key)])
  }

  let subjectColumns: [SubjectColumn] = [
    SubjectColumn("text CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci", .text()),
    SubjectColumn("varchar(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", .text()),
    SubjectColumn("char(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci", .text()),
    SubjectColumn("varchar(80) CHARACTER SET utf16", .text()),
    SubjectColumn("varchar(80) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci", .text(bits: 16)),
    SubjectColumn("varchar(80) CHARACTER SET latin1 COLLATE latin1_swedish_ci", .text(bits: 8)),
    SubjectColumn("char(80) CHARACTER SET latin1 COLLATE latin1_bin", .text(bits: 8)),
    SubjectColumn("char(80) CHARACTER SET ascii", .text(bits: 7)),
    SubjectColumn("integer", .small), SubjectColumn("integer(12) zerofill", .small),
    SubjectColumn("bigint", .integer), SubjectColumn("bigint unsigned", .integer),
    SubjectColumn("numeric(15,0)", .integer), SubjectColumn("numeric(17,2)", .integer),
    SubjectColumn("numeric(17,2) zerofill", .integer), SubjectColumn("float", .single),
    SubjectColumn("double", .double), SubjectColumn("double zerofill", .double), SubjectColumn("uuid", .uuid),
    SubjectColumn("binary(16)", .uuidBytes), SubjectColumn("varbinary(80)", .uuidBytes),
    SubjectColumn("varbinary(80)", .bytes), SubjectColumn("binary(80)", .bytes),
    SubjectColumn("blob", .bytes),
  ]

  let rawBytes: (type: String, literal: String) = ("varbinary(80)", "x'…'")

  func run(_ sql: String, in store: String) throws { try application(store).run(sql) }

  func makeLedger(_ table: String, in store: String) throws {
    try application(store).run(
      """
      CREATE TABLE \(table) (journal varchar(255) NOT NULL, batch varchar(64) NOT NULL, at varchar(40) NOT NULL,
      PRIMARY KEY (journal, batch)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
      """)
  }

  func open(_ store: String, busySeconds: Double) throws -> any RecordStore {
    try open(store, on: sockets.store, isTwoPhase: isTwoPhase, busySeconds: busySeconds)
  }

  func makeTrigger(on table: String, deletingFrom other: String, in store: String) throws {
    try application(store).run(
      "CREATE TRIGGER aside AFTER DELETE ON \(table) FOR EACH ROW DELETE FROM \(other)")
  }

  func lock(_ table: ConformanceTable, in store: String) throws -> () throws -> Void {
    let connection = try application(store)
    try connection.run("LOCK TABLES \(quoted(table.name)) WRITE")
    return { try connection.run("UNLOCK TABLES") }
  }

  private static let lax = Result {
    let server = try MariaDBServer(options: ["--innodb-flush-log-at-trx-commit=2"])
    try server.connect().run("CREATE DATABASE lax")
    return server
  }

  var laxStore: Means<() throws -> any RecordStore> {
    .has {
      let address = MariaDBServer.address("lax", at: try Self.lax.get().socket)
      return MariaDBStore.open(
        name: StoreName("main"),
        settings: MariaDBSettings(busySeconds: 1, isReadOnly: false, journal: "conformance")
      ) { () throws(StoreError) in [address] }
    }
  }

  private var reader: String { "\(prefix)_reader" }
  private var hasReader = false

  var readingAccount: Means<(ConformanceTable, String) throws -> any RecordStore> {
    .has { [self] table, store in
      let application = try application(store)
      try application.run("CREATE USER \(reader)@localhost")
      hasReader = true
      try application.run("GRANT SELECT ON \(database(store)).\(quoted(table.name)) TO \(reader)@localhost")
      var address = address(database(store))
      address.user = reader
      let reading = address
      return MariaDBStore.open(
        name: StoreName(store),
        settings: MariaDBSettings(busySeconds: 1, isReadOnly: false, journal: "conformance")
      ) { () throws(StoreError) in [reading] }
    }
  }

  let hasClock = true

  /// A node may be behind another for a moment: tables are waited for.
  private func waitForTables(of store: String, on address: MariaDBAddress) throws {
    let query = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '\(database(store))'"
    func count(_ connection: MariaDBConnection) throws -> Int64 {
      var count: Int64 = 0
      try connection.query(query) { if case .integer(let number) = $0.value(0) { count = number } }
      return count
    }
    let (here, there) = try (MariaDBConnection(address), connection("mysql"))
    for _ in 0..<600 where try count(here) < count(there) { usleep(50_000) }
  }

  func open(
    _ store: String, on socket: String, isTwoPhase: Bool = false, busySeconds: Double = 1
  ) throws -> any RecordStore {
    // The database is there even where a case makes no table in it.
    _ = try application(store)
    var address = address("mysql")
    address.socket = socket
    if socket != sockets.application { try waitForTables(of: store, on: address) }
    address.database = database(store)
    let settings = MariaDBSettings(
      busySeconds: busySeconds, isReadOnly: false, isTwoPhase: isTwoPhase, journal: "conformance")
    let addresses = [address]
    return MariaDBStore.open(name: StoreName(store), settings: settings) { () throws(StoreError) in addresses
    }
  }
}
