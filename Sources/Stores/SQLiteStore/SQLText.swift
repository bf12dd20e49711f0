internal import RecordStores

/// SQL with the values that belong to its question marks, in order.
struct SQLText {
  private(set) var text: String
  private(set) var values: [ColumnValue]

  init(_ text: String, _ values: [ColumnValue] = []) {
    self.text = text
    self.values = values
  }

  static func + (left: SQLText, right: SQLText) -> SQLText {
    SQLText(left.text + right.text, left.values + right.values)
  }

  static func + (left: SQLText, right: String) -> SQLText { SQLText(left.text + right, left.values) }
  static func + (left: String, right: SQLText) -> SQLText { SQLText(left + right.text, right.values) }

  static func join(_ parts: [SQLText], _ separator: String) -> SQLText {
    SQLText(parts.map(\.text).joined(separator: separator), parts.flatMap(\.values))
  }

  /// The one place that quotes a name.
  static func quoted(_ name: String) -> String {
    "\"" + name.doubling("\"") + "\""
  }

  static func quoted(_ names: [String], prefix: String = "") -> String {
    names.map { prefix + quoted($0) }.joined(separator: ", ")
  }
}
