internal import RecordStores
internal import SQLWords
internal import SQLite

/// A change in an open transaction of a SQLite file.
final class SQLiteBatch: StoreBatch {
  private let transaction: OpenTransaction
  let judging: RowJudging?
  let tags: SubjectTags?
  private(set) var keys = KeyList()
  var dependents: [String: Int] = [:]
  var withoutReference: [String: Int] = [:]
  /// How many references were set to null, by table: more than rows where some lose several.
  var referencesLost: [String: Int] = [:]
  /// The rows that lost their reference, by table in lower case and primary key.
  var losers: [String: Set<[ColumnValue]>] = [:]
  var subjects = BatchSubjects()
  /// For staged rows that are about the person of a record that they depend on, its tag, by what identifies each.
  var parentTags: [[ColumnValue]: UInt64] = [:]
  /// What is related to the staged rows, by their keys, if they are judged by it.
  var related: [[ColumnValue]: [RelatedValues]] = [:]
  /// What makes the keys of a table that has none.
  var digest: RowDigest?
  private(set) var setAside: [SetAside] = []
  var tooFew: [SmallClass] = []
  /// The columns that the change has to leave as they are.
  var guarded: [String] = []
  /// Tells if rows that stay are in the way of the next batch, which must know where this one ended.
  var leavesRows = false
  private var claims = FileClaims()
  private(set) var position: BatchPosition?
  /// Rows copied to the archive in this transaction.
  private(set) var copied = 0

  var store: SQLiteStore { transaction.store }
  var connection: Connection { transaction.connection }
  var recordSet: RecordSet { transaction.recordSet }

  init(_ transaction: OpenTransaction, _ selection: Selection) {
    self.transaction = transaction
    judging = RowJudging(selection)
    tags = SubjectTags(selection.tagging)
  }

  /// Runs changes, and compares what SQLite says that it changed with what was listed: cascades and triggers show here.
  func counting(_ work: BatchWork = .going, _ changes: () throws -> Void) throws {
    guard recordSet.triggers.isEmpty else { return try countingTriggers(work, changes) }
    let before = connection.totalChanges
    try changes()
    let changed = connection.totalChanges - before
    let others = dependents.values.reduce(0, +) + referencesLost.values.reduce(0, +)
    let listed = keys.count + others + copied
    guard changed == listed else {
      throw StoreError.miscount(
        store: store.name, recordSet: recordSet.name, listed: listed, changed: changed)
    }
  }

  /// Refuses a change that fewer rows have undergone than were chosen: a trigger or a view can pass over one without a word.
  func expect(_ chosen: Int) throws {
    guard keys.count == chosen else {
      throw StoreError.miscount(
        store: store.name, recordSet: recordSet.name, listed: chosen, changed: keys.count)
    }
  }

  /// How many rows are staged.
  func stagedCount() throws -> Int {
    Int(try connection.integer("SELECT count(*) FROM temp.retentiond_batch") ?? 0)
  }

  /// The columns that a changed row's key in evidence is made of.
  private var namedBy: [String] { digest?.columns ?? recordSet.key }

  /// Runs one changing statement on the rows and keeps their keys as it returns them.
  ///
  /// - Parameters:
  ///   - condition: ends with `AND`, or is empty.
  ///   - returning: columns, quoted, that it returns behind the key.
  ///   - body: is given each row as it is returned.
  func change(
    _ statement: SQLText, _ rows: SQLiteRows, where condition: String = "", in chosen: SQLText,
    returning columns: [String] = [], _ body: (borrowing Statement) throws -> Void = { _ in }
  ) throws {
    let returned = (namedBy.map(sqlite.quoted) + columns).map(sqlite.returned).joined(separator: ", ")
    try connection.query(
      "\(statement) WHERE \(condition)\(rows.identity.tuple) IN \(chosen) RETURNING \(returned)"
    ) { row in
      if let digest {
        digest.append(to: &keys) { row.value($0) }
      } else {
        row.appendKey(to: &keys, from: 0, count: recordSet.key.count)
      }
      try body(row)
    }
  }

