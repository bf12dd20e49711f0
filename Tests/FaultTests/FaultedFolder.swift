import Crypto
import Foundation
import SQLite
import TestConfiguration
import Testing
import Words

/// A prepared folder with three stores (one with a write-ahead log, one with a rollback journal, one of documents), two files, keys and an approved
/// journal, to be copied for each fault.
final class FaultedFolder: Sendable {
  let path: String
  private let isOwned: Bool

  /// The tables of the stores, with the columns of their keys and the record set that is bound to each.
  static let tables: [(store: String, table: String, recordSet: String)] = [
    ("logged", "person", "person"), ("logged", "contact", ""), ("logged", "invitation", "invitation"),
    ("logged", "file", "file"), ("logged", "file_archive", "file-archive"), ("logged", "dossier", "dossier"),
    ("rolled", "dossier_archive", "dossier-archive"), ("rolled", "member", "member"),
  ]

  /// The folders of documents, with the record set that is bound to each.
  static let folders: [(folder: String, recordSet: String)] = [
    ("in", "paper"), ("letters", "letter"), ("old", "letter-archive"), ("memos", "memo"),
  ]

  private static func domain(_ id: String, _ stages: String) -> String {
    TestRules.domain(id, TestRules.rule(id, bounds: TestRules.Bounds(minimum: "P1Y"), stages))
  }

