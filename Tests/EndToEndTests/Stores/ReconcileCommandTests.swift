import Foundation
import Purging
import RecordStores
import SQLite
import StoreBindings
import Testing

/// A backup put back behind the program's back, as a person at a shell meets it.
@Suite struct ReconcileCommandTests {
  @Test(
    "After a restore reconcile shows what came back and names nobody, purges it again, and then finds nothing"
  )
  func reconcile() throws {
    let insurer = try Insurer(subjects: 60, seed: 5, at: nil, withHolds: false)
    func run(_ arguments: String..., expecting code: Int32 = 0) throws -> Program {
      let program = try Program(arguments + insurer.files)
      #expect(program.exitCode == code, "\(arguments): \(program.errors)")
      return program
    }
    let names = insurer.configuration.bindings.recordSets.map(\.recordSet.name)
    let before = try names.reduce(into: [:]) { $0[$1] = try insurer.rows(of: $1) }
    let backup = insurer.folder.appending(path: "backup")
    try copyStores(of: insurer, to: backup)
    _ = try run("purge")
    let after = try names.reduce(into: [:]) { $0[$1] = try insurer.rows(of: $1) }
    let changed = names.reduce(0) { count, name in
      count + (before[name] ?? [:]).count { after[name]?[$0.key] != $0.value }
    }
    #expect(changed > 50)
    #expect(try run("reconcile").output.contains("Nothing that the journal says is gone is there again."))
    try copyStores(from: backup, to: insurer)
    _ = try run("reconcile", "--include-kept", expecting: 64)
    let plan = try run("reconcile", expecting: 2).output
    #expect(plan.contains("\(changed) records came back as they were"), "\(plan)")
    let json = try #require(
      JSONSerialization.jsonObject(
        with: Data(try run("reconcile", "--format", "json", expecting: 2).output.utf8)) as? [String: Any])
    let found = try #require(json["found"] as? [[String: Any]])
    #expect(found.reduce(0) { $0 + ($1["again"] as? Int ?? 0) } == changed)
    #expect(try names.allSatisfy { try insurer.rows(of: $0) == before[$0] })
    let report = try run("reconcile", "--purge").output
    #expect(report.contains("complete, \(changed) records purged again, 0 set aside."), "\(report)")
    for name in names { #expect(try insurer.rows(of: name) == after[name], "\(name)") }
    #expect(try run("reconcile").output.contains("Nothing that the journal says is gone is there again."))
    #expect(try run("journal", "verify").output.contains("Verified: root "))
    #expect(try run("journal", "show").output.contains("reconcile.found"))
  }

  private static let person = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """
  private static let people = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX person_ended ON person (ended);
    INSERT INTO person VALUES (1, 'old'), (2, 'new');
    """

  @Test("A new record under a key that was used before is shown, and is no finding")
  func newRecord() throws {
    let small = try SmallConfiguration(content: Self.people, recordSets: Self.person)
    _ = try small.purge()
    try Connection(path: small.path, mode: .readWrite, busySeconds: 1).execute(
      "INSERT INTO person VALUES (1, '2999-01-01')")
    let program = try Program(["reconcile"] + small.files)
    #expect(program.exitCode == 0 && program.output.contains("NEW"), "\(program.output)\(program.errors)")
    #expect(!program.output.contains("purge them again"), "\(program.output)")
  }

  @Test("Nobody says that nothing was due, or came back, of a record set that could not be seen")
  func refused() throws {
    let small = try SmallConfiguration(content: Self.people, recordSets: Self.person)
    _ = try small.purge()
    #expect(try Program(["purge"] + small.files).output.contains("Nothing was due."))
    try Connection(path: small.path, mode: .readWrite, busySeconds: 1).execute(
      "ALTER TABLE person RENAME TO people")
    for command in [["purge"], ["reconcile"], ["reconcile", "--purge"]] {
      let program = try Program(command + small.files)
      #expect(
        program.exitCode != 0 && program.output.contains("REFUSED person")
          && !program.output.contains("Nothing"), "\(program.output)")
    }
  }

  @Test(
    "What came back reports its files, and a file that is left, as a purge does", arguments: [true, false])
  func files(hasFile: Bool) throws {
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT, scan TEXT); CREATE INDEX person_ended ON person (ended);
        CREATE INDEX person_scan ON person (scan); INSERT INTO person VALUES (1, 'old', '1.pdf'), (2, 'new', '2.pdf');
        """,
      recordSets: Self.person.replacing(
        #""date"}}"#, with: #""date"}}, "files": [{"column": "scan", "root": "scans"}]"#)
    ) { folder in
      let scans = folder.appending(path: "scans")
      try FileManager.default.createDirectory(at: scans, withIntermediateDirectories: true)
      for name in ["1.pdf", "2.pdf"] { try Data("scan".utf8).write(to: scans.appending(path: name)) }
    }
    #expect(try small.purge().program.exitCode == 0)
    try SmallConfiguration.fill(small.path, "INSERT INTO person VALUES (1, 'old', '1.pdf')")
    if hasFile { try Data("scan".utf8).write(to: small.folder.appending(path: "scans/1.pdf")) }
    let text = try Program(["reconcile", "--purge"] + small.files)
    let sentence =
      hasFile ? "1 removed, 0 were not there, 0 left" : "0 removed, 1 were not there, 1 left"
    #expect(text.output.contains("files person: " + sentence), "\(text.output) \(text.errors)")
    #expect(text.exitCode == (hasFile ? 0 : 1))
    let again = try Program(["reconcile", "--purge", "--format", "json"] + small.files)
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any], "\(again.errors)")
    let files = try #require(report["files"] as? [String: [String: Int]])
    #expect(files == (hasFile ? [:] : ["person": ["removed": 0, "missing": 0, "left": 1]]), "\(files)")
    #expect(again.exitCode == (hasFile ? 0 : 1))
  }

  @Test(
    "What came back and is locked by others is reported as a purge reports it",
    arguments: TestEngine.allCases)
  func locked(engine: TestEngine) throws {
    let small = try SmallConfiguration(content: Self.people, recordSets: Self.person, on: engine)
    #expect(try small.purge().program.exitCode == 0)
    let application = try #require(try small.copy?.another())
    try application.run("INSERT INTO person VALUES (1, '2015-01-01')")
    try application.run("START TRANSACTION")
    try application.run("SELECT id FROM person WHERE id = 1 FOR UPDATE")
    let text = try Program(["reconcile", "--purge"] + small.files)
    #expect(text.exitCode == 1 && text.output.contains("locked: 1 records of person"), "\(text.output)")
    let json = try Program(["reconcile", "--purge", "--format", "json"] + small.files)
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any], "\(json.errors)")
    let locked = try #require(report["locked"] as? [[String: Any]])
    #expect(locked.map { $0["count"] as? Int } == [1] && locked[0]["recordSet"] as? String == "person")
    try application.run("ROLLBACK")
  }

  private func paths(of insurer: Insurer) -> [String] {
    insurer.configuration.bindings.stores.compactMap {
      if case .sqlite(let path, _) = $0.engine { path } else { nil }
    }
  }

  private func copyStores(of insurer: Insurer, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for path in paths(of: insurer) {
      try FileManager.default.copyItem(
        atPath: path, toPath: folder.appending(path: URL(filePath: path).lastPathComponent).path)
    }
  }

  private func copyStores(from folder: URL, to insurer: Insurer) throws {
    for path in paths(of: insurer) {
      for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
      // The file stays the same file.
      try Data(contentsOf: folder.appending(path: URL(filePath: path).lastPathComponent)).write(
        to: URL(filePath: path))
    }
  }
}
