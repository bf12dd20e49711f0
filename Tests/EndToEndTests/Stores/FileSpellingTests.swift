import Foundation
import SQLite
import Testing

/// One file has many spellings, and is named from many places: whoever names it keeps it.
@Suite struct FileSpellingTests {
  /// A folder of files of its own, so that its path is known before the rows are written.
  final class Files {
    let folder = FileManager.default.temporaryDirectory.appending(path: "files-\(UUID().uuidString)").path

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func make(_ name: String, _ content: String = "scan") throws {
      let file = URL(filePath: folder + "/" + name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(content.utf8).write(to: file)
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + name) }
  }

  static let engines: [TestEngine?] = [nil, .postgresql, .mariadb]

  /// Spellings of `NUMBER/v.pdf`.
  private static let spellings = [
    "N/v.pdf", "N//v.pdf", "./N/v.pdf", "N/./v.pdf", "N/v.pdf/", "ROOT/N/v.pdf", "ROOT//N/v.pdf",
    "//ROOT/N/v.pdf",
    ".//N/.//v.pdf",
  ]

  private static func spelling(_ form: String, _ number: Int, _ root: String) -> String {
    form.replacing("ROOT", with: root).replacing("//\(root)", with: "/" + root).replacing(
      "N", with: "n\(number)")
  }

  @Test(
    "A file stays that a row names in another spelling, and goes in any spelling where none does",
    arguments: engines, [true, false])
  func spellings(engine: TestEngine?, isIndexed: Bool) throws {
    let files = Files()
    let root = files.folder + "/scans"
    var rows: [String] = []
    var (stay, go): (Set<String>, Set<String>) = ([], [])
    var number = 0
    func row(_ ended: String, _ path: String) { rows.append("(\(rows.count + 1), '\(ended)', '\(path)')") }
    for due in Self.spellings {
      number += 1
      go.insert("n\(number)/v.pdf")
      row("old", Self.spelling(due, number, root))
      for other in Self.spellings + ["N/x/../v.pdf", "x/../N/v.pdf"] {
        number += 1
        stay.insert("n\(number)/v.pdf")
        row("old", Self.spelling(due, number, root))
        row("new", Self.spelling(other, number, root))
      }
    }
    // None of these names a file, nor does what names nothing keep any run from its end.
    for none in ["", "/", "./", ".", "//", root, root + "/"] { row("old", none) }
    for name in stay.union(go) { try files.make("scans/" + name) }
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE dossier (id INTEGER PRIMARY KEY, ended TEXT, scan TEXT); CREATE INDEX dossier_ended ON dossier (ended);
        \(isIndexed ? "CREATE INDEX dossier_scan ON dossier (scan);" : "")
        INSERT INTO dossier VALUES \(rows.joined(separator: ", "));
        """,
      recordSets: """
        "dossier": {"store": "main", "table": "dossier", "domain": "rights", "key": ["id"], "batch": {"rows": 20},
          "events": {"ended": {"column": "ended", "as": "date"}}, "files": [{"column": "scan", "root": "\(root)"}]}
        """, on: engine)
    let (run, report) = try small.purge()
    #expect(run.exitCode == 0 && report["status"] as? String == "complete", "\(run.errors)")
    #expect(stay.filter { !files.exists("scans/" + $0) } == [], "these are named still")
    #expect(go.filter { files.exists("scans/" + $0) } == [], "these are nobody's")
    let counts = (report["files"] as? [String: [String: Int]])?["dossier"]
    #expect(
      counts == ["removed": go.count, "missing": 0, "left": 0, "named": stay.count], "\(counts ?? [:])")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    let again = try small.purge()
    #expect(again.program.exitCode == 0, "nor does a later run stumble: \(again.program.errors)")
  }

  @Test("In SQLite a path may be bytes, and a number, whatever the column's type")
  func bytes() throws {
    let files = Files()
    let root = files.folder + "/scans"
    for name in ["a.pdf", "b.pdf", "7", "8"] { try files.make("scans/" + name) }
    try files.make("scans/caf\u{0}".replacing("\u{0}", with: "x"))
    // A name in Latin 1.
    let latin = Array((root + "/").utf8) + [0x63, 0xE9]
    func open(_ name: [UInt8], _ flags: Int32) -> Int32 {
      let path = name.map(CChar.init(bitPattern:)) + [0]
      let descriptor = unsafe Glibc.open(path, flags, 0o600)
      if descriptor >= 0 { close(descriptor) }
      return descriptor
    }
    #expect(open(latin, O_CREAT | O_WRONLY) >= 0 && open(latin + [0xE8], O_CREAT | O_WRONLY) >= 0)
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE dossier (id INTEGER PRIMARY KEY, ended TEXT, scan); CREATE INDEX dossier_ended ON dossier (ended);
        CREATE INDEX dossier_scan ON dossier (scan COLLATE NOCASE);
        INSERT INTO dossier VALUES (1, 'old', CAST('a.pdf' AS BLOB)), (2, 'new', 'a.pdf'), (3, 'old', 'b.pdf'),
          (4, 'new', CAST('b.pdf' AS BLOB)), (5, 'old', 7), (6, 'new', '7'), (7, 'old', '8'), (8, 'new', 8),
          (9, 'old', x'63E9'), (10, 'old', x'63E9E8'), (11, 'new', x'2E2F63E9E8');
        """,
      recordSets: """
        "dossier": {"store": "main", "table": "dossier", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}, "files": [{"column": "scan", "root": "\(root)"}]}
        """)
    let (run, _) = try small.purge()
    #expect(run.exitCode == 0, "\(run.errors)")
    for name in ["a.pdf", "b.pdf", "7", "8"] { #expect(files.exists("scans/" + name), "\(name)") }
    #expect(open(latin, O_RDONLY) < 0, "a name that is no text goes like any other")
    #expect(open(latin + [0xE8], O_RDONLY) >= 0, "and stays like any other")
  }

