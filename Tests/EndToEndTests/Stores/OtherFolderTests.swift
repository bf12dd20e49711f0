import Foundation
import Glibc
import SQLite
import Testing

/// Whoever may name a file by another folder, or cannot be asked, keeps it.
@Suite struct OtherFolderTests {
  private static let content = """
    CREATE TABLE p (id INTEGER PRIMARY KEY, ended TEXT, scan TEXT); CREATE INDEX p_ended ON p (ended); CREATE INDEX p_scan ON p (scan);
    CREATE TABLE q (id INTEGER PRIMARY KEY, ended TEXT, scan TEXT); CREATE INDEX q_ended ON q (ended); CREATE INDEX q_scan ON q (scan);
    INSERT INTO p VALUES (1, 'old', 'v.pdf'), (2, 'old', 'w.pdf');
    """

  private static func recordSet(_ name: String, in store: String, root: String) -> String {
    """
    "\(name)": {"store": "\(store)", "table": "\(name)", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}, "files": [{"column": "scan", "root": "\(root)"}]}
    """
  }

  private static func makeFiles(_ folder: URL) throws {
    let inner = folder.appending(path: "real/sub")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    for name in ["v.pdf", "w.pdf"] {
      try Data("scan".utf8).write(to: folder.appending(path: "real/" + name))
    }
  }

  private func exists(_ small: SmallConfiguration, _ name: String) -> Bool {
    FileManager.default.fileExists(atPath: small.folder.appending(path: "real/" + name).path)
  }

  @Test(
    "A row of an inner folder's column names a file of the outer one by a path that leaves its own",
    arguments: ["../v.pdf", "../sub/../v.pdf", "./..//v.pdf", "ROOT/v.pdf"])
  func leaving(path: String) throws {
    let small = try SmallConfiguration(
      content: Self.content,
      recordSets: Self.recordSet("p", in: "main", root: "real") + ","
        + Self.recordSet("q", in: "main", root: "real/sub"),
      prepare: { folder in
        try Self.makeFiles(folder)
        let named = path.replacing("ROOT", with: folder.path + "/real")
        try Connection(path: folder.path + "/main.sqlite", mode: .readWrite, busySeconds: 1).execute(
          "INSERT INTO q VALUES (1, '\(SmallConfiguration.yesterday)', '\(named)')")
      })
    let (run, _) = try small.purge()
    #expect(exists(small, "v.pdf") && !exists(small, "w.pdf"), "\(run.output)")
    let orphans = try Program(["files", "orphans", "p"] + small.files)
    #expect(orphans.exitCode == 0 && orphans.output.contains(": 0 files"), "\(orphans)")
  }

  private func expectNoList(_ small: SmallConfiguration, _ cause: String) throws {
    let orphans = try Program(["files", "orphans", "p"] + small.files)
    #expect(orphans.exitCode == 69 && orphans.output.isEmpty, "\(orphans)")
    #expect(orphans.errors.contains(cause), "\(orphans.errors)")
  }

  /// Nobody knows its orphans, and what else there is to know of it is known.
  private func expectSurvey(_ small: SmallConfiguration) throws {
    let check = try Program(["check", "--data"] + small.files)
    #expect(check.output.contains("REFUSED q") && !check.output.contains("NOT SURVEYED p"), "\(check)")
  }

