/// Texts in entries, which outlive the people that they could name: bounded, one line, and free of what looks like a person's number.
enum JournalText {
  /// Bytes of a text that a person gives.
  static let limit = 500
  /// Bytes of a text that the program gives, such as why a store refused.
  private static let programLimit = 4_000
  /// A NIR without its key.
  private static let numberLength = 13

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
  }

  /// Control characters, and those that turn the direction of what stands behind them.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Refuses a person's text that could be personal data, so that they can mend it.
  ///
  /// - Parameter mayBeBlank: false for a reason, which is the evidence of why somebody may have done what the entry says.
  static func check(_ text: String, _ field: String, mayBeBlank: Bool = true) throws(JournalError) {
    guard mayBeBlank || text.unicodeScalars.contains(where: isVisible) else {
      throw .text(
        field: field, cause: "nothing is said: write it for whoever reads the journal in some years")
    }
    guard text.utf8.count <= limit else {
      throw .text(field: field, cause: "longer than \(limit) bytes: shorten it")
    }
    guard !text.unicodeScalars.contains(where: isControl) else {
      throw .text(field: field, cause: "a control character: write one line of text")
    }
    guard personalNumbers(in: text).isEmpty else {
      throw .text(
        field: field,
        cause: "thirteen digits or more, which may be a person's number: the journal names nobody")
    }
  }

  /// The program's text with an ellipsis for what looks like a person's number: a store's message can quote a row, and an
  /// entry cannot be taken back.
  static func redacted(_ text: String) -> String {
    var result = text
    for range in personalNumbers(in: text).reversed() { result.replaceSubrange(range, with: "\u{2026}") }
    guard result.utf8.count > programLimit else { return result }
    var kept = ""
    for character in result where kept.utf8.count + character.utf8.count < programLimit - 3 {
      kept.append(character)
    }
    return kept + "\u{2026}"
  }

  /// Runs of thirteen digits or more, however they are spaced; the A or B of a Corsican department after its 2 counts as a digit.
  private static func personalNumbers(in text: String) -> [Range<String.Index>] {
    var found: [Range<String.Index>] = []
    var start = text.startIndex
    var end = text.startIndex
    var count = 0
    var last: Character = " "
    func close() {
      if count >= numberLength { found.append(start..<end) }
      count = 0
    }
    for index in text.indices {
      let character = text[index]
      if character.isNumber || (last == "2" && "ABab".contains(character)) {
        if count == 0 { start = index }
        count += 1
        end = text.index(after: index)
        last = character
      } else if !character.isWhitespace && !".-/_\u{2010}\u{2011}\u{2013}".contains(character) {
        close()
        last = character
      }
    }
    close()
    return found
  }
}
