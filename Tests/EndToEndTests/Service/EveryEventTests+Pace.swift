import Foundation
import MariaDB
import PostgreSQL
import TestServers
import Testing

extension EveryEventTests {
  private static let person = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """

  static let paceScenarios = [
    Scenario("a disk that never has the room that is asked for", ["pace-waits", "pace-ended", "run-stopped"])
    {
      events, _ in
      let file = #""path": "main.sqlite""#
      let pace = #"\#(file), "pace": {"freeBytes": 9007199254740991, "longestWait": "PT1S"}"#
      try events.run(people(stores: { $0.replacing(file, with: pace) }))
    },
    Scenario("others whose statement ends after a while", ["pace-waits", "pace-waited", "run-complete"]) {
      events, _ in
      let server = try PostgresServer()
      let application = try server.connect()
      try application.run(
        script: """
          CREATE TABLE person (id int PRIMARY KEY, nir text NOT NULL, ended date);
          CREATE INDEX ON person (ended); INSERT INTO person VALUES (1, 'a', '2015-01-01')
          """)
      let small = try SmallConfiguration(
        store: #"""
          {"engine": "postgresql", "host": "\#(server.folder)", "database": "postgres", "user": "tester", "pace": {"running": 0}}
          """#, recordSets: person)
      let handed = Handed(connection: application)
      PacedRuns.later(0) { try handed.connection.run(script: "SELECT pg_sleep(6)") }
      Thread.sleep(forTimeInterval: 0.3)
      try events.run(small)
    },
    Scenario("a heartbeat without its table", ["pace-blind"]) { events, _ in
      let server = try MariaDBServer()
      let application = try server.connect()
      for statement in [
        "CREATE DATABASE paced",
        "CREATE TABLE paced.person (id INT PRIMARY KEY, nir VARCHAR(20) NOT NULL, ended DATE, KEY (ended))",
        "INSERT INTO paced.person VALUES (1, 'a', '2015-01-01')",
      ] { try application.run(statement) }
      let beat = #"{"table": "heartbeat", "replicas": [{"host": "/nowhere/socket"}]}"#
      let small = try SmallConfiguration(
        store: #"""
          {"engine": "mariadb", "host": "\#(server.socket)", "database": "paced", "user": "root", "pace": {"heartbeat": \#(beat)}}
          """#, recordSets: person)
      try events.run(small)
    },
  ]
}
