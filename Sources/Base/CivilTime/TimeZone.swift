/// A time zone of the system's database, or UTC: what civil day and time it is at an instant.
///
/// The system's own files are read, because a service that counts civil days by law must follow the system's
/// updates of the rules without being built again. A value keeps the rules that it was read with; reading the
/// zone anew takes an update in.
package struct TimeZone: Hashable, Sendable {
  /// The name in the database, such as `Europe/Paris`. Two zones of one name are equal.
  package let identifier: String
  let rules: ZoneRules

  package static let utc = TimeZone(identifier: "UTC", rules: ZoneRules(fixed: 0, abbreviation: "UTC"))

  /// The zone of that name in the system's database. `UTC` needs no file.
  ///
  /// - Throws: when there is no such zone, or its file cannot be read or is damaged.
  package init(identifier: String) throws(TimeZoneError) {
    if identifier == "UTC" {
      self = .utc
    } else {
      try self.init(identifier: identifier, tzif: try ZoneFile.read(identifier))
    }
  }

  /// A zone from the bytes of a TZif file of version 2 or later (RFC 9636).
  ///
  /// - Throws: `TimeZoneError.damaged` or `.leapSeconds`, with `identifier` in it.
  package init(identifier: String, tzif: [UInt8]) throws(TimeZoneError) {
    self.init(identifier: identifier, rules: try ZoneRules(tzif: tzif, of: identifier))
  }

  private init(identifier: String, rules: ZoneRules) {
    self.identifier = identifier
    self.rules = rules
  }

  package static func == (left: TimeZone, right: TimeZone) -> Bool { left.identifier == right.identifier }

  package func hash(into hasher: inout Hasher) { hasher.combine(identifier) }

  /// Seconds east of UTC at an instant.
  package func offset(at instant: Instant) -> Int { rules.type(at: instant.secondsSinceEpoch).offset }

  /// The zone's abbreviation at an instant, such as `CET`, or `+03` where the database has no letters for it.
  package func abbreviation(at instant: Instant) -> String {
    rules.type(at: instant.secondsSinceEpoch).abbreviation
  }

  /// The civil day, and the second of it (0 to 86 399), that clocks in the zone show.
  package func local(at instant: Instant) -> (date: CivilDate, secondOfDay: Int) {
    let second = instant.secondsSinceEpoch
    let wall = second + rules.type(at: second).offset
    let day = CivilDate.floor(wall, 86_400)
    return (CivilDate(daysSinceEpoch: day), wall - day * 86_400)
  }

  /// The civil day that it is in the zone.
  package func civilDate(at instant: Instant) -> CivilDate { local(at: instant).date }

  /// The first instant of a civil day, also where midnight is skipped or comes twice; for a day that the zone
  /// skipped whole, the first instant after it.
  package func startOfDay(_ date: CivilDate) -> Instant {
    switch resolve(date: date, secondOfDay: 0) {
    case .unique(let instant), .ambiguous(let instant, _), .skipped(let instant, _, _): instant
    }
  }

  /// The instants at which clocks in the zone show a date and time.
  ///
  /// - Parameter secondOfDay: 0 to 86 399.
  package func resolve(date: CivilDate, secondOfDay: Int) -> LocalTime {
    let wall = date.daysSinceEpoch * 86_400 + secondOfDay
    // Clocks are less than the widest offset away from UTC, so that every instant that may answer is in
    // between.
    var start = wall - ZoneRules.widestOffset
    let end = wall + ZoneRules.widestOffset
    var offset = rules.type(at: start).offset
    if rules.isSteady(after: start, through: end) {
      return .unique(Instant(secondsSinceEpoch: wall - offset))
    }
    var answers: [Instant] = []
    var jump: LocalTime?
    for change in rules.changes(after: start, through: end) {
      let answer = wall - offset
      if answer >= start && answer < change { answers.append(Instant(secondsSinceEpoch: answer)) }
      let next = rules.type(at: change).offset
      if jump == nil && wall >= change + offset && wall < change + next {
        jump = .skipped(
          transition: Instant(secondsSinceEpoch: change), offsetBefore: offset, offsetAfter: next)
      }
      (start, offset) = (change, next)
    }
    let answer = Instant(secondsSinceEpoch: wall - offset)
    if wall - offset >= start { answers.append(answer) }
    // A time that clocks never show lies in a jump, as they run on otherwise.
    guard let first = answers.first, let last = answers.last else { return jump ?? .unique(answer) }
    return answers.count == 1 ? .unique(first) : .ambiguous(first: first, second: last)
  }
}
