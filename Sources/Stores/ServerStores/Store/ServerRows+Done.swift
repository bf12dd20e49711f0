internal import RecordStores
internal import SQLWords

/// Tells which rows are pseudonymised already, in so far as the server can.
extension ServerRows {
  private static let flag = ColumnShape(name: "flag", type: "bigint", family: .integer, isGenerated: false)

  /// The columns and flags that a candidate is read with.
  func names(_ filter: RowFilter) -> SQLText {
    SQLText.join([SQLText(names(filter.columns))] + flags(filter), ", ")
  }

  /// The same with one more expression behind them. Of a row without a key nothing else may be read.
  func names(_ filter: RowFilter, and last: SQLText) -> SQLText {
    filter.columns.isEmpty && filter.flagCount == 0 ? last : "\(names(filter)), \(last)"
  }

  /// The list of candidates.
  func list(_ candidates: [[ColumnValue]], _ filter: RowFilter) throws -> SQLText {
    words.list(try shapes(filter.columns) + flags(filter).map { _ in Self.flag }, rows: candidates)
  }

  /// Tells if a row is still what was judged on this side: its subject, the columns whose form was looked at, and its flags.
  func isUnchanged(_ filter: RowFilter) throws -> SQLText {
    let columns = filter.columns.dropFirst(recordSet.key.count)
    let same = try zip(columns, shapes(Array(columns))).enumerated().map { place, column in
      words.isSame(name(column.0), words.listed(recordSet.key.count + place, column.1), column.1)
    }
    let flags = flags(filter).enumerated().map { place, flag -> SQLText in
      "\(flag) = \(words.listed(filter.columns.count + place, Self.flag))"
    }
    return (same + flags).reduce(SQLText("")) { "\($0) AND \($1)" }
  }

  /// The flags, as `RowFilter.flagCount` counts them.
  private func flags(_ filter: RowFilter) -> [SQLText] {
    guard filter.looksAtRows else { return [] }
    let isUnmarked: [SQLText] = filter.asksMarker ? marker.map { ["\(name($0)) IS NULL"] } ?? [] : []
    let hasValue = filter.nulled.map { change -> SQLText in
      "\(name(change.column)) IS NOT NULL AND NOT \(isTrusted(change))"
    }
    let isLookedAt = filter.looks.map { change -> SQLText in "NOT \(isTrusted(change))" }
    return (isUnmarked + hasValue + isLookedAt).map { "CASE WHEN \($0) THEN 1 ELSE 0 END" }
  }

  /// Tells if a row may be one that is not done; nil if there is no marker. `RowFilter.isDone` decides what the server cannot tell.
  func mayBeUndone(_ filter: RowFilter) -> SQLText? {
    guard let marker else { return nil }
    let isUnmarked: SQLText = "\(name(marker)) IS NULL"
    let isInClear = (filter.nulled + filter.looks).map { change -> SQLText in
      "NOT (\(isTrusted(change)) OR \(hasForm(change)))"
    }
    return "(\(SQLText.join([isUnmarked] + isInClear, " OR ")))"
  }

  private var marker: String? { recordSet.marker?.column }

  /// Tells if the marker alone says that the column is done.
  private func isTrusted(_ change: ColumnChange) -> SQLText {
    switch (change.trust, marker) {
    case (.upTo(let last), let marker?):
      conditions.condition(.compare(column: marker, .lessOrEqual, last))
    case (.all, _?): words.truth(true)
    case (.none, _), (_, nil): words.truth(false)
    }
  }

  /// Tells if a column has its done form for certain.
  private func hasForm(_ change: ColumnChange) -> SQLText {
    let name = name(change.column)
    guard let pattern = pattern(of: change) else { return "(\(name) IS NULL)" }
    let text = words.exact(words.text(name, of: shape.column(change.column)))
    // Never null, whatever a function makes of a long text.
    return "(\(name) IS NULL OR COALESCE(\(words.matches(text, pattern)), \(words.value(false))))"
  }

  /// The done form of a column in the server's words, if it has such.
  private func pattern(of change: ColumnChange) -> String? {
    guard !change.transform.isNulling, [.text, .integer].contains(shape.column(change.column)?.family) else {
      return nil
    }
    return change.transform.outputPattern
  }

  /// Tells if `mayBeUndone` leaves nothing to decide on this side.
  func tellsDone(_ filter: RowFilter) -> Bool {
    marker != nil && filter.looks.allSatisfy { pattern(of: $0) != nil }
  }
}
