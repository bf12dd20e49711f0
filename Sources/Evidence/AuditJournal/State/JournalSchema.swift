internal import SQLite

/// The journal's tables. Whoever changes them raises the version and writes the step from the one before.
enum JournalSchema {
  /// "RETJ", so that `file` and sqlite3 tell a journal from any other database.
  static let applicationID = 0x5245_544A
  static let version = 4

  /// From each version to the next: batches had no files first, then no subjects, and holds were on one person each; then no entry said what the state is.
  static let steps = [
    1: "ALTER TABLE batch ADD COLUMN files BLOB; PRAGMA user_version = 2;",
    2: """
    \(batchSubjects)
    \(holdColumns.map { "ALTER TABLE hold ADD COLUMN \($0);" }.joined(separator: "\n"))
    \(holdMembers)
    PRAGMA user_version = 3;
    """,
    3: """
    DROP INDEX batch_open;
    ALTER TABLE hold ADD COLUMN \(sharedColumn);
    \(liveBatches)
    PRAGMA user_version = 4;
    """,
  ]

  /// What version 3 added to a hold. The members of lists lie in rows of their own, so that lifting one person does not write a million.
  private static let holdColumns = [
    "name TEXT", "persons INTEGER", "spellings INTEGER", "pseudonyms TEXT", "authority TEXT", "review TEXT",
    "until TEXT", "restriction INTEGER", "entry INTEGER", "changed INTEGER", "narrowed INTEGER",
  ]

  /// The hash of what several people of a list share, so that the state is proven without reading a million members.
  private static let sharedColumn = "shared BLOB"

  /// Whom the rows of a batch were about. They lie beside the batch, so that its outcome does not write them once more.
  private static let batchSubjects =
    "CREATE TABLE batch_subject (entry INTEGER PRIMARY KEY, subjects BLOB, dependents BLOB);"

  private static let holdMembers = """
    CREATE TABLE hold_member (
      hold INTEGER NOT NULL, chunk INTEGER NOT NULL, members BLOB NOT NULL, PRIMARY KEY (hold, chunk)
    );
    """

  /// The batches about which something is still to be done, with the hashes of what is sealed of them: they are few, and are read at every opening.
  private static let liveBatches =
    "CREATE TABLE live_batch (entry INTEGER PRIMARY KEY, outcome TEXT, sealed BLOB, files BLOB);"

  private static let openIndex = "CREATE INDEX batch_open ON batch (entry) WHERE outcome IS NULL;"

  /// The tables as each version of the program makes them.
  static func tables(version: Int) -> [String] {
    let hold = (version >= 3 ? holdColumns : []) + (version >= 4 ? [sharedColumn] : [])
    return [
      "CREATE TABLE entry (idx INTEGER PRIMARY KEY, bytes BLOB NOT NULL);",
      "CREATE TABLE node (level INTEGER, idx INTEGER, hash BLOB NOT NULL, PRIMARY KEY (level, idx)) WITHOUT ROWID;",
      "CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL);",
      """
      CREATE TABLE batch (
        entry INTEGER PRIMARY KEY,
        outcome TEXT,
        sealed BLOB,
        locators BLOB NOT NULL\(version >= 2 ? ", files BLOB" : "")
      );
      """,
      version >= 4 ? liveBatches : openIndex,
      """
      CREATE TABLE hold (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, record_set TEXT, locator BLOB NOT NULL,
        tag INTEGER, reference TEXT NOT NULL, reason TEXT NOT NULL, placed_by TEXT NOT NULL, since TEXT NOT NULL\(hold.map { ", " + $0 }.joined())
      );
      """,
      "CREATE INDEX hold_locator ON hold (locator, reference);",
      """
      CREATE TABLE approval (
        digest TEXT PRIMARY KEY, rules BLOB NOT NULL, stores BLOB NOT NULL, base TEXT NOT NULL,
        approved_by TEXT NOT NULL, entry INTEGER NOT NULL
      ) WITHOUT ROWID;
      """,
      "CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;",
    ] + (version >= 3 ? [batchSubjects, holdMembers] : [])
  }

