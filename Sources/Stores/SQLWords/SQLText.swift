package import RecordStores

/// SQL with the values that belong to its placeholders.
///
/// The values stand in the text itself, piece by piece, and the placeholders are written when the statement is sent. So a part can be moved, repeated
/// or left out, and its values go with it; and no name or literal can be taken for a placeholder.
package struct SQLText: Hashable, Sendable, ExpressibleByStringInterpolation {
  private enum Piece: Hashable, Sendable {
    case words(String)
    case value(ColumnValue)
  }

  private var pieces: [Piece]

  package init(_ words: String) { pieces = words.isEmpty ? [] : [.words(words)] }

  package init(stringLiteral words: String) { self.init(words) }

  /// One placeholder and its value.
  package static func value(_ value: ColumnValue) -> SQLText {
    var text = SQLText("")
    text.pieces = [.value(value)]
    return text
  }

  /// A placeholder for each value, with commas between them.
  package static func values(_ values: some Sequence<ColumnValue>) -> SQLText {
    join(values.map(SQLText.value), ", ")
  }

  package static func join(_ parts: [SQLText], _ separator: String) -> SQLText {
    var joined = SQLText("")
    for (place, part) in parts.enumerated() {
      if place > 0 { joined.append(separator) }
      joined.append(part)
    }
    return joined
  }

  package static func + (left: SQLText, right: SQLText) -> SQLText {
    var sum = left
    sum.append(right)
    return sum
  }

  private mutating func append(_ words: String) {
    guard !words.isEmpty else { return }
    guard case .words(var last)? = pieces.last else { return pieces.append(.words(words)) }
    // Out of the array, so that the text grows in place.
    pieces.removeLast()
    last += words
    pieces.append(.words(last))
  }

  private mutating func append(_ other: SQLText) {
    for piece in other.pieces {
      switch piece {
      case .words(let words): append(words)
      case .value: pieces.append(piece)
      }
    }
  }

  package var isEmpty: Bool { pieces.isEmpty }

  /// The values of the placeholders, in order.
  package var values: [ColumnValue] {
    pieces.compactMap { if case .value(let value) = $0 { value } else { nil } }
  }

  /// The text, with each placeholder written by its number, from 1.
  package func text(placeholder: (Int) -> String) -> String {
    var number = 0
    var text = ""
    for piece in pieces {
      switch piece {
      case .words(let words): text += words
      case .value:
        number += 1
        text += placeholder(number)
      }
    }
    return text
  }

  /// The text, with a question mark for each placeholder.
  package var marked: String { text { _ in "?" } }
}

extension SQLText {
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var sql = SQLText("")

    package init(literalCapacity: Int, interpolationCount: Int) {}
    package mutating func appendLiteral(_ literal: String) { sql.append(literal) }
    package mutating func appendInterpolation(_ words: String) { sql.append(words) }
    package mutating func appendInterpolation(_ number: Int) { sql.append(String(number)) }
    package mutating func appendInterpolation(_ part: SQLText) { sql.append(part) }
    /// Binds a value.
    package mutating func appendInterpolation(value: ColumnValue) { sql.append(.value(value)) }
  }

  package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }
}

extension DefaultStringInterpolation {
  /// Makes it an error to put SQL into a text, where its values would be lost.
  @available(*, deprecated, message: "the values would be lost: make an SQLText of the whole")
  package mutating func appendInterpolation(_ sql: SQLText) { appendLiteral(sql.marked) }
}
