package import CivilTime

extension EventColumn.Encoding {
  /// What `stores.json` calls it.
  package var name: String {
    switch self {
    case .date: "date"
    case .compactDate: "compact-date"
    case .textDate(let pattern): pattern.rawValue
    case .timestamp: Self.timestampName
    case .rfc3339: "rfc3339"
    case .epochSeconds: "epoch-seconds"
    case .epochMilliseconds: "epoch-milliseconds"
    }
  }

  /// The one that needs a zone beside its name.
  package static let timestampName = "timestamp"

  /// The encodings whose name says everything.
  private static let named: [EventColumn.Encoding] =
    [.date, .compactDate, .rfc3339, .epochSeconds, .epochMilliseconds]
    + EventColumn.TextDatePattern.allCases.map { .textDate($0) }

  /// Reads a name that needs nothing beside it.
  package init?(named name: String) {
    guard let found = Self.named.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// Every form that a column may have, whose wall-clock times are of a zone.
  package static func all(zone: TimeZone) -> [EventColumn.Encoding] {
    [.epochSeconds, .epochMilliseconds, .date, .compactDate, .rfc3339, .timestamp(zone: zone)]
      + EventColumn.TextDatePattern.allCases.map { .textDate($0) }
  }

  /// Every name.
  package static let names: [String] = {
    let names = named.map(\.name)
    return Array(names.prefix(2)) + [timestampName] + names.dropFirst(2)
  }()
}
