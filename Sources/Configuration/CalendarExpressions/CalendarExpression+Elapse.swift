package import CivilTime

extension CalendarExpression {
  /// The first instant after `instant` at which the expression elapses; nil if it never does again.
  ///
  /// A time that clocks skip does not elapse, as in systemd; one that comes twice elapses the first time.
  ///
  /// - Parameters:
  ///   - localZone: the zone of an expression that names none.
  ///   - isMadeUpFor: whether a time that clocks skip elapses right after they did, as that of a run does.
  package func next(
    after instant: Instant, in localZone: TimeZone, skippedIsMadeUpFor isMadeUpFor: Bool = false
  ) -> Instant? {
    let zone = zone ?? localZone
    let (startDate, second) = zone.local(at: instant)
    var date = startDate
    var micros =
      second * Self.microsecondsPerSecond
      + Int(
        instant.microsecondsSinceEpoch - Int64(instant.secondsSinceEpoch) * Int64(Self.microsecondsPerSecond))
      + 1
    while let found = nextLocal(from: date, micros: micros) {
      switch Self.resolve(found.date, micros: found.micros, in: zone) {
      case .elapse(let elapse):
        if elapse > instant { return elapse }
        // Clocks went back over it: look on from there.
        (date, micros) = (found.date, found.micros + 1)
      case .skipped(let transition, let later):
        if isMadeUpFor, transition > instant { return transition }
        let day = Self.microsecondsPerSecond * 86_400
        (date, micros) = later >= day ? (found.date.adding(days: 1), later - day) : (found.date, later)
      }
    }
    return nil
  }

  private enum Resolution {
    case elapse(Instant)
    /// Clocks jumped over it; by them it is so many microseconds into the day then.
    case skipped(transition: Instant, Int)
  }

  private static func resolve(_ date: CivilDate, micros: Int, in zone: TimeZone) -> Resolution {
    switch zone.resolve(date: date, secondOfDay: micros / microsecondsPerSecond) {
    case .unique(let instant), .ambiguous(let instant, _):
      .elapse(
        Instant(
          microsecondsSinceEpoch: instant.microsecondsSinceEpoch + Int64(micros % microsecondsPerSecond)))
    case .skipped(let transition, let before, let after):
      .skipped(transition: transition, micros + (after - before) * microsecondsPerSecond)
    }
  }

  func nextLocal(from start: CivilDate, micros: Int) -> (date: CivilDate, micros: Int)? {
    if let time = nextTime(from: micros), matches(start) { return (start, time) }
    guard let day = nextDay(from: start.adding(days: 1)), let time = nextTime(from: 0) else { return nil }
    return (day, time)
  }

  func matches(_ date: CivilDate) -> Bool { nextDay(from: date, onlyFirst: true) == date }

  /// The first matching day at or after `start`; years beyond 2199 never come.
  func nextDay(from start: CivilDate, onlyFirst: Bool = false) -> CivilDate? {
    var (year, month, day) = start.parts
    while let matchingYear = years.next(from: year, limit: 2_199) {
      if matchingYear > year { (year, month, day) = (matchingYear, 1, 1) }
      while let matchingMonth = months.next(from: month, limit: 12) {
        if matchingMonth > month { (month, day) = (matchingMonth, 1) }
        let length = CivilDate.daysInMonth(month, of: year)
        for candidate in day...max(day, length) where candidate <= length {
          guard let date = CivilDate(year: year, month: month, day: candidate),
            isMatching(date, length: length)
          else {
            if onlyFirst { return nil }
            continue
          }
          return date
        }
        if onlyFirst { return nil }
        (month, day) = (month + 1, 1)
      }
      (year, month, day) = (year + 1, 1, 1)
      if onlyFirst { return nil }
    }
    return nil
  }

  private func isMatching(_ date: CivilDate, length: Int) -> Bool {
    guard weekdays.isEmpty || weekdays.contains(date.weekday - 1) else { return false }
    guard countsFromEnd, !days.isAny else { return days.matches(date.day, limit: 31) }
    // Counted from the end, a step goes towards it: ~07/1 is each of the last seven days.
    return days.parts.contains { part in
      let fromEnd = length - date.day + 1
      if let stop = part.stop {
        let step = max(1, part.step)
        return fromEnd >= part.start && fromEnd <= stop && (stop - fromEnd) % step == 0
      }
      return part.step == 0
        ? fromEnd == part.start : fromEnd <= part.start && (part.start - fromEnd) % part.step == 0
    }
  }

  private func nextTime(from micros: Int) -> Int? {
    let unit = Self.microsecondsPerSecond
    var hour = micros / (3_600 * unit)
    var minute = micros / (60 * unit) % 60
    var second = micros % (60 * unit)
    while let matchingHour = hours.next(from: hour, limit: 23) {
      if matchingHour > hour { (hour, minute, second) = (matchingHour, 0, 0) }
      while let matchingMinute = minutes.next(from: minute, limit: 59) {
        if matchingMinute > minute { (minute, second) = (matchingMinute, 0) }
        if let matchingSecond = seconds.next(from: second, limit: 60 * unit - 1) {
          return (hour * 3_600 + minute * 60) * unit + matchingSecond
        }
        (minute, second) = (minute + 1, 0)
      }
      (hour, minute, second) = (hour + 1, 0, 0)
    }
    return nil
  }
}
