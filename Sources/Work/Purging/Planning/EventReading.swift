internal import CivilTime
internal import RecordStores

extension EventColumn.Encoding {
  /// The forms that a column of dates may have been written in, if not in this one.
  func others(zone: TimeZone) -> [EventColumn.Encoding] {
    EventColumn.Encoding.all(zone: zone).filter { $0 != self }
  }

  /// The forms in which a value of another form can be taken for a date: other units of a count, and day and month in each other's place.
  func twins(zone: TimeZone) -> [EventColumn.Encoding] {
    switch self {
    case .epoch, .epochText, .dayNumber: others(zone: zone).filter { $0.isSameKind(as: self) }
    case .textDate(let pattern): pattern.swapped.map { .textDate($0) }
    case .textTimestamp(.pattern(let pattern), _):
      pattern.swapped.map { .textTimestamp(.pattern($0), zone: zone) }
    case .date, .compactDate, .month, .timestamp, .textTimestamp, .rfc3339, .offsetTimestamp: []
    }
  }

  private func isSameKind(as other: EventColumn.Encoding) -> Bool {
    isEpochText == other.isEpochText && (epochUnit != nil) == (other.epochUnit != nil)
      && (dayNumber != nil) == (other.dayNumber != nil)
  }
}

/// One event of a record set: what a row's value is asked about it, and in which other forms it is read.
struct EventReading {
  let name: String
  let event: EventColumn
  let others: [EventColumn]
  /// The forms among the others that a value of this one can be taken for.
  private let twins: Set<EventColumn.Encoding>
  private let zone: TimeZone
  /// The days that the data of an application in use are about: a form whose reading comes here is a likely one.
  private let likely: ClosedRange<CivilDate>

  /// - Parameter tries: whether all other forms are tried, or only those that this one is taken for.
  init(_ name: String, _ event: EventColumn, tries: Bool, today: CivilDate, zone: TimeZone) {
    self.name = name
    self.event = event
    self.zone = zone
    // Times of clocks are read by the column's own zone.
    let ownZone = event.encoding.zone ?? zone
    let twins = event.encoding.twins(zone: ownZone)
    self.twins = Set(twins)
    let others = tries ? event.encoding.others(zone: ownZone) : twins
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

  /// Tells if the value is what another unit of a count looks like: seconds that are read as milliseconds lie in January 1970, days since 1970 that are
  /// read as a spreadsheet's in the years after 1956.
  func isOffByUnit(_ value: EventValue, others: some Collection<EventValue>) -> Bool {
    guard let day = day(of: value) else { return false }
    let looksMisread =
      event.encoding.dayNumber == nil ? (0..<100).contains(day.daysSinceEpoch) : !isLikely(value)
    return looksMisread && event.encoding.form == nil && isLikelyTwin(others)
  }

  /// Tells if the value, which is no date here, is one with day and month in each other's place: then the days up to the twelfth are other days, too.
  func isSwapped(_ value: EventValue, others: some Collection<EventValue>) -> Bool {
    value == .malformed && event.encoding.form != nil && isLikelyTwin(others)
  }

  private func isLikelyTwin(_ others: some Collection<EventValue>) -> Bool {
    !twins.isEmpty && zip(self.others, others).contains { twins.contains($0.encoding) && isLikely($1) }
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
  /// How many of `impossible` the store takes for dates, or say that others are taken for other dates: they are counted in another unit, which
  /// `earliest` or `noDate` lets pass, or have day and month in each other's place.
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
    guard isImplausible || reading.isOffByUnit(own, others: others) else { return }
    impossible += 1
    if !isImplausible || reading.isSwapped(own, others: others) { misread += 1 }
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