  @Test(
    "A file stays that another column, record set, dependent, store or folder names; two names that a collation calls equal are two files",
    arguments: engines)
  func places(engine: TestEngine?) throws {
    let files = Files()
    let root = files.folder + "/scans"
    let names = ["column", "set", "dependent", "store", "inner/x", "outer", "linked", "own"]
    for name in names + ["OWN"] { try files.make("scans/\(name).pdf") }
    try FileManager.default.createSymbolicLink(atPath: files.folder + "/way", withDestinationPath: ".")
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE dossier (id INTEGER PRIMARY KEY, ended TEXT, scan TEXT, photo TEXT); CREATE INDEX dossier_ended ON dossier (ended);
        CREATE INDEX dossier_scan ON dossier (scan); CREATE INDEX dossier_photo ON dossier (photo);
        CREATE TABLE card (id INTEGER PRIMARY KEY, ended TEXT, file TEXT); CREATE INDEX card_ended ON card (ended); CREATE INDEX card_file ON card (file);
        CREATE TABLE letter (id INTEGER PRIMARY KEY, card INTEGER REFERENCES card (id), file TEXT); CREATE INDEX letter_card ON letter (card);
        CREATE INDEX letter_file ON letter (file);
        INSERT INTO dossier VALUES
          \(names.enumerated().map { "(\($0 + 1), 'old', '\($1).pdf', NULL)" }.joined(separator: ", ")),
          (20, 'new', 'none.pdf', 'column.pdf'), (21, 'new', 'OWN.pdf', NULL), (22, 'old', NULL, NULL);
        INSERT INTO card VALUES (1, 'new', 'set.pdf'), (2, 'new', 'none2.pdf');
        INSERT INTO letter VALUES (1, 2, 'dependent.pdf');
        """,
      recordSets: """
        "dossier": {"store": "main", "table": "dossier", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}},
          "files": [{"column": "scan", "root": "\(root)"}, {"column": "photo", "root": "\(root)/"}]},
        "card": {"store": "main", "table": "card", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}, "files": [{"column": "file", "root": "\(root)"}],
          "dependents": [{"table": "letter", "references": {"card": "id"}, "domain": "none", "reason": "they are kept as long as their record is",
            "files": [{"column": "file", "root": "\(root)"}]}]},
        "elsewhere": {"store": "other", "table": "paper", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}},
          "files": [{"column": "file", "root": "\(root)"}, {"column": "inner", "root": "\(root)/inner"},
            {"column": "outer_file", "root": "\(files.folder)"}, {"column": "linked", "root": "\(files.folder)/way/scans"}]}
        """, on: engine, otherStores: #", "other": {"engine": "sqlite", "path": "other.sqlite"}"#
    ) { folder in
      try Connection(path: folder.appending(path: "other.sqlite").path, mode: .create, busySeconds: 1)
        .execute(
          """
          CREATE TABLE paper (id INTEGER PRIMARY KEY, ended TEXT, file TEXT, inner TEXT, outer_file TEXT, linked TEXT);
          CREATE INDEX paper_ended ON paper (ended); CREATE INDEX paper_file ON paper (file); CREATE INDEX paper_inner ON paper (inner);
          INSERT INTO paper VALUES (1, '2090-01-01', 'store.pdf', 'x.pdf', './scans//outer.pdf', 'linked.pdf');
          """)
    }
    let (run, report) = try small.purge()
    for name in names where name != "own" {
      #expect(files.exists("scans/\(name).pdf"), "\(name) is named still")
    }
    #expect(!files.exists("scans/own.pdf") && files.exists("scans/OWN.pdf"), "\(run.errors)")
    let counts = (report["files"] as? [String: [String: Int]])?["dossier"]
    #expect(counts == ["removed": 1, "missing": 0, "left": 0, "named": names.count - 1], "\(counts ?? [:])")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test(
    "A folder of files that is a folder of documents, too, is refused to both",
    arguments: ["papers", "papers/in", "."])
  func documents(root: String) throws {
    let files = Files()
    try files.make("papers/in/v.pdf")
    try files.make("papers/in/2015-01-01.txt")
    let other = Files()
    try FileManager.default.createDirectory(atPath: other.folder, withIntermediateDirectories: true)
    func recordSets(_ root: String) -> String {
      """
      "dossier": {"store": "main", "table": "dossier", "domain": "rights", "key": ["id"],
        "events": {"ended": {"column": "ended", "as": "date"}}, "files": [{"column": "scan", "root": "\(root)"}]},
      "paper": {"store": "papers", "folder": "in", "domain": "rights", "documents": {"pattern": "{ended}.txt"},
        "events": {"ended": {"column": "ended", "as": "date"}}}
      """
    }
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE dossier (id INTEGER PRIMARY KEY, ended TEXT, scan TEXT); CREATE INDEX dossier_ended ON dossier (ended);
        CREATE INDEX dossier_scan ON dossier (scan);
        INSERT INTO dossier VALUES (1, 'old', '\(files.folder)/papers/in/v.pdf'), (2, 'old', 'in/v.pdf'), (3, 'old', 'v.pdf'),
          (4, 'old', 'papers/in/v.pdf');
        """, recordSets: recordSets(files.folder + "/" + root),
      otherStores: #", "papers": {"engine": "documents", "path": "\#(files.folder)/papers"}"#)
    let check = try Program(["check"] + small.files)
    #expect(
      check.exitCode == 2
        && (check.output + check.errors).contains("lie in the folder of the documents of paper"))
    #expect((check.output + check.errors).contains("files of dossier lie in its folder"), "\(check.output)")
    let (run, _) = try small.purge()
    #expect(run.exitCode == 1)
    #expect(files.exists("papers/in/v.pdf") && files.exists("papers/in/2015-01-01.txt"))
  }
}
