internal import RecordStores
internal import SQLWords

/// Rows that are pseudonymised, or moved within the store.
extension ServerBatch {
  /// Rewrites the rows, and once more without those that would be too few of their class: what counts is what the columns really have after the
  /// change.
  func pseudonymise(
    _ pages: [[[ColumnValue]]], _ changes: [ColumnChange], markerValue: ColumnValue, for anonymity: Anonymity?
  ) throws {
    guard let anonymity else { return try pseudonymise(pages, changes, markerValue: markerValue) }
    try engine.setSavepoint()
    try pseudonymise(pages, changes, markerValue: markerValue)
    tooFew = try smallClasses(of: pages.flatMap(\.self), for: anonymity)
    guard !tooFew.isEmpty else { return }
    try undoChanges()
    let left = Set(tooFew.flatMap(\.keys))
    let others = pages.map { page in
      page.filter { row in
        var key = KeyList()
        key.append(key: row)
        return !left.contains(Array(key[0]))
      }
    }
    try pseudonymise(others, changes, markerValue: markerValue)
  }

  private func smallClasses(of keys: [[ColumnValue]], for anonymity: Anonymity) throws -> [SmallClass] {
    var changed: [(key: [ColumnValue], values: [ColumnValue])] = []
    try engine.query(
      """
      SELECT \(rows.names(recordSet.key + anonymity.quasiIdentifiers)) FROM \(rows.table) AS t \
      JOIN \(try rows.list(recordSet.key, keys)) ON \(try rows.isListed())
      """
    ) { row in changed.append((Array(row.prefix(keyCount)), Array(row.dropFirst(keyCount)))) }
    return try SmallClass.among(changed, for: anonymity) { values in
      // The comparison is for an index; bytes decide, whatever a collation calls equal.
      let isLike = zip(anonymity.quasiIdentifiers, values).map { column, value -> SQLText in
        rows.conditions.condition(
          value == .null ? .isNull(column: column) : .compare(column: column, .equal, value))
      }
      let isSame = try anonymity.quasiIdentifiers.enumerated().map { place, column in
        try rows.isSame(column, listedAt: place)
      }
      let isDone: SQLText =
        recordSet.marker.map { "t.\(words.quoted($0.column)) IS NOT NULL" } ?? words.value(false)
      let alike = words.limited(
        """
        SELECT 1 FROM \(rows.table) AS t JOIN \(try rows.list(anonymity.quasiIdentifiers, [values])) \
        ON \(SQLText.join(isSame, " AND ")) WHERE \(isDone) AND \(SQLText.join(isLike, " AND "))
        """, to: anonymity.k)
      var count = 0
      try engine.query("SELECT count(*) FROM (\(alike)) AS c") { row in
        if case .integer(let number) = row[0] { count = Int(number) }
      }
      return count
    }
  }

  private func pseudonymise(
    _ pages: [[[ColumnValue]]], _ changes: [ColumnChange], markerValue: ColumnValue
  ) throws {
    try claimFiles(recordSet.files.filter(\.goWhenPseudonymised), of: rows, keys: pages.flatMap(\.self))
    for page in pages where !page.isEmpty { try pseudonymise(page, changes, markerValue: markerValue) }
  }

