import Foundation
import SQLite
import Testing

/// A file is the one that was judged, and not whatever lies at its path later.
@Suite struct FileIdentityTests {
  typealias Files = FileSpellingTests.Files

  private static let names = [
    "control", "replaced", "renamed-over", "overwritten", "touched", "gone", "linked", "twice", "named",
  ]

  /// A purge whose files are left since another store that may name them is away.
  private func leave(_ files: Files) throws -> (small: SmallConfiguration, store: URL) {
    let root = files.folder + "/scans"
    let rows = (Self.names + ["twice-2"]).enumerated().map { "(\($0 + 1), 'old', '\($1).pdf')" }
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE dossier (id INTEGER PRIMARY KEY, ended TEXT, scan TEXT); CREATE INDEX dossier_ended ON dossier (ended);
        CREATE INDEX dossier_scan ON dossier (scan);
        INSERT INTO dossier VALUES \(rows.joined(separator: ", "));
        """,
      recordSets: """
        "dossier": {"store": "main", "table": "dossier", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}, "files": [{"column": "scan", "root": "\(root)"}]},
        "paper": {"store": "other", "table": "paper", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}, "files": [{"column": "file", "root": "\(root)"}]}
        """, otherStores: #", "other": {"engine": "sqlite", "path": "other.sqlite"}"#
    ) { folder in
      try Connection(path: folder.appending(path: "other.sqlite").path, mode: .create, busySeconds: 1)
        .execute(
          """
          CREATE TABLE paper (id INTEGER PRIMARY KEY, ended TEXT, file TEXT);
          CREATE INDEX paper_ended ON paper (ended); CREATE INDEX paper_file ON paper (file);
          INSERT INTO paper VALUES (1, '2090-01-01', NULL);
          """)
    }
    let store = small.folder.appending(path: "other.sqlite")
    try FileManager.default.moveItem(at: store, to: store.appendingPathExtension("away"))
    let (run, report) = try small.purge()
    #expect(run.exitCode == 1 && run.errors.contains("cannot be asked"), "\(run.errors)")
    #expect(try small.rows(of: "dossier", columns: ["id"]).isEmpty)
    let counts = (report["files"] as? [String: [String: Int]])?["dossier"]
    #expect(counts?["left"] == Self.names.count + 1 && counts?["removed"] == 0, "\(counts ?? [:])")
    try FileManager.default.moveItem(at: store.appendingPathExtension("away"), to: store)
    return (small, store)
  }

  @Test(
    "A file that was left goes only if it is still the one; what came to its place stays, is said, and is given up once"
  )
  func replaced() throws {
    let files = Files()
    for name in Self.names { try files.make("scans/\(name).pdf") }
    let scans = files.folder + "/scans/"
    try FileManager.default.linkItem(atPath: scans + "linked.pdf", toPath: files.folder + "/elsewhere")
    try FileManager.default.linkItem(atPath: scans + "twice.pdf", toPath: scans + "twice-2.pdf")
    let (small, store) = try leave(files)
    // The application's, of a held person: as after a removal, which gives the inode's number out again, and by a rename.
    unsafe unlink(scans + "replaced.pdf")
    try files.make("scans/replaced.pdf", "held")
    try files.make("new", "scan")
    #expect(unsafe rename(files.folder + "/new", scans + "renamed-over.pdf") == 0)
    let handle = try #require(FileHandle(forWritingAtPath: scans + "overwritten.pdf"))
    try handle.write(contentsOf: Data("held".utf8))
    try handle.close()
    unsafe chmod(scans + "touched.pdf", 0o640)
    unsafe unlink(scans + "gone.pdf")
    try Connection(path: store.path, mode: .readWrite, busySeconds: 1).execute(
      "UPDATE paper SET file = './/named.pdf'")
    let (run, report) = try small.purge()
    #expect(run.exitCode == 1, "\(run.errors)")
    #expect(!files.exists("scans/control.pdf"), "it is the one that was judged")
    for name in ["replaced", "renamed-over", "overwritten", "touched", "named"] {
      #expect(files.exists("scans/\(name).pdf"), "\(name)")
    }
    #expect(!files.exists("scans/linked.pdf") && files.exists("elsewhere"))
    #expect(!files.exists("scans/twice.pdf") && !files.exists("scans/twice-2.pdf"))
    let counts = (report["files"] as? [String: [String: Int]])?["dossier"]
    #expect(
      counts == ["removed": 3, "missing": 1, "left": 2, "replaced": 2, "linked": 1, "named": 1],
      "\(counts ?? [:])")
    #expect(
      run.errors.contains("other files have come") && run.errors.contains("hard links"), "\(run.errors)")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    // The two that were changed are left until somebody has looked; nothing more is said of the others.
    let (third, last) = try small.purge()
    #expect(third.exitCode == 1 && !third.errors.contains("other files have come"), "\(third.errors)")
    #expect(
      (last["files"] as? [String: [String: Int]])?["dossier"] == ["removed": 0, "missing": 0, "left": 2])
    let listed = try Program(["files", "list"] + small.files)
    #expect(listed.output.contains("2: it was changed since its row was judged"), "\(listed.output)")
    let batch = try #require(listed.output.firstMatch(of: #/batch-[0-9]+/#)).output
    #expect(
      try Program(["files", "settle", String(batch), "--reason", "looked at"] + small.files).exitCode == 0)
    #expect(try small.purge().program.exitCode == 0)
    #expect(files.exists("scans/touched.pdf") && files.exists("scans/overwritten.pdf"))
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test("Below another folder than the one that was judged nothing is gone, missing or removed")
  func otherRoot() throws {
    let files = Files()
    for name in Self.names { try files.make("scans/\(name).pdf") }
    let (small, _) = try leave(files)
    let (scans, away) = (files.folder + "/scans", files.folder + "/away")
    try FileManager.default.moveItem(atPath: scans, toPath: away)
    try files.make("scans/control.pdf", "another share's")
    let (run, report) = try small.purge()
    #expect(run.exitCode == 1 && run.errors.contains("another folder lies"), "\(run.errors)")
    let counts = (report["files"] as? [String: [String: Int]])?["dossier"]
    // The one that was never there has no root that it was seen below.
    #expect(counts?["left"] == Self.names.count + 1 && counts?["removed"] == 0, "\(counts ?? [:])")
    #expect(files.exists("scans/control.pdf"))
    try FileManager.default.removeItem(atPath: scans)
    try FileManager.default.moveItem(atPath: away, toPath: scans)
    _ = try small.purge()
    for name in Self.names { #expect(!files.exists("scans/\(name).pdf"), "\(name), mounted again") }
  }

  @Test(
    "Few files that are not there are counted and given up; many keep the run open until somebody has looked",
    arguments: [4, 5])
  func share(missing: Int) throws {
    let files = Files()
    let rows = (1...100).map { "(\($0), 'old', '\($0).pdf')" }
    for number in (missing + 1)...100 { try files.make("scans/\(number).pdf") }
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE dossier (id INTEGER PRIMARY KEY, ended TEXT, scan TEXT); CREATE INDEX dossier_ended ON dossier (ended);
        CREATE INDEX dossier_scan ON dossier (scan); INSERT INTO dossier VALUES \(rows.joined(separator: ", "));
        """,
      recordSets: """
        "dossier": {"store": "main", "table": "dossier", "domain": "rights", "key": ["id"], "batch": {"rows": 7},
          "events": {"ended": {"column": "ended", "as": "date"}}, "files": [{"column": "scan", "root": "\(files.folder)/scans"}]}
        """)
    let (run, report) = try small.purge()
    let counts = (report["files"] as? [String: [String: Int]])?["dossier"]
    let isOpen = missing == 5
    #expect(
      counts == ["removed": 100 - missing, "missing": missing, "left": isOpen ? missing : 0],
      "\(counts ?? [:])")
    #expect(run.exitCode == (isOpen ? 1 : 0), "\(run.errors)")
    #expect(run.errors.contains("files settle") == isOpen)
    #expect(try small.purge().program.exitCode == (isOpen ? 1 : 0))
    let listed = try Program(["files", "list"] + small.files).output
    for batch in listed.matches(of: #/batch-[0-9]+/#) {
      #expect(
        try Program(["files", "settle", String(batch.output), "--reason", "gone"] + small.files).exitCode == 0
      )
    }
    #expect(try small.purge().program.exitCode == 0)
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }
}
