internal import JSONText

/// A printout in the making, of a command that tells several things of one subject: each is a member of the JSON, with what people read of it.
struct FactSheet {
  private(set) var lines: [String] = []
  private var members: [(name: String, value: JSONValue)] = []
  /// The member whose objects are the rows of the spreadsheet, and which of their members are its columns. Without one each fact is a row.
  var rows: (name: String, members: [String])?

  /// Adds a line for people alone.
  mutating func say(_ line: String) { lines.append(line) }

  /// Adds a member, and the lines that people read of it.
  mutating func tell(_ name: String, _ value: JSONValue, _ lines: [String]) {
    members.append((name, value))
    self.lines += lines
  }

  /// Adds a member, and the one line that people read of it, or none.
  mutating func tell(_ name: String, _ value: JSONValue, _ line: String? = nil) {
    tell(name, value, [line].compactMap(\.self))
  }

  /// Adds an object to a list, which may be empty so far, and the line that people read of it.
  mutating func append(to name: String, _ object: [String: JSONValue], _ line: String? = nil) {
    if let line { lines.append(line) }
    guard let place = members.firstIndex(where: { $0.name == name }) else {
      return members.append((name, .array([.object(object)])))
    }
    members[place].value = .array((members[place].value.arrayValue ?? []) + [.object(object)])
  }

  var json: JSONValue { .object(Dictionary(members.map { ($0.name, $0.value) }) { _, last in last }) }

  var printout: Printout {
    if let rows {
      return Printout(
        page: lines.asPage, json: json, rows: json[rows.name]?.arrayValue ?? [], members: rows.members)
    }
    var table = Table([("FACT", .left), ("VALUE", .left)])
    for (name, value) in members {
      // A list has a line for each of its parts, and one if it is empty: a member that is missing would look forgotten.
      let parts = value.arrayValue ?? [value]
      for part in parts.isEmpty ? [.null] : parts { table.append([name, Table.cell(of: part)]) }
    }
    return Printout(page: lines.asPage, json: json, table: table)
  }
}
