import Foundation
import SQLite
import Testing

/// Texts whose bytes are no UTF-8: kept to the last bit, or their row stays where it is.
@Suite struct RawTextTests {
  /// In hexadecimal digits: Latin-1, a byte that goes on with nothing, one that is cut off, a slash that is too long, half of a pair, beyond Unicode.
  static let raw = ["52656EE9", "80", "C3", "C0AF", "EDA080", "F5808080", "61FF62", "610080"]

  private static func content(_ values: [String], keyed: Bool = false) -> String {
    let rows = values.enumerated().map { place, hex in
      keyed
        ? "(CAST(x'\(hex)' AS TEXT), 'old', 'n\(place)', NULL)"
        : "(\(place + 1), 'old', CAST(x'\(hex)' AS TEXT), NULL)"
    }
    return """
      CREATE TABLE t (id \(keyed ? "TEXT NOT NULL" : "INTEGER") PRIMARY KEY, ended TEXT, name TEXT, done TEXT); CREATE INDEX t_ended ON t (ended);
      INSERT INTO t VALUES \(rows.joined(separator: ", "));
      """
  }

  private static func recordSet(_ more: String) -> String {
    #""t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"], "batch": {"rows": 3}, "events": {"ended": {"column": "ended", "as": "date"}}\#(more)}"#
  }

  private static let archiving = SmallConfiguration.rules(first: "archive")
  private static let archive =
    "CREATE TABLE attic (id INTEGER PRIMARY KEY, ended TEXT, name TEXT, done TEXT); CREATE INDEX attic_ended ON attic (ended);"

  /// The bytes of a column, in order.
  private static func hex(_ path: String, _ column: String, _ table: String) throws -> [String] {
    let query = try Connection(path: path, mode: .readOnly, busySeconds: 5).prepare(
      "SELECT hex(\(column)) || typeof(\(column)) FROM \(table) ORDER BY id")
    var found: [String] = []
    while try query.step() { found.append(query.text(0) ?? "") }
    return found
  }

  @Test("Moved to another file or within it, they are there to the last bit", arguments: [false, true])
  func moved(isElsewhere: Bool) throws {
    let small = try SmallConfiguration(
      content: Self.content(Self.raw) + (isElsewhere ? "" : Self.archive),
      recordSets: Self.recordSet(#", "archive": {"to": "attic"}"#) + """
        , "attic": {"store": "\(isElsewhere ? "cold" : "main")", "table": "attic", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """, rules: Self.archiving,
      otherStores: isElsewhere ? #", "cold": {"engine": "sqlite", "path": "cold.sqlite"}"# : "",
      prepare: {
        if isElsewhere { try SmallConfiguration.fill($0.appending(path: "cold.sqlite").path, Self.archive) }
      })
    let (run, _) = try small.purge()
    #expect(run.exitCode == 0, "\(run.errors)")
    let path = isElsewhere ? small.folder.appending(path: "cold.sqlite").path : small.path
    #expect(try Self.hex(path, "name", "attic") == Self.raw.map { $0 + "text" })
    #expect(try SmallConfiguration.ids(small.path, "t") == [])
  }

  @Test(
    "Where the archive is a server's, which has no such text, the row stays and is said",
    arguments: TestEngine.allCases)
  func movedToServer(engine: TestEngine) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attic-\(UUID().uuidString).sqlite")
    defer { try? FileManager.default.removeItem(at: folder) }
    try SmallConfiguration.fill(folder.path, Self.archive)
    let attic = try CopiedDatabase(of: folder.path, on: engine)
    let small = try SmallConfiguration(
      content: Self.content(Self.raw + ["4F6B"]),
      recordSets: Self.recordSet(#", "archive": {"to": "attic"}"#) + """
        , "attic": {"store": "cold", "table": "attic", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """, rules: Self.archiving, otherStores: #", "cold": \#(try attic.definition)"#)
    let (run, report) = try small.purge()
    #expect(run.exitCode == 1 && report["setAside"] as? Int == Self.raw.count, "\(run.output)")
    #expect(try Self.hex(small.path, "name", "t") == Self.raw.map { $0 + "text" })
    #expect(try attic.rows(of: "attic", columns: ["name"]) == [["Ok"]])
  }

  @Test("As keys they are read back as they were, and no other row is taken for theirs")
  func keys() throws {
    // What a repaired text would be, which must stay.
    let small = try SmallConfiguration(
      content: Self.content(Self.raw, keyed: true), recordSets: Self.recordSet(""))
    try SmallConfiguration.fill(
      small.path,
      "INSERT INTO t VALUES ('Ren\u{FFFD}', 'new', 'other', NULL), ('\u{FFFD}', 'new', 'other', NULL)")
    let copy = small.folder.appending(path: "before.sqlite").path
    try FileManager.default.copyItem(atPath: small.path, toPath: copy)
    let (run, report) = try small.purge()
    #expect(
      run.exitCode == 0 && (report["changed"] as? [[String: Any]])?.first?["count"] as? Int == Self.raw.count,
      "\(run.output)")
    #expect(try Self.hex(small.path, "id", "t").count == 2)
    // A restored copy is known again, row for row.
    try Data(contentsOf: URL(filePath: copy)).write(to: URL(filePath: small.path))
    let found = try Program(["reconcile", "--purge"] + small.files)
    #expect(try Self.hex(small.path, "id", "t").count == 2, "\(found.output) \(found.errors)")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test(
    "A transform that needs a text leaves the row; one that does not is done",
    arguments: [
      (#"{"transform": "mask"}"#, false), (#"{"transform": "pseudonym"}"#, false),
      (#"{"transform": "text", "keepFirst": 1}"#, false),
      (#"{"transform": "text", "scrub": ["email"]}"#, false),
      (#"{"transform": "date", "to": "year"}"#, false), (#"{"transform": "department"}"#, false),
      (#"{"transform": "bucket", "width": 10}"#, false),
      (#"{"transform": "ff1", "alphabet": "digits"}"#, false),
      (#"{"transform": "nir"}"#, false), (#"{"transform": "age-band", "width": 10}"#, false),
      (#"{"transform": "null"}"#, true),
      (#"{"transform": "constant", "value": "x"}"#, true), (#"{"transform": "surrogate"}"#, true),
    ])
  func transforms(_ transform: String, isDone: Bool) throws {
    let small = try SmallConfiguration(
      content: Self.content(Self.raw),
      recordSets: Self.recordSet(
        #", "pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {"name": \#(transform)}}"#
      ),
      rules: SmallConfiguration.rules(first: "pseudonymise"),
      pseudonymKeys: #"[{"version": 1, "file": "pseudonyms.key"}]"#)
    let (run, report) = try small.purge()
    #expect(
      run.exitCode == (isDone ? 0 : 1) && report["setAside"] as? Int == (isDone ? 0 : Self.raw.count),
      "\(run.output) \(run.errors)")
    let names = try Self.hex(small.path, "name", "t")
    if isDone {
      #expect(Set(names).isDisjoint(with: Self.raw.map { $0 + "text" }))
    } else {
      #expect(names == Self.raw.map { $0 + "text" })
    }
  }
}
