/// The words and signs of a statement, without space and comments, as SQLite reads them: by bytes, of which every one beyond ASCII is a letter's.
struct SQLTokens {
  enum Part: Hashable {
    /// A keyword, a number or a name, in lower case as far as SQLite knows case: in ASCII.
    case word([UInt8])
    /// A name in quotes or square brackets, which is no keyword; in lower case, too.
    case name([UInt8])
    /// A text between apostrophes. No column is meant by it.
    case text
    case symbol(UInt8)
    /// A quotation that does not end, and all behind it.
    case unended

    /// A keyword or a name without quotes.
    static func word(_ word: StaticString) -> Part { .word(Array("\(word)".utf8)) }
  }

  private(set) var parts: [Part] = []

  init(_ sql: String) {
    var rest = Array(sql.utf8)[...]
    while let part = Self.next(&rest) { parts.append(part) }
  }

  private static func next(_ rest: inout ArraySlice<UInt8>) -> Part? {
    skip(&rest)
    guard let first = rest.first else { return nil }
    if let end = ends[first] {
      guard let name = quoted(&rest, to: end, doubles: first == end) else {
        rest = []
        return .unended
      }
      return first == UInt8(ascii: "'") ? .text : .name(folded(name))
    }
    let word = rest.prefix(while: isOfWord)
    guard word.isEmpty else {
      rest = rest.dropFirst(word.count)
      return .word(folded(word))
    }
    rest.removeFirst()
    return .symbol(first)
  }

  private static let ends: [UInt8: UInt8] = [
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "'"): UInt8(ascii: "'"),
    UInt8(ascii: "`"): UInt8(ascii: "`"), UInt8(ascii: "["): UInt8(ascii: "]"),
  ]

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }

  private static func folded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }

  private static func quoted(_ rest: inout ArraySlice<UInt8>, to end: UInt8, doubles: Bool) -> [UInt8]? {
    rest.removeFirst()
    var name: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == end {
        // A quote that stands twice is one of the name.
        guard doubles, rest.first == end else { return name }
        rest.removeFirst()
      }
      name.append(byte)
    }
    return nil
  }

  private static func skip(_ rest: inout ArraySlice<UInt8>) {
    while let byte = rest.first {
      if [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(byte) {
        rest.removeFirst()
      } else if rest.starts(with: "--".utf8) {
        // No carriage return ends it.
        rest = rest.drop { $0 != 0x0A }
      } else if rest.starts(with: "/*".utf8) {
        rest = rest.dropFirst(2)
        while !rest.isEmpty, !rest.starts(with: "*/".utf8) { rest.removeFirst() }
        rest = rest.dropFirst(2)
      } else {
        return
      }
    }
  }

  // MARK: Looking

  /// What stands in brackets behind each place of a word.
  func bracketed(after word: StaticString) -> [Range<Int>] {
    let (open, close) = (Part.symbol(UInt8(ascii: "(")), Part.symbol(UInt8(ascii: ")")))
    return parts.indices.filter { parts[$0] == .word(word) }.compactMap { place in
      guard place + 1 < parts.endIndex, parts[place + 1] == open else { return nil }
      var depth = 0
      for end in (place + 1)..<parts.endIndex {
        if parts[end] == open { depth += 1 }
        if parts[end] == close { depth -= 1 }
        if depth == 0 { return (place + 2)..<end }
      }
      return nil
    }
  }

  /// Returns those of the columns that are named there.
  func columns(among names: [String], in range: Range<Int>) -> Set<String> {
    let parts = Set(parts[range])
    return Set(
      names.filter { name in
        let folded = Self.folded(name.utf8)
        return parts.contains(.word(folded)) || parts.contains(.name(folded))
      })
  }

  func text(of range: Range<Int>) -> String {
    parts[range].map { part in
      switch part {
      case .word(let bytes), .name(let bytes): String(validating: bytes, as: UTF8.self) ?? "…"
      case .text: "'…'"
      case .symbol(let byte): String(UnicodeScalar(byte))
      case .unended: "…"
      }
    }.joined(separator: " ")
  }
}
