/// A record set as the stores file binds it, member by member.
struct Binding {
  private var members: [(name: String, value: JSON)]
  private var events: [(name: String, value: JSON)] = []
  private var conditions: [(name: String, value: JSON)] = []
  private var rest: [(name: String, value: JSON)] = []

  init(_ table: SampleTable, store: String, domain: String, key: [String], subject: String) {
    members = [
      ("store", .text(store)), ("table", .text(table.table)), ("domain", .text(domain)),
      ("key", .list(key.map(JSON.text))), ("subject", .text(subject)),
    ]
  }

  func event(_ event: Event, _ column: String, _ encoding: ColumnEncoding) -> Binding {
    changed { $0.events.append((event.rawValue, encoding.binding(column: column))) }
  }

  func condition(_ fact: String, _ condition: JSON) -> Binding {
    changed { $0.conditions.append((fact, condition)) }
  }

  func pseudonymise(_ specification: JSON) -> Binding {
    changed { $0.rest.append(("pseudonymise", specification)) }
  }

  func archive(to recordSet: String) -> Binding {
    changed { $0.rest.append(("archive", ["to": .text(recordSet)])) }
  }

  func dependents(_ dependents: JSON) -> Binding {
    changed { $0.rest.append(("dependents", dependents)) }
  }

  var json: JSON {
    var all = members
    if !events.isEmpty { all.append(("events", .object(events))) }
    if !conditions.isEmpty { all.append(("conditions", .object(conditions))) }
    // The guard is wide enough for a first purge after years without one. Some tables have a row in six whose date cannot be meant, on purpose.
    return .object(
      all + rest + [
        ("guard", ["maximumRows": 1_000_000_000, "maximumShare": 1.0]), ("warnAt", ["implausible": 0.25]),
      ])
  }

  private func changed(_ change: (inout Binding) -> Void) -> Binding {
    var copy = self
    change(&copy)
    return copy
  }
}

extension ColumnEncoding {
  /// How the stores file names the encoding of a column.
  func binding(column: String) -> JSON {
    switch self {
    case .date: ["column": .text(column), "as": "date"]
    case .compactText, .compactInteger: ["column": .text(column), "as": "compact-date"]
    case .slashes: ["column": .text(column), "as": "DD/MM/YYYY"]
    case .timestamp, .timestampWithT: ["column": .text(column), "as": "timestamp", "zone": "UTC"]
    // Counts from before 1990 are usually of another unit; here they are meant.
    case .epochSeconds: ["column": .text(column), "as": "epoch-seconds", "earliest": "1850-01-01"]
    case .epochMilliseconds:
      ["column": .text(column), "as": "epoch-milliseconds", "earliest": "1850-01-01"]
    }
  }
}
