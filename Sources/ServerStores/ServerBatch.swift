internal import RecordStores

/// A change in an open transaction on a server.
final class ServerBatch: StoreBatch {
  private let store: ServerStore
  private let rows: Rows
  private(set) var keys = KeyList()
  private(set) var dependents: [String: Int] = [:]
  private(set) var setAside: [SetAside] = []
  private var claims = FileClaims()
  private(set) var position: BatchPosition?
  /// Rows copied to the archive in this transaction.
  private var copied = 0
  private var isOpen = true

  /// A list of more rows is made in parts.
  private static let listLength = 5_000

  private var engine: any ServerEngine { rows.engine }
  private var recordSet: RecordSet { rows.recordSet }
  private var keyCount: Int { recordSet.key.count }

  init(store: ServerStore, rows: Rows) {
    self.store = store
    self.rows = rows
  }

  deinit { rollback() }

  /// Changes the next rows.
  func fill(_ change: Change, selection: Selection, limit: BatchLimit, holds: any HoldTest) throws {
    let filter = RowFilter(selection, holds: holds)
    let before = try engine.changedRows() ?? 0
    if try !deleteDirectly(change, selection, filter, limit) {
      try changeLocked(change, selection, filter, limit)
    }
    guard let after = try engine.changedRows() else { return }
    let listed = keys.count + dependents.values.reduce(0, +) + copied
    guard after - before == listed else {
      throw StoreError.unlistedChanges(
        store: store.name, recordSet: recordSet.name, listed: listed, changed: after - before)
    }
  }

  /// One statement, where no row has to be judged on this side and nothing goes with it.
  ///
  /// - Returns: false if it changed nothing: none is left then, or others hold their locks.
  private func deleteDirectly(
    _ change: Change, _ selection: Selection, _ filter: RowFilter, _ limit: BatchLimit
  ) throws -> Bool {
    guard case .delete = change, recordSet.dependents.isEmpty, recordSet.files.isEmpty,
      selection.dependents == nil,
      filter.isNeedless, selection.keys == nil, let alias = engine.directAlias(recordSet.table)
    else { return false }
    var rows = rows
    rows.alias = alias
    let statement = engine.directDelete(
      from: rows.table, key: rows.key, where: try rows.condition(of: selection),
      order: rows.order(selection).joined(separator: ", "), limit: limit.rows)
    try engine.query(statement) { row in
      keys.append(key: row)
    }
    return !keys.isEmpty
  }

  private func changeLocked(
    _ change: Change, _ selection: Selection, _ filter: RowFilter, _ limit: BatchLimit
  ) throws {
    var pages = CandidatePages(rows: rows, selection: selection, filter: filter, limit: limit.rows)
    let extra = columns(for: change)
    while true {
      let candidates = try pages.next()
      guard !candidates.isEmpty else { return }
      var locked = try lock(candidates, selection, filter, extra: extra, skipsLocked: true)
      let areAll = locked.count == candidates.count
      // Others hold all of them: wait as long as the store may.
      if locked.isEmpty { locked = try lock(candidates, selection, filter, extra: extra, skipsLocked: false) }
      if let test = selection.dependents {
        locked = try leaveBlocked(locked, of: candidates, selection, filter, test, extra: extra)
      }
      guard !locked.isEmpty else { continue }
      try apply(change, to: locked, extra: extra, limit: limit)
      let leavesRows =
        selection.keys == nil
        && (!filter.holds.isEmpty || selection.pseudonymising != nil || selection.dependents != nil)
      // Rows that others held are looked at again.
      if leavesRows && areAll && !isCut { position = pages.position }
      return
    }
  }

  /// Whether fewer rows were moved than were locked.
  private var isCut = false

  /// What has to be read of a row to change it.
  private func columns(for change: Change) -> [String] {
    switch change {
    case .delete, .archive: []
    case .pseudonymise(let changes, _): changes.map(\.column)
    case .archiveElsewhere: rows.shape.writable.map(\.name)
    }
  }

  /// Locks those candidates that still are what they were: due, of the same subject, in the same state.
  ///
  /// - Returns: their keys, each followed by the extra columns.
  private func lock(
    _ candidates: [[ColumnValue]], _ selection: Selection, _ filter: RowFilter, extra: [String],
    skipsLocked: Bool
  ) throws -> [[ColumnValue]] {
    let columns = rows.names(recordSet.key + extra)
    var locked: [[ColumnValue]] = []
    try engine.query(
      """
      SELECT \(columns) FROM \(rows.table) AS t JOIN \(try rows.list(filter.columns, candidates)) ON \(try rows.isListed()) \
      WHERE \(try rows.condition(of: selection))\(try rows.isUnchanged(filter)) \(engine.locking(skipsLocked: skipsLocked))
      """
    ) { locked.append($0) }
    return locked
  }

