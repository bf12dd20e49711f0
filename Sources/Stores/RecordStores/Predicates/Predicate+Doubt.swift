/// What a predicate leaves open about a row, for whoever keeps a row in doubt.
extension Predicate {
  /// The columns of which it asks whether they are null. A null in another column leaves open what the row is.
  package var askedForNull: Set<String> {
    switch self {
    case .isNull(let column): [column]
    case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.askedForNull) }
    case .not(let part): part.askedForNull
    case .always, .never, .compare, .isOneOf, .startsWith, .event, .some: []
    }
  }

  /// The values that columns are asked to be equal to.
  package var equals: [(column: String, value: ColumnValue, by: TextEquality)] {
    switch self {
    case .compare(let column, .equal, let value, let equality),
      .compare(let column, .notEqual, let value, let equality):
      [(column, value, equality)]
    case .isOneOf(let column, let values, let equality): values.map { (column, $0, equality) }
    case .all(let parts), .any(let parts): parts.flatMap(\.equals)
    case .not(let part): part.equals
    case .always, .never, .compare, .isNull, .startsWith, .event, .some: []
    }
  }

  /// Tells if an engine may call it true of a row, as far as can be told without asking: false only if no engine does.
  ///
  /// A column that is null may be anything here, unless it is asked whether it is null. Two texts may be equal by some collation as long as their letters are the
  /// same but for their case: `Order` and `ORDER ` may, `Order` and `Person` may not.
  ///
  /// - Parameter value: the row's value of a column.
  package func canBeMet(by value: (String) -> ColumnValue) -> Bool { possibly(value) != false }

  /// Tells if every engine calls it true of a row: where only an engine can tell, it is not certain.
  package func isMetForCertain(by value: (String) -> ColumnValue) -> Bool { possibly(value) == true }

  private func possibly(_ value: (String) -> ColumnValue) -> Bool? {
    switch self {
    case .always: true
    case .never: false
    case .all(let parts): Self.anyPossibly(parts) { $0.possibly(value).map { !$0 } }.map { !$0 }
    case .any(let parts): Self.anyPossibly(parts) { $0.possibly(value) }
    case .not(let part): part.possibly(value).map { !$0 }
    case .isNull(let column): value(column) == .null
    case .compare(let column, .equal, let other, let equality):
      Self.areEqual(value(column), other, by: equality)
    case .compare(let column, .notEqual, let other, let equality):
      Self.areEqual(value(column), other, by: equality).map { !$0 }
    case .isOneOf(let column, let values, let equality):
      Self.anyPossibly(values) { Self.areEqual(value(column), $0, by: equality) }
    case .compare, .startsWith, .event, .some: nil
    }
  }

  private static func anyPossibly<Part>(_ parts: [Part], _ answer: (Part) -> Bool?) -> Bool? {
    let answers = parts.map(answer)
    return answers.contains(true) ? true : answers.contains(nil) ? nil : false
  }

  /// Nil if only an engine can tell.
  private static func areEqual(_ left: ColumnValue, _ right: ColumnValue, by equality: TextEquality) -> Bool?
  {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left == right
    case (.text(let left), .text(let right)):
      if left.utf8.elementsEqual(right.utf8) {
        true
      } else if equality == .bytes {
        // The blanks that fill a char(n) are no part of it.
        left.withoutPadding.elementsEqual(right.withoutPadding) ? nil : false
      } else if let first = letters(left), let second = letters(right), first != second {
        false
      } else {
        nil
      }
    default: nil
    }
  }

  /// The letters of a text without their case; nil if it has others than those of ASCII, which a collation may write with several.
  ///
  /// Letters that are one in some alphabet are one here: i, j and y (MariaDB's `lithuanian`, `latvian` and `roman`), u, v and w (`roman`, `swedish`, `estonian`). Who writes a collation's
  /// rules by hand, as ICU lets one, may call any letters equal: `"compare": "bytes"` is for them.
  private static func letters(_ text: String) -> [UInt8]? {
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    return text.utf8.map { $0 | 0x20 }.filter { (0x61...0x7A).contains($0) }.map { letter in
      switch letter {
      case UInt8(ascii: "j"), UInt8(ascii: "y"): UInt8(ascii: "i")
      case UInt8(ascii: "v"), UInt8(ascii: "w"): UInt8(ascii: "u")
      default: letter
      }
    }
  }
}

extension String {
  fileprivate var withoutPadding: Substring.UTF8View {
    var text = Substring(self)
    while text.utf8.last == UInt8(ascii: " ") { text.unicodeScalars.removeLast() }
    return text.utf8
  }
}
