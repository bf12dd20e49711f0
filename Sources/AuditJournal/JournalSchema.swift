internal import SQLite

/// The journal's tables. Whoever changes them raises the version and writes the step from the one before.
enum JournalSchema {
  /// "RETJ", so that `file` and sqlite3 tell a journal from any other database.
  static let applicationID = 0x5245_544A
  static let version = 3

  /// From each version to the next: batches had no files first, then no subjects, and holds were on one person each.
  static let steps = [
    1: "ALTER TABLE batch ADD COLUMN files BLOB; PRAGMA user_version = 2;",
    2: """
    \(batchSubjects)
    \(holdColumns.map { "ALTER TABLE hold ADD COLUMN \($0);" }.joined(separator: "\n"))
    \(holdMembers)
    PRAGMA user_version = 3;
    """,
  ]

  /// What version 3 added to a hold. The members of lists lie in rows of their own, so that lifting one person does not write a million.
  private static let holdColumns = [
    "name TEXT", "persons INTEGER", "spellings INTEGER", "pseudonyms TEXT", "authority TEXT", "review TEXT",
    "until TEXT", "restriction INTEGER", "entry INTEGER", "changed INTEGER", "narrowed INTEGER",
  ]

  /// Whom the rows of a batch were about. They lie beside the batch, so that its outcome does not write them once more.
  private static let batchSubjects = """
    CREATE TABLE batch_subject (entry INTEGER PRIMARY KEY, subjects BLOB, dependents BLOB);
    """

  private static let holdMembers = """
    CREATE TABLE hold_member (
      hold INTEGER NOT NULL, chunk INTEGER NOT NULL, members BLOB NOT NULL, PRIMARY KEY (hold, chunk)
    );
    """

  static let statements = """
    CREATE TABLE entry (idx INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
    CREATE TABLE node (level INTEGER, idx INTEGER, hash BLOB NOT NULL, PRIMARY KEY (level, idx)) WITHOUT ROWID;
    CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL);
    CREATE TABLE batch (
      entry INTEGER PRIMARY KEY,
      outcome TEXT,
      sealed BLOB,
      locators BLOB NOT NULL,
      files BLOB
    );
    \(batchSubjects)
    CREATE INDEX batch_open ON batch (entry) WHERE outcome IS NULL;
    CREATE TABLE hold (
      id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, record_set TEXT, locator BLOB NOT NULL,
      tag INTEGER, reference TEXT NOT NULL, reason TEXT NOT NULL, placed_by TEXT NOT NULL, since TEXT NOT NULL,
      \(holdColumns.joined(separator: ", "))
    );
    \(holdMembers)
    CREATE INDEX hold_locator ON hold (locator, reference);
    CREATE TABLE approval (
      digest TEXT PRIMARY KEY, rules BLOB NOT NULL, stores BLOB NOT NULL, base TEXT NOT NULL,
      approved_by TEXT NOT NULL, entry INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO state VALUES ('hold-generation', 0);
    """
}

extension JournalSchema {
  /// Tells if the file has the table of subjects: one of an earlier version that is only read may lack it.
  static func hasSubjects(_ connection: Connection) throws(SQLiteError) -> Bool {
    try connection.integer("SELECT count(*) FROM pragma_table_info('batch_subject')") ?? 0 > 0
  }

  /// Returns a query's two columns of a batch's subjects, and what it joins for them.
  static func subjects(_ connection: Connection) throws(SQLiteError) -> (columns: String, join: String) {
    try hasSubjects(connection)
      ? ("s.subjects, s.dependents", "LEFT JOIN batch_subject AS s ON s.entry = batch.entry")
      : ("NULL, NULL", "")
  }
}

extension Statement {
  /// The column's bytes; nil if it is null.
  func optionalBlob(_ column: Int) -> [UInt8]? { kind(column) == .null ? nil : blob(column) }
}