  /// Deletes rows, judges each as it is returned, and notes whom it is about.
  func delete(_ rows: SQLiteRows, where condition: String = "", in chosen: SQLText) throws {
    let first = namedBy.count
    let judged = judging?.columns ?? []
    let subject = tags == nil ? [] : recordSet.subject.map { [$0] } ?? []
    try change(
      SQLText("DELETE FROM \(rows.table)"), rows, where: condition, in: chosen,
      returning: (judged + subject).map(sqlite.quoted) + (parentTags.isEmpty ? [] : rows.identity.names)
    ) { row in
      try judging?.judge(relatedTo: relatedValues { row.value($0) }) { row.value(first + $0) }
      let next = first + judged.count
      noteSubject(of: row, at: subject.isEmpty ? nil : next) {
        parentTags.isEmpty
          ? nil : parentTags[rows.identity.names.indices.map { row.value(next + subject.count + $0) }]
      }
    }
  }

  /// Keeps the place of the last staged row.
  func notePosition(_ rows: SQLiteRows, isOrdered: Bool) throws {
    let query = try connection.prepare(
      "SELECT at, \(rows.identity.stagedColumns) FROM temp.retentiond_batch ORDER BY rowid DESC LIMIT 1")
    guard try query.step() else { return }
    position = BatchPosition(values: ((isOrdered ? 0 : 1)..<query.columnCount).map { query.value($0) })
  }

  /// Takes the rows from the staged ones that their dependents keep, and adds the rows of the same table that go with the others.
  ///
  /// - Returns: how many are staged then.
  func leaveBlocked(_ rows: SQLiteRows, _ walk: inout DependentWalk) throws -> Int {
    let columns = DependentWalk.columns(of: recordSet)
    let query = try connection.prepare(
      """
      SELECT s.rowid, \(sqlite.quoted(columns, prefix: "r.")) FROM temp.retentiond_batch AS s JOIN \(rows.table) AS r
      ON (\(identity(rows, of: "r"))) = (\(rows.identity.names.indices.map { "s.i\($0)" }.joined(separator: ", "))) ORDER BY s.rowid
      """)
    var places: [Int64] = []
    var records: [[ColumnValue]] = []
    while try query.step() {
      places.append(query.integer(0))
      records.append(columns.indices.map { query.value($0 + 1) })
    }
    try walk.run(from: records)
    let remove = try connection.prepare("DELETE FROM temp.retentiond_batch WHERE rowid = ?")
    for record in walk.keepers.keys {
      remove.bind(1, places[record])
      try remove.run()
    }
    for record in records.indices where walk.keepers[record] == nil {
      for companion in walk.companions[record] ?? [] { try stage(companion, rows) }
    }
    return try stagedCount()
  }

  private func stage(_ companion: DependentWalk.Companion, _ rows: SQLiteRows) throws {
    let isTheRow =
      "(SELECT \(rows.identity.columns) FROM \(rows.table) WHERE \(store.keyCondition(recordSet)))"
    let known = try connection.prepare(
      "UPDATE temp.retentiond_batch SET depth = max(depth, \(companion.depth)) WHERE (\(rows.identity.stagedColumns)) IN \(isTheRow)"
    )
    known.bind(companion.key)
    try known.run()
    guard connection.changes == 0 else { return }
    let insert = try connection.prepare(
      """
      INSERT INTO temp.retentiond_batch (\(rows.identity.stagedColumns), depth)
      SELECT \(rows.identity.columns), \(companion.depth) FROM \(rows.table) WHERE \(store.keyCondition(recordSet))
      """)
    insert.bind(companion.key)
    try insert.run()
  }

