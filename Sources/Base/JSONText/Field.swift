/// One value of the tree, with its path. A wrong type is reported once, by whoever asks, and answered with nil.
package struct Field {
  package let node: JSONNode
  package let path: String
  package let reader: DocumentReader

  init(node: JSONNode, path: String, reader: DocumentReader) {
    self.node = node
    self.path = path
    self.reader = reader
  }

  package func report(_ cause: String, _ remedy: String) { reader.report(cause, remedy, at: self) }

  package var string: String? {
    if case .string(let text) = node.content { return text }
    report("\(node.kind), where a string should stand", "write it in double quotes")
    return nil
  }

  package var bool: Bool? {
    if case .bool(let value) = node.content { return value }
    report("\(node.kind), where true or false should stand", "write true or false, without quotes")
    return nil
  }

  package var integer: Int? {
    if case .integer(let value) = node.content { return value }
    report("\(node.kind) that is no whole number", "write a whole number, without quotes")
    return nil
  }

  /// A whole number or a decimal.
  package var double: Double? {
    switch node.content {
    case .integer(let value): return Double(value)
    case .number(let text): if let value = Double(text), value.isFinite { return value }
    default: break
    }
    report("\(node.kind), where a number should stand", "write a number, without quotes")
    return nil
  }

  package var array: [Field]? {
    if case .array(let nodes) = node.content {
      return nodes.enumerated().map { Field(node: $1, path: "\(path)[\($0)]", reader: reader) }
    }
    report("\(node.kind), where an array should stand", "write [ ]")
    return nil
  }

  /// An object whose members may be named freely.
  package var map: [(name: String, field: Field)]? {
    if case .object(let members) = node.content {
      return members.map { ($0.name, Field(node: $0.value, path: path + Self.step($0.name), reader: reader)) }
    }
    report("\(node.kind), where an object should stand", "write { }")
    return nil
  }

  /// An object with these members and no others; an unknown one is reported, with the known one that is nearest.
  package func object(_ known: [String]) -> ObjectFields? {
    guard let map else { return nil }
    for (name, field) in map where !known.contains(name) {
      field.report(
        "unknown key \"\(name)\"",
        Self.nearest(to: name, among: known).map { "did you mean \"\($0)\"?" }
          ?? "known here: \(known.joined(separator: ", "))")
    }
    return ObjectFields(
      field: self, members: Dictionary(uniqueKeysWithValues: map.map { ($0.name, $0.field) }))
  }

  /// A member, if this is an object that has it; reports nothing.
  package func peek(_ name: String) -> Field? {
    guard case .object(let members) = node.content, let member = members.first(where: { $0.name == name })
    else { return nil }
    return Field(node: member.value, path: path + Self.step(name), reader: reader)
  }

  /// What a member's name adds to the path; names that are no plain words are quoted as RFC 9535 quotes them.
  static func step(_ name: String) -> String {
    let isPlain = name.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == "$")
    }
    if isPlain && !name.isEmpty { return "." + name }
    let quoted = name.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    return "['" + quoted + "']"
  }

  /// The known name that an unknown one was likely meant to be: a letter or two away, more in a long name.
  private static func nearest(to name: String, among known: [String]) -> String? {
    // Nobody mistypes a name so long, and the distance takes time.
    guard name.utf8.count <= 64 else { return nil }
    let limit = name.count < 4 ? 1 : max(2, name.count / 3)
    let distances = known.map { (name: $0, distance: distance(name, $0)) }
    return distances.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.name
  }

  /// The edit distance (insertions, deletions, replacements) of two names.
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right.lowercased())
    var row = Array(0...right.count)
    for (i, character) in left.lowercased().enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in right.indices {
        let replaced = diagonal + (character == right[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}