  @Test("While a folder cannot be reached, nobody knows whether it is the same one: files stay")
  func unreachable() throws {
    let small = try SmallConfiguration(
      content: Self.content,
      recordSets: Self.recordSet("p", in: "main", root: "real") + ","
        + Self.recordSet("q", in: "main", root: "alias"),
      prepare: { folder in
        try Self.makeFiles(folder)
        try FileManager.default.createSymbolicLink(
          atPath: folder.path + "/alias", withDestinationPath: "real")
      })
    let (run, _) = try small.purge()
    #expect(exists(small, "v.pdf") && exists(small, "w.pdf"), "\(run.output)")
    #expect(run.exitCode == 1 && run.errors.contains("cannot be reached"), "\(run.errors)")
    try expectNoList(small, "alias cannot be read")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test("A store in whose place another one is keeps the files that its rows may name")
  func exchanged() throws {
    let small = try SmallConfiguration(
      content: Self.content,
      recordSets: Self.recordSet("p", in: "main", root: "real") + ","
        + Self.recordSet("q", in: "other", root: "real"),
      otherStores: #", "other": {"engine": "sqlite", "path": "other.sqlite"}"#,
      prepare: { folder in
        try Self.makeFiles(folder)
        try Connection(path: folder.path + "/other.sqlite", mode: .create, busySeconds: 1).execute(
          "CREATE TABLE q (id INTEGER PRIMARY KEY, ended TEXT, scan TEXT); CREATE INDEX e ON q (ended); CREATE INDEX s ON q (scan);"
            + "INSERT INTO q VALUES (1, '\(SmallConfiguration.yesterday)', 'v.pdf')")
        // Nothing is due at the first run, which sees both stores.
        try Connection(path: folder.path + "/main.sqlite", mode: .readWrite, busySeconds: 1).execute(
          "UPDATE p SET ended = '\(SmallConfiguration.yesterday)'")
      })
    #expect(try small.purge().program.exitCode == 0)
    try Connection(path: small.path, mode: .readWrite, busySeconds: 1).execute(
      "UPDATE p SET ended = '2015-01-01'")
    let other = small.folder.appending(path: "other.sqlite").path
    try FileManager.default.moveItem(atPath: other, toPath: other + ".real")
    try Connection(path: other, mode: .create, busySeconds: 1).execute(
      "CREATE TABLE q (id INTEGER PRIMARY KEY, ended TEXT, scan TEXT); CREATE INDEX e ON q (ended); CREATE INDEX s ON q (scan)"
    )
    let (run, _) = try small.purge()
    #expect(run.exitCode == 1 && exists(small, "v.pdf") && exists(small, "w.pdf"), "\(run.output)")
    try expectNoList(small, "another one stands in its place")
    try expectSurvey(small)
    try FileManager.default.moveItem(atPath: other, toPath: other + ".new")
    try expectNoList(small, "store other")
    try expectSurvey(small)
    try FileManager.default.moveItem(atPath: other + ".new", toPath: other)
    // The right one is put back.
    try FileManager.default.removeItem(atPath: other)
    try FileManager.default.moveItem(atPath: other + ".real", toPath: other)
    #expect(try small.purge().program.exitCode == 0)
    #expect(exists(small, "v.pdf") && !exists(small, "w.pdf"))
    #expect(try Program(["files", "orphans", "p"] + small.files).exitCode == 0)
  }

  @Test("A folder that cannot be reached, below one or in its place, gives no list of orphans")
  func missing() throws {
    let small = try SmallConfiguration(
      content: Self.content, recordSets: Self.recordSet("p", in: "main", root: "real"),
      prepare: Self.makeFiles)
    try FileManager.default.moveItem(
      atPath: small.folder.path + "/real", toPath: small.folder.path + "/away")
    try expectNoList(small, "real cannot be read")
  }

  @Test(
    "Columns of SQLite that compare otherwise than what they refer to, or than the index that tells keys apart, refuse their record set",
    arguments: [
      ("id TEXT NOT NULL PRIMARY KEY", "p TEXT COLLATE NOCASE REFERENCES p (id)", true),
      ("id TEXT NOT NULL PRIMARY KEY", "p TEXT COLLATE RTRIM REFERENCES p (id)", true),
      ("id TEXT NOT NULL COLLATE NOCASE PRIMARY KEY", "p TEXT", true),
      ("id TEXT NOT NULL COLLATE NOCASE PRIMARY KEY", "p TEXT COLLATE NOCASE REFERENCES p (id)", false),
      ("id TEXT NOT NULL PRIMARY KEY", "p TEXT REFERENCES p (id)", false),
      ("id TEXT NOT NULL COLLATE NOCASE, UNIQUE (id COLLATE BINARY)", "p TEXT COLLATE NOCASE", true),
      ("id TEXT NOT NULL, UNIQUE (id COLLATE NOCASE)", "p TEXT", false),
    ])
  func collations(key: String, reference: String, isRefused: Bool) throws {
    let columns = key.split(separator: ",", maxSplits: 1)
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE p (\(columns[0]), ended TEXT\(columns.count > 1 ? ",\(columns[1])" : "")); CREATE INDEX e ON p (ended);
        CREATE TABLE kid (n INTEGER PRIMARY KEY, \(reference)); CREATE INDEX k ON kid (p);
        INSERT INTO p VALUES ('a', 'old'); INSERT INTO kid VALUES (1, 'a');
        """,
      recordSets: """
        "p": {"store": "main", "table": "p", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "ended", "as": "date"}},
          "dependents": [{"table": "kid", "references": {"p": "id"}, "domain": "none", "reason": "a test"}]}
        """)
    let check = try Program(["check"] + small.files)
    #expect((check.exitCode == 2) == isRefused, "\(key); \(reference): \(check.output)")
    #expect(check.output.contains("collation") || !isRefused || key.contains("UNIQUE"), "\(check.output)")
  }
}
