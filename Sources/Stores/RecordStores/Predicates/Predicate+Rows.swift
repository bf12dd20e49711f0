/// A predicate's answer about one row, in Swift: for stores that have no engine to ask, and to judge an engine's answer a second time.
extension Predicate {
  /// Answers for a store that has nothing but values: its texts compare by their bytes, and a number that is written out is one.
  ///
  /// - Parameter value: the row's value of a column; null for one that it does not have.
  package func isMet(by value: (String) -> ColumnValue) -> Bool {
    joined { atom in
      switch atom {
      case .compare(let column, let comparison, let other, _):
        Self.order(value(column), other).map { comparison.isMet(by: $0) } ?? false
      case .isOneOf(let column, let values, _): values.contains { Self.order(value(column), $0) == 0 }
      case .startsWith(let column, let prefix):
        Self.begins(value(column), with: prefix)
      case .isNull(let column): value(column) == .null
      case .event(let event, let test): test.isMet(by: event.value(of: value(event.column)), of: event)
      // A store that has nothing but values has no other table.
      case .some, .always, .never, .all, .any, .not: nil
      }
    } ?? false
  }

  /// Answers about a row of an engine; nil where only the engine can tell.
  ///
  /// These are the engine's alone: a comparison by the column's collation (`TextEquality.asTheColumn`, and what is less or greater), the equality of a type
  /// of its own if the texts differ, and a number that is written in another way than the engine may read it.
  ///
  /// - Parameters:
  ///   - value: the row's value of a column, and whether its texts are equal if and only if their bytes are; nil for one that was not read.
  ///   - isThere: whether a related row counts and meets a predicate; nil where nobody read those rows.
  package func answer(
    by value: (String) -> (value: ColumnValue, comparesBytes: Bool)?,
    isThere: (RelatedRows, Predicate) -> Bool? = { _, _ in nil }
  ) -> Bool? {
    joined { atom in
      switch atom {
      case .compare(let column, let comparison, let other, let equality):
        value(column).flatMap {
          Self.answer($0.value, comparison, other, isExact: $0.comparesBytes && equality == .bytes)
        }
      case .isOneOf(let column, let values, let equality):
        value(column).flatMap { found in
          Self.any(values) {
            Self.answer(found.value, .equal, $0, isExact: found.comparesBytes && equality == .bytes)
          }
        }
      case .startsWith(let column, let prefix):
        value(column).flatMap { Self.engineBegins($0.value, with: prefix, isExact: $0.comparesBytes) }
      case .isNull(let column): value(column).map { $0.value == .null }
      case .some(let rows, let part): isThere(rows, part)
      case .event, .always, .never, .all, .any, .not: nil
      }
    }
  }

  /// Joins the answers of the atoms. What is unknown leaves the whole unknown only if it can matter.
  private func joined(_ atom: (Predicate) -> Bool?) -> Bool? {
    switch self {
    case .always: true
    case .never: false
    case .all(let parts): Self.any(parts) { $0.joined(atom).map { !$0 } }.map { !$0 }
    case .any(let parts): Self.any(parts) { $0.joined(atom) }
    case .not(let part): part.joined(atom).map { !$0 }
    case .compare, .isNull, .isOneOf, .startsWith, .event, .some: atom(self)
    }
  }

  private static func any<Part>(_ parts: [Part], _ answer: (Part) -> Bool?) -> Bool? {
    var isKnown = true
    for part in parts {
      switch answer(part) {
      case true?: return true
      case false?: break
      case nil: isKnown = false
      }
    }
    return isKnown ? false : nil
  }

  /// Tells if a value is a text that begins so. A number begins with nothing.
  private static func begins(_ value: ColumnValue, with prefix: String) -> Bool {
    switch value {
    case .text(let text): text.utf8.starts(with: prefix.utf8)
    case .rawText(let bytes): bytes.starts(with: prefix.utf8)
    case .null, .integer, .real, .blob: false
    }
  }

  /// The same about a row of an engine; nil where only the engine can tell.
  ///
  /// - Parameter isExact: whether a text is one to the engine, too: of another type it may be a number or a date, which begins with nothing.
  private static func engineBegins(_ value: ColumnValue, with prefix: String, isExact: Bool) -> Bool? {
    if case .blob = value { return isExact ? nil : false }
    guard begins(value, with: prefix) else { return false }
    // Blanks behind a text may be the column's own.
    return isExact && !prefix.hasSuffix(" ") ? true : nil
  }

