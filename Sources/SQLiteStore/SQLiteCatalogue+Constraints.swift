internal import RecordStores
internal import SQLite

/// What refuses rows, read from the statements that made the table and its indexes: SQLite keeps them as they were written, and says it nowhere else.
extension SQLiteCatalogue {
  func constraints(of table: String) throws -> [CatalogueConstraint] {
    let names = try columns(of: table).map(\.name)
    let indexes = try rows(
      """
      SELECT l.name, l.partial OR EXISTS (SELECT 1 FROM pragma_index_info(l.name) i WHERE i.name IS NULL), s.sql
      FROM pragma_index_list(?1) l JOIN sqlite_schema s ON s.type = 'index' AND s.name = l.name WHERE l."unique" ORDER BY l.name
      """, table
    ) { (name: $0.text(0) ?? "", isSpecial: $0.integer(1) == 1, sql: $0.text(2) ?? "") }
    let unique = indexes.filter(\.isSpecial).map { index in
      // The index's own name and the table's stand before the first bracket.
      let words = SQLWords(index.sql)
      let start = words.parts.firstIndex(of: .symbol("(")) ?? words.parts.endIndex
      return CatalogueConstraint(
        name: index.name, kind: .unique(nullsAreAlike: false),
        columns: words.columns(among: names, in: start..<words.parts.endIndex), definition: index.sql)
    }
    let sql = try rows(
      "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE", table
    ) { $0.text(0) ?? "" }.first
    let words = SQLWords(sql ?? "")
    let checks = words.bracketed(after: "check").map { range -> CatalogueConstraint in
      let columns = words.columns(among: names, in: range)
      let shown = words.text(of: range)
      let isNotNull =
        columns.count == 1 && shown.lowercased() == "\(columns.first ?? "") is not null".lowercased()
      return CatalogueConstraint(
        name: "CHECK", kind: .check(isNotNull: isNotNull), columns: columns, definition: shown)
    }
    return unique + checks
  }
}

/// The words and signs of a statement, without its comments. A text in quotes is a word that no column has.
struct SQLWords {
  enum Part: Hashable {
    /// In lower case unless it is a text.
    case word(String)
    case text
    case symbol(Character)
  }

  private(set) var parts: [Part] = []

  init(_ sql: String) {
    var rest = Substring(sql)
    while let first = rest.first {
      if rest.hasPrefix("--") {
        // A carriage return and a line feed are one Character.
        rest = rest.drop { !$0.isNewline }
      } else if rest.hasPrefix("/*") {
        rest = rest.dropFirst(2)
        while !rest.isEmpty, !rest.hasPrefix("*/") { rest.removeFirst() }
        rest = rest.dropFirst(2)
      } else if let end = Self.ends[first] {
        rest.removeFirst()
        var name = ""
        while let next = rest.first {
          rest.removeFirst()
          guard next == end else {
            name.append(next)
            continue
          }
          // A quote that stands twice is one of the name.
          guard rest.first == end, end != "]" else { break }
          name.append(end)
          rest.removeFirst()
        }
        parts.append(first == "'" ? .text : .word(name.lowercased()))
      } else if first.isLetter || first.isNumber || first == "_" {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
        parts.append(.word(word.lowercased()))
        rest = rest.dropFirst(word.count)
      } else {
        if !first.isWhitespace { parts.append(.symbol(first)) }
        rest.removeFirst()
      }
    }
  }

  private static let ends: [Character: Character] = ["\"": "\"", "'": "'", "`": "`", "[": "]"]

  /// What stands in brackets behind each place of a word.
  func bracketed(after word: String) -> [Range<Int>] {
    parts.indices.filter { parts[$0] == .word(word) }.compactMap { place in
      guard place + 1 < parts.endIndex, parts[place + 1] == .symbol("(") else { return nil }
      var depth = 0
      for end in (place + 1)..<parts.endIndex {
        if parts[end] == .symbol("(") { depth += 1 }
        if parts[end] == .symbol(")") { depth -= 1 }
        if depth == 0 { return (place + 2)..<end }
      }
      return nil
    }
  }

  /// Those of the columns that are named there.
  func columns(among names: [String], in range: Range<Int>) -> Set<String> {
    let words = Set(parts[range])
    return Set(names.filter { words.contains(.word($0.lowercased())) })
  }

  func text(of range: Range<Int>) -> String {
    parts[range].map { part in
      switch part {
      case .word(let word): word
      case .text: "'…'"
      case .symbol(let symbol): String(symbol)
      }
    }.joined(separator: " ")
  }
}
