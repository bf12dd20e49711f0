import Foundation
import SQLite
import Testing

/// Files beside the journal that the program makes, reads and destroys: what a link, a crash or an epoch makes of them.
@Suite struct SideFileTests {
  private func small() throws -> SmallConfiguration {
    try SmallConfiguration(content: HistoryCommandTests.content, recordSets: HistoryCommandTests.recordSets)
  }

  private func path(_ small: SmallConfiguration, _ name: String) -> String {
    small.folder.appending(path: name).path
  }

  @Test(
    "Nothing is written through a link in the place of the kept checkpoint",
    arguments: [
      ["status"], ["journal", "verify"], ["purge"], ["journal", "accept-history", "--reason", "r"],
    ])
  func linked(command: [String]) throws {
    let small = try small()
    let victim = path(small, "victim")
    try Data("mine".utf8).write(to: URL(filePath: victim))
    let checkpoint = path(small, "journal.sqlite.checkpoint")
    try? FileManager.default.removeItem(atPath: checkpoint)
    try FileManager.default.createSymbolicLink(atPath: checkpoint, withDestinationPath: victim)
    let done = try Program(command + small.files)
    #expect(try Data(contentsOf: URL(filePath: victim)) == Data("mine".utf8), "\(done.errors)")
    #expect(
      done.exitCode != 0 && (done.output + done.errors).contains("link"), "\(done.exitCode) \(done.errors)")
    #expect(try small.rows(of: "t", columns: ["id"]).count == 3)
  }

  @Test("Every command goes on when epochs have erased the configured signing key")
  func epochs() throws {
    let small = try small()
    for suffix in ["", "-wal", "-shm", ".lock", ".checkpoint"] {
      try? FileManager.default.removeItem(atPath: path(small, "journal.sqlite" + suffix))
    }
    try? FileManager.default.removeItem(atPath: path(small, "journal.tlog"))
    let file = small.folder.appending(path: "stores.json")
    let stores = try String(contentsOf: file, encoding: .utf8)
    try Data(
      stores.replacing(
        #""origin": "test.example/small""#, with: #""origin": "test.example/small", "epochEntries": 16"#
      ).utf8
    ).write(to: file)
    #expect(try Program(["journal", "create"] + small.files).exitCode == 0)
    let plan = try Program(["plan", "--format", "json"] + small.files).output
    let digest = String(try #require(plan.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1)
    #expect(try Program(["approve", digest] + small.files).exitCode == 0)
    for number in 0..<20 {
      let reference = ["--reference", "X-\(number)", "--reason", "none"]
      #expect(try Program(["hold", "add", "--record-set", "t"] + reference + small.files).exitCode == 0)
      #expect(try Program(["hold", "lift"] + reference + small.files).exitCode == 0)
    }
    #expect(!FileManager.default.fileExists(atPath: path(small, "signing.key")))
    for command in [
      ["plan"], ["status"], ["hold", "list"], ["keys", "show"], ["purge"], ["journal", "verify"],
      ["journal", "certificate"], ["journal", "find", "t", "1"], ["reconcile"],
      ["journal", "backup", path(small, "copy")],
    ] {
      let done = try Program(command + small.files)
      #expect(done.exitCode == 0, "\(command): \(done.exitCode) \(done.errors)")
    }
    #expect(try small.rows(of: "t", columns: ["id"]) == [["2"]])
  }

  @Test("What a lost history said is unknown to find and to reconcile, and no \"not listed\"")
  func lost() throws {
    let small = try small()
    #expect(try Program(["journal", "backup", path(small, "copy")] + small.files).exitCode == 0)
    #expect(try Program(["purge"] + small.files).exitCode == 0)
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path(small, "journal.sqlite" + suffix))
    }
    try FileManager.default.moveItem(atPath: path(small, "copy"), toPath: path(small, "journal.sqlite"))
    for command in [
      ["journal", "find", "t", "2"], ["journal", "find", "t", "1"], ["journal", "show"], ["hold", "list"],
      ["hold", "count", "7"], ["hold", "export", "7", path(small, "hold")], ["journal", "prove", "1"],
      ["journal", "consistency", "1"], ["explain", "t", "2"], ["files", "list"], ["reconcile"],
    ] {
      let warned = try Program(command + small.files)
      #expect(warned.exitCode == 2, "\(command): \(warned.exitCode)")
      #expect(warned.errors.contains("what follows is of this journal alone"), "\(command): \(warned.errors)")
    }
    // Whoever is given a certificate sees no warning.
    let certificate = try Program(["journal", "certificate"] + small.files)
    #expect(certificate.exitCode == 74 && certificate.output.isEmpty, "\(certificate.output)")
    #expect(
      try Program(["journal", "accept-history", "--reason", "restored"] + small.files).output.contains(
        "committed batches among them: 1"))
    let found = try Program(["journal", "find", "t", "1"] + small.files)
    #expect(found.exitCode == 66 && found.output.contains("of another history said, which was lost"))
    let reconciled = try Program(["reconcile"] + small.files)
    #expect(reconciled.exitCode == 1 && reconciled.errors.contains("which was lost"), "\(reconciled.errors)")
  }

  @Test("A changed entry ends a purge with 74, wherever it is found")
  func damaged() throws {
    let small = try small()
    let reference = ["--reference", "X", "--reason", "none"]
    #expect(try Program(["hold", "add", "--record-set", "t"] + reference + small.files).exitCode == 0)
    #expect(try Program(["hold", "lift"] + reference + small.files).exitCode == 0)
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    for type in ["hold.placed", "hold.lifted", "configuration.approved"] {
      let connection = try Connection(path: path(small, "journal.sqlite"), mode: .readWrite, busySeconds: 1)
      try connection.execute(
        """
        UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'test.example', 'best.example') AS BLOB)
        WHERE instr(bytes, '\(type)') > 0;
        """)
      let purged = try Program(["purge"] + small.files)
      #expect(purged.exitCode == 74 && purged.errors.contains("damaged"), "\(type): \(purged.errors)")
    }
    #expect(try small.rows(of: "t", columns: ["id"]).count == 3)
  }
}
