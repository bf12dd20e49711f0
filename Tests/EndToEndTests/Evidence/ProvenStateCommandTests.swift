import Foundation
import SQLite
import Testing

/// Somebody who can write to the journal's file and to nothing else, against each command that believes what is in it.
@Suite struct ProvenStateCommandTests {
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
    INSERT INTO person SELECT i, '08405881234' || (10 + i), 'old' FROM n
    """
  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir", "batch": {"rows": 3},
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """

  /// What is done to the file, and what the message names.
  private static let changes: [(sql: String, names: String)] = [
    ("DELETE FROM hold", "the holds"),
    (
      "INSERT INTO hold SELECT 77, kind, record_set, locator, tag, reference, reason, placed_by, since, name, persons, spellings, pseudonyms, authority, review, until, restriction, entry, changed, narrowed, shared FROM hold",
      "the holds"
    ),
    ("UPDATE hold SET until = '2000-01-01'", "the holds"),
    ("ALTER TABLE hold RENAME TO other; CREATE VIEW hold AS SELECT * FROM other WHERE FALSE", "view hold"),
    ("CREATE TRIGGER planted AFTER UPDATE ON state BEGIN DELETE FROM hold; END", "trigger planted on state"),
    ("CREATE INDEX planted ON live_batch (outcome)", "index planted on live_batch"),
    ("DELETE FROM approval", "the approvals"),
    (
      "INSERT INTO approval SELECT 'forged', rules, stores, base, approved_by, entry FROM approval",
      "the approvals"
    ),
    ("DELETE FROM live_batch", "the open batches"),
    ("UPDATE live_batch SET outcome = NULL", "the open batches"),
    ("DELETE FROM state WHERE name LIKE 'store|%'", "the marks"),
    (
      "UPDATE state SET value = value - 1 WHERE name LIKE 'survey|%' OR name = 'hold-generation'", "the marks"
    ),
  ]

  private func count(_ table: String, at path: String) throws -> Int64? {
    try Connection(path: path, mode: .readOnly, busySeconds: 5).integer("SELECT count(*) FROM \(table)")
  }

  @Test(
    "Each command that believes the state is refused with exit code 74, names the table, and changes nothing")
  func commands() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets, firstRun: "7")
    let journal = small.folder.appending(path: "journal.sqlite").path
    let hold = try Program(
      ["hold", "add", "--subject", "0840588123411", "--reference", "A", "--reason", "suit"] + small.files)
    try #require(hold.exitCode == 0, "\(hold.errors)")
    let (first, _) = try small.purge()
    try #require(first.exitCode == 1, "a first run waits, its keys are kept")
    let digest = try #require(
      try Program(["plan", "--format", "json"] + small.files).output.firstMatch(
        of: #/"configuration": "([0-9a-f]+)"/#)
    ).1
    let commands: [[String]] = [
      ["plan"], ["purge"], ["hold", "list"],
      ["hold", "add", "--record-set", "person", "--reference", "B", "--reason", "r"],
      ["hold", "lift", "1", "--reason", "r"],
      ["approve", String(digest)], ["status"], ["journal", "find", "person", "1"], ["reconcile"],
      ["files", "list"], ["journal", "settle", "batch-5", "--as", "committed", "--reason", "r"],
      ["first-run", "continue", "--reason", "r"], ["journal", "certificate"], ["explain", "person", "1"],
    ]
    // Neither is refused as long as nothing was changed: some have nothing to do.
    for command in commands where command.count < 3 && command != ["purge"] {
      #expect(try Program(command + small.files).exitCode != 74, "\(command)")
    }
    let kept = small.folder.appending(path: "kept").path
    for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: journal + suffix) {
      try FileManager.default.copyItem(atPath: journal + suffix, toPath: kept + suffix)
    }
    for (sql, names) in Self.changes {
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: journal + suffix)
        if FileManager.default.fileExists(atPath: kept + suffix) {
          try FileManager.default.copyItem(atPath: kept + suffix, toPath: journal + suffix)
        }
      }
      let before = (try count("person", at: small.path), try count("entry", at: journal))
      try Connection(path: journal, mode: .readWrite, busySeconds: 5).execute(sql)
      for command in commands {
        let program = try Program(command + small.files)
        #expect(program.exitCode == 74, "\(sql): \(command): \(program.errors)")
        #expect(program.errors.contains(names), "\(sql): \(command): \(program.errors)")
      }
      let after = (try count("person", at: small.path), try count("entry", at: journal))
      #expect(before == after, "\(sql)")
      // What one investigates with opens all the same.
      let show = try Program(["journal", "show"] + small.files)
      #expect(
        show.exitCode == 0 && show.output.contains("hold.placed") && show.errors.contains(names),
        "\(show.errors)")
      let verify = try Program(["journal", "verify"] + small.files)
      #expect(
        verify.exitCode == 2 && verify.output.contains("WRONG"), "\(sql): \(verify.output)\(verify.errors)")
    }
  }

  @Test(
    "status and a run's report say when the journal was verified, and by whom; verify makes it an entry, once a day"
  )
  func verified() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
    #expect(try Program(["status"] + small.files).output.contains("Verified       never whole"))
    for _ in 0..<2 {
      let verify = try Program(["journal", "verify"] + small.files)
      #expect(verify.exitCode == 0 && verify.errors.isEmpty, "\(verify.errors)")
    }
    #expect(
      try Program(["status"] + small.files).output.contains(
        /Verified       whole at 20.* entries, none since/))
    let purge = try Program(["purge"] + small.files)
    #expect(purge.output.contains(/Journal verified whole at 20.* since/), "\(purge.errors)")
    let entries = try Program(["journal", "show"] + small.files).output
    #expect(entries.split(separator: "\n").filter { $0.contains("journal.verified") }.count == 1)
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }
}
