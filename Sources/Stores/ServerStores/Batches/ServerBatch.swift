internal import RecordStores
internal import SQLWords

/// A change in an open transaction on a server.
final class ServerBatch: StoreBatch {
  let store: ServerStore
  let rows: ServerRows
  let judging: RowJudging?
  var keys = KeyList()
  var dependents: [String: Int] = [:]
  var withoutReference: [String: Int] = [:]
  /// How many references were set to null, by table: more than rows where some lose several.
  var referencesLost: [String: Int] = [:]
  /// The rows that lost their reference, by table in lower case and primary key.
  var losers: [String: Set<[ColumnValue]>] = [:]
  let tags: SubjectTags?
  var subjects = BatchSubjects()
  /// The tags of the locked rows' subjects, by key.
  var lockedTags: [[ColumnValue]: UInt64] = [:]
  var setAside: [SetAside] = []
  var tooFew: [SmallClass] = []
  var locked = KeyList()
  var claims = FileClaims()
  var position: BatchPosition?
  /// The partition that the batch is, if it is one.
  var wholePartition: TablePartition?
  var question: PartitionQuestion?
  /// Rows copied to the archive in this transaction.
  var copied = 0
  /// What is looked at again right before the commit.
  var closing: [ClosingLook] = []
  /// How many of the rows that dates are read from go with the records, by table.
  var goingRelated: [String: Int] = [:]
  /// What the server had counted before the change that is kept, if reviewed triggers can be set off.
  var writtenBefore: CountedWrites?
  /// How many rows of the record set lost references to others before they go.
  var referencesTaken = 0
  private var isOpen = true

  /// A list of more rows is made in parts.
  static let listLength = 5_000
  /// Whoever has more rows locked has the table.
  static let mostLocked = 100_000

  var engine: any ServerEngine { rows.engine }
  var words: any ServerDialect { rows.words }
  var recordSet: RecordSet { rows.recordSet }
  var keyCount: Int { recordSet.key.count }

  /// - Parameter selection: with the judge that changed rows are shown to, if it has one.
  init(store: ServerStore, rows: ServerRows, judging selection: Selection) {
    self.store = store
    self.rows = rows
    judging = rows.judging(selection)
    tags = SubjectTags(selection.tagging)
  }

  deinit { rollback() }

  /// Changes the next rows.
  func fill(_ change: Change, selection: Selection, limit: BatchLimit, holds: any HoldTest) throws {
    let filter = RowFilter(selection, holds: holds)
    changedBefore = try engine.changedRows() ?? [:]
    try beginCounting()
    if recordSet.isKeyless {
      try deleteWithoutKey(change, selection, filter, limit)
    } else if try !takePartition(change, selection, filter),
      try !deleteDirectly(change, selection, filter, limit)
    {
      try changeLocked(change, selection, filter, limit)
    }
    if setsOffTriggers { return try checkTriggers(change) }
    // A partition that was dropped is not counted any more, with what was changed in it before.
    guard
      let changed = try engine.changedRows()?.reduce(0, { $0 + $1.value - (changedBefore[$1.key] ?? 0) })
    else { return }
    // The rows of a partition are not changed: they go with it.
    let others = dependents.values.reduce(0, +) + referencesLost.values.reduce(0, +)
    let listed = wholePartition == nil ? keys.count + others + copied : 0
    guard changed == listed else {
      throw StoreError.miscount(
        store: store.name, recordSet: recordSet.name, listed: listed, changed: changed)
    }
  }

  /// The server's count of changed rows in the transaction before the change that is kept.
  var changedBefore: [String: Int] = [:]

  /// Undoes what was changed since the savepoint, and forgets it; the rows stay locked.
  func undoChanges() throws {
    try engine.returnToSavepoint()
    keys = KeyList()
    subjects.records = []
    claims = FileClaims()
    changedBefore = try engine.changedRows() ?? [:]
    try beginCounting()
  }

