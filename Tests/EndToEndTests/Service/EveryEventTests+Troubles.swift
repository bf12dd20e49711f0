import AuditJournal
import Foundation
import OutsideOracles
import Purging
import SQLite
import StoreBindings
import Testing
import TransparencyLog

@testable import retentiond

// MARK: Rows that are left

extension EveryEventTests {
  static let rowScenarios = [
    Scenario(
      "rows that an archive refuses", ["run-incomplete", "batch-retried", "row-set-aside"]
    ) { events, _ in
      try events.run(refusingArchive())
    },
    Scenario(
      "rows that cannot be judged, and a record set that is wrong",
      ["record-set-unjudged", "rows-unjudged", "record-set-refused", "hold-doubtful"]
    ) { events, _ in
      let odd = (1...20).map { "(\($0), '\($0 <= 10 ? "1601-01-01" : "2015-01-01")')" }.joined(
        separator: ", ")
      let small = try SmallConfiguration(
        content: content("u", "(1, '1601-01-01')") + content("v", odd) + content("w", "(1, 'old')"),
        recordSets: ["u", "v", "w"].map { recordSet($0) }.joined(separator: ","))
      try execute(small, "ALTER TABLE w RENAME COLUMN ended TO finished")
      try program(
        [
          "hold", "add", "--record-set", "w", "--reference", "A", "--reason", "suit", "--review",
          "2020-01-01",
        ],
        small)
      try events.run(small)
    },
    Scenario("rules that disagree on a row's end", ["conflict"]) { events, _ in
      let rules = """
        {"timeZone": "Europe/Paris", "domains": [{"id": "rights", "title": {"fr": "Droits", "en": "Rights"},
          "events": {"ended": {"fr": "Fin", "en": "End"}, "reported": {"fr": "Alerte", "en": "Report"}},
          "rules": [
            {"id": "short", "title": {"fr": "Court", "en": "Short"}, "source": "test", "trigger": "ended",
             "period": "P1Y", "stages": [{"action": "delete", "at": "period"}]},
            {"id": "long", "title": {"fr": "Long", "en": "Long"}, "source": "test", "trigger": "reported", "period": "P90Y",
             "stages": [{"action": "delete", "at": "period"}]}]}]}
        """
      let small = try SmallConfiguration(
        content:
          "CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT, reported TEXT); CREATE INDEX t_ended ON t (ended); CREATE INDEX t_reported ON t (reported); INSERT INTO t VALUES (1, 'old', 'old');",
        recordSets: """
          "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"],
            "events": {"ended": {"column": "ended", "as": "date"}, "reported": {"column": "reported", "as": "date"}}}
          """, rules: rules)
      try events.run(small)
    },
    Scenario("rows of which too few are alike", ["rows-too-few"]) { events, _ in
      try events.run(tooFewAlike())
    },
    Scenario("a row that somebody has locked", ["rows-locked"]) { events, _ in
      let small = try SmallConfiguration(
        content: content("t", "(1, 'old'), (2, 'old')"), recordSets: recordSet("t"), on: .postgresql)
      let application = try #require(try small.copy?.another())
      try application.run("START TRANSACTION")
      try application.run("SELECT id FROM t WHERE id = 1 FOR UPDATE")
      try events.run(small)
      try application.run("ROLLBACK")
    },
  ]
}

// MARK: Files

