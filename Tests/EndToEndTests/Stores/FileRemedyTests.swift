import Foundation
import Glibc
import SQLite
import Testing

/// What keeps a file from going is said before a run if it can be, and afterwards with what to do.
@Suite struct FileRemedyTests {
  private static let account = "nobody"

  /// Three people whose scans lie in `scans` and in a folder below it, as the service's account has them.
  private func make(rows: String = "(1, 'old', '1.pdf'), (2, 'old', 'c/2.pdf'), (3, 'new', '3.pdf')") throws
    -> SmallConfiguration
  {
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT, scan TEXT); CREATE INDEX person_ended ON person (ended);
        CREATE INDEX person_scan ON person (scan); INSERT INTO person VALUES \(rows);
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "batch": {"rows": 1},
          "events": {"ended": {"column": "ended", "as": "date"}}, "files": [{"column": "scan", "root": "scans"}]}
        """
    ) { folder in
      let inner = folder.appending(path: "scans/c")
      try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
      for name in ["1.pdf", "c/2.pdf", "3.pdf"] {
        try Data("scan".utf8).write(to: folder.appending(path: "scans/" + name))
      }
    }
    try ServiceAccount.give(small.folder.path, to: Self.account)
    return small
  }

  private func run(_ arguments: String..., on small: SmallConfiguration) throws -> Program {
    try Program(arguments + small.files, as: Self.account)
  }

  private func command(_ arguments: String...) throws -> Bool {
    let process = try Process.run(URL(filePath: "/usr/bin/env"), arguments: arguments)
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @Test("A folder of files that the account may not write to is said by check, and one that it may is not")
  func lockedRoot() throws {
    let small = try make()
    let before = try run("check", on: small)
    #expect(before.exitCode == 0, "\(before)")
    try ServiceAccount.lock(small.folder.path + "/scans/c")
    #expect(try run("check", on: small).exitCode == 0, "folders below are each file's own affair")
    try ServiceAccount.lock(small.folder.path + "/scans")
    let check = try run("check", on: small)
    #expect(
      check.exitCode == 2 && check.output.contains("warning person: no file can be removed from"),
      "\(check)")
    #expect(try run("check", "--reading-only", on: small).exitCode == 0, "it removes nothing")
  }

  @Test(
    "An empty folder is said by check, and orphans are not counted in it, if rows name files below it",
    arguments: [true, false])
  func empty(isNamed: Bool) throws {
    let small = try make(
      rows: isNamed ? "(1, 'new', '1.pdf')" : "(1, 'new', NULL), (2, 'new', ''), (3, 'new', '.')")
    try FileManager.default.removeItem(atPath: small.folder.path + "/scans")
    try FileManager.default.createDirectory(
      atPath: small.folder.path + "/scans", withIntermediateDirectories: true)
    try ServiceAccount.give(small.folder.path, to: Self.account)
    let check = try run("check", on: small)
    #expect(check.exitCode == (isNamed ? 2 : 0), "\(check)")
    #expect(check.output.contains("scans is empty, and rows of person name files below it") == isNamed)
    let orphans = try run("files", "orphans", "person", on: small)
    #expect(orphans.exitCode == (isNamed ? 69 : 0), "\(orphans)")
    #expect(orphans.output.contains("no row names") != isNamed)
  }

  @Test("A file whose folder may not be written to goes once the folder is opened, as the message says")
  func lockedFolder() throws {
    let small = try make()
    try ServiceAccount.lock(small.folder.path + "/scans/c")
    let purge = try run("purge", on: small)
    let remedy = "this account may not write to its folder: give it that right on the folder"
    #expect(purge.exitCode == 1 && purge.errors.contains(remedy), "\(purge)")
    #expect(!purge.errors.contains("2.pdf"), "\(purge.errors)")
    let list = try run("files", "list", on: small)
    #expect(list.exitCode == 2 && list.output.contains("1: " + remedy), "\(list)")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o777], ofItemAtPath: small.folder.path + "/scans/c")
    let opened = try run("files", "list", on: small)
    #expect(opened.exitCode == 2 && opened.output.contains("the next run removes it"), "\(opened)")
    #expect(try run("purge", on: small).exitCode == 0)
    #expect(!FileManager.default.fileExists(atPath: small.folder.path + "/scans/c/2.pdf"))
    let none = try run("files", "list", on: small)
    #expect(none.exitCode == 0 && none.output.contains("No files"), "\(none)")
  }

  @Test(
    "What is immutable is left with what to do, and done with when that is done",
    .enabled(if: geteuid() == 0, "only root can make a file immutable"), arguments: ["c", "c/2.pdf"])
  func immutable(place: String) throws {
    let small = try make()
    let path = small.folder.path + "/scans/" + place
    try #require(try command("chattr", "+i", path), "the file system has no chattr")
    defer { _ = try? command("chattr", "-i", path) }
    let purge = try run("purge", on: small)
    let cause = place == "c" ? "its folder is immutable" : "it is immutable"
    #expect(purge.exitCode == 1 && purge.errors.contains(cause), "\(purge)")
    #expect(try run("files", "list", on: small).output.contains("1: " + cause))
    #expect(try command("chattr", "-i", path))
    if place != "c" {
      let touched = try run("files", "list", on: small)
      #expect(touched.output.contains("and no run removes it"), "\(touched)")
      try FileManager.default.removeItem(atPath: path)
      #expect(try run("files", "list", on: small).output.contains("the next run counts it as missing"))
    }
    let last = try run("purge", on: small)
    #expect(last.exitCode == 0, "\(last)")
    #expect(!FileManager.default.fileExists(atPath: small.folder.path + "/scans/c/2.pdf"))
  }

  @Test("A file that two batches had is counted once, with the later one")
  func twice() throws {
    let small = try make(rows: "(1, 'old', '1.pdf'), (2, 'old', '1.pdf'), (3, 'new', '3.pdf')")
    let purge = try run("purge", "--json", on: small)
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(purge.output.utf8)) as? [String: Any], "\(purge.errors)")
    let files = (report["files"] as? [String: [String: Int]])?["person"]
    #expect(files == ["removed": 1, "missing": 0, "left": 0, "later": 1], "\(files ?? [:])")
    #expect(purge.exitCode == 0)
    let journal = try run("journal", "show", "--json", on: small).output
    #expect(journal.contains(#""named"#) && !journal.contains(#""later"#), "an entry has what it had")
    #expect(try run("journal", "verify", on: small).exitCode == 0)
  }
}