  private static let rules = TestRules.file(
    domain("deleting", TestRules.delete),
    domain("pseudonymising", #"{"action": "pseudonymise", "at": "minimum"}, \#(TestRules.delete)"#),
    domain("archiving", #"{"action": "archive", "at": "minimum"}, \#(TestRules.delete)"#))

  private static func recordSet(
    _ name: String, _ store: String, _ table: String, _ domain: String, _ more: String = ""
  ) -> String {
    """
    "\(name)": {"store": "\(store)", "table": "\(table)", "domain": "\(domain)", "key": ["id"], "batch": {"rows": 2},
      "events": {"ended": {"column": "ended", "as": "date"}}\(more)}
    """
  }

  private static func documents(
    _ name: String, _ folder: String, _ domain: String, _ more: String = ""
  ) -> String {
    """
    "\(name)": {"store": "papers", "folder": "\(folder)", "domain": "\(domain)", "batch": {"rows": \(domain == "deleting" ? 2 : 4)},
      "documents": {"pattern": "{year}/{id}_{ended}.txt", "sidecar": ".json"}, "events": {"ended": {"column": "ended", "as": "compact-date"}}\(more)}
    """
  }

  private static let stores: String = {
    var stores = TestStores(
      stores: """
        "logged": {"engine": "sqlite", "path": "logged.sqlite"},
        "rolled": {"engine": "sqlite", "path": "rolled.sqlite"},
        "papers": {"engine": "documents", "path": "papers"}
        """,
      recordSets: """
          \(recordSet("person", "logged", "person", "deleting",
           #", "subject": "nir", "dependents": [{"table": "contact", "references": {"person": "id"}, "domain": "none", "reason": "they are kept as long as their record is", "files": [{"column": "mail", "root": "mails"}]}], "files": [{"column": "scan", "root": "scans"}]"#)),
          \(recordSet("invitation", "logged", "invitation", "pseudonymising",
           #", "pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {"nir": {"transform": "pseudonym"}}}"#)),
          \(recordSet("file", "logged", "file", "archiving", #", "archive": {"to": "file-archive"}"#)),
          \(recordSet("file-archive", "logged", "file_archive", "archiving")),
          \(recordSet("dossier", "logged", "dossier", "archiving", #", "archive": {"to": "dossier-archive"}"#)),
          \(recordSet("dossier-archive", "rolled", "dossier_archive", "archiving")),
          \(recordSet("member", "rolled", "member", "deleting", #", "subject": "nir""#)),
          \(documents("paper", "in", "deleting")),
          \(documents("letter", "letters", "archiving", #", "archive": {"to": "letter-archive"}"#)),
          \(documents("letter-archive", "old", "archiving")),
          \(documents("memo", "memos", "archiving", #", "archive": {"to": "memo-archive"}"#)),
         "memo-archive": {"store": "rolled", "table": "memo_archive", "domain": "archiving", "key": ["path"],
           "events": {"ended": {"column": "modified", "as": "epoch-seconds"}}}
        """)
    stores.origin = "test.example/faults"
    stores.pseudonymKeys = #""pseudonymising": [{"version": 1, "file": "pseudonyms.key"}]"#
    stores.firstRun = "false"
    return stores.text
  }()

  /// Prepares a folder, by the program's own commands where there is one.
  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "faults-\(UUID().uuidString)").path
    isOwned = true
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data(Self.rules.utf8).write(to: URL(filePath: path + "/retention-rules.json"))
    try Data(Self.stores.utf8).write(to: URL(filePath: path + "/stores.json"))
    try fill()
    let keys = ["signing", "evidence", "pseudonyms"].map { "\(path)/\($0).key" }
    for arguments in [["keys", "generate"] + keys, ["journal", "create", "--config", path]] {
      try #require(Traced.run(arguments).exitCode == 0)
    }
    let plan = Traced.run(["plan", "--config", path, "--format", "json"]).output
    let digest = try #require(plan.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#))
    try #require(Traced.run(["approve", "--config", path, String(digest.1)]).exitCode == 0)
  }

  private init(copyOf other: FaultedFolder, _ name: String) throws {
    path = other.path + "-" + name
    isOwned = true
    try FileManager.default.copyItem(atPath: other.path, toPath: path)
  }

  deinit { if isOwned { try? FileManager.default.removeItem(atPath: path) } }

  func copy(_ name: String) throws -> FaultedFolder { try FaultedFolder(copyOf: self, name) }

  private func fill() throws {
    let logged = try Connection(path: path + "/logged.sqlite", mode: .create, busySeconds: 1)
    try logged.execute("PRAGMA journal_mode = WAL")
    let rolled = try Connection(path: path + "/rolled.sqlite", mode: .create, busySeconds: 1)
    // Rows 1 to 4 are due: for deleting and pseudonymising by their dates, for archiving by theirs.
    func table(_ name: String, _ day: String, more: String = "") -> String {
      """
      CREATE TABLE \(name) (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT\(more));
      CREATE INDEX \(name)_ended ON \(name) (ended);
      INSERT INTO \(name) (id, nir, ended) VALUES (1, '0840588123451', '\(day)'), (2, '0840588123452', '\(day)'),
        (3, '0840588123453', '\(day)'), (4, '0840588123454', '\(day)'), (5, '0840588123455', '2026-11-01');
      """
    }
    let (old, recent) = ("2015-01-01", "2025-01-01")
    try logged.execute(
      table("person", old, more: ", scan TEXT") + table("invitation", recent, more: ", done TEXT")
        + table("file", recent)
        + table("dossier", recent)
          + """
          CREATE TABLE file_archive (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT);
          CREATE INDEX file_archive_ended ON file_archive (ended);
          CREATE TABLE contact (id INTEGER PRIMARY KEY, person INTEGER REFERENCES person (id), mail TEXT);
          CREATE INDEX contact_person ON contact (person);
          UPDATE person SET scan = 'year/' || id || '.txt'; CREATE INDEX person_scan ON person (scan);
          CREATE INDEX contact_mail ON contact (mail);
          INSERT INTO contact VALUES (1, 1, 'a@example.org'), (2, 1, 'b@example.org'), (3, 5, 'c@example.org');
          """)
    let scans = (1...5).map { ("scans/year", "\($0).txt") }
    for (folder, name) in scans + ["a", "b", "c"].map({ ("mails", "\($0)@example.org") }) {
      try FileManager.default.createDirectory(atPath: path + "/" + folder, withIntermediateDirectories: true)
      try Data("scan".utf8).write(to: URL(filePath: path + "/\(folder)/\(name)"))
    }
    try fillPapers()
    try rolled.execute(
      table("member", old)
        + """
        CREATE TABLE memo_archive (path TEXT NOT NULL PRIMARY KEY, content BLOB, modified INTEGER, sidecar BLOB);
        CREATE INDEX memo_archive_modified ON memo_archive (modified);
        CREATE TABLE dossier_archive (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT);
        CREATE INDEX dossier_archive_ended ON dossier_archive (ended);
        """)
  }

  /// Documents 1 to 4 of each folder are due, as rows are.
  private func fillPapers() throws {
    for (folder, day) in [("in", "20150101"), ("letters", "20250101"), ("memos", "20250101"), ("old", "")] {
      let place = path + "/papers/" + folder
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      for id in day.isEmpty ? 1..<1 : 1..<6 {
        let name = "\(place)/\(id / 3)/\(id)_\(id == 5 ? "20261101" : day).txt"
        try FileManager.default.createDirectory(
          atPath: "\(place)/\(id / 3)", withIntermediateDirectories: true)
        try Data("document \(id)".utf8).write(to: URL(filePath: name))
        if id == 2 { try Data("{}".utf8).write(to: URL(filePath: name + ".json")) }
      }
    }
  }

  // MARK: What is in it

  /// The rows of every table, by the table and the id. Opening the stores lets SQLite roll back what a fault left.
  func rows() throws -> [String: [Int64: String]] {
    var rows: [String: [Int64: String]] = [:]
    for (store, table, _) in Self.tables {
      let connection = try Connection(path: "\(path)/\(store).sqlite", mode: .readWrite, busySeconds: 5)
      let query = try connection.prepare("SELECT * FROM \(table)")
      var found: [Int64: String] = [:]
      while try query.step() {
        found[query.integer(0)] = (1..<query.columnCount).map { query.text($0) ?? "∅" }.joined(separator: "|")
      }
      rows[table] = found
    }
    for (folder, _) in Self.folders { rows[folder] = try papers(folder) }
    let memos = try Connection(path: path + "/rolled.sqlite", mode: .readWrite, busySeconds: 5).prepare(
      "SELECT path, content, sidecar FROM memo_archive")
    while try memos.step() {
      let name = memos.text(0) ?? ""
      rows["memo_archive", default: [:]][Self.id(of: name)] =
        "\(name)|\(memos.text(1) ?? "")|\(memos.text(2) ?? "")"
    }
    rows["files"] = try files().reduce(into: [:]) { $0[Int64($1.hashValue)] = $1 }
    return rows
  }

  /// The documents of a folder by their numbers, with what is in them and whether something lies beside them.
  private func papers(_ folder: String) throws -> [Int64: String] {
    let root = path + "/papers/" + folder
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root)
    return try paths.filter { $0.hasSuffix(".txt") }.reduce(into: [:]) { found, name in
      let content = try String(contentsOf: URL(filePath: root + "/" + name), encoding: .utf8)
      found[Self.id(of: name)] = "\(name)|\(content)|\(paths.contains(name + ".json"))"
    }
  }

