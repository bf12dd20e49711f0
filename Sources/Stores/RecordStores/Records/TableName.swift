/// A table on a server as `stores.json` names it: `table`, or `schema.table` for one of another schema or database. A part that has a
/// dot in it, or begins with a double quote, stands in double quotes, and a double quote in it is written twice.
package struct TableName: Hashable, Sendable {
  /// Nil for the store's own.
  package let schema: String?
  package let table: String

  package init(schema: String?, table: String) {
    self.schema = schema
    self.table = table
  }

  /// - Parameter text: what is no name of this form is a table's name as it is, which the catalogue then does not find.
  package init(_ text: String) {
    let parts = Self.parts(of: text)
    switch parts?.count {
    case 1: self.init(schema: nil, table: parts?[0] ?? text)
    case 2: self.init(schema: parts?[0], table: parts?[1] ?? text)
    default: self.init(schema: nil, table: text)
    }
  }

  package var text: String { (schema.map { Self.written($0) + "." } ?? "") + Self.written(table) }

  private static func written(_ part: String) -> String {
    let needsQuotes = part.unicodeScalars.contains(".") || part.unicodeScalars.first == "\""
    return needsQuotes ? "\"" + part.doubling("\"") + "\"" : part
  }

  private static func parts(of text: String) -> [String]? {
    var parts: [String] = []
    var rest = Array(text.unicodeScalars)[...]
    while true {
      var part = "".unicodeScalars
      if rest.first == "\"" {
        rest.removeFirst()
        while true {
          guard let scalar = rest.popFirst() else { return nil }
          if scalar == "\"" {
            guard rest.first == "\"" else { break }
            rest.removeFirst()
          }
          part.append(scalar)
        }
        guard rest.isEmpty || rest.first == "." else { return nil }
      } else {
        while let scalar = rest.first, scalar != "." {
          part.append(scalar)
          rest.removeFirst()
        }
      }
      guard !part.isEmpty else { return nil }
      parts.append(String(part))
      guard rest.popFirst() != nil else { return parts }
    }
  }
}
