internal import JSONText

extension Table {
  /// Makes a table of objects: a column for each of the members, titled by its name (`recordSet` is RECORD SET).
  init(rows: [JSONValue], members: [String]) {
    self.init(members.map { (Self.title(of: $0), .left) })
    for row in rows { append(members.map { row[$0].map(Self.cell) ?? "" }) }
  }

  private static func title(of member: String) -> String {
    member.map { $0.isUppercase ? " \($0)" : $0.uppercased() }.joined()
  }

  /// Returns a value as one cell has it: a text as it is, nothing for null, and the parts of a list or an object one after the other.
  static func cell(of value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .string(let text): text
    case .bool(let value): value ? "true" : "false"
    case .integer(let number): String(number)
    case .array(let values): values.map(cell).joined(separator: "; ")
    case .object(let members):
      members.sorted { $0.key < $1.key }.map { "\($0.key) \(cell(of: $0.value))" }.joined(separator: ", ")
    }
  }
}

extension JSONValue {
  /// The value of a text, or null.
  init(_ text: String?) { self = text.map { .string($0) } ?? .null }
  init(_ number: Int?) { self = number.map { .integer($0) } ?? .null }
  init(_ texts: [String]) { self = .array(texts.map { .string($0) }) }
}