  private func changeLocked(
    _ change: Change, _ selection: Selection, _ filter: RowFilter, _ limit: BatchLimit
  ) throws {
    var pages = CandidatePages(
      store: store, rows: rows, selection: selection, filter: filter, limit: limit.rows)
    while true {
      let candidates = try pages.next()
      guard !candidates.isEmpty else { return }
      // Without those that others have locked, which the run comes back to.
      var chosen = try lock(candidates, change, selection, filter)
      let areAll = chosen.count == candidates.count
      if !areAll { try passOver(candidates, but: chosen) }
      chosen = try leaveDependingOnHeld(chosen, filter)
      if let test = selection.dependents {
        let own = Set(chosen)
        chosen = try leaveBlocked(chosen, of: candidates, filter, test)
        if !judgesRelated { try judge(chosen.filter { !own.contains($0) }) }
      }
      chosen = try leaveRelated(chosen, change, selection)
      tooFew = []
      try noteParents(of: chosen)
      if !chosen.isEmpty { try apply(change, to: chosen, selection, limit) }
      try checkGone()
      guard !keys.isEmpty || !setAside.isEmpty || !tooFew.isEmpty else { continue }
      let leavesRows =
        selection.keys == nil
        && (!filter.holds.isEmpty || selection.pseudonymising != nil || selection.dependents != nil)
      // Rows that were passed over are met once more, and known.
      if leavesRows && areAll { position = end(of: candidates, in: pages) }
      return
    }
  }

  private func passOver(_ candidates: [[ColumnValue]], but chosen: [[ColumnValue]]) throws {
    let chosen = Set(chosen)
    for candidate in candidates {
      let key = Array(candidate.prefix(keyCount))
      if !chosen.contains(key) { locked.append(key: key) }
    }
    guard locked.count <= Self.mostLocked else { throw ServerError.busy }
  }

  /// The place of a batch's end: behind its last candidate, or behind the last that was read if not all of them fit.
  private func end(of candidates: [[ColumnValue]], in pages: CandidatePages) -> BatchPosition? {
    guard let lastRead else { return pages.position }
    return candidates.firstIndex { Array($0.prefix(keyCount)) == lastRead }
      .map { pages.position(of: $0, candidates[$0]) }
  }

  /// The key of the last row that was changed, where fewer were than were locked.
  private var lastRead: [ColumnValue]?

  /// Locks those candidates that still are what they were: due, of the same subject, in the same state. Each is judged by what it has under its lock.
  ///
  /// - Returns: their keys, in the candidates' order.
  private func lock(
    _ candidates: [[ColumnValue]], _ change: Change, _ selection: Selection, _ filter: RowFilter
  ) throws -> [[ColumnValue]] {
    var locked: Set<[ColumnValue]> = []
    guarded = guardedColumns(change, selection)
    kept = [:]
    let judged = guarded.isEmpty ? judging?.columns ?? [] : guarded
    try engine.query(
      """
      SELECT \(rows.names(recordSet.key + judged)) FROM \(rows.table) AS t JOIN \(try rows.list(candidates, filter)) ON \(try rows.isListed()) \
      WHERE \(try rows.condition(of: selection))\(try rows.isUnchanged(filter)) \(words.locking(skipsLocked: true))
      """
    ) { row in
      // What is related to it is read when it is locked.
      if !judgesRelated { try judging?.judge { row[keyCount + $0] } }
      let key = Array(row.prefix(keyCount))
      locked.insert(key)
      if !guarded.isEmpty { kept[key] = Array(row.dropFirst(keyCount)) }
    }
    let chosen = candidates.filter { locked.contains(Array($0.prefix(keyCount))) }
    noteLocked(chosen)
    return chosen.map { Array($0.prefix(keyCount)) }
  }

  /// The columns that the change must leave as they are, and their values in the locked rows, by key.
  var guarded: [String] = []
  var kept: [[ColumnValue]: [ColumnValue]] = [:]

  /// For rows that go because another does, how far from it they are: the furthest goes first.
  var depths: [[ColumnValue]: Int] = [:]
  var isTangled = false
  /// The rows of dependents that nothing keeps, where not all of their table go (`DependentWalk.judged`).
  var judged: [Dependent: Set<[ColumnValue]>] = [:]

  private func apply(
    _ change: Change, to locked: [[ColumnValue]], _ selection: Selection, _ limit: BatchLimit
  ) throws {
    switch change {
    case .delete:
      try claimFiles(recordSet.files, of: rows, keys: locked)
      let going = try goingDependents(of: locked, limit: limit)
      try openCircle(of: locked)
      let parents = ParentRows(table: recordSet.table, columns: recordSet.key, values: locked)
      try changeDependents(recordSet.dependents, of: parents)
      try note(going)
      try checkKeptUntilGone(locked)
      try delete(locked)
    case .pseudonymise(let changes, let markerValue, let anonymity):
      // Rows of a class that is listed are enough only together.
      let isClass = anonymity != nil && selection.keys != nil
      let read = changes.filter { !$0.transform.isNulling }.map(\.column)
      let pages = try pages(of: locked, columns: read, bytes: isClass ? .max : limit.bytes)
      try pseudonymise(pages, changes, markerValue: markerValue, for: anonymity)
      try checkKept()
    case .archive(let target):
      let moving = try setAsideDiffering(locked, from: target)
      try copy(moving, into: target)
      try checkKeptUntilGone(moving)
      try delete(moving)
    case .archiveElsewhere(let sink):
      let columns = rows.shape.writable.map(\.name)
      let pages = try pages(of: locked, columns: columns, bytes: limit.bytes)
      for page in pages {
        for row in try read(columns, of: page) {
          try sink.receive(columns: columns, values: Array(row.dropFirst(keyCount)))
        }
      }
      try delete(pages.flatMap(\.self))
    }
  }

