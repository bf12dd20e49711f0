/// What a change writes into a column, as far as it is known before any row is read.
public struct ChangedColumn: Hashable, Sendable {
  /// What kind of value it writes.
  public enum Content: Hashable, Sendable {
    /// One of the kind that was there.
    case same
    /// A text, whatever was there.
    case text
    /// A number, or a text of digits.
    case number
  }

  public let column: String
  public let content: Content
  /// Whether it becomes null.
  public let isNulled: Bool
  /// Whether two values can become one.
  public let merges: Bool
  /// The characters that a text column must hold; nil where the new value is not longer than the old one.
  public let length: Int?

  public init(
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
  /// By the words that servers have for their types.
  public func takes(_ content: ChangedColumn.Content, _ column: CatalogueColumn) -> Bool {
    let type = column.type.lowercased()
    let isDate = type.hasPrefix("date") || type.hasPrefix("time")
    switch content {
    case .same: return true
    case .number: return !isDate
    case .text:
      let others = [
        "int", "serial", "numeric", "decimal", "double", "float", "real", "bool", "uuid", "year", "bit",
      ]
      return !isDate && !others.contains { type.contains($0) }
    }
  }

  /// What stands in brackets behind a type of characters.
  public func characterLimit(of column: CatalogueColumn) -> Int? {
    let type = column.type.lowercased()
    guard type.contains("char"), let start = type.firstIndex(of: "(") else { return nil }
    return Int(type[type.index(after: start)...].prefix { $0.isNumber })
  }
}
