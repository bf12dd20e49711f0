import Foundation
import MariaDB
import MariaDBStore
import PostgreSQL
import PostgreSQLStore
import RecordStores
import SQLWords
import StoreConformance
import TestNames
import TestServers
import Testing
import Words

@testable import ServerStores

/// Settings of real servers under which a commit might not last, or a connection be what it seems.
@Suite struct ServerSettingsTests {
  private let person = RecordSet(name: "person", store: "main", table: "person", key: ["id"])

  private func begin(_ store: any RecordStore) throws -> (any StoreBatch)? {
    try store.begin(
      .delete, on: Selection(recordSet: person, predicate: .always), limit: BatchLimit(), holds: NoHolds())
  }

  private func postgres(_ server: PostgresServer, user: String = "tester") -> any RecordStore {
    var parameters = server.parameters
    parameters["user"] = user
    return PostgreSQLStore.open(
      name: "main", settings: PostgresSettings(parameters: parameters, busySeconds: 1), isReadOnly: false)
  }

  @Test(
    "A PostgreSQL server that does not sync is refused by that name, and so is a standby; a role's laxer commits are made durable"
  )
  func postgresDurability() throws {
    let server = try PostgresServer(options: ["fsync=off"])
    let application = try server.connect()
    try application.run(
      script: """
        CREATE TABLE person (id int PRIMARY KEY); INSERT INTO person VALUES (1);
        CREATE ROLE lax LOGIN SUPERUSER; ALTER ROLE lax SET synchronous_commit = off
        """)
    #expect { try begin(postgres(server)) } throws: {
      if case StoreError.notDurable(_, "fsync = off", _) = $0 { true } else { false }
    }
    let durable = try PostgresServer()
    try durable.connect().run(
      script: """
        CREATE TABLE person (id int PRIMARY KEY); INSERT INTO person VALUES (1);
        CREATE ROLE lax LOGIN SUPERUSER; ALTER ROLE lax SET synchronous_commit = off
        """)
    let lax = try #require(postgres(durable, user: "lax") as? ServerStore)
    var setting: ColumnValue?
    try lax.engine().query("SHOW synchronous_commit") { setting = $0[0] }
    #expect(setting == .text("on"))
    try durable.becomeStandby()
    #expect { try begin(postgres(durable)) } throws: {
      if case StoreError.notDurable(_, "the server is a standby", _) = $0 { true } else { false }
    }
  }

  @Test("Each setting of MariaDB's under which a commit might not last is refused by its name")
  func mariaDBDurability() throws {
    let server = try MariaDBServer()
    let application = try server.connect()
    for statement in [
      "CREATE DATABASE d", "CREATE TABLE d.person (id int PRIMARY KEY)", "INSERT INTO d.person VALUES (1)",
      "CREATE USER limited@localhost", "GRANT SELECT, DELETE, UPDATE ON d.* TO limited@localhost",
    ] { try application.run(statement) }
    func refusal(user: String = "root") -> String? {
      var address = server.address("d")
      address.user = user
      let made = address
      let store = MariaDBStore.open(
        name: "main", settings: MariaDBSettings(busySeconds: 1, isReadOnly: false, journal: "test")
      ) { () throws(StoreError) in [made] }
      do {
        let batch = try begin(store)
        batch?.rollback()
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(refusal() == nil)
    for (set, back, words) in [
      (
        "innodb_flush_log_at_trx_commit = 2", "innodb_flush_log_at_trx_commit = 1",
        "innodb_flush_log_at_trx_commit is not 1"
      ),
      ("sync_binlog = 0", "sync_binlog = 1", "sync_binlog is not 1"),
      ("binlog_format = 'STATEMENT'", "binlog_format = 'ROW'", "binlog_format is STATEMENT"),
      ("read_only = 1", "read_only = 0", "the server is read-only"),
    ] {
      try application.run("SET GLOBAL \(set)")
      // An account that may write all the same is no reason to.
      for user in ["root", "limited"] {
        #expect(refusal(user: user)?.contains(words) == true, "\(set) \(user)")
      }
      try application.run("SET GLOBAL \(back)")
    }
    #expect(refusal(user: "limited") == nil)
  }

  // MARK: Connections

  @Test(
    "A connection that is lost before the catalogue is asked is a lost connection, and made again",
    arguments: PartitionServer.allCases)
  func lostBeforeCatalogue(kind: PartitionServer) throws {
    let server = try kind.make()
    try server.run("CREATE TABLE person (id int PRIMARY KEY)")
    let store = try #require(try server.open() as? ServerStore)
    var process = ColumnValue.null
    let isPostgres = kind == .postgresql
    try store.engine().query(isPostgres ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()") {
      process = $0[0]
    }
    guard case .integer(let number) = process else { throw ConformanceFailure("no process") }
    try server.run(isPostgres ? "SELECT pg_terminate_backend(\(number))" : "KILL CONNECTION \(number)")
    usleep(200_000)
    let missing = try store.review(Ledger(table: "retentiond_ledger", journal: "test"))
    #expect(missing.count == 1, "\(missing)")
  }

  @Test(
    "Copies are not taken back while a connection that was lost may still commit them",
    arguments: PartitionServer.allCases)
  func lateCopies(kind: PartitionServer) throws {
    let server = try kind.make()
    try server.run("CREATE TABLE person (id int PRIMARY KEY)")
    let person = RecordSet(name: "person", store: "main", table: "person", key: ["id"])
    let first = try server.open()
    let receiving = try first.beginReceiving(into: person)
    try receiving.receive(columns: ["id"], values: [.integer(1)])
    var keys = KeyList()
    keys.append(key: [.integer(1)])
    let second = try server.open()
    #expect {
      _ = try second.removeCopies(of: keys, from: person)
    } throws: {
      if case StoreError.taken = $0 { true } else { false }
    }
    try receiving.commit()
    #expect(try first.removeCopies(of: keys, from: person) == 1)
  }

  // MARK: TLS

  /// Makes certificates with openssl: an authority, and servers' of it and of another.
  private struct Certificates {
    let folder: String

    init() throws {
      folder = "/tmp/retentiond-tls-\(UUID().uuidString.prefix(8))"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for authority in ["ca", "other"] {
        try openssl(
          "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
          "-subj", "/CN=\(authority)",
          "-keyout", "\(folder)/\(authority).key", "-out", "\(folder)/\(authority).pem")
      }
      try make("right", name: "localhost", by: "ca")
      try make("wrong", name: "elsewhere.example", by: "ca")
      try make("foreign", name: "localhost", by: "other")
      try make("expired", name: "localhost", by: "ca", isExpired: true)
    }

    private func make(_ file: String, name: String, by authority: String, isExpired: Bool = false) throws {
      let path = "\(folder)/\(file)"
      try openssl(
        "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=\(name)",
        "-keyout", "\(path).key",
        "-out", "\(path).csr")
      try Data("subjectAltName=DNS:\(name)".utf8).write(to: URL(filePath: "\(path).ext"))
      try openssl(
        "x509", "-req", "-in", "\(path).csr", "-CA", "\(folder)/\(authority).pem", "-CAkey",
        "\(folder)/\(authority).key",
        "-CAcreateserial", "-days", isExpired ? "-1" : "30", "-extfile", "\(path).ext", "-out", "\(path).pem")
    }

    private func openssl(_ arguments: String...) throws {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/openssl")
      process.arguments = arguments
      process.standardError = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      try #require(process.terminationStatus == 0, "openssl \(arguments)")
    }

    func text(_ file: String) throws -> String {
      try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
    }
  }

  /// A port of the loopback interface that nobody has.
  private func freePort() throws -> Int {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port = unsafe withUnsafeMutablePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard unsafe bind(socket, address, length) == 0, unsafe getsockname(socket, address, &length) == 0
        else { return UInt16(0) }
        return unsafe UnsafeRawPointer(address).load(as: sockaddr_in.self).sin_port.bigEndian
      }
    }
    try #require(port > 0)
    return Int(port)
  }

  private static let cases: [(certificate: String?, authority: String, isAccepted: Bool)] = [
    ("right", "ca", true), ("wrong", "ca", false), ("expired", "ca", false), ("foreign", "ca", false),
    (nil, "ca", false),
  ]

  @Test("Over a network PostgreSQL proves by its certificate who it is, or is not spoken to")
  func postgresTLS() throws {
    let certificates = try Certificates()
    defer { try? FileManager.default.removeItem(atPath: certificates.folder) }
    let port = try freePort()
    let server = try PostgresServer(options: ["listen_addresses=localhost", "port=\(port)"])
    // Nobody else in this process names a service.
    let services = "\(certificates.folder)/services"
    try Data("[lax]\nsslmode=prefer\n".utf8).write(to: URL(filePath: services))
    unsafe setenv("PGSERVICEFILE", services, 1)
    for (certificate, authority, isAccepted) in Self.cases {
      var settings = "ssl = off\n"
      if let certificate {
        let files = try (
          server.write(certificates.text("\(certificate).pem"), to: "server.pem"),
          server.write(certificates.text("\(certificate).key"), to: "server.key")
        )
        settings = "ssl = on\nssl_cert_file = '\(files.0)'\nssl_key_file = '\(files.1)'\n"
      }
      _ = try server.write(settings, to: "cluster/postgresql.auto.conf")
      try server.restart()
      // As stores.json gives it, without a word about TLS but for the authority.
      var parameters = [
        "host": "localhost", "port": String(port), "dbname": "postgres", "user": "tester",
        "sslrootcert": "\(certificates.folder)/\(authority).pem",
      ]
      // A service's entry asks for less in vain.
      for service in [nil, "lax"] {
        parameters["service"] = service
        let store = PostgreSQLStore.open(
          name: "main", settings: PostgresSettings(parameters: parameters, busySeconds: 1), isReadOnly: true)
        switch Result(catching: { try store.fate(ofTransaction: "x:y:z") }) {
        case .success: #expect(isAccepted, "\(certificate ?? "plain")")
        case .failure(let error):
          #expect(
            !isAccepted
              && ("\(error)".contains("certificate") || "\(error)".contains("does not support SSL")),
            "\(certificate ?? "plain"): \(error)")
        }
      }
    }
  }

  @Test("Over a network MariaDB proves by its certificate who it is, or is not spoken to")
  func mariaDBTLS() throws {
    let certificates = try Certificates()
    defer { try? FileManager.default.removeItem(atPath: certificates.folder) }
    let port = try freePort()
    let server = try MariaDBServer(options: ["--port=\(port)", "--bind-address=127.0.0.1"])
    let application = try server.connect()
    for host in ["localhost", "127.0.0.1"] {
      try application.run("CREATE USER distant@'\(host)' IDENTIFIED BY 'secret'")
    }
    for (certificate, authority, isAccepted) in Self.cases {
      var options = ["--skip-ssl"]
      if let certificate {
        let files = try ["pem", "key"].map {
          try server.write(certificates.text("\(certificate).\($0)"), to: "server.\($0)")
        }
        options = ["--ssl-cert=\(files[0])", "--ssl-key=\(files[1])"]
      }
      try server.restart(options: options)
      var address = MariaDBAddress(database: "information_schema")
      address.host = "localhost"
      address.port = port
      address.user = "distant"
      address.password = "secret"
      address.isVerified = true
      address.rootCertificate = "\(certificates.folder)/\(authority).pem"
      let made = address
      switch Result(catching: { try MariaDBConnection(made) }) {
      case .success: #expect(isAccepted, "\(certificate ?? "plain")")
      case .failure(let error):
        // By its certificate, and not because nobody is there.
        #expect(!isAccepted && (error as? MariaDBError)?.code == 2026, "\(certificate ?? "plain"): \(error)")
      }
      // An option file asks for less in vain.
      let file = "\(certificates.folder)/options"
      try Data("[lax]\nssl-verify-server-cert=0\nssl-enforce=0\n".utf8).write(to: URL(filePath: file))
      address.optionFile = file
      address.optionGroup = "lax"
      let lax = address
      #expect {
        _ = try MariaDBConnection(lax)
      } throws: {
        ($0 as? MariaDBError)?.code == 2026
      }
    }
  }
}
