import AuditJournal
import CivilTime
import Foundation
import SQLite
import Testing
import TransparencyLog

/// Keys that change on purpose, as the program itself does it.
@Suite struct KeyRotationTests {
  private func fixture(on engine: TestEngine?) throws -> SmallConfiguration {
    try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
        INSERT INTO person VALUES (1, '0840588123401', 'old'), (2, '0840588123402', 'old'), (3, '0840588123403', 'old'),
          (4, '0840588123404', 'old'), (5, '0840588123405', 'old');
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """, on: engine)
  }

  private func change(_ small: SmallConfiguration, _ text: String, to other: String) throws {
    let stores = small.folder.appending(path: "stores.json")
    let before = try String(contentsOf: stores, encoding: .utf8)
    try #require(before.contains(text), "\(text)")
    try before.replacing(text, with: other).write(to: stores, atomically: true, encoding: .utf8)
  }

  private func run(_ small: SmallConfiguration, _ arguments: [String], expecting code: Int32 = 0) throws
    -> Program
  {
    let program = try Program(arguments + small.files)
    #expect(program.exitCode == code, "\(arguments): \(program.output)\(program.errors)")
    return program
  }

  private func approve(_ small: SmallConfiguration) throws {
    let plan = try run(small, ["plan", "--format", "json"])
    let digest = try #require(plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1
    _ = try run(small, ["approve", String(digest)])
  }

  private func rotate(_ small: SmallConfiguration) throws {
    let path = small.folder.appending(path: "evidence-2.key").path
    _ = try Program(["keys", "generate", path])
    _ = try run(small, ["keys", "rotate-evidence", "--to", path, "--reason", "yearly"])
    // Until stores.json says so, too, nothing goes.
    let early = try run(small, ["plan"], expecting: 77)
    #expect(early.errors.contains("keys.formerEvidence"), "\(early.errors)")
    try change(
      small, #""evidence": {"file": "evidence.key"}"#,
      to: #""evidence": {"file": "evidence-2.key"}, "formerEvidence": [{"file": "evidence.key"}]"#)
    try approve(small)
  }

  @Test(
    "Holds of both evidence keys keep their rows, and records of both times are found, on each engine",
    arguments: [nil] + TestEngine.allCases)
  func rotated(engine: TestEngine?) throws {
    let small = try fixture(on: engine)
    func hold(_ arguments: String..., reference: String) throws {
      _ = try run(small, ["hold", "add"] + arguments + ["--reference", reference, "--reason", "suit"])
    }
    try hold("--subject", "0840588123401", reference: "A")
    try hold("--record", "person", "2", reference: "B")
    try rotate(small)
    try hold("--subject", "0840588123403", reference: "C")
    try hold("--record", "person", "4", reference: "D")
    let (first, _) = try small.purge()
    #expect(first.exitCode == 0, "\(first.errors)")
    #expect(try small.rows(of: "person", columns: ["id"]) == [["1"], ["2"], ["3"], ["4"]])
    #expect(try run(small, ["explain", "person", "1"]).output.contains("A"))
    _ = try run(small, ["journal", "find", "person", "5"])

    // Without the former key no run and no plan believes that nobody else is held; holds are listed and lifted.
    let key = small.folder.appending(path: "evidence.key")
    try FileManager.default.moveItem(at: key, to: small.folder.appending(path: "kept"))
    for command in [["plan"], ["purge"], ["check"], ["explain", "person", "1"], ["reconcile"]] {
      let refused = try run(small, command, expecting: 77)
      #expect(refused.errors.contains("hold 1, hold 2"), "\(command): \(refused.errors)")
    }
    #expect(try small.rows(of: "person", columns: ["id"]).count == 4)
    _ = try run(small, ["hold", "list"])
    let show = try run(small, ["keys", "show"]).output
    #expect(show.contains("NOT at hand, needed by hold 1, hold 2"), "\(show)")
    try FileManager.default.moveItem(at: small.folder.appending(path: "kept"), to: key)
    let id = try #require(show.firstMatch(of: #/Evidence key   ([0-9a-f]{16})/#)).1
    _ = try run(small, ["keys", "destroy-evidence", String(id), "--reason", "over"], expecting: 77)
    for reference in ["A", "B"] {
      _ = try run(small, ["hold", "lift", "--reference", reference, "--reason", "over"])
    }
    #expect(try small.purge().program.exitCode == 0)
    #expect(try small.rows(of: "person", columns: ["id"]) == [["3"], ["4"]])
    let destroyed = try run(small, ["keys", "destroy-evidence", String(id), "--reason", "over"])
    #expect(destroyed.output.contains("overwritten and removed"))
    #expect(!FileManager.default.fileExists(atPath: key.path))
    #expect(try small.purge().program.exitCode == 0)
    _ = try run(small, ["journal", "verify"])
  }

  @Test("A record that only a destroyed key's batches could have is not said to be unchanged")
  func unasked() throws {
    let small = try fixture(on: nil)
    #expect(try small.purge().program.exitCode == 0)
    try rotate(small)
    let key = small.folder.appending(path: "evidence.key")
    #expect(try run(small, ["journal", "find", "person", "1"]).output.contains("Deleted"))
    try FileManager.default.removeItem(at: key)
    for arguments in [["person", "1"], ["--subject", "0840588123401"]] {
      let found = try run(small, ["journal", "find"] + arguments, expecting: 66).output
      #expect(found.contains("1 batch of entries") && !found.contains("has not changed it"), "\(found)")
    }
    _ = try run(small, ["reconcile"], expecting: 77)
    let id = try #require(
      try run(small, ["keys", "show"]).output.firstMatch(of: #/Evidence key   ([0-9a-f]{16})/#)
    ).1
    _ = try run(small, ["keys", "destroy-evidence", String(id), "--reason", "lost"])
    let reconciled = try run(small, ["reconcile"], expecting: 1)
    #expect(reconciled.errors.contains("which was destroyed"), "\(reconciled.errors)")
    #expect(
      try run(small, ["journal", "find", "person", "1"], expecting: 66).output.contains("which was destroyed")
    )
  }

  @Test("Nothing rotates to a key of all zeros, nor to a key that has another purpose already")
  func zeros() throws {
    let small = try fixture(on: nil)
    let zeros = small.folder.appending(path: "zeros.key")
    try Data(count: 32).write(to: zeros)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: zeros.path)
    for command in [["keys", "rotate-evidence"], ["journal", "rotate-key"]] {
      for file in ["zeros.key", "signing.key", "evidence.key"] {
        let to = small.folder.appending(path: file).path
        _ = try run(small, command + ["--to", to, "--reason", "r"], expecting: 77)
      }
    }
    _ = try run(small, ["plan"])
  }

  @Test(
    "A journal of an earlier version goes on with one key for two purposes, and check warns; a new one is not made"
  )
  func shared() throws {
    let small = try fixture(on: nil)
    let folder = small.folder
    let signing = try Data(contentsOf: folder.appending(path: "signing.key"))
    try signing.write(to: folder.appending(path: "evidence.key"))
    for ending in ["", "-wal", "-shm", ".lock"] {
      try? FileManager.default.removeItem(atPath: folder.path + "/journal.sqlite" + ending)
    }
    let refused = try run(small, ["journal", "create"], expecting: 77)
    #expect(refused.errors.contains("is the signing key"), "\(refused.errors)")
    _ = try AuditJournal.create(
      at: JournalLocation(path: folder.path + "/journal.sqlite", origin: "test.example/small"),
      signingKey: SigningKey(seed: Array(signing)), evidenceKey: EvidenceKey(Array(signing)),
      now: Instant(secondsSinceEpoch: Int(Date().timeIntervalSince1970) - 60))
    try approve(small)
    #expect(try small.purge().program.exitCode == 0)
    let check = try run(small, ["check"], expecting: 2)
    #expect(check.output.contains("is the signing key"), "\(check.output)")
  }

  @Test("Results of two versions can be told apart by their intents, and each first use is an entry")
  func versions() throws {
    let fixture = try KeyFixture()
    #expect(try fixture.run(["purge"]).exitCode == 0)
    let intents = try fixture.entries().filter { $0.contains(#""type":"retentiond.batch.prepared""#) }
    #expect(
      !intents.isEmpty && intents.allSatisfy { $0.contains(#""keyVersions":{"rights":2}"#) }, "\(intents)")
    let pins = try fixture.entries().filter { $0.contains(#""type":"retentiond.key.pinned""#) }
    // Both holders of the version that writes, and the hierarchy.
    #expect(pins.count == 3, "\(pins)")
    let show = try fixture.run(["keys", "show"])
    #expect(
      show.exitCode == 0
        && show.output.contains("second holder's key of version 2 of domain rights, pinned by entry"))
    #expect(show.output.contains("not pinned: no batch has used it"), "\(show.output)")
    #expect(try fixture.run(["journal", "verify"]).exitCode == 0)
  }

  @Test("A hierarchy that changed on purpose is accepted, and the next plan goes on")
  func accepted() throws {
    let fixture = try KeyFixture()
    #expect(try fixture.run(["purge"]).exitCode == 0)
    try KeyRefusalTests.Bad.hierarchyChanged.arrange(fixture)
    #expect(try fixture.run(["plan"]).exitCode == 77)
    let accepted = try fixture.run(["keys", "accept", "places.csv", "--reason", "new departments"])
    #expect(accepted.exitCode == 0, "\(accepted.errors)")
    let approved = try fixture.approve()
    #expect(approved.exitCode == 0, "\(approved.output)\(approved.errors)")
    let purged = try fixture.run(["purge"])
    #expect(purged.exitCode == 0, "\(purged.output)\(purged.errors)")
    #expect(try fixture.run(["journal", "verify"]).exitCode == 0)
  }

  @Test(
    "A destroyed key is overwritten and said; back again it is refused everywhere, and a crash between is finished"
  )
  func destroyed() throws {
    let fixture = try KeyFixture()
    #expect(try fixture.run(["purge"]).exitCode == 0)
    let kept = try (fixture.key("two.key"), fixture.key("second.key"))
    let destroyed = try fixture.run(["keys", "destroy", "rights", "2", "--reason", "its purpose is over"])
    #expect(destroyed.exitCode == 0, "\(destroyed.errors)")
    #expect(
      destroyed.output.contains("Nobody can find or hold a person in rows of person"), "\(destroyed.output)")
    #expect(destroyed.output.contains("the version that writes"))
    for name in ["two.key", "second.key"] {
      #expect(!FileManager.default.fileExists(atPath: fixture.path(name).path))
    }
    #expect(try fixture.run(["plan"]).exitCode == 0, "a plan needs no pseudonym key")
    #expect(try fixture.run(["purge"]).exitCode == 77)
    try fixture.write(kept.0, to: "two.key")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: fixture.path("two.key").path)
    for command in [["plan"], ["purge"], ["check"], ["status"], ["hold", "list"]] {
      let refused = try fixture.run(command)
      #expect(
        refused.exitCode == 77 && refused.errors.contains("says that it was destroyed"),
        "\(command): \(refused.errors)")
    }
    // As after a crash, the same command finishes.
    #expect(try fixture.run(["keys", "destroy", "rights", "2", "--reason", "again"]).exitCode == 0)
    #expect(!FileManager.default.fileExists(atPath: fixture.path("two.key").path))
    // Under another version it is the same key.
    try fixture.change(
      #"{"version": 2, "file": "two.key", "second": {"file": "second.key"}}"#,
      to: #"{"version": 3, "file": "three.key"}"#)
    try fixture.write(kept.0, to: "three.key")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: fixture.path("three.key").path)
    #expect(try fixture.run(["plan"]).exitCode == 77)
    try FileManager.default.removeItem(at: fixture.path("three.key"))
    _ = try Program(["keys", "generate", fixture.path("three.key").path])
    #expect(try fixture.approve().exitCode == 0)
    #expect(try fixture.run(["purge"]).exitCode == 0)
    #expect(try fixture.run(["journal", "verify"]).exitCode == 0)
  }
}