  /// For rows that go because another does, how far from it they are: the furthest goes first.
  private var depths: [[ColumnValue]: Int] = [:]
  private var isTangled = false

  /// Takes out the locked rows that their dependents keep, and adds the rows of the same table that go with the others.
  private func leaveBlocked(
    _ locked: [[ColumnValue]], of candidates: [[ColumnValue]], _ selection: Selection, _ filter: RowFilter,
    _ test: DependentTest, extra: [String]
  ) throws -> [[ColumnValue]] {
    let lockedKeys = Set(locked.map { Array($0.prefix(keyCount)) })
    let records = candidates.filter { lockedKeys.contains(Array($0.prefix(keyCount))) }
    let walk = try ServerDependents(store: store, rows: rows).walk(from: records, filter, test, locks: true)
    var kept: Set<[ColumnValue]> = []
    var companions: [[ColumnValue]: Int] = [:]
    for (place, record) in records.enumerated() {
      guard walk.keepers[place] == nil else {
        kept.insert(Array(record.prefix(keyCount)))
        continue
      }
      for companion in walk.companions[place] ?? [] {
        companions[companion.key] = max(companion.depth, companions[companion.key] ?? 0)
      }
    }
    depths = companions
    isTangled = walk.isTangled
    let free = locked.filter { !kept.contains(Array($0.prefix(keyCount))) }
    let new = companions.keys.filter { !lockedKeys.contains($0) }
    guard !new.isEmpty else { return free }
    // They are locked already; read again, they come with what the change needs of them.
    var others: [[ColumnValue]] = []
    try engine.query(
      """
      SELECT \(rows.names(recordSet.key + extra)) FROM \(rows.table) AS t JOIN \(try rows.list(recordSet.key, new)) \
      ON \(try rows.isListed())
      """
    ) { others.append($0) }
    return free + others
  }

  private func apply(_ change: Change, to locked: [[ColumnValue]], extra: [String], limit: BatchLimit) throws
  {
    let lockedKeys = locked.map { Array($0.prefix(keyCount)) }
    switch change {
    case .delete:
      try claimFiles(recordSet.files, of: rows, keys: lockedKeys)
      for dependent in recordSet.dependents where dependent.recordSets.isEmpty {
        try delete(dependent, of: recordSet.table, rows: lockedKeys, by: recordSet.key)
      }
      try delete(lockedKeys)
      try releaseSharedFiles()
    case .pseudonymise(let changes, let markerValue):
      try claimFiles(recordSet.files.filter(\.goWhenPseudonymised), of: rows, keys: lockedKeys)
      try pseudonymise(locked, changes, markerValue: markerValue)
      try releaseSharedFiles()
    case .archive(let target):
      let moving = try setAsideDiffering(lockedKeys, from: target)
      try copy(moving, into: target)
      try delete(moving)
    case .archiveElsewhere(let sink):
      var sent: [[ColumnValue]] = []
      var bytes = 0
      // Rows that refer to each other are not parted.
      for row in locked where bytes <= limit.bytes || !depths.isEmpty {
        let values = Array(row.dropFirst(keyCount))
        try sink.receive(columns: extra, values: values)
        sent.append(Array(row.prefix(keyCount)))
        bytes += values.reduce(0) { $0 + $1.byteCount }
      }
      isCut = sent.count < locked.count
      try delete(sent)
    }
  }

  private func list(_ keys: [[ColumnValue]]) {
    for key in keys { self.keys.append(key: key) }
  }

  /// Deletes rows of the record set; those that refer to others of them go first.
  private func delete(_ keys: [[ColumnValue]]) throws {
    guard engine.checksRowByRow, !depths.isEmpty else { return try deleteLevel(keys) }
    if isTangled { try forgetReferences(of: keys) }
    let levels = Dictionary(grouping: keys) { depths[$0] ?? 0 }
    for (_, keys) in levels.sorted(by: { $0.key > $1.key }) { try deleteLevel(keys) }
  }

  /// In a circle none is the furthest: rows that go in a moment refer to nothing before.
  private func forgetReferences(of keys: [[ColumnValue]]) throws {
    let own = recordSet.dependents.filter { $0.refersToItself(in: recordSet.table) }
    let columns = own.flatMap(\.columns).filter { !recordSet.key.contains($0) }
    try engine.execute(
      engine.update(
        rows.table, set: columns.map { ($0, .value(.null)) }, from: try rows.list(recordSet.key, keys),
        on: try rows.isListed()))
  }

