internal import JSONText
internal import Words

/// What somebody asks the service for: a verb, and its members.
struct ControlRequest: Sendable {
  let verb: String
  private let members: [String: JSONValue]

  /// - Parameter line: a JSON object with the member `verb`.
  init(_ line: [UInt8]) throws(ControlError) {
    let node: JSONNode
    do throws(JSONSyntaxError) {
      node = try JSONNode(parsing: line)
    } catch {
      throw .noRequest(cause: "\(error.cause)")
    }
    guard case .object(let members) = JSONValue(node), let verb = members["verb"]?.stringValue else {
      throw .noRequest(cause: "it is no JSON object with the member \"verb\"")
    }
    self.verb = verb
    self.members = members
  }

  /// - Parameter known: the members that the verb has; another one is refused.
  func requireOnly(_ known: String...) throws(ControlError) {
    if let other = members.keys.sorted().first(where: { $0 != "verb" && !known.contains($0) }) {
      throw .noRequest(cause: "\(verb) has no member \"\(other.prefix(40))\"")
    }
  }

  func bool(_ name: String) throws(ControlError) -> Bool {
    switch members[name] {
    case nil: return false
    case .bool(let value): return value
    default: throw .noRequest(cause: "\(name) is not true or false")
    }
  }

  /// - Parameter orNone: whether a missing member is an empty list.
  func texts(_ name: String, orNone: Bool = false) throws(ControlError) -> [String] {
    if orNone, members[name] == nil { return [] }
    guard let values = members[name]?.arrayValue else { throw .noRequest(cause: "\(name) is no list") }
    let texts = values.compactMap(\.stringValue)
    guard texts.count == values.count, !texts.contains(where: { $0.contains("\0") }) else {
      throw .noRequest(cause: "\(name) is no list of texts")
    }
    return texts
  }

  /// - Returns: nil for a missing member.
  func integer(_ name: String, orNone: Bool) throws(ControlError) -> Int? {
    try orNone && members[name] == nil ? nil : integer(name)
  }

  func integer(_ name: String) throws(ControlError) -> Int {
    guard let value = members[name]?.integerValue else { throw .noRequest(cause: "\(name) is no number") }
    return value
  }
}
