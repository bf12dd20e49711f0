package import CivilTime

extension EventColumn.Encoding {
  /// What `stores.json` calls it.
  package var name: String {
    switch self {
    case .date: "date"
    case .compactDate: "compact-date"
    case .textDate(let pattern): pattern.rawValue
    case .month(let pattern): pattern.rawValue
    case .dayNumber(let count): count.rawValue
    case .timestamp: "timestamp"
    case .textTimestamp(let kind, _): kind.name
    case .rfc3339: "rfc3339"
    case .offsetTimestamp: "offset-timestamp"
    case .epoch(let unit): unit.rawValue
    case .epochText(let unit): unit.rawValue + "-text"
    }
  }

  /// Every form that a column may have, whose wall-clock times are of a zone.
  ///
  /// - Returns: them in an order such that of two that fit a column the first is the likelier one.
  package static func all(zone: TimeZone) -> [EventColumn.Encoding] {
    EpochUnit.allCases.map(EventColumn.Encoding.epoch) + [
      .date, .compactDate, .rfc3339, .timestamp(zone: zone),
    ]
      + EventColumn.TextDatePattern.allCases.map { .textDate($0) }
      + [.offsetTimestamp]
      + EventColumn.TextTimestamp.allCases.map { .textTimestamp($0, zone: zone) }
      + EventColumn.MonthPattern.allCases.map { .month($0) } + DayNumber.allCases.map { .dayNumber($0) }
      + EpochUnit.allCases.filter { $0 != .julianDate }.map { .epochText($0) }
  }

  /// Reads a name.
  ///
  /// - Parameter zone: the zone of a form that shows times of clocks.
  package init?(named name: String, zone: TimeZone) {
    guard let found = Self.all(zone: zone).first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// Every name.
  package static let names =
    (all(zone: .utc).filter { $0.form != nil } + all(zone: .utc).filter { $0.form == nil })
    .map(\.name)
}