  /// Deletes the staged rows; those that refer to others of them go first.
  func deleteStaged(_ rows: SQLiteRows) throws {
    let deepest = try connection.integer("SELECT max(depth) FROM temp.retentiond_batch") ?? 0
    // In a circle none is the furthest: the references are compared when all are gone.
    if deepest > 0 { try connection.execute("PRAGMA defer_foreign_keys = ON") }
    for depth in stride(from: deepest, through: 0, by: -1) {
      try delete(rows, in: rows.staged(at: depth))
    }
    try expect(try stagedCount())
  }

  /// Deletes the staged rows with what goes with them.
  func deleteWithDependents(_ rows: SQLiteRows, limit: BatchLimit) throws {
    try claimFiles(rows.recordSet.files, of: rows.recordSet.table, where: rows.areStaged)
    let going = try goingDependents(of: rows, limit: limit)
    try counting {
      try deleteDependents(of: rows)
      try checkKeptUntilGone(rows)
      try deleteStaged(rows)
    }
    try note(going)
  }

  // MARK: Files

  var files: [OwnedFile] { claims.files }

  /// Notes the files of rows that are about to change.
  func claimFiles(_ owned: [OwnedFiles], of table: String, where condition: SQLText) throws {
    for owned in owned {
      let column = sqlite.quoted(owned.column)
      // Two names are two files, also where the column's collation calls them equal.
      try connection.query(
        "SELECT DISTINCT \(column) COLLATE BINARY FROM \(sqlite.table(table)) WHERE \(condition)"
      ) { claims.add($0.value(0), of: owned) }
    }
  }

  // MARK: Moves

  /// Moves the staged rows to a table of the same file.
  func move(_ rows: SQLiteRows, into target: RecordSet) throws {
    try setAsideDiffering(from: target, rows)
    try counting(.moving(archive: target.table)) {
      try copy(into: target, rows)
      try checkKeptUntilGone(rows)
      try deleteStaged(rows)
    }
  }

  /// Rows whose key the archive has with other content are left: which of the two is right is not ours to say.
  func setAsideDiffering(from target: RecordSet, _ rows: SQLiteRows) throws {
    let found = try differing(from: target, rows)
    try unstage(found, rows)
    for index in 0..<found.count {
      setAside.append(
        SetAside(key: Array(found[index]), reason: "the archive has a row of this key with other content"))
    }
  }

  /// Takes rows from the staged ones.
  func unstage(_ keys: KeyList, _ rows: SQLiteRows) throws {
    guard !keys.isEmpty else { return }
    let remove = try connection.prepare(
      """
      DELETE FROM temp.retentiond_batch WHERE (\(rows.identity.stagedColumns)) IN
      (SELECT \(rows.identity.columns) FROM \(rows.table) WHERE \(store.keyCondition(recordSet)))
      """)
    for index in 0..<keys.count {
      remove.bind(keys.values(at: index) ?? [])
      try remove.run()
    }
  }

  /// Forgets what was changed, for a change that is undone within the transaction.
  func forgetChanges() {
    keys = KeyList()
    subjects.records = []
    claims = FileClaims()
  }

  private func isSameKey(_ target: RecordSet) -> String {
    zip(recordSet.key, target.key).map { "a.\(sqlite.quoted($1)) = s.\(sqlite.quoted($0))" }
      .joined(separator: " AND ")
  }

  /// Returns those of the staged rows that the archive has with a value that is not the same to the last bit. A collation may call two texts equal, and an
  /// affinity a text and a number.
  ///
  /// - Parameter countsMissing: also those that the archive has not.
  private func differing(from target: RecordSet, _ rows: SQLiteRows, countsMissing: Bool = false) throws
    -> KeyList
  {
    let same = try columnNames(rows).map { name in
      sqlite.isSame("a.\(sqlite.quoted(name))", "s.\(sqlite.quoted(name))")
    }
    let names = recordSet.key.map { "s.\(sqlite.quoted($0))" }.joined(separator: ", ")
    var found = KeyList()
    try connection.query(
      """
      SELECT \(names) FROM \(rows.table) AS s \(countsMissing ? "LEFT " : "")JOIN \(sqlite.table(target.table)) AS a ON \(isSameKey(target))
      WHERE \(identity(rows, of: "s")) IN \(rows.staged) AND NOT (\(same.joined(separator: " AND ")))
      """
    ) { $0.appendKey(to: &found, from: 0, count: recordSet.key.count) }
    return found
  }

