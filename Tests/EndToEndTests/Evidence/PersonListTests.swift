import Testing

@testable import retentiond

/// Lists of people as spreadsheets, databases and people write them.
@Suite struct PersonListTests {
  private static let people = ["0840588123456", "José@example.org", "A-17"]

  private static func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit -> [UInt8] in
      let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isBigEndian ? bytes : bytes.reversed()
    }
  }

  private static func encodings(_ text: String) -> [(String, [UInt8])] {
    [
      ("UTF-8", Array(text.utf8)), ("UTF-8 with mark", [0xEF, 0xBB, 0xBF] + Array(text.utf8)),
      ("UTF-16LE with mark", [0xFF, 0xFE] + utf16(text, isBigEndian: false)),
      ("UTF-16BE with mark", [0xFE, 0xFF] + utf16(text, isBigEndian: true)),
      ("UTF-16LE", utf16(text, isBigEndian: false)), ("UTF-16BE", utf16(text, isBigEndian: true)),
    ]
  }

  @Test(
    "Every encoding, with every end of line, with or without one behind the last, quoted or not, gives the people",
    arguments: ["\n", "\r\n", "\r"], [false, true])
  func encodings(ending: String, isQuoted: Bool) throws {
    for last in ["", ending, ending + ending + " " + ending] {
      let lines = Self.people.map { isQuoted ? "\"\($0)\"" : $0 }
      for (name, bytes) in Self.encodings(lines.joined(separator: ending + ending) + last) {
        let list = try PersonList(bytes, column: .wholeLine)
        #expect(list.identifiers == Self.people && list.lines == [1, 3, 5], "\(name)")
      }
    }
  }

  @Test(
    "A column is found by its name or its number, with every delimiter, encoding and quotes",
    arguments: [";", ",", "\t"], [false, true])
  func columns(delimiter: String, isQuoted: Bool) throws {
    func row(_ values: [String]) -> String {
      values.map { isQuoted ? "\"\($0.replacing("\"", with: "\"\""))\"" : $0 }.joined(separator: delimiter)
    }
    // A value that has a delimiter or a mark is quoted in any case.
    let table =
      ([row(["Name", "NIR", "Note"])]
      + Self.people.map { row(["x", $0, ""]) } + ["\"a;b,c\t\"\"d\"\"\"\(delimiter)last\(delimiter)\"\""])
      .joined(separator: "\r\n")
    for (name, bytes) in Self.encodings(table) {
      for column in ["NIR", "nir", " NIR "] {
        #expect(
          try PersonList(bytes, column: PersonList.Column(column)).identifiers == Self.people + ["last"],
          "\(name)")
      }
      let numbered = try PersonList(bytes, column: PersonList.Column("2"))
      #expect(numbered.identifiers == ["NIR"] + Self.people + ["last"] && numbered.lines == [1, 2, 3, 4, 5])
    }
  }

  @Test(
    "What could name somebody else or nobody is refused with its line and what to do",
    arguments: [
      ("a\nb;c", nil, 2, "--column"), ("a\nb,c", nil, 2, "--column"), ("a\n\nb\tc", nil, 3, "--column"),
      ("a\n1,85058E+12", nil, 2, "spreadsheet"), ("a\n1.85058e+12", nil, 2, "spreadsheet"),
      ("x;y\n1;1,85058E+12", "2", 2, "spreadsheet"), ("a\n2E+13", nil, 2, "spreadsheet"),
      ("a\n---", nil, 2, "names nobody"), ("x;nir\n1;", "nir", 2, "names nobody"),
      ("x;nir\n1; ", "nir", 2, "names nobody"), ("a\n\"b", nil, 2, "quotation"),
      ("a\n\"b\"c", nil, 2, "quotation"), ("x;y\n1;2;3", "1", 2, "columns"), ("x;y\n1", "1", 2, "columns"),
      ("x;y", "3", 1, "column"), ("x;y\n1;2", "nir", 1, "called"), ("x\ny", "1", 1, "--column"),
      ("a\nb\u{0}c", nil, 2, "byte of 0"), (String(repeating: "1", count: 1_025), nil, 1, "bytes"),
    ] as [(String, String?, Int, String)])
  func refused(text: String, column: String?, line: Int, words: String) {
    #expect {
      try PersonList(Array(text.utf8), column: PersonList.Column(column))
    } throws: { error in
      guard let problem = error as? PersonListProblem else { return false }
      return problem.line == line && "\(problem)".contains(words)
    }
  }

  @Test(
    "Bytes that are no text are refused with their line",
    arguments: [
      ([0x61, 0x0A, 0x4A, 0xE9], 2), ([0x61, 0x0D, 0xC3], 2), ([0x61, 0x0A, 0xED, 0xA0, 0x80], 2),
      ([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00, 0x00, 0xD8], 2),
      ([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00, 0x00, 0xDC], 2), ([0xFF, 0xFE, 0x61, 0x00, 0x0A], 1),
      ([0xFF, 0xFE, 0x00, 0x00, 0x61, 0x00, 0x00, 0x00], 1),
    ] as [([UInt8], Int)])
  func bytes(bytes: [UInt8], line: Int) {
    #expect { try PersonList(bytes, column: .wholeLine) } throws: {
      ($0 as? PersonListProblem)?.line == line
    }
  }

  @Test("A list without anybody is refused", arguments: ["", "\n", "\u{feff}", " \r\n\t\r\n", "\"\"\n"])
  func empty(text: String) {
    #expect(throws: PersonListProblem.self) { try PersonList(Array(text.utf8), column: .wholeLine) }
  }

  @Test(
    "Numbers that no spreadsheet shortened are taken",
    arguments: ["1850578006084", "1E5", "2E13", "12e", "e+12", "1.5", "2A004", "+33612345678"])
  func numbers(text: String) throws {
    #expect(try PersonList(Array(text.utf8), column: .wholeLine).identifiers == [text])
  }
}
