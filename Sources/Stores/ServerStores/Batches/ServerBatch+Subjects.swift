internal import RecordStores

/// Notes whom the rows of a batch are about, as they are before the change.
extension ServerBatch {
  /// The tag of a candidate's subject, which stands behind its key.
  func tag(of candidate: some RandomAccessCollection<ColumnValue>) -> UInt64? {
    guard let tags, recordSet.subject != nil, let subject = candidate.dropFirst(keyCount).first else {
      return nil
    }
    return tags.tag(of: subject, as: recordSet.subjectForm)
  }

  /// Lists a row that has the filter's columns first.
  func list(_ row: [ColumnValue]) {
    keys.append(key: row.prefix(keyCount))
    if tags != nil { subjects.records.append(tag(of: row)) }
  }

  /// Notes the subjects of candidates that are locked, and have the subject still that they were chosen with.
  func noteLocked(_ candidates: [[ColumnValue]]) {
    lockedTags = [:]
    guard tags != nil else { return }
    for candidate in candidates {
      if let tag = tag(of: candidate) { lockedTags[Array(candidate.prefix(keyCount))] = tag }
    }
  }

  /// Notes those of locked rows that were no candidates.
  func noteLocked(keys: [[ColumnValue]]) throws {
    guard tags != nil, let subject = recordSet.subject else { return }
    for part in parts(of: keys) {
      for row in try read([subject], of: part) { lockedTags[Array(row.prefix(keyCount))] = tag(of: row) }
    }
  }

  /// Notes whom locked rows are about that name nobody, by the records that they depend on.
  func noteParents(of locked: [[ColumnValue]]) throws {
    let dependents = ServerDependents(store: store, rows: rows)
    guard
      let parents = ParentSubjects(
        of: recordSet, tags: tags, ask: { try dependents.referring($0, locks: false) })
    else { return }
    let nameless = locked.filter { lockedTags[$0] == nil }
    guard !nameless.isEmpty else { return }
    for part in parts(of: nameless) {
      let found = try read(parents.columns, of: part)
      let tags = try parents.tags(
        of: found.map { Dictionary(uniqueKeysWithValues: zip(parents.columns, $0.dropFirst(keyCount))) })
      for (row, tag) in zip(found, tags) { lockedTags[Array(row.prefix(keyCount))] = tag }
    }
  }

  /// Lists the dependents' rows that go with locked records; nil where none do, or nobody asks whom they are about.
  func goingDependents(of locked: [[ColumnValue]], limit: BatchLimit) throws -> GoingDependents? {
    guard let tags, GoingDependents.areThere(in: recordSet) else { return nil }
    let dependents = ServerDependents(store: store, rows: rows)
    let (store, engine) = (store, engine)
    var going = GoingDependents(tags: tags, limit: limit) {
      try store.primaryKey(of: $0, engine)
    } ask: {
      try dependents.referring($0, locks: false)
    }
    let columns = GoingDependents.columns(of: recordSet)
    var records: [[ColumnValue]] = []
    var others: [UInt64?] = []
    for part in parts(of: locked) {
      for row in try read(columns, of: part) {
        records.append(Array(row.dropFirst(keyCount)))
        others.append(lockedTags[Array(row.prefix(keyCount))])
      }
    }
    try going.run(from: records, of: recordSet, about: others)
    return going
  }

  /// Keeps the list of the dependents' rows that went.
  func note(_ going: GoingDependents?) throws {
    guard var going else { return }
    // The records' locks keep out rows that a foreign key leads to them, and no others.
    if let table = going.difference(from: dependents, withoutReference: withoutReference) {
      throw StoreError.conflict(
        store: store.name,
        cause: "rows of \(table) that go with a record, or refer to it, came or went while they were listed")
    }
    subjects.dependents = going.rows
    subjects.withoutReference = going.withoutReference
  }
}
