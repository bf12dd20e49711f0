import Foundation
import Testing

/// Files of records: they go with their rows, and nothing else does.
@Suite struct OwnedFileTests {
  private static let content = """
    CREATE TABLE dossier (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT, scan TEXT);
    CREATE INDEX dossier_ended ON dossier (ended); CREATE INDEX dossier_scan ON dossier (scan);
    CREATE TABLE letter (id INTEGER PRIMARY KEY, dossier INTEGER REFERENCES dossier (id), file TEXT);
    CREATE INDEX letter_dossier ON letter (dossier); CREATE INDEX letter_file ON letter (file);
    INSERT INTO dossier VALUES (1, '0840588123401', 'old', '2015/1.pdf'), (2, '0840588123402', 'old', '2015/gone.pdf'),
      (3, '0840588123403', 'new', '2025/3.pdf'), (4, '0840588123404', 'old', '2025/3.pdf'),
      (5, '0840588123405', 'old', '../outside.pdf'), (6, '0840588123406', 'old', 'link/outside.pdf'), (7, '0840588123407', 'old', NULL),
      (8, '0840588123408', 'old', './.retentiond/x.list'),
      (9, '0840588123409', 'old', 'x/../2025/3.pdf');
    INSERT INTO letter VALUES (1, 1, 'l1.txt'), (2, 3, 'l2.txt');
    """

  private static let recordSets = """
    "dossier": {"store": "main", "table": "dossier", "domain": "rights", "key": ["id"], "subject": "nir", "batch": {"rows": 2},
      "events": {"ended": {"column": "ended", "as": "date"}}, "files": [{"column": "scan", "root": "scans"}],
      "dependents": [{"table": "letter", "references": {"dossier": "id"}, "domain": "none", "reason": "they are kept as long as their record is", "files": [{"column": "file", "root": "letters"}]}]}
    """

  private func make(_ engine: TestEngine?) throws -> SmallConfiguration {
    try SmallConfiguration(content: Self.content, recordSets: Self.recordSets, on: engine) { folder in
      for name in [
        "scans/2015/1.pdf", "scans/2025/3.pdf", "outside.pdf", "letters/l1.txt", "letters/l2.txt",
        "scans/.retentiond/x.list",
      ] {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("scan".utf8).write(to: file)
      }
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "scans/link").path, withDestinationPath: "..")
    }
  }

  private func exists(_ small: SmallConfiguration, _ name: String) -> Bool {
    FileManager.default.fileExists(atPath: small.folder.appending(path: name).path)
  }

  @Test(
    "Files go with their rows on every engine; what leads out is left and said, what others name stays, and the next run goes on",
    arguments: [nil, .postgresql, .mariadb] as [TestEngine?])
  func go(engine: TestEngine?) throws {
    let small = try make(engine)
    let (run, report) = try small.purge()
    #expect(try small.rows(of: "dossier", columns: ["id"]) == [["3"]])
    #expect(exists(small, "scans/.retentiond/x.list"), "it is a store's own")
    #expect(!exists(small, "scans/2015/1.pdf") && !exists(small, "letters/l1.txt"))
    #expect(
      exists(small, "scans/2025/3.pdf") && exists(small, "letters/l2.txt") && exists(small, "outside.pdf"))
    let files = try #require((report["files"] as? [String: [String: Int]])?["dossier"])
    // The one that is not there is left, too, until somebody says that it is gone.
    #expect(files == ["removed": 2, "missing": 1, "left": 4, "named": 2], "\(files)")
    #expect(report["status"] as? String == "incomplete" && run.exitCode != 0)
    #expect(run.errors.contains("symbolic link") && run.errors.contains("leads out"), "\(run.errors)")
    // Neither log nor report has a path that a row had.
    #expect(!(run.errors + run.output).contains("outside.pdf"))
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    // What was a link is the real thing now.
    let link = small.folder.appending(path: "scans/link")
    try FileManager.default.removeItem(at: link)
    try FileManager.default.createDirectory(at: link, withIntermediateDirectories: true)
    try Data("scan".utf8).write(to: link.appending(path: "outside.pdf"))
    let (second, _) = try small.purge()
    #expect(
      exists(small, "scans/link/outside.pdf") && exists(small, "outside.pdf"),
      "it is younger than its row's end")
    #expect(second.errors.contains("after its row was purged"), "\(second.errors)")
    let shown = try Program(["journal", "show", "--json"] + small.files).output
    #expect(shown.contains("retentiond.batch.files"), "\(shown.suffix(400))")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    let listed = try Program(["files", "list"] + small.files)
    #expect(listed.exitCode == 2 && !listed.output.contains("pdf"), "\(listed.output) \(listed.errors)")
    let onPipe = try Program(["files", "list", "--paths"] + small.files)
    #expect(onPipe.exitCode == 64 && !onPipe.output.contains("pdf"), "paths are for a terminal")
    let batches = Set(listed.output.matches(of: #/batch-[0-9]+/#).map { String($0.output) }).sorted()
    #expect(!batches.isEmpty)
    let settled = try Program(["files", "settle", "--reason", "looked at"] + batches + small.files)
    #expect(settled.exitCode == 0, "\(settled.errors)")
    #expect(try Program(["files", "settle", "--reason", "again"] + batches + small.files).exitCode == 66)
    #expect(try small.purge().report["status"] as? String == "complete", "nothing is left")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    #expect(exists(small, "scans/link/outside.pdf"), "what is given up stays")
    let orphans = try Program(["files", "orphans", "dossier"] + small.files)
    #expect(
      orphans.exitCode == 2 && orphans.output.contains("scans: 1 files"),
      "\(orphans.output) \(orphans.errors)")
  }

  @Test(
    "A folder that is not there refuses its record set; one in which nothing is keeps its files for later")
  func notMounted() throws {
    let small = try make(nil)
    // Older than the purge of their rows, by any clock.
    sleep(3)
    let (scans, away) = (small.folder.appending(path: "scans"), small.folder.appending(path: "away"))
    try FileManager.default.moveItem(at: scans, to: away)
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode != 0 && (check.output + check.errors).contains("its files cannot be reached"))
    #expect(try small.purge().report["status"] as? String == "incomplete")
    #expect(try small.rows(of: "dossier", columns: ["id"]).count == 9, "nothing went")
    try FileManager.default.createDirectory(at: scans, withIntermediateDirectories: true)
    let blind = try small.purge()
    #expect(blind.program.errors.contains("nothing is in it"), "\(blind.program.errors)")
    #expect(try small.rows(of: "dossier", columns: ["id"]) == [["3"]])
    try FileManager.default.removeItem(at: scans)
    try FileManager.default.moveItem(at: away, to: scans)
    let last = try small.purge()
    #expect(!exists(small, "scans/2015/1.pdf"), "mounted again, they go")
    #expect(last.report["status"] as? String == "incomplete", "what leads out is there still")
  }
}
