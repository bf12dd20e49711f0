/// A place in a text: line and column from 1, the column in bytes.
package struct TextPosition: Hashable, Sendable {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A value of a JSON text, with the place where it stands.
package struct JSONNode: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    /// A number with a fraction or an exponent, or beyond 64 bits, as it was written.
    case number(String)
    case string(String)
    case array([JSONNode])
    /// In the order of the text; no name stands twice.
    case object([JSONMember])
  }

  package let position: TextPosition
  package let content: Content

  package init(position: TextPosition, content: Content) {
    self.position = position
    self.content = content
  }

  /// What kind of value it is, for messages.
  package var kind: String {
    switch content {
    case .null: "null"
    case .bool: "true or false"
    case .integer, .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// One member of an object.
package struct JSONMember: Hashable, Sendable {
  package let name: String
  /// The place of the name in the text.
  package let position: TextPosition
  package let value: JSONNode

  package init(name: String, position: TextPosition, value: JSONNode) {
    self.name = name
    self.position = position
    self.value = value
  }
}