extension EveryEventTests {
  static let fileScenarios = [
    Scenario(
      "files that stay, have other names or are others by now",
      ["files-left", "files-linked", "files-replaced"]
    ) { events, _ in
      let names = ["linked", "replaced", "left"]
      let rows = names.enumerated().map { "(\($0 + 1), 'old', '\($1).pdf')" }.joined(separator: ", ")
      let folder = FileManager.default.temporaryDirectory.appending(path: "scans-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: folder) }
      let scans = folder.appending(path: "scans")
      try FileManager.default.createDirectory(at: scans, withIntermediateDirectories: true)
      func file(_ name: String) -> URL { scans.appending(path: "\(name).pdf") }
      for name in names { try Data("scan".utf8).write(to: file(name)) }
      try FileManager.default.linkItem(at: file("linked"), to: folder.appending(path: "other-name"))
      func table(_ name: String, _ rows: String) -> String {
        "CREATE TABLE \(name) (id INTEGER PRIMARY KEY, ended TEXT, scan TEXT); CREATE INDEX \(name)_ended ON \(name) (ended); CREATE INDEX \(name)_scan ON \(name) (scan); INSERT INTO \(name) VALUES \(rows);"
      }
      let files = #", "files": [{"column": "scan", "root": "\#(scans.path)"}]"#
      let small = try SmallConfiguration(
        content: table("dossier", rows),
        recordSets: recordSet("dossier", more: files) + "," + recordSet("paper", store: "other", more: files),
        otherStores: #", "other": {"engine": "sqlite", "path": "other.sqlite"}"#
      ) { folder in
        try SmallConfiguration.fill(
          folder.appending(path: "other.sqlite").path, table("paper", "(1, '2090-01-01', NULL)"))
      }
      // While another store that may name them is away, no file goes.
      let other = small.folder.appending(path: "other.sqlite")
      try FileManager.default.moveItem(at: other, to: other.appendingPathExtension("away"))
      try events.run(small)
      try FileManager.default.moveItem(at: other.appendingPathExtension("away"), to: other)
      try FileManager.default.removeItem(at: file("replaced"))
      try Data("another's".utf8).write(to: file("replaced"))
      try events.run(small)
    }
  ]
}

// MARK: What is purged

extension EveryEventTests {
  /// Three rows that go to an archive, which refuses one of them.
  static func refusingArchive() throws -> SmallConfiguration {
    let archive =
      "CREATE TABLE attic (id INTEGER PRIMARY KEY, ended TEXT, name TEXT UNIQUE); CREATE INDEX attic_ended ON attic (ended);"
    return try SmallConfiguration(
      content:
        "CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT, name TEXT); CREATE INDEX t_ended ON t (ended);"
        + "INSERT INTO t VALUES (1, 'old', 'a'), (2, 'old', 'a'), (3, 'old', 'b');" + archive,
      recordSets: recordSet("t", more: #", "archive": {"to": "attic"}"#) + "," + recordSet("attic"),
      rules: SmallConfiguration.rules(first: "archive"))
  }

  /// Two rows that are due, and not alike.
  static func tooFewAlike() throws -> SmallConfiguration {
    return try SmallConfiguration(
      content:
        "CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT, born TEXT, done TEXT); CREATE INDEX t_ended ON t (ended); INSERT INTO t VALUES (1, 'old', '1950-01-01', NULL), (2, 'old', '1990-01-01', NULL);",
      recordSets: recordSet(
        "t",
        more: """
          , "pseudonymise": {"effect": "anonymised", "k": 2, "quasiIdentifiers": ["born"],
            "marker": {"column": "done", "as": "date"}, "columns": {"born": {"transform": "age-band", "width": 10}}}
          """), rules: SmallConfiguration.rules(first: "pseudonymise"))
  }

  /// People in a store with a ledger.
  static func ledgered() throws -> SmallConfiguration {
    try people(
      stores: {
        $0.replacing(
          #""path": "main.sqlite""#, with: #""path": "main.sqlite", "ledger": "retentiond_ledger""#)
      },
      more:
        "CREATE TABLE retentiond_ledger (journal TEXT NOT NULL, batch TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (journal, batch));"
    )
  }

  /// Gives a store the content that it had. The file stays the same.
  static func restore(_ small: SmallConfiguration, _ content: Data) throws {
    let file = try #require(FileHandle(forWritingAtPath: small.path))
    try file.truncate(atOffset: 0)
    try file.write(contentsOf: content)
    try file.close()
  }

  /// Puts another file with the same content in the place of a store's.
  static func exchange(_ small: SmallConfiguration) throws {
    let content = try Data(contentsOf: URL(filePath: small.path))
    try FileManager.default.moveItem(atPath: small.path, toPath: small.path + ".away")
    try content.write(to: URL(filePath: small.path))
  }
}

// MARK: Stores

extension EveryEventTests {
  static let storeScenarios = [
    Scenario("a store that is away", ["store-unavailable"]) { events, _ in
      let small = try people()
      try FileManager.default.removeItem(atPath: small.path)
      try events.run(small)
    },
    Scenario("another store in the place of one", ["store-replaced"]) { events, _ in
      let small = try people()
      try events.run(small)
      try exchange(small)
      try events.run(small)
    },
    Scenario("a store that was restored from its backup", ["store-restored"]) { events, _ in
      let small = try ledgered()
      let before = try Data(contentsOf: URL(filePath: small.path))
      try events.run(small)
      try restore(small, before)
      try events.run(small)
    },
  ]
}

// MARK: The journal and its anchors

extension EveryEventTests {
  static let journalScenarios = [
    Scenario("a journal that is none", ["journal-unusable"]) { events, _ in
      let small = try people()
      try Data("rubbish".utf8).write(to: small.folder.appending(path: "journal.sqlite"))
      try events.run(small)
    },
    Scenario("a folder for auditors that cannot be extended", ["export-failed"]) { events, _ in
      let small = try people()
      // A file where a folder of it is to be.
      let folder = small.folder.appending(path: "journal.tlog")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("a file".utf8).write(to: folder.appending(path: "tile"))
      try events.run(small)
    },
    Scenario(
      "anchors that answer, that do not, and that have seen another journal",
      ["checkpoint", "checkpoint-anchored", "anchor-failed", "anchors-overdue", "anchor-diverged"]
    ) { events, _ in
      let server = try AnchorServer(verifierKey: nil)
      let insurer = try Insurer(
        subjects: 5, at: nil,
        anchors: """
          {"by": {"journal": {"kind": "journald"},
            "authority": {"kind": "time-stamp", "url": "\(server.url("stamp/error"))", "authorities": "\(server.authorities)"},
            "witness": {"kind": "witness", "url": "\(server.url("witness"))", "key": "\(server.witnessKey)"}},
           "require": 3, "within": "PT30M", "onMiss": "warn"}
          """, withHolds: false)
      try server.learn(verifierKey: insurer.signingKey.verifier(of: insurer.location.origin).text)
      let copy = try Data(contentsOf: URL(filePath: insurer.location.path))
      try events.run(insurer.configuration)
      _ = try Program(["journal", "anchor"] + insurer.files, environment: events.environment)
      // The journal is put back to what it was, with all that the program keeps of it: the witness remembers.
      for suffix in ["-wal", "-shm", ".checkpoint"] {
        try? FileManager.default.removeItem(atPath: insurer.location.path + suffix)
      }
      try? FileManager.default.removeItem(atPath: insurer.configuration.bindings.journal.directory)
      try copy.write(to: URL(filePath: insurer.location.path))
      try events.run(insurer.configuration)
      withExtendedLifetime(server) {}
    },
  ]
}