  private func deleteLevel(_ keys: [[ColumnValue]]) throws {
    guard !keys.isEmpty else { return }
    let deleted = try engine.execute(
      engine.delete(from: rows.table, list: try rows.list(recordSet.key, keys), on: try rows.isListed()))
    try expect(deleted, of: keys)
    list(keys)
  }

  /// Locked rows cannot go; another number means that the statement did something else.
  private func expect(_ changed: Int, of keys: [[ColumnValue]]) throws {
    guard changed == keys.count else {
      throw StoreError.unlistedChanges(
        store: store.name, recordSet: recordSet.name, listed: keys.count, changed: changed)
    }
  }

  private func pseudonymise(_ locked: [[ColumnValue]], _ changes: [ColumnChange], markerValue: ColumnValue)
    throws
  {
    let new = try locked.map { row in
      try Array(row.prefix(keyCount))
        + zip(changes, row.dropFirst(keyCount)).map { try $0.transform.apply($1) }
    }
    var assignments = try changes.enumerated().map { place, change in
      (column: change.column, value: SQLText(try rows.listed(keyCount + place, change.column)))
    }
    if let marker = recordSet.marker { assignments.append((marker.column, .value(markerValue))) }
    let list = try rows.list(recordSet.key + changes.map(\.column), new)
    let changed = try engine.execute(
      engine.update(rows.table, set: assignments, from: list, on: try rows.isListed()))
    let keys = locked.map { Array($0.prefix(keyCount)) }
    try expect(changed, of: keys)
    self.list(keys)
  }

  // MARK: Files

  var files: [OwnedFile] { claims.files }

  /// Notes the files of rows that are about to change.
  private func claimFiles(_ owned: [OwnedFiles], of rows: Rows, keys: [[ColumnValue]]) throws {
    for owned in owned {
      let column = rows.names([owned.column])
      for part in parts(of: keys) {
        try engine.query(
          """
          SELECT DISTINCT \(column) FROM \(rows.table) AS t JOIN \(try rows.list(rows.recordSet.key, part)) ON \(try rows.isListed()) \
          WHERE \(column) IS NOT NULL
          """
        ) { claims.add($0[0], of: owned, in: rows.recordSet.table) }
      }
    }
  }

  /// Leaves the files that another row still names.
  private func releaseSharedFiles() throws {
    for (source, values) in claims.values {
      let rows = try rows(of: source.table, by: [source.owned.column])
      for part in parts(of: values.map { [$0] }) {
        try engine.query(
          """
          SELECT DISTINCT \(rows.names([source.owned.column])) FROM \(rows.table) AS t \
          JOIN \(try rows.list([source.owned.column], part)) ON \(try rows.isListed())
          """
        ) { claims.release($0[0], of: source) }
      }
    }
  }

  // MARK: Dependents

  /// Deletes what goes with some rows of a parent table, the deepest level first.
  ///
  /// - Parameter columns: the parent's columns that `rows` has values of, which identify them.
  private func delete(
    _ dependent: Dependent, of parent: String, rows parents: [[ColumnValue]], by columns: [String]
  ) throws {
    let child = dependent.references.map(\.column)
    let referred = dependent.references.map(\.parentColumn)
    let values =
      columns == referred ? parents : try distinct(referred, of: parent, where: columns, are: parents)
    for part in parts(of: values) {
      try deleteCircles(in: dependent, rows: part, by: child)
      for nested in dependent.dependents
      where nested.recordSets.isEmpty && !nested.refersToItself(in: dependent.table) {
        try delete(nested, of: dependent.table, rows: part, by: child)
      }
      let table = try rows(of: dependent.table, by: child)
      try claimFiles(dependent.files, of: table, keys: part)
      dependents[dependent.table, default: 0] += try engine.execute(
        engine.delete(from: table.table, list: try table.list(child, part), on: try table.isListed()))
    }
  }

  /// Deletes the rows of a dependent's own table that refer to some of its rows, however far, the furthest first.
  private func deleteCircles(in dependent: Dependent, rows parents: [[ColumnValue]], by columns: [String])
    throws
  {
    for circle in dependent.dependents where circle.refersToItself(in: dependent.table) {
      var levels = [
        try distinct(circle.parentColumns, of: dependent.table, where: columns, are: parents)
      ]
      var met = Set(levels[0])
      while let last = levels.last, !last.isEmpty {
        levels.append(
          try distinct(circle.parentColumns, of: dependent.table, where: circle.columns, are: last).filter {
            met.insert($0).inserted
          })
      }
      // What depends on a row of the circle depends on each.
      let others = Dependent(
        table: dependent.table, references: circle.references,
        dependents: dependent.dependents.filter { !$0.refersToItself(in: dependent.table) })
      for level in levels.reversed() where !level.isEmpty {
        try delete(others, of: dependent.table, rows: level, by: circle.parentColumns)
      }
    }
  }

