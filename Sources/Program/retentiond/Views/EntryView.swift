internal import AuditJournal
internal import CivilTime
internal import JSONText

/// One journal entry in one line, for people.
enum EntryView {
  static func line(for entry: JournalEntry) -> String {
    let type = entry.type.short
    guard case .object(let members) = entry.data else {
      return "\(entry.index)  \(entry.time.iso8601)  \(type)"
    }
    // What the state is tells a person nothing: `--json` has it.
    let details = members.filter { $0.key != "state" }.sorted { $0.key < $1.key }.map {
      "\($0.key)=\(text(of: $0.value))"
    }
    return "\(entry.index)  \(entry.time.iso8601)  \(type)  \(details.joined(separator: " "))"
  }

  /// The first line of entries as CSV.
  static let heading = entries([]).csv

  /// One entry as a line of CSV.
  static func row(for entry: JournalEntry) -> String {
    String(entries([entry]).csv.dropFirst(heading.count))
  }

  private static func entries(_ entries: [JournalEntry]) -> Table {
    var table = Table([("INDEX", .right), ("TIME", .left), ("TYPE", .left), ("DATA", .left)])
    for entry in entries {
      let data = String(decoding: entry.data.canonical, as: UTF8.self)
      table.append([String(entry.index), entry.time.iso8601, entry.type.rawValue, data])
    }
    return table
  }

  private static func text(of value: JSONValue) -> String {
    switch value {
    // A digest is known by its beginning; `--json` has it whole.
    case .string(let text) where text.utf8.count == 64 && text.allSatisfy(\.isHexDigit):
      String(text.prefix(12)) + "…"
    case .string(let text): text.contains(" ") ? "\"\(text)\"" : text
    case .array(let values): "[\(values.count)]"
    default: String(decoding: value.canonical, as: UTF8.self)
    }
  }
}
