import Foundation
import MariaDB
import PostgreSQL
import TestServers
import Testing

/// The ways in which a service gets its password and its server's address, none of which is in stores.json.
@Suite struct ConnectionTests {
  /// Where the account of the store has its password from.
  enum Source: CaseIterable {
    case serviceFile, passwordFile, credential
  }

  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """
  private static let tables = [
    "CREATE TABLE person (id int PRIMARY KEY, ended date)", "CREATE INDEX person_ended ON person (ended)",
    "INSERT INTO person VALUES (1, '2015-01-01')",
  ]

  /// A server that asks its account for a password.
  private static let postgresServer = Result {
    let server = try PostgresServer()
    let connection = try server.connect()
    for sql in ["CREATE ROLE keeper SUPERUSER LOGIN PASSWORD 'a secret'"] + tables {
      try connection.run(script: sql)
    }
    let file = server.folder + "/cluster/pg_hba.conf"
    let trusted = try String(contentsOfFile: file, encoding: .utf8)
    _ = try server.write("local all keeper scram-sha-256\n" + trusted, to: "cluster/pg_hba.conf")
    try server.restart()
    return server
  }

  private static let mariaDBServer = Result {
    let server = try MariaDBServer()
    let connection = try server.connect()
    for sql in [
      "CREATE DATABASE web", "USE web", "GRANT ALL ON *.* TO keeper@localhost IDENTIFIED BY 'a secret'",
    ] + tables { try connection.run(sql) }
    return server
  }

  /// Runs `check` and `plan` as the service would, with the client's files in a folder of its own.
  private func expectConnection(_ store: String, files: [String: String], variables: [String: String]) throws
  {
    let small = try SmallConfiguration(store: store, recordSets: Self.recordSets)
    for (name, content) in files {
      let path = small.folder.appending(path: name).path
      try Data(content.utf8).write(to: URL(filePath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
    let environment = variables.mapValues { name in small.folder.appending(path: name).path }
    let without = try Program(["plan"] + small.files)
    #expect(without.output.contains("REFUSED person"), "\(without)")
    let plan = try Program(["plan"] + small.files, environment: environment)
    #expect(plan.exitCode == 0 && plan.output.contains("person"), "\(plan)")
    let check = try Program(["check"] + small.files, environment: environment)
    #expect(check.exitCode == 0, "\(check)")
    #expect(!"\(without)\(plan)\(check)".contains("secret"))
  }

  @Test("PostgreSQL by a service, a password file and a credential", arguments: Source.allCases)
  func postgres(source: Source) throws {
    let server = try Self.postgresServer.get()
    let named =
      #"{"engine": "postgresql", "host": "\#(server.folder)", "database": "postgres", "user": "keeper""#
    switch source {
    case .serviceFile:
      try expectConnection(
        #"{"engine": "postgresql", "service": "rights"}"#,
        files: [
          "services": "[rights]\nhost=\(server.folder)\ndbname=postgres\nuser=keeper\npassword=a secret\n"
        ], variables: ["PGSERVICEFILE": "services"])
    case .passwordFile:
      try expectConnection(
        named + "}", files: ["passwords": "*:*:postgres:keeper:a secret\n"],
        variables: ["PGPASSFILE": "passwords"])
    case .credential:
      try expectConnection(
        named + #", "password": {"credential": "rights"}}"#, files: ["rights": "a secret\n"],
        variables: ["CREDENTIALS_DIRECTORY": "."])
    }
  }

  @Test(
    "MariaDB by a group of an option file, its password there alone, and a credential",
    arguments: Source.allCases)
  func mariaDB(source: Source) throws {
    let server = try Self.mariaDBServer.get()
    let named = #"{"engine": "mariadb", "host": "\#(server.socket)", "database": "web", "user": "keeper""#
    switch source {
    case .serviceFile:
      try expectConnection(
        #"{"engine": "mariadb", "database": "web", "service": "rights", "tls": "off"}"#,
        files: [".my.cnf": "[rights]\nsocket=\(server.socket)\nuser=keeper\npassword=\"a secret\"\n"],
        variables: ["HOME": "."])
    case .passwordFile:
      try expectConnection(
        named + #", "service": "rights"}"#, files: [".my.cnf": "[rights]\npassword=\"a secret\"\n"],
        variables: ["HOME": "."])
    case .credential:
      try expectConnection(
        named + #", "password": {"credential": "rights"}}"#, files: ["rights": "a secret\n"],
        variables: ["CREDENTIALS_DIRECTORY": "."])
    }
  }
}
