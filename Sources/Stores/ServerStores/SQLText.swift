package import RecordStores

/// SQL with the values that belong to its placeholders, in order. The engine writes the placeholders as its server wants them.
package struct SQLText: ExpressibleByStringInterpolation {
  /// Stands for a value until the statement is sent: no name and no literal of ours has it.
  package static let mark: Character = "\u{1}"

  package private(set) var text: String
  package private(set) var values: [ColumnValue]

  package init(_ text: String, _ values: [ColumnValue] = []) {
    self.text = text
    self.values = values
  }

  package init(stringLiteral text: String) { self.init(text) }

  /// One placeholder and its value.
  package static func value(_ value: ColumnValue) -> SQLText { SQLText(String(mark), [value]) }

  package static func + (left: SQLText, right: SQLText) -> SQLText {
    SQLText(left.text + right.text, left.values + right.values)
  }

  package static func join(_ parts: [SQLText], _ separator: String) -> SQLText {
    SQLText(parts.map(\.text).joined(separator: separator), parts.flatMap(\.values))
  }

  /// The text with each placeholder written by its number, from 1.
  package func text(placeholder: (Int) -> String) -> String {
    guard !values.isEmpty else { return text }
    var number = 0
    var written = ""
    for piece in text.split(separator: Self.mark, omittingEmptySubsequences: false) {
      if number > 0 { written += placeholder(number) }
      written += piece
      number += 1
    }
    return written
  }
}

extension SQLText {
  package struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    var values: [ColumnValue] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}
    package mutating func appendLiteral(_ literal: String) { text += literal }
    package mutating func appendInterpolation(_ words: String) { text += words }
    package mutating func appendInterpolation(_ number: Int) { text += String(number) }
    package mutating func appendInterpolation(_ sql: SQLText) {
      text += sql.text
      values += sql.values
    }
  }

  package init(stringInterpolation: StringInterpolation) {
    self.init(stringInterpolation.text, stringInterpolation.values)
  }
}

extension SQLText {
  /// Refuses a text with bytes that are no UTF-8, which no server takes as what it is. Its row is set aside.
  package func refuseRawText() throws(ServerError) {
    guard values.contains(where: \.isRawText) else { return }
    throw .value("it has a text with bytes that are no UTF-8, which cannot be sent to the server as they are")
  }
}

extension ColumnValue {
  package var isRawText: Bool { if case .rawText = self { true } else { false } }
}