  // MARK: One comparison

  private static func answer(
    _ left: ColumnValue, _ comparison: Comparison, _ right: ColumnValue, isExact: Bool
  ) -> Bool? {
    // Two-valued: a comparison with null is false.
    if left == .null || right == .null { return false }
    switch comparison {
    case .equal: return equality(left, right, isExact: isExact)
    case .notEqual: return equality(left, right, isExact: isExact).map { !$0 }
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      guard case .integer(let left) = left, case .integer(let right) = right else { return nil }
      return comparison.isMet(by: sign(left, right))
    }
  }

  private static func equality(_ left: ColumnValue, _ right: ColumnValue, isExact: Bool) -> Bool? {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): return left == right
    case (.blob(let left), .blob(let right)): return left == right
    case (.text, .text), (.rawText, .rawText): return left == right ? true : isExact ? false : nil
    // Bytes of which there are none are as empty as a text without characters.
    case (.blob([]), .text("")), (.text(""), .blob([])): return true
    case (.blob, _), (_, .blob): return nil
    default:
      // A decimal column is a text here: 1.00 is 1 to the server, and in a column of text it is not.
      guard let first = number(left), let second = number(right) else { return isExact ? false : nil }
      return Float(first) == Float(second) ? (digits(left) == digits(right) ? true : nil) : false
    }
  }

  private static func digits(_ value: ColumnValue) -> String? {
    switch value {
    case .text(let text): text
    case .integer(let number): String(number)
    case .real(let number): number.description
    case .null, .rawText, .blob: nil
    }
  }

  private static func sign<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
    left < right ? -1 : left == right ? 0 : 1
  }

  /// -1, 0 or 1; nil where either is null, or the two cannot be compared.
  private static func order(_ left: ColumnValue, _ right: ColumnValue) -> Int? {
    switch (left, right) {
    case (.null, _), (_, .null): return nil
    case (.integer(let left), .integer(let right)): return sign(left, right)
    case (.text(let first), .text(let second)):
      // Swift calls two spellings of é equal.
      return left == right ? 0 : first.utf8.lexicographicallyPrecedes(second.utf8) ? -1 : 1
    case (.blob(let left), .blob(let right)):
      return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
    case (.text(let text), .integer(let right)): return Int64(text).map { sign($0, right) }
    case (.integer(let left), .text(let text)): return Int64(text).map { sign(left, $0) }
    default:
      guard let left = number(left), let right = number(right) else { return nil }
      return sign(left, right)
    }
  }

  private static func number(_ value: ColumnValue) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .real(let number): number
    case .text(let text): Double(text)
    case .null, .rawText, .blob: nil
    }
  }
}

extension Predicate {
  /// Answers about a row that a judge is shown; nil where only the engine can tell.
  ///
  /// - Parameters:
  ///   - columns: those of the judge, in the order of the row's values.
  ///   - related: those of the judge, in the order of what the row's related rows have.
  package func answer(about row: JudgedRow, columns: [String], related: [RelatedEvent] = []) -> Bool? {
    answer { name in
      columns.firstIndex(of: name).map { (row.values[$0], row.comparesBytes[$0]) }
    } isThere: { rows, part in
      let place = related.firstIndex {
        !$0.columns.isEmpty && $0.rows == rows && part.columns.isSubset(of: $0.columns)
      }
      guard let place else { return nil }
      let names = related[place].columns
      // Of a row that is not there nothing is true.
      return Self.any(Array(row.related[place].columns)) { values in
        part.answer { name in
          names.firstIndex(of: name).map { (values[$0].value, values[$0].comparesBytes) }
        }
      }
    }
  }
}

extension Predicate.Comparison {
  fileprivate func isMet(by order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }
}

extension EventTest {
  fileprivate func isMet(by value: EventValue, of event: EventColumn) -> Bool {
    switch self {
    case .missing: value == .missing
    case .plausible(let days): EventRange(days, of: event).contains(value)
    case .implausible(let days): value != .missing && !EventRange(days, of: event).contains(value)
    case .reached(let cutoff, let days, let zone):
      EventRange(days, upTo: cutoff, zone: zone, of: event).contains(value)
    }
  }
}
