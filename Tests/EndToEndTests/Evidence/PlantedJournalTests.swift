import Foundation
import SQLite
import Testing

/// A rollback journal that somebody planted or a crash left, in a store or at the program's own journal.
@Suite struct PlantedJournalTests {
  private static let content = """
    CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT, filler TEXT); CREATE INDEX t_ended ON t (ended);
    INSERT INTO t VALUES (1, 'old', NULL), (2, 'new', NULL);
    WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO t SELECT i, 'new', printf('%0900d', i) FROM n;
    """

  /// Leaves at a database what a writer does that dies in a transaction over several files, one of which its journal names.
  private static func plant(_ path: String, _ change: String, naming victim: String) throws {
    let writer = try Connection(path: path, mode: .readWrite, busySeconds: 1)
    try writer.execute("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN; \(change)")
    let size = try writer.integer("PRAGMA page_size") ?? 0
    let database = try Data(contentsOf: URL(filePath: path))
    var journal = try Data(contentsOf: URL(filePath: path + "-journal"))
    try writer.execute("ROLLBACK")
    let name = Array(victim.utf8)
    func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
    let sum = name.reduce(0) { $0 + Int(Int8(bitPattern: $1)) }
    journal += number(1 + (1 << 30) / Int(size)) + name + number(name.count) + number(sum)
    journal += [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]
    try journal.write(to: URL(filePath: path + "-journal"))
    try database.write(to: URL(filePath: path))
  }

  @Test(
    "Neither a purge nor any other command removes the file that a store's journal names, and the run says so",
    arguments: [true, false])
  func store(isVictimThere: Bool) throws {
    let small = try SmallConfiguration(
      content: Self.content,
      recordSets:
        #""t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "ended", "as": "date"}}}"#
    )
    let victim = small.folder.appending(path: isVictimThere ? "evidence.key" : "absent").path
    try Self.plant(small.path, "UPDATE t SET filler = printf('%0900d', 7)", naming: victim)
    let before = try ["", "-journal"].map { try Data(contentsOf: URL(filePath: small.path + $0)) }
    for command in [
      ["check"], ["plan"], ["explain", "t", "1"], ["purge"], ["reconcile"], ["scrub", "--rewrite", "main"],
    ] {
      let program = try Program(command + small.files)
      if command == ["purge"] {
        #expect(
          program.exitCode == 1 && (program.output + program.errors).contains("names another file"),
          "\(program.output)")
      }
      #expect(FileManager.default.fileExists(atPath: victim) == isVictimThere, "\(command)")
      for (suffix, content) in zip(["", "-journal"], before) {
        #expect(try Data(contentsOf: URL(filePath: small.path + suffix)) == content, "\(command) \(suffix)")
      }
    }
    // The application ends its transaction, by SQLite's own means.
    try FileManager.default.removeItem(atPath: small.path + "-journal")
    try Connection(path: small.path, mode: .readWrite, busySeconds: 1).execute("UPDATE t SET filler = NULL")
    let (run, _) = try small.purge()
    #expect(try run.exitCode == 0 && SmallConfiguration.ids(small.path, "t").first == 2, "\(run.output)")
  }

  @Test("Nor does the program for its own journal")
  func journal() throws {
    let small = try SmallConfiguration(
      content: Self.content,
      recordSets:
        #""t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "ended", "as": "date"}}}"#
    )
    let path = small.folder.appending(path: "journal.sqlite").path
    let victim = small.folder.appending(path: "evidence.key").path
    try Self.plant(
      path,
      "CREATE TABLE filler AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT printf('%0900d', i) FROM n",
      naming: victim)
    let before = try Data(contentsOf: URL(filePath: path))
    for command in [["purge"], ["status"], ["hold", "list"], ["journal", "verify"]] {
      let program = try Program(command + small.files)
      #expect(program.exitCode == 74, "\(command): \(program.exitCode) \(program.errors)")
      #expect(FileManager.default.fileExists(atPath: victim), "\(command)")
      #expect(try Data(contentsOf: URL(filePath: path)) == before, "\(command)")
    }
  }
}
