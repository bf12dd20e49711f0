internal import CivilTime
internal import RecordStores

extension EventColumn.Encoding {
  /// The forms that a column of dates may have been written in, if not in this one.
  func others(zone: TimeZone) -> [EventColumn.Encoding] {
    EventColumn.Encoding.all(zone: zone).filter { $0 != self }
  }

  /// The same count in the other unit; nil for what is no count.
  var otherUnit: EventColumn.Encoding? {
    switch self {
    case .epochSeconds: .epochMilliseconds
    case .epochMilliseconds: .epochSeconds
    case .date, .compactDate, .textDate, .timestamp, .rfc3339: nil
    }
  }
}

/// One event of a record set: what a row's value is asked about it, and in which other forms it is read.
struct EventReading {
  let name: String
  let event: EventColumn
  let others: [EventColumn]
  private let zone: TimeZone
  /// The days that the data of an application in use are about: a form whose reading comes here is a likely one.
  private let likely: ClosedRange<CivilDate>

  /// - Parameter tries: whether all other forms are tried, or only the other unit of a count.
  init(_ name: String, _ event: EventColumn, tries: Bool, today: CivilDate, zone: TimeZone) {
    self.name = name
    self.event = event
    self.zone = zone
    let others = tries ? event.encoding.others(zone: zone) : event.encoding.otherUnit.map { [$0] } ?? []
    self.others = others.map { EventColumn(column: event.column, encoding: $0) }
    let first = CivilDate(year: 1980, month: 1, day: 1) ?? today
    likely = min(first, today)...today.adding(months: 240)
  }

  /// What a question asks of the column for this reading.
  var events: [EventColumn] { [event] + others }

  func day(of value: EventValue) -> CivilDate? {
    switch value {
    case .day(let day): day
    case .instant(let instant): zone.civilDate(at: instant)
    case .missing, .malformed: nil
    }
  }

  func isLikely(_ value: EventValue) -> Bool { day(of: value).map(likely.contains) ?? false }

  /// Tells if the value is what the other unit of a count looks like: seconds that are read as milliseconds lie in January 1970.
  func isOffByThousand(_ value: EventValue, others: some Collection<EventValue>) -> Bool {
    guard let unit = event.encoding.otherUnit, let day = day(of: value),
      (0..<100).contains(day.daysSinceEpoch)
    else { return false }
    return zip(self.others, others).contains { $0.encoding == unit && isLikely($1) }
  }
}

/// What rows were seen to have of one event.
struct EventTally {
  /// Rows without a date.
  private(set) var missing = 0
  /// The other rows.
  private(set) var values = 0
  /// How many of `values` cannot be what the binding says.
  private(set) var impossible = 0
  /// How many of `impossible` the store would take for dates: they are counted in the other unit, which `earliest` or `noDate` lets pass.
  private(set) var misread = 0
  /// For each of the other forms, those of `impossible` that it gives a likely date to.
  private(set) var fitting: [Int]

  init(_ reading: EventReading) { fitting = reading.others.map { _ in 0 } }

  /// - Parameters:
  ///   - isMissing: what the store says of the value, as for a run.
  ///   - isImplausible: the same.
  ///   - readings: the value in the event's own form, and in the others.
  mutating func add(
    isMissing: Bool, isImplausible: Bool, readings: ArraySlice<EventValue>, as reading: EventReading
  ) {
    guard !isMissing, let own = readings.first else {
      missing += 1
      return
    }
    values += 1
    let others = readings.dropFirst()
    guard isImplausible || reading.isOffByThousand(own, others: others) else { return }
    impossible += 1
    if !isImplausible { misread += 1 }
    for (place, value) in others.enumerated() where reading.isLikely(value) { fitting[place] += 1 }
  }

  /// The form that explains nine in ten of what is impossible, if one does.
  func fittingForm(_ reading: EventReading) -> String? {
    guard let best = fitting.enumerated().max(by: { ($0.element, -$0.offset) < ($1.element, -$1.offset) }),
      best.element > 0, best.element * 10 >= impossible * 9
    else { return nil }
    return reading.others[best.offset].encoding.name
  }
}