  // MARK: Rows that are read

  /// The locked rows, up to so many bytes in all, in pages that are read at once: large rows one by one.
  private func pages(of locked: [[ColumnValue]], columns: [String], bytes limit: Int) throws
    -> [[[ColumnValue]]]
  {
    let sizes =
      ["0"]
      + columns.map { name in rows.shape.column(name).map { words.byteCount(rows.name(name), $0) } ?? "0" }
    var found: [[ColumnValue]: Int] = [:]
    try engine.query(
      """
      SELECT \(rows.key), \(SQLText.join(sizes, " + ")) FROM \(rows.table) AS t \
      JOIN \(try rows.list(recordSet.key, locked)) ON \(try rows.isListed())
      """
    ) { row in
      if case .integer(let bytes) = row[keyCount] { found[Array(row.prefix(keyCount))] = Int(bytes) }
    }
    var pages: [[[ColumnValue]]] = []
    var page: [[ColumnValue]] = []
    var (all, here) = (0, 0)
    // Rows that refer to each other are not parted.
    for key in locked where all <= limit || !depths.isEmpty {
      let bytes = found[key] ?? 0
      // The first row of a page is in it whatever it has, which may be nothing.
      if !page.isEmpty, here + bytes > Self.pageBytes {
        pages.append(page)
        (page, here) = ([], 0)
      }
      page.append(key)
      (all, here) = (all + bytes, here + bytes)
    }
    if !page.isEmpty { pages.append(page) }
    lastRead = pages.reduce(0) { $0 + $1.count } < locked.count ? pages.last?.last : nil
    return pages
  }

  private static let pageBytes = 4 << 20

  /// The columns of some rows, behind their keys.
  func read(_ columns: [String], of keys: [[ColumnValue]]) throws -> [[ColumnValue]] {
    var found: [[ColumnValue]] = []
    try engine.query(
      """
      SELECT \(rows.names(recordSet.key + columns)) FROM \(rows.table) AS t JOIN \(try rows.list(recordSet.key, keys)) \
      ON \(try rows.isListed())
      """
    ) { found.append($0) }
    return found
  }

  func list(_ keys: [[ColumnValue]]) {
    for key in keys {
      self.keys.append(key: key)
      if tags != nil { subjects.records.append(lockedTags[key]) }
    }
  }

  /// Deletes rows of the record set; those that refer to others of them go first.
  func delete(_ keys: [[ColumnValue]]) throws {
    guard engine.checksRowByRow, !depths.isEmpty else { return try deleteLevel(keys) }
    if isTangled { try forgetReferences(of: keys) }
    let levels = Dictionary(grouping: keys) { depths[$0] ?? 0 }
    for (_, keys) in levels.sorted(by: { $0.key > $1.key }) { try deleteLevel(keys) }
  }

  private func deleteLevel(_ keys: [[ColumnValue]]) throws {
    guard !keys.isEmpty else { return }
    let deleted = try engine.execute(
      words.delete(from: rows.table, list: try rows.list(recordSet.key, keys), on: try rows.isListed()))
    try expect(deleted, of: keys)
    list(keys)
  }

  /// Locked rows cannot go; another number means that the statement did something else.
  func expect(_ changed: Int, of keys: [[ColumnValue]]) throws {
    guard changed == keys.count else {
      throw StoreError.miscount(
        store: store.name, recordSet: recordSet.name, listed: keys.count, changed: changed)
    }
  }

  // MARK: The end

  func commit(recording entry: LedgerEntry?) throws(StoreError) {
    do {
      try checkNoneCame()
      try store.record(entry, engine)
      try engine.commit()
      isOpen = false
    } catch {
      throw partitionFailure(error) ?? store.storeError(error, recordSet: recordSet)
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
