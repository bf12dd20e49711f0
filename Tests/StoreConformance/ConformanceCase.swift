internal import CivilTime
package import RecordStores
import TestNames
import Words

/// One promise that every adapter keeps, tried on a real engine.
package struct ConformanceCase: Sendable, CustomStringConvertible {
  /// The promise, in words.
  package let name: String
  /// Throws where the promise is not kept.
  package let run: @Sendable (any ConformanceHarness) throws -> Void

  init(_ name: String, _ run: @escaping @Sendable (any ConformanceHarness) throws -> Void) {
    self.name = name
    self.run = run
  }

  package var description: String { name }
}

extension ConformanceCase {
  static let zone: TimeZone = .utc
  static let today = CivilDate(daysSinceEpoch: 20_000)

  /// The days that an event can mean on `today`.
  static func days(of event: EventColumn) -> PlausibleDays {
    PlausibleDays(of: event, today: today, zone: zone)
  }

  /// A table of people with a date, a marker and a column that a transform may refuse.
  static let people = ConformanceTable(
    "people", [("id", .integer), ("nir", .text), ("name", .text), ("ended", .text), ("done", .text)],
    key: ["id"],
    indexed: ["ended"])

  static func set(
    _ table: ConformanceTable, named name: RecordSetName = "set", store: String = "main",
    subject: String? = nil,
    marker: String? = nil, dependents: [Dependent] = [], files: [OwnedFiles] = []
  ) -> RecordSet {
    RecordSet(
      name: name, store: StoreName(store), table: table.name, key: table.key, subject: subject,
      marker: marker.map { Marker(column: $0, content: .date) }, dependents: dependents,
      files: files)
  }

  static func due(
    _ column: String = "ended", _ encoding: EventColumn.Encoding = .date, by day: CivilDate
  ) -> Predicate {
    let event = EventColumn(column: column, encoding: encoding)
    return .event(event, .reached(.day(day), days(of: event), zone: zone))
  }

  static let byDate = EventColumn(column: "ended", encoding: .date)

  /// Ten people, one ended each day; the tenth ended on `today`.
  static func tenPeople(_ harness: any ConformanceHarness, _ table: ConformanceTable = people) throws {
    try harness.makeTable(table, in: "main")
    try harness.insert(
      (1...10).map { number in
        [
          .integer(Int64(number)), .text("person \(number)"), .text("name \(number)"),
          .text(today.adding(days: number - 10).description), .null,
        ]
      }, into: table.name, in: "main")
  }

  static func ids(_ keys: KeyList) -> [Int64] { keys.integers.sorted() }

  static func commit(_ batch: (any StoreBatch)?) throws -> KeyList {
    guard let batch else { return KeyList() }
    try batch.commit()
    return batch.keys
  }
}

extension KeyList {
  /// The first part of each key, if it is a number.
  package var integers: [Int64] {
    (0..<count).compactMap { index in
      if case .integer(let number)? = values(at: index)?.first { number } else { nil }
    }
  }
}
