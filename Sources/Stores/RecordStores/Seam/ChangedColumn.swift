/// What a change writes into a column, as far as it is known before any row is read.
package struct ChangedColumn: Hashable, Sendable {
  /// What kind of value it writes.
  package enum Content: Hashable, Sendable {
    /// One of the kind that was there.
    case same
    /// A text, whatever was there.
    case text
    /// A number, or a text of digits.
    case number
    /// Letters and digits of which each has its place, a zero in front among them.
    case identifier
  }

  package let column: String
  package let content: Content
  /// Tells if it becomes null.
  package let isNulled: Bool
  /// Tells if two values can become one.
  package let merges: Bool
  /// The characters that a text column must have room for; nil where the new value is not longer than the old one.
  package let length: Int?

  package init(
    column: String, content: Content = .same, isNulled: Bool = false, merges: Bool = false, length: Int? = nil
  ) {
    self.column = column
    self.content = content
    self.isNulled = isNulled
    self.merges = merges
    self.length = length
  }
}

extension SchemaCatalogue {
  /// By the words that servers have for their types; a type of another name is taken for one that fits.
  package func takes(_ content: ChangedColumn.Content, _ column: CatalogueColumn) -> Bool {
    let word = String(column.type.lowercased().prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    let isDate = ["date", "datetime", "time", "timestamp"].contains(word)
    let isNumber = [
      "tinyint", "smallint", "mediumint", "int", "integer", "bigint", "numeric", "decimal", "double", "float",
      "real", "year",
    ].contains(word)
    switch content {
    case .same: return true
    case .number: return !isDate
    // A decimal column comes and goes as text here, and keeps neither zeros in front nor letters.
    case .identifier: return !isDate && !["numeric", "decimal", "double", "float", "real"].contains(word)
    case .text: return !isDate && !isNumber && !["boolean", "bit", "uuid"].contains(word)
    }
  }

  /// What stands in brackets behind a type of characters.
  package func characterLimit(of column: CatalogueColumn) -> Int? {
    let type = column.type.lowercased()
    guard type.contains("char"), let start = type.firstIndex(of: "(") else { return nil }
    return Int(type[type.index(after: start)...].prefix { $0.isNumber })
  }
}
