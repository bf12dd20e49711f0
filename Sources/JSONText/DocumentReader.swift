/// Reads a configuration file's tree, and collects all that is wrong with it instead of stopping at the first.
public final class DocumentReader {
  public let file: String
  public private(set) var problems: [DocumentProblem] = []

  public init(file: String) {
    self.file = file
  }

  /// Parses the file's bytes; a text that is no JSON is a problem, and nil.
  public func parse(_ bytes: [UInt8]) -> Field? {
    do throws(JSONSyntaxError) {
      return Field(node: try JSONNode(parsing: bytes), path: "$", reader: self)
    } catch {
      problems.append(
        DocumentProblem(
          file: file, position: error.position, path: "$", cause: error.cause, remedy: error.remedy))
      return nil
    }
  }

  public func report(_ cause: String, _ remedy: String, at field: Field) {
    report(cause, remedy, path: field.path, position: field.node.position)
  }

  func report(_ cause: String, _ remedy: String, path: String, position: TextPosition) {
    problems.append(DocumentProblem(file: file, position: position, path: path, cause: cause, remedy: remedy))
  }

  /// Throws everything that was found, if anything was.
  public func finish() throws(DocumentProblems) {
    guard problems.isEmpty else { throw DocumentProblems(problems) }
  }
}

/// One value of the tree, with its path. A wrong type is reported once, by whoever asks, and answered with nil.
public struct Field {
  public let node: JSONNode
  public let path: String
  public let reader: DocumentReader

  init(node: JSONNode, path: String, reader: DocumentReader) {
    self.node = node
    self.path = path
    self.reader = reader
  }

  public func report(_ cause: String, _ remedy: String) { reader.report(cause, remedy, at: self) }

  public var string: String? {
    if case .string(let text) = node.content { return text }
    report("\(node.kind), where a string should stand", "write it in double quotes")
    return nil
  }

  public var bool: Bool? {
    if case .bool(let value) = node.content { return value }
    report("\(node.kind), where true or false should stand", "write true or false, without quotes")
    return nil
  }

  public var integer: Int? {
    if case .integer(let value) = node.content { return value }
    report("\(node.kind) that is no whole number", "write a whole number, without quotes")
    return nil
  }

  /// A whole number or a decimal.
  public var double: Double? {
    switch node.content {
    case .integer(let value): return Double(value)
    case .number(let text): if let value = Double(text), value.isFinite { return value }
    default: break
    }
    report("\(node.kind), where a number should stand", "write a number, without quotes")
    return nil
  }

  public var array: [Field]? {
    if case .array(let nodes) = node.content {
      return nodes.enumerated().map { Field(node: $1, path: "\(path)[\($0)]", reader: reader) }
    }
    report("\(node.kind), where an array should stand", "write [ ]")
    return nil
  }

  /// An object whose members may be named freely.
  public var map: [(name: String, field: Field)]? {
    if case .object(let members) = node.content {
      return members.map { ($0.name, Field(node: $0.value, path: path + Self.step($0.name), reader: reader)) }
    }
    report("\(node.kind), where an object should stand", "write { }")
    return nil
  }

  /// An object with these members and no others; an unknown one is reported, with the known one that is nearest.
  public func object(_ known: [String]) -> ObjectFields? {
    guard let map else { return nil }
    for (name, field) in map where !known.contains(name) {
      let nearest = known.min { Self.distance(name, $0) < Self.distance(name, $1) }
      let isNear = nearest.map { Self.distance(name, $0) <= max(2, name.count / 3) } ?? false
      field.report(
        "unknown key \"\(name)\"",
        isNear ? "did you mean \"\(nearest ?? "")\"?" : "known here: \(known.joined(separator: ", "))")
    }
    return ObjectFields(
      field: self, members: Dictionary(uniqueKeysWithValues: map.map { ($0.name, $0.field) }))
  }

  private static func step(_ name: String) -> String {
    let isPlain = name.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == "$")
    }
    return isPlain && !name.isEmpty ? "." + name : "['" + name + "']"
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

/// The members of an object whose names are known.
public struct ObjectFields {
  public let field: Field
  let members: [String: Field]

  /// A member that may be missing.
  public subscript(name: String) -> Field? { members[name] }

  /// A member that must be there; its absence is reported.
  public func required(_ name: String) -> Field? {
    if let field = members[name] { return field }
    field.report("no \"\(name)\"", "add it")
    return nil
  }
}
