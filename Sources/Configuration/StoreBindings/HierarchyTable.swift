/// A hierarchy as ARX writes it: each line a value and what it becomes at level 1, 2 and so on, between semicolons.
struct HierarchyTable {
  struct Problem {
    let line: Int
    let cause: String
    let remedy: String
  }

  private var rows: [[String]] = []
  /// The first few.
  private(set) var problems: [Problem] = []
  private static let problemLimit = 10

  /// How many levels each line has.
  var levels: Int { (rows.first?.count ?? 1) - 1 }

  init(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let line = Self.firstInvalidLine(bytes)
      problems = [Problem(line: line, cause: "it is not UTF-8", remedy: "save the file as UTF-8")]
      return
    }
    var lines: [Int: Int] = [:]
    var seen: [String: Int] = [:]
    // A mark of the byte order says nothing in UTF-8.
    let content =
      text.unicodeScalars.first == "\u{FEFF}" ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...]
    for (index, line) in content.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let number = index + 1
      let text = String(String.UnicodeScalarView(line.last == "\r" ? line.dropLast() : line))
      // Behind the last line's end there is nothing.
      if text.isEmpty, line.endIndex == content.endIndex { continue }
      guard let row = Self.parts(text) else {
        note(number, "a quote that does not end, or something behind it", "write a quote in a value twice")
        continue
      }
      if let first = rows.first {
        if row.count != first.count {
          note(
            number, "\(row.count) parts, where line \(lines[0] ?? 1) has \(first.count)",
            "give every line as many")
          continue
        }
      } else if row.count < 2 {
        note(number, "one part alone", "write the value, a semicolon and what it becomes")
        continue
      }
      if row.contains("") { note(number, "an empty part", "write a word, such as *, where all are one") }
      if let earlier = seen[row[0]] {
        note(number, "the value of line \(earlier) again", "remove one of them")
      }
      seen[row[0]] = number
      lines[rows.count] = number
      rows.append(row)
    }
    if rows.isEmpty && problems.isEmpty { note(1, "no line at all", "write value;level 1;level 2 and so on") }
  }

  func values(at level: Int) -> [String: String] {
    Dictionary(rows.map { ($0[0], $0[level]) }, uniquingKeysWith: { first, _ in first })
  }

  private mutating func note(_ line: Int, _ cause: String, _ remedy: String) {
    if problems.count < Self.problemLimit {
      problems.append(Problem(line: line, cause: cause, remedy: remedy))
    }
  }

  /// What stands between the semicolons; a part in quotes may have some in it. Nil where quotes do not close.
  private static func parts(_ line: String) -> [String]? {
    guard line.contains("\"") else {
      return line.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    }
    var parts: [String] = []
    var rest = Array(line)[...]
    while true {
      if rest.first == "\"" {
        guard let part = quoted(&rest), rest.isEmpty || rest.first == ";" else { return nil }
        parts.append(part)
      } else {
        let part = rest.prefix { $0 != ";" }
        rest = rest.dropFirst(part.count)
        parts.append(String(part))
      }
      guard rest.popFirst() != nil else { return parts }
    }
  }

  /// Takes a part in quotes; nil where they do not close.
  private static func quoted(_ rest: inout ArraySlice<Character>) -> String? {
    var part = ""
    rest.removeFirst()
    while let character = rest.popFirst() {
      guard character == "\"" else {
        part.append(character)
        continue
      }
      guard rest.first == "\"" else { return part }
      part.append("\"")
      rest.removeFirst()
    }
    return nil
  }

  private static func firstInvalidLine(_ bytes: [UInt8]) -> Int {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).firstIndex {
      String(validating: $0, as: UTF8.self) == nil
    }.map { $0 + 1 } ?? 1
  }
}
