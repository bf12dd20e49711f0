import Foundation
import Testing

/// The drill of docs/restore.md: an empty machine, and what was kept elsewhere.
@Suite struct RestoreDrillTests {
  private let files = FileManager.default

  /// What the backups and the escrow have.
  enum Survivor: String, CaseIterable {
    /// Journal and store of the same evening.
    case both
    /// The journal's copy is older than the store's.
    case olderJournal
    /// The store's copy is older than the journal's: what was purged is there again.
    case olderStore
    /// No copy of the journal, and the auditors' folder.
    case folderAlone
  }

  @Test(
    "On an empty machine journal, store or both are restored, and nothing goes that was held",
    arguments: Survivor.allCases)
  func restore(_ survivor: Survivor) throws {
    let small = try SmallConfiguration(
      content: HistoryCommandTests.content, recordSets: HistoryCommandTests.recordSets)
    func path(_ name: String) -> String { small.folder.appending(path: name).path }
    func run(_ arguments: String...) throws -> Program { try Program(arguments + small.files) }
    func hold() throws -> Program {
      try run("hold", "add", "--record", "t", "1", "--reference", "RG-1", "--reason", "a suit")
    }
    let elsewhere = files.temporaryDirectory.appending(path: "elsewhere-\(UUID().uuidString)")
    try files.createDirectory(at: elsewhere, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: elsewhere) }
    func away(_ name: String) -> String { elsewhere.appending(path: name).path }
    // The escrow: both files and the keys.
    for name in ["retention-rules.json", "stores.json", "signing.key", "evidence.key"] {
      try files.copyItem(atPath: path(name), toPath: away(name))
    }
    if survivor == .olderJournal {
      #expect(try run("journal", "backup", away("journal.sqlite")).exitCode == 0)
    }
    if survivor == .olderStore { try files.copyItem(atPath: small.path, toPath: away("main.sqlite")) }
    #expect(try hold().exitCode == 0)
    #expect(try run("purge").exitCode == 0)
    if survivor == .both || survivor == .olderStore {
      let backup = try run("journal", "backup", away("journal.sqlite"))
      #expect(backup.exitCode == 0, "\(backup.errors)")
    }
    if survivor != .olderStore { try files.copyItem(atPath: small.path, toPath: away("main.sqlite")) }
    if survivor == .folderAlone {
      try files.copyItem(atPath: path("journal.tlog"), toPath: away("journal.tlog"))
    }
    // The machine burns.
    for name in try files.contentsOfDirectory(atPath: small.folder.path) {
      try files.removeItem(atPath: path(name))
    }
    for name in try files.contentsOfDirectory(atPath: elsewhere.path) {
      try files.copyItem(atPath: away(name), toPath: path(name))
    }
    let refused = try run("purge")
    #expect(refused.exitCode == 74 && refused.errors.contains("journal"), "\(refused.errors)")
    let accepted = try run("journal", "accept-history", "--reason", "the machine burnt")
    #expect(accepted.exitCode == 0, "\(accepted.output)\(accepted.errors)")
    #expect(accepted.output.contains("RG-1") == (survivor == .folderAlone), "\(accepted.output)")
    if survivor == .folderAlone {
      let plan = try run("plan", "--format", "json")
      let digest = try #require(
        plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.errors)"
      ).1
      #expect(try run("approve", String(digest)).exitCode == 0)
    }
    if survivor == .folderAlone || survivor == .olderJournal { #expect(try hold().exitCode == 0) }
    if survivor == .both || survivor == .olderStore {
      let store = try run("store", "accept", "main", "--reason", "restored from its backup")
      #expect(store.exitCode == 0, "\(store.output)\(store.errors)")
    }
    if survivor == .olderStore {
      let found = try run("reconcile")
      #expect(found.exitCode == 2, "\(found.output)\(found.errors)")
      let again = try run("reconcile", "--purge")
      #expect(again.exitCode == 0, "\(again.output)\(again.errors)")
    }
    let purged = try run("purge")
    #expect(purged.exitCode == 0, "\(purged.output)\(purged.errors)")
    #expect(try small.rows(of: "t", columns: ["id"]) == [["1"], ["2"]])
    let verified = try run("journal", "verify")
    #expect(verified.exitCode == 0, "\(verified.output)")
    let key = String(try #require(verified.output.firstMatch(of: #/given: (\S+)/#)).1)
    #expect(
      try Program(["journal", "verify", "--directory", path("journal.tlog"), "--key", key]).exitCode == 0)
  }
}
