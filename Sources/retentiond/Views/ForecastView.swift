internal import CivilTime
internal import JSONText
internal import PurgeEngine

/// A forecast for people, spreadsheets and scripts.
enum ForecastView {
  static func table(of forecast: Forecast) -> Table {
    let months = forecast.monthStarts.dropLast().map { String($0.description.prefix(7)) }
    var table = Table(
      [("RECORD SET", .left), ("RULE", .left), ("STAGE", .left), ("NOW", .right)]
        + months.map { ($0, Table.Alignment.right) } + [("TOTAL", .right), ("HELD", .right)])
    for line in forecast.lines {
      let total = line.backlog + line.months.reduce(0, +)
      table.append(
        [line.recordSet, line.rule, line.action, String(line.backlog)] + line.months.map(String.init) + [
          String(total), String(line.held),
        ])
    }
    return table
  }

  static func json(of forecast: Forecast) -> JSONValue {
    .object([
      "from": .string(forecast.monthStarts.first?.description ?? ""),
      "lines": .array(
        forecast.lines.map { line in
          .object([
            "recordSet": .string(line.recordSet), "rule": .string(line.rule), "action": .string(line.action),
            "now": .integer(line.backlog), "months": .array(line.months.map { .integer($0) }),
            "held": .integer(line.held),
          ])
        }),
    ])
  }
}
