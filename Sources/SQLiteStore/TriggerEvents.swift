/// What a trigger runs on, read from the statement that made it, as SQLite keeps it.
///
/// SQLite says nowhere else what a trigger runs on. Its name can be any word (`begin`, `"DELETE"`), and comments can stand anywhere.
struct TriggerEvents {
  /// `DELETE`, `INSERT` or `UPDATE`; all of them if the statement cannot be read, so that a doubt refuses.
  let names: Set<String>

  init(statement: String) {
    names = Self.event(in: statement).map { [$0] } ?? Self.all
  }

  private static let all: Set<String> = ["DELETE", "INSERT", "UPDATE"]

  /// The statement is `CREATE TRIGGER name [BEFORE | AFTER | INSTEAD OF] event ...`, the name with its database's before it or not.
  private static func event(in statement: String) -> String? {
    var words = Words(statement)
    guard words.next() == "CREATE" else { return nil }
    var word = words.next()
    if word == "TEMP" || word == "TEMPORARY" { word = words.next() }
    guard word == "TRIGGER", words.next() != nil else { return nil }
    word = words.next()
    if word == "." {
      guard words.next() != nil else { return nil }
      word = words.next()
    }
    if word == "BEFORE" || word == "AFTER" {
      word = words.next()
    } else if word == "INSTEAD" {
      guard words.next() == "OF" else { return nil }
      word = words.next()
    }
    return word.flatMap { all.contains($0) ? $0 : nil }
  }

  /// Words and marks of SQL, without space and comments. A word in quotes is `'`, so that it is taken for no other.
  private struct Words {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    mutating func next() -> String? {
      skip()
      guard let first = rest.first else { return nil }
      let closing: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "'"): UInt8(ascii: "'"),
        UInt8(ascii: "`"): UInt8(ascii: "`"), UInt8(ascii: "["): UInt8(ascii: "]"),
      ]
      if let end = closing[first] { return quoted(to: end, doubles: first == end) ? "'" : nil }
      let word = rest.prefix(while: Self.isOfWord)
      guard !word.isEmpty else {
        rest.removeFirst()
        return String(UnicodeScalar(first))
      }
      rest = rest.dropFirst(word.count)
      return String(validating: word, as: UTF8.self)?.uppercased()
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
      // Every byte of a letter beyond ASCII is one of a word, as SQLite has it.
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
        true
      default: false
      }
    }

    private mutating func quoted(to end: UInt8, doubles: Bool) -> Bool {
      rest.removeFirst()
      while let byte = rest.popFirst() {
        guard byte == end else { continue }
        guard doubles, rest.first == end else { return true }
        rest.removeFirst()
      }
      return false
    }

    private mutating func skip() {
      while let byte = rest.first {
        if [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(byte) {
          rest.removeFirst()
        } else if rest.starts(with: "--".utf8) {
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
  }
}
