/// A word that a column is compared with to tell a fact (decision 112).
package struct BoundWord: Hashable, Sendable {
  package let fact: String
  /// The table of the column; nil for the record set's own.
  package private(set) var table: String?
  package let column: String
  package let word: FactWord
  /// Tells if the word's bytes count, and not what the column's collation takes for them.
  package let isExact: Bool

  package init(fact: String, column: String, word: FactWord, isExact: Bool) {
    self.fact = fact
    self.column = column
    self.word = word
    self.isExact = isExact
  }

  /// The same of a column in another table.
  package func inTable(_ table: String) -> BoundWord {
    var other = self
    other.table = table
    return other
  }

  /// The word as stores.json has it. It is the administrator's, and no row's.
  var shown: String {
    switch word {
    case .prefix(let prefix): "that begins with \"\(prefix)\""
    case .value(.text(let text)): "\"\(text)\""
    case .value(.integer(let number)): String(number)
    case .value(.real(let number)): number.description
    case .value(.null): "null"
    case .value(.rawText), .value(.blob): "of bytes"
    }
  }
}
