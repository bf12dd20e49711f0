internal import ArgumentParser
internal import JSONText

/// The forms in which a command prints its data.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  /// A page for people.
  case table
  /// What scripts read; docs/json.md has each member.
  case json
  /// What spreadsheets read: the rows of the JSON, one a line.
  case csv

  /// Writes a printout to standard output.
  func write(_ printout: Printout) {
    let out = Terminal.standardOutput
    switch self {
    case .table: if !printout.page.isEmpty { out.page(printout.page) }
    case .json: out.data(printout.json.pretty + "\n")
    case .csv: out.data(printout.table.csv)
    }
  }

  /// Writes what a body tells of one subject. If it fails half-way, people still read what was told before; half a JSON is not written.
  func write(_ body: (inout FactSheet) throws -> Void) throws {
    var sheet = FactSheet()
    do {
      try body(&sheet)
    } catch {
      // An exit code is no failure: it says what was found.
      if error is ExitCode || self == .table && !sheet.lines.isEmpty { write(sheet.printout) }
      throw error
    }
    write(sheet.printout)
  }
}