  private static func id(of name: String) -> Int64 {
    name.split(separator: "/").last?.split(separator: "_").first.flatMap { Int64($0) } ?? 0
  }

  /// The files that the rows name, below their folders.
  func files() throws -> Set<String> {
    Set(
      try ["scans", "mails"].flatMap { root in
        try FileManager.default.subpathsOfDirectory(atPath: path + "/" + root).map { root + "/" + $0 }
      })
  }

  /// The committed batches of documents that are not finished.
  func unfinishedLists() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path + "/papers").filter {
      $0.hasSuffix(".committed")
    }
  }

  /// The files that rows name and that are not there.
  func lostFiles() throws -> [String] {
    let connection = try Connection(path: path + "/logged.sqlite", mode: .readWrite, busySeconds: 5)
    let query = try connection.prepare(
      "SELECT 'scans/' || scan FROM person UNION ALL SELECT 'mails/' || mail FROM contact")
    let there = try files()
    var lost: [String] = []
    while try query.step() { if let name = query.text(0), !there.contains(name) { lost.append(name) } }
    return lost
  }

  /// A batch as the journal's tables have it: its outcome (nil while it is open) and its records' locators.
  func batches() throws -> [(entry: Int, outcome: String?, locators: Set<[UInt8]>)] {
    let connection = try Connection(path: path + "/journal.sqlite", mode: .readWrite, busySeconds: 5)
    let query = try connection.prepare("SELECT entry, outcome, locators FROM batch ORDER BY entry")
    var batches: [(Int, String?, Set<[UInt8]>)] = []
    while try query.step() {
      let bytes = query.blob(2)
      let locators = stride(from: 0, to: bytes.count, by: 32).map { Array(bytes[$0..<$0 + 32]) }
      batches.append((Int(query.integer(0)), query.text(1), Set(locators)))
    }
    return batches
  }

  /// A record's locator, computed here: HMAC-SHA-256 over what the format says.
  ///
  /// - Parameter document: the document's path, where the record is one.
  func locator(store: String, recordSet: String, id: Int64, document: String? = nil) throws -> [UInt8] {
    let key = try Data(contentsOf: URL(filePath: path + "/evidence.key"))
    let part = document ?? String(id)
    let text = "loc\0\(store)\0\(recordSet)\0\(document == nil ? "i" : "t")\(part.utf8.count):\(part)"
    return Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
  }
}