  private func pseudonymise(_ keys: [[ColumnValue]], _ changes: [ColumnChange], markerValue: ColumnValue)
    throws
  {
    let subject = subjectColumn(for: changes)
    let (nulled, changes) = (
      changes.filter(\.transform.isNulling), changes.filter { !$0.transform.isNulling }
    )
    let marker = recordSet.marker.map { [$0.column] } ?? []
    let new = try read(changes.map(\.column) + marker + subject, of: keys).map { row in
      // Behind the columns stands the marker, and the subject if a transform asks for it: as it was, also where it is one of the columns.
      let subject = subject.isEmpty ? ColumnValue.null : row[row.count - 1]
      let isMarked = !marker.isEmpty && row[keyCount + changes.count] != .null
      return try Array(row.prefix(keyCount))
        + zip(changes, row.dropFirst(keyCount)).map {
          try $0.newValue($1, subject: subject, isMarked: isMarked)
        }
    }
    var assignments = try changes.enumerated().map { place, change in
      (column: change.column, value: try rows.listed(keyCount + place, change.column))
    }
    assignments += nulled.map { ($0.column, "NULL") }
    if let marker = recordSet.marker { assignments.append((marker.column, .value(markerValue))) }
    let list = try rows.list(recordSet.key + changes.map(\.column), new)
    let changed = try engine.execute(
      words.update(rows.table, set: assignments, from: list, on: try rows.isListed()))
    try expect(changed, of: keys)
    if setsOffTriggers {
      try checkWritten(changes.map(\.column), listed: list, nulled: nulled.map(\.column), of: keys)
    }
    self.list(keys)
  }

  /// The subject's column, where a transform asks for it.
  private func subjectColumn(for changes: [ColumnChange]) -> [String] {
    changes.contains(where: \.transform.needsSubject) ? recordSet.subject.map { [$0] } ?? [] : []
  }

  func isSameKey(_ target: RecordSet) -> SQLText {
    let same = zip(recordSet.key, target.key).map { own, other in
      words.compare("a.\(words.quoted(other))", "=", rows.name(own), as: rows.shape.column(own))
    }
    return SQLText.join(same, " AND ")
  }

  /// Rows whose key the archive has with other content are left: which of the two is right is not ours to say.
  func setAsideDiffering(_ keys: [[ColumnValue]], from target: RecordSet) throws -> [[ColumnValue]] {
    let differing = Set(try differing(keys, from: target))
    for key in keys where differing.contains(key) {
      var list = KeyList()
      list.append(key: key)
      setAside.append(
        SetAside(key: Array(list[0]), reason: "the archive has a row of this key with other content"))
    }
    return keys.filter { !differing.contains($0) }
  }

  /// Returns those of the rows that the archive has with a value that is not the same to the last bit.
  private func differing(_ keys: [[ColumnValue]], from target: RecordSet) throws -> [[ColumnValue]] {
    let kept = try store.shape(of: target, engine)
    let same = rows.shape.writable.map { column in
      // Whichever of the two is of somebody's type says how it is shown.
      let other = kept.columns.first { $0.name.lowercased() == column.name.lowercased() && $0.foreign != nil }
      return words.isSame(
        "a.\(words.quoted(column.name))", "t.\(words.quoted(column.name))",
        column.foreign == nil ? other ?? column : column)
    }
    var differing: [[ColumnValue]] = []
    try engine.query(
      """
      SELECT \(rows.key) FROM \(rows.table) AS t JOIN \(try rows.list(recordSet.key, keys)) ON \(try rows.isListed()) \
      JOIN \(words.table(target.table)) AS a ON \(isSameKey(target)) WHERE NOT (\(SQLText.join(same, " AND ")))
      """
    ) { differing.append($0) }
    return differing
  }

  /// Copies the rows that the archive does not have yet, and compares the copies with them: a narrower column may round without a word.
  func copy(_ keys: [[ColumnValue]], into target: RecordSet) throws {
    guard !keys.isEmpty else { return }
    let columns = rows.shape.writable.map { words.quoted($0.name) }
    copied += try engine.execute(
      """
      INSERT INTO \(words.table(target.table)) (\(columns.joined(separator: ", ")))\(words.keepsNumbers) \
      SELECT \(columns.map { "t." + $0 }.joined(separator: ", ")) FROM \(rows.table) AS t \
      JOIN \(try rows.list(recordSet.key, keys)) ON \(try rows.isListed()) \
      WHERE NOT EXISTS (SELECT 1 FROM \(words.table(target.table)) AS a WHERE \(isSameKey(target)))
      """)
    guard try differing(keys, from: target).isEmpty else {
      throw ServerError.value("a column of the archive does not keep its value as it is")
    }
  }
}
