internal import CivilTime
internal import JSONText
internal import Purging
internal import Words

/// A forecast for people, spreadsheets and scripts.
enum ForecastView {
  private static func table(of forecast: Forecast) -> Table {
    let months = forecast.monthStarts.dropLast().map { String($0.description.prefix(7)) }
    var table = Table(
      [("RECORD SET", .left), ("RULE", .left), ("STAGE", .left), ("NOW", .right)]
        + months.map { ($0, Table.Alignment.right) } + [("TOTAL", .right), ("HELD", .right)])
    for line in forecast.lines {
      let total = line.backlog + line.months.reduce(0, +)
      table.append(
        [line.recordSet.rawValue, line.rule.rawValue, line.action.rawValue, String(line.backlog)]
          + line.months.map(String.init)
          + [
            String(total), String(line.held),
          ])
    }
    // A line for each, so that no spreadsheet takes what could not be counted for nothing.
    for (recordSet, _) in forecast.refused {
      let isCounted = forecast.lines.contains { $0.recordSet == recordSet }
      table.append(
        [recordSet.rawValue, "(refused)", ""]
          + Array(repeating: isCounted ? "" : "?", count: months.count + 3))
    }
    return table
  }

  static func printout(of forecast: Forecast) -> Printout {
    Printout(page: text(of: forecast), json: json(of: forecast), table: table(of: forecast))
  }

  private static func text(of forecast: Forecast) -> String {
    let refusals = forecast.refused.flatMap { recordSet, refusals in
      refusals.map { "REFUSED \(recordSet): \($0)" }
    }
    return (table(of: forecast).lines + (refusals.isEmpty ? [] : [""] + refusals)).asPage
  }

  private static func json(of forecast: Forecast) -> JSONValue {
    .object([
      "from": .string(forecast.monthStarts.first?.description ?? ""),
      "lines": .array(
        forecast.lines.map { line in
          .object([
            "recordSet": .string(line.recordSet.rawValue), "rule": .string(line.rule.rawValue),
            "action": .string(line.action.rawValue),
            "now": .integer(line.backlog), "months": .array(line.months.map { .integer($0) }),
            "held": .integer(line.held),
          ])
        }),
      "refused": .array(
        forecast.refused.map { recordSet, refusals in
          .object([
            "recordSet": .string(recordSet.rawValue),
            "refusals": .array(refusals.map { .string($0.description) }),
          ])
        }),
    ])
  }
}