  /// The different values that some columns have in the rows of a list; nulls refer to nothing.
  private func distinct(
    _ wanted: [String], of table: String, where columns: [String], are values: [[ColumnValue]]
  ) throws -> [[ColumnValue]] {
    var found: [[ColumnValue]] = []
    let table = try rows(of: table, by: columns)
    let names = wanted.map { "t.\(engine.quoted($0))" }
    for part in parts(of: values) {
      try engine.query(
        """
        SELECT DISTINCT \(names.joined(separator: ", ")) FROM \(table.table) AS t \
        JOIN \(try table.list(columns, part)) ON \(try table.isListed()) \
        WHERE \(names.map { "\($0) IS NOT NULL" }.joined(separator: " AND "))
        """
      ) { found.append($0) }
    }
    return found
  }

  private func parts(of values: [[ColumnValue]]) -> [[[ColumnValue]]] {
    stride(from: 0, to: values.count, by: Self.listLength).map {
      Array(values[$0..<min($0 + Self.listLength, values.count)])
    }
  }

  /// Another table of the store, whose rows some columns name.
  private func rows(of table: String, by columns: [String]) throws -> Rows {
    let set = RecordSet(name: recordSet.name, store: recordSet.store, table: table, key: columns)
    return Rows(recordSet: set, shape: try store.shape(of: set, engine), engine: engine)
  }

  // MARK: Moves within the store

  private func isSameKey(_ target: RecordSet) -> String {
    zip(recordSet.key, target.key).map { "a.\(engine.quoted($1)) = t.\(engine.quoted($0))" }.joined(
      separator: " AND ")
  }

  /// Rows whose key the archive has with other content are left: which of the two is right is not ours to say.
  private func setAsideDiffering(_ keys: [[ColumnValue]], from target: RecordSet) throws -> [[ColumnValue]] {
    let same = rows.shape.writable.map {
      engine.isSame("a.\(engine.quoted($0.name))", "t.\(engine.quoted($0.name))", $0)
    }
    var differing: Set<[ColumnValue]> = []
    try engine.query(
      """
      SELECT \(rows.key) FROM \(rows.table) AS t JOIN \(try rows.list(recordSet.key, keys)) ON \(try rows.isListed()) \
      JOIN \(engine.table(target.table)) AS a ON \(isSameKey(target)) WHERE NOT (\(same.joined(separator: " AND ")))
      """
    ) { differing.insert($0) }
    for key in keys where differing.contains(key) {
      var list = KeyList()
      list.append(key: key)
      setAside.append(
        SetAside(key: Array(list[0]), reason: "the archive has a row of this key with other content"))
    }
    return keys.filter { !differing.contains($0) }
  }

  /// Copies the rows that the archive does not have yet.
  private func copy(_ keys: [[ColumnValue]], into target: RecordSet) throws {
    guard !keys.isEmpty else { return }
    let columns = rows.shape.writable.map { engine.quoted($0.name) }
    copied += try engine.execute(
      """
      INSERT INTO \(engine.table(target.table)) (\(columns.joined(separator: ", ")))\(engine.keepsNumbers) \
      SELECT \(columns.map { "t." + $0 }.joined(separator: ", ")) FROM \(rows.table) AS t \
      JOIN \(try rows.list(recordSet.key, keys)) ON \(try rows.isListed()) \
      WHERE NOT EXISTS (SELECT 1 FROM \(engine.table(target.table)) AS a WHERE \(isSameKey(target)))
      """)
  }

  // MARK: The end

  func commit(recording entry: LedgerEntry?) throws(StoreError) {
    do {
      if let entry { try store.insert([entry], into: entry.ledger, engine) }
      try engine.commit()
      isOpen = false
    } catch {
      throw store.storeError(error, recordSet: recordSet)
    }
  }

  func transactionName() throws(StoreError) -> String? {
    do {
      return try engine.transactionName()
    } catch {
      throw store.storeError(error, recordSet: recordSet)
    }
  }

  func rollback() {
    guard isOpen else { return }
    isOpen = false
    engine.rollback()
  }
}
