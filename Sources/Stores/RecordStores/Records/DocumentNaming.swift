package import Files

/// What a document's name, and a file beside it, say of it: the columns of a record set of documents.
///
/// Every document has `path` (below the record set's folder), `modified` (seconds since the epoch) and `size` (bytes).
package struct DocumentNaming: Hashable, Sendable {
  /// The path in parts, such as `{nir}/{closed}_{number}.pdf`; nil where names say nothing.
  package let pattern: String?
  /// What the name of the file beside a document, an object of JSON, has behind the document's own; its members are columns.
  package let sidecar: String?
  /// The events that rules are told by. Of each column here, the name and the file beside a document must say the same where both have it.
  package var events: [EventColumn] = []
  /// The columns that facts are told by.
  package var factColumns: Set<String> = []

  package init(pattern: String?, sidecar: String?) {
    self.pattern = pattern
    self.sidecar = sidecar
  }

  private enum Part: Hashable {
    case literal([UInt8])
    /// One character or more, without a slash.
    case group(String)
    /// Any characters, without a slash.
    case anything
  }

  /// The names in braces, in order; nil where the pattern is none.
  package var columns: [String]? {
    guard let pattern else { return [] }
    return Self.parts(pattern)?.compactMap { if case .group(let name) = $0 { name } else { nil } }
  }

  /// Nil for braces that do not match, and for two groups with nothing between them.
  private static func parts(_ pattern: String) -> [Part]? {
    var parts: [Part] = []
    var literal: [UInt8] = []
    var name: [UInt8]?
    func isOpen(_ part: Part?) -> Bool { if case .literal? = part { false } else { part != nil } }
    func add(_ part: Part) -> Bool {
      if !literal.isEmpty { parts.append(.literal(literal)) }
      literal = []
      if isOpen(parts.last) { return false }
      parts.append(part)
      return true
    }
    for byte in pattern.utf8 {
      switch (byte, name) {
      case (UInt8(ascii: "{"), nil): name = []
      case (UInt8(ascii: "}"), let found?):
        guard !found.isEmpty, add(.group(String(decoding: found, as: UTF8.self))) else { return nil }
        name = nil
      case (UInt8(ascii: "{"), _), (UInt8(ascii: "}"), _): return nil
      case (_, let found?): name = found + [byte]
      case (UInt8(ascii: "*"), nil): if !add(.anything) { return nil }
      default: literal.append(byte)
      }
    }
    guard name == nil else { return nil }
    if !literal.isEmpty { parts.append(.literal(literal)) }
    return parts
  }

  /// What a path says; nil where it is not of the pattern.
  package func values(in path: FilePath) -> [String: ColumnValue]? {
    guard let pattern else { return [:] }
    guard let parts = Self.parts(pattern) else { return nil }
    var match = Match(parts: parts, path: path.bytes)
    return match.run() ? match.values : nil
  }

  /// The shortest that fits first, as people read it. A part that did not fit at a place is not tried there again, so that no name takes long.
  private struct Match {
    let parts: [Part]
    let path: [UInt8]
    var values: [String: ColumnValue] = [:]
    private var failed: Set<Int> = []

    init(parts: [Part], path: [UInt8]) {
      self.parts = parts
      self.path = path
    }

    mutating func run(part: Int = 0, at place: Int = 0) -> Bool {
      guard part < parts.count else { return place == path.count }
      let state = part * (path.count + 1) + place
      guard !failed.contains(state) else { return false }
      switch parts[part] {
      case .literal(let bytes):
        if path[place...].starts(with: bytes), run(part: part + 1, at: place + bytes.count) { return true }
      case .group(let name):
        if let end = fit(part, at: place, least: 1) {
          values[name] = ColumnValue(FilePath(path[place..<end]))
          return true
        }
      case .anything:
        if fit(part, at: place, least: 0) != nil { return true }
      }
      failed.insert(state)
      return false
    }

    /// - Returns: where a part ends, without a slash in it, so that the rest fits behind it.
    private mutating func fit(_ part: Int, at place: Int, least: Int) -> Int? {
      let end = path[place...].firstIndex(of: UInt8(ascii: "/")) ?? path.count
      guard place + least <= end else { return nil }
      for end in place + least...end where run(part: part + 1, at: end) { return end }
      return nil
    }
  }
}