  /// Copies the staged rows that the archive does not have yet, and compares the copies with them: an affinity may change a value without a word,
  /// and a trigger leave one out. `OR ABORT` overrides what the archive's constraints say of conflicts: IGNORE would lose the row, REPLACE another.
  func copy(into target: RecordSet, _ rows: SQLiteRows) throws {
    let columns = sqlite.quoted(try columnNames(rows))
    let archive = "\(sqlite.table(target.table))"
    copied += try connection.run(
      """
      INSERT OR ABORT INTO \(archive) (\(columns)) SELECT \(columns) FROM \(rows.table) AS s
      WHERE \(identity(rows, of: "s")) IN \(rows.staged)
      AND NOT EXISTS (SELECT 1 FROM \(archive) AS a WHERE \(isSameKey(target)))
      """)
    guard try differing(from: target, rows, countsMissing: true).isEmpty else {
      throw StoreError.row(
        store: store.name, recordSet: recordSet.name,
        reason: "a column of the archive does not keep its value as it is")
    }
  }

  /// Hands the staged rows over, up to so many bytes; the rest waits for the next batch. Rows that refer to each other are not parted.
  ///
  /// - Returns: whether some had to wait.
  func send(_ rows: SQLiteRows, to sink: any ArchiveSink, bytes limit: Int) throws -> Bool {
    let columns = try columnNames(rows)
    let query = try connection.prepare(
      """
      SELECT s.rowid, \(sqlite.quoted(columns, prefix: "r.")) FROM temp.retentiond_batch AS s JOIN \(rows.table) AS r
      ON (\(identity(rows, of: "r"))) = (\(rows.identity.names.indices.map { "s.i\($0)" }.joined(separator: ", "))) ORDER BY s.rowid
      """)
    let isWhole = try connection.integer("SELECT max(depth) FROM temp.retentiond_batch") ?? 0 > 0
    var sent = 0
    var last: Int64 = 0
    while isWhole || sent <= limit, try query.step() {
      let values = columns.indices.map { query.value($0 + 1) }
      try sink.receive(columns: columns, values: values)
      last = query.integer(0)
      sent += values.reduce(0) { $0 + $1.byteCount }
    }
    query.reset()
    try connection.execute("DELETE FROM temp.retentiond_batch WHERE rowid > \(last)")
    return connection.changes > 0
  }

  func identity(_ rows: SQLiteRows, of alias: String) -> String {
    rows.identity.names.map { name in
      // The rowid is qualified by its table, which has another name here.
      name.hasPrefix(sqlite.quoted(recordSet.table) + ".")
        ? alias + name.dropFirst(sqlite.quoted(recordSet.table).count) : "\(alias).\(name)"
    }.joined(separator: ", ")
  }

  /// The columns that are not generated.
  func columnNames(_ rows: SQLiteRows) throws -> [String] {
    let query = try connection.prepare(
      "SELECT name FROM pragma_table_xinfo(\(sqlite.literal(recordSet.table))) WHERE hidden = 0 ORDER BY cid"
    )
    var names: [String] = []
    while try query.step() { names.append(query.text(0) ?? "") }
    return names
  }

  // MARK: The end

  func commit(recording entry: LedgerEntry?) throws(StoreError) {
    if let entry {
      do {
        try store.insert([entry], into: entry.ledger, on: connection)
      } catch {
        throw store.storeError(error, connection: connection, recordSet: recordSet)
      }
    }
    try transaction.commit()
  }

  func rollback() { transaction.rollback() }
}
