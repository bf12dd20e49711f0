/// A JSON value whose members keep the order in which they were written, so that a person can read the file.
enum JSON {
  case text(String)
  case integer(Int)
  case real(Double)
  case boolean(Bool)
  case list([JSON])
  case members([Member])

  struct Member {
    let name: String
    let value: JSON
  }

  static func object(_ members: [(name: String, value: JSON)]) -> JSON {
    .members(members.map { Member(name: $0.name, value: $0.value) })
  }

  /// The value on several lines where one would be too long.
  func text(indentation: String = "") -> String {
    let short = line
    if short.count + indentation.count <= 100 { return short }
    let inner = indentation + "  "
    switch self {
    case .list(let values):
      return "[\n" + values.map { inner + $0.text(indentation: inner) }.joined(separator: ",\n")
        + "\n\(indentation)]"
    case .members(let members):
      let lines = members.map { "\(inner)\(Self.quoted($0.name)): \($0.value.text(indentation: inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indentation)}"
    case .text, .integer, .real, .boolean: return short
    }
  }

  private var line: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .boolean(let value): String(value)
    case .list(let values): "[" + values.map(\.line).joined(separator: ", ") + "]"
    case .members(let members):
      "{" + members.map { "\(Self.quoted($0.name)): \($0.value.line)" }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension JSON: ExpressibleByStringLiteral {
  init(stringLiteral text: String) { self = .text(text) }
}

extension JSON: ExpressibleByIntegerLiteral {
  init(integerLiteral number: Int) { self = .integer(number) }
}

extension JSON: ExpressibleByFloatLiteral {
  init(floatLiteral number: Double) { self = .real(number) }
}

extension JSON: ExpressibleByBooleanLiteral {
  init(booleanLiteral value: Bool) { self = .boolean(value) }
}

extension JSON: ExpressibleByArrayLiteral {
  init(arrayLiteral elements: JSON...) { self = .list(elements) }
}

extension JSON: ExpressibleByDictionaryLiteral {
  init(dictionaryLiteral members: (String, JSON)...) {
    self = .members(members.map { Member(name: $0.0, value: $0.1) })
  }
}
