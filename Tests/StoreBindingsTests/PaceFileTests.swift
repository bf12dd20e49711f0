import Foundation
import JSONText
import OutsideOracles
import RecordStores
import TestNames
import Testing

@testable import StoreBindings

/// What a stores file says of the pace.
@Suite struct PaceFileTests {
  private static let sqlite = #""engine": "sqlite", "path": "/srv/rights.sqlite""#

  private func pace(_ store: String, _ pace: String?) throws -> PaceSettings {
    let text = try StoresFileTests.example().replacing(
      Self.sqlite, with: store + (pace.map { ", \"pace\": {\($0)}" } ?? ""))
    let loaded = try StoresFileTests.load(text)
    #expect(loaded.problems.isEmpty, "\(loaded.problems.map(\.description))")
    #expect(try JSONSchema.accepts([text], under: "stores.schema.json") == [true])
    return try #require(loaded.bindings?.stores.first { $0.name == "rights" }?.pace)
  }

  private static let postgresql = #""engine": "postgresql", "database": "d""#
  private static let mariadb = #""engine": "mariadb", "database": "d""#

  @Test("By itself a pace minds what is trouble anywhere, and no load", arguments: [nil, ""])
  func standard(_ members: String?) throws {
    let file = try pace(Self.sqlite, members)
    #expect(file.batchSeconds == 0.25 && file.freeShare == 0 && file.rowsPerSecond == nil)
    #expect(file.observables == [.keptLog] && file.keptLogBytes == 256 << 20 && file.freeBytes == 16 << 20)
    #expect(file.freePath == "/srv/rights.sqlite" && file.longestWait == 600 && !file.seesLocks)
    let postgresql = try pace(Self.postgresql, members)
    #expect(postgresql.observables == [.replicas] && postgresql.lagSeconds == 10 && postgresql.seesLocks)
    #expect(postgresql.freeBytes == nil && postgresql.keptLogBytes == nil)
    let mariadb = try pace(Self.mariadb, members)
    // Without a heartbeat nobody sees them.
    #expect(mariadb.observables.isEmpty && mariadb.lagSeconds == 10 && mariadb.seesLocks)
  }

  @Test("Each member is read, and false takes a limit away")
  func members() throws {
    let all = try pace(
      Self.postgresql,
      """
      "batchSeconds": 0.1, "free": 0.5, "rowsPerSecond": 2000, "lagSeconds": 2.5, "running": 20, "slowdown": 4,
      "logBytesPerSecond": 1000000, "keptLogBytes": 5000, "freeBytes": 7, "freePath": "/srv", "longestWait": "PT3M"
      """)
    #expect(all.batchSeconds == 0.1 && all.freeShare == 0.5 && all.rowsPerSecond == 2_000)
    #expect(all.lagSeconds == 2.5 && all.running == 20 && all.slowdown == 4)
    #expect(all.logBytesPerSecond == 1_000_000 && all.keptLogBytes == 5_000)
    #expect(all.freeBytes == 7 && all.freePath == "/srv" && all.longestWait == 180)
    #expect(all.observables == [.replicas, .keptLog, .load, .logVolume, .answer])
    #expect(try pace(Self.postgresql, #""lagSeconds": false"#).observables.isEmpty)
    let file = try pace(Self.sqlite, #""keptLogBytes": false, "freeBytes": false"#)
    #expect(file.observables.isEmpty && file.freeBytes == nil)
    let beat = try pace(
      Self.mariadb,
      #""heartbeat": {"table": "ops.beat", "replicas": [{"host": "a"}, {"host": "b", "port": 3307}]}"#)
    #expect(beat.observables == [.replicas])
    #expect(beat.heartbeat?.table == "ops.beat" && beat.heartbeat?.replicas.map(\.port) == [nil, 3_307])
  }

  @Test("A number of rows that somebody wrote is the ceiling; without one the pace has its own")
  func ceiling() throws {
    let example = try StoresFileTests.example()
    let written = try #require(try StoresFileTests.load(example).bindings?.recordSets)
    let person = try #require(written.first { $0.recordSet.name == "person" })
    #expect(person.batch.rows == 1_000 && person.batch.growsTo == nil)
    #expect(written.filter { $0.recordSet.name != "person" }.allSatisfy { $0.batch.growsTo == 10_000 })
    let without = example.replacing(
      #""batch": {"rows": 1000, "seconds": 10}"#, with: #""batch": {"seconds": 10}"#)
    let bindings = try #require(try StoresFileTests.load(without).bindings)
    #expect(bindings.recordSets.allSatisfy { $0.batch.growsTo == 10_000 && $0.batch.rows == 1_000 })
  }

  @Test("The schema has the pace of each engine with the members of the loader, and no others")
  func joined() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../docs/schemas/stores.schema.json")
    let root = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    let definitions = try #require(root["$defs"] as? [String: Any])
    for (name, engine) in [
      ("paceOfFile", EngineWord.sqlite), ("paceOfDocuments", .documents),
      ("paceOfPostgreSQL", .server(.postgresql)), ("paceOfMariaDB", .server(.mariadb)),
    ] {
      let definition = try #require(definitions[name] as? [String: Any])
      let members = try #require(definition["properties"] as? [String: Any])
      #expect(Set(members.keys) == Set(engine.paceMembers))
    }
  }
}
