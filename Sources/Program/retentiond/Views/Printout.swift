internal import JSONText

/// What a command prints, in the three forms of `--format`. A view makes one; nothing else writes data to standard output.
struct Printout {
  /// For people: lines that a view has laid out.
  let page: String
  let json: JSONValue
  /// For spreadsheets.
  let table: Table

  init(page: String, json: JSONValue, table: Table) {
    self.page = page
    self.json = json
    self.table = table
  }

  /// A printout whose spreadsheet has the rows of an array in its JSON.
  ///
  /// - Parameters:
  ///   - rows: the array's objects, each a line.
  ///   - members: the members of an object that become columns, in their order.
  init(page: String, json: JSONValue, rows: [JSONValue], members: [String]) {
    self.init(page: page, json: json, table: Table(rows: rows, members: members))
  }
}
