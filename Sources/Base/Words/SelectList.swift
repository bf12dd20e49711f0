/// The columns that a statement asks for, told from its text: a server, or a proxy before it, that sends fewer of them must not be read on.
package enum SelectList {
  /// Returns how many columns a statement asks for; nil where only the server knows (`*`, `SHOW`, a procedure).
  ///
  /// It counts the commas between the outermost `SELECT` or `RETURNING` and what ends the list. Texts, quoted names and whatever stands in parentheses are
  /// passed over.
  package static func columnCount(of sql: String) -> Int? {
    var scanner = Scanner(bytes: Array(sql.utf8))
    var isInList = false
    var count = 0
    while let token = scanner.next() {
      switch token {
      case .word("SELECT") where !isInList, .word("RETURNING"):
        isInList = true
        count = 1
      case .word("FROM"), .word("WHERE"), .word("UNION"), .word("LIMIT"), .word("ORDER"), .word("INTO"),
        .word("FOR"):
        // A question whether there is a row asks for none.
        if isInList, scanner.last == .word("SELECT") { return 0 }
        if isInList, !scanner.goesOn { return count }
      case .comma where isInList: count += 1
      case .star where isInList && scanner.beginsColumn: return nil
      case .end where isInList: return count
      default: break
      }
      scanner.last = token
    }
    return isInList ? count : nil
  }

  private enum Token: Equatable {
    case word(String)
    case comma, star, end, other
  }

  private struct Scanner {
    let bytes: [UInt8]
    var place = 0
    /// The token before.
    var last = Token.other

    /// Tells if a star can be all columns, and not a product.
    var beginsColumn: Bool {
      [.comma, .word("SELECT"), .word("RETURNING"), .word("DISTINCT"), .word(".")].contains(last)
    }
    /// `IS NOT DISTINCT FROM` ends no list.
    var goesOn: Bool { last == .word("DISTINCT") }

    /// The next token outside of all parentheses.
    mutating func next() -> Token? {
      var depth = 0
      while place < bytes.count {
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "("): depth += 1
        case UInt8(ascii: ")"): depth -= 1
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
          // A quote that is written twice ends one text and begins another, which comes to the same.
          while place < bytes.count, bytes[place] != byte { place += 1 }
          place += 1
          if depth == 0 { return .other }
        case UInt8(ascii: ",") where depth == 0: return .comma
        case UInt8(ascii: ";") where depth == 0: return .end
        case UInt8(ascii: "*") where depth == 0: return .star
        case UInt8(ascii: ".") where depth == 0: return .word(".")
        case _ where Self.isLetter(byte):
          let start = place - 1
          while place < bytes.count, Self.isLetter(bytes[place]) { place += 1 }
          if depth == 0 { return .word(String(decoding: bytes[start..<place], as: UTF8.self).uppercased()) }
        case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"): break
        default: if depth == 0 { return .other }
        }
        if byte == UInt8(ascii: ")"), depth == 0 { return .other }
      }
      return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte >= 0x80
    }
  }
}