  static let statements = tables(version: version).joined(separator: "\n")
}

extension JournalSchema {
  private struct Object: Hashable {
    let type: String
    let name: String
    let table: String
    let text: String
  }

  /// Returns what the file has that no program of ours makes, or lacks; nil if its tables are those of the version.
  ///
  /// A view in a table's place, a trigger or an index can make a question's answer another one than the table has.
  static func finding(in connection: Connection, version: Int) throws(SQLiteError) -> String? {
    guard (1...JournalSchema.version).contains(version) else {
      return "the file says that it is of version \(version), which this program does not know"
    }
    var wanted = Set(tables(version: version).map(object))
    var strange: [String] = []
    var roots: Set<Int64> = []
    let query = try connection.prepare("SELECT type, name, tbl_name, sql, rootpage FROM sqlite_schema")
    while try query.step() {
      let object = Object(
        type: query.text(0) ?? "", name: query.text(1) ?? "", table: query.text(2) ?? "",
        text: plain(query.text(3) ?? ""))
      let isOwn = wanted.remove(object) != nil || own.contains(object)
      // Each lies in pages of its own.
      let sharesPages = query.integer(4) <= 1 || !roots.insert(query.integer(4)).inserted
      if !isOwn || sharesPages { strange.append(words(object)) }
    }
    let missing = wanted.map { "\($0.type) \($0.name)" }.sorted()
    if strange.isEmpty && missing.isEmpty { return nil }
    let findings =
      (strange.isEmpty ? [] : ["it has the \(strange.joined(separator: ", the "))"])
      + (missing.isEmpty ? [] : ["it lacks the \(missing.joined(separator: ", the "))"])
    return
      "the tables in the file are not those that this program makes: \(findings.joined(separator: ", and "))"
  }

  private static func words(_ object: Object) -> String {
    if object.name.hasPrefix("sqlite_stat") {
      return "table \(object.name) of ANALYZE (remove it with `DROP TABLE \(object.name)` in sqlite3)"
    }
    return object.type == "table" || object.type == "view"
      ? "\(object.type) \(object.name)" : "\(object.type) \(object.name) on \(object.table)"
  }

  /// SQLite's own, and what it has no text for.
  private static let own: Set<Object> = [
    Object(
      type: "table", name: "sqlite_sequence", table: "sqlite_sequence",
      text: plain("CREATE TABLE sqlite_sequence(name,seq)")),
    Object(type: "index", name: "sqlite_autoindex_hold_member_1", table: "hold_member", text: ""),
  ]

  private static func object(_ statement: String) -> Object {
    let words = statement.split { " (\n".contains($0) }.map(String.init)
    let type = words[1] == "INDEX" ? "index" : "table"
    return Object(
      type: type, name: words[2], table: type == "index" ? words[4] : words[2], text: plain(statement))
  }

  /// SQLite keeps the text as it was written, but for what ALTER TABLE adds.
  private static func plain(_ text: String) -> String { text.filter { !$0.isWhitespace && $0 != ";" } }
}

extension JournalSchema {
  /// Tells if the file has the table of subjects: one of an earlier version that is only read may lack it.
  static func hasSubjects(_ connection: Connection) throws(SQLiteError) -> Bool {
    try connection.integer("SELECT count(*) FROM pragma_table_info('batch_subject')") ?? 0 > 0
  }

  /// Returns a query's two columns of a batch's subjects, and what it joins for them.
  static func subjects(areThere: Bool) -> (columns: String, join: String) {
    areThere
      ? ("s.subjects, s.dependents", "LEFT JOIN batch_subject AS s ON s.entry = batch.entry")
      : ("NULL, NULL", "")
  }
}

extension Statement {
  /// The column's bytes; nil if it is null.
  func optionalBlob(_ column: Int) -> [UInt8]? { kind(column) == .null ? nil : blob(column) }
}
