package import CivilTime

extension DateForm {
  /// What a text of the form says.
  package struct Reading: Hashable, Sendable {
    /// The day that is written; of a month or a year all its days, of which the last counts.
    package let days: ClosedRange<CivilDate>
    /// What clocks show, as an instant of UTC; for a day its beginning. A fraction finer than a microsecond counts as the next one: the later counts.
    package let wall: Instant
    /// Seconds east of UTC, where they are written.
    package let offset: Int

    package var day: CivilDate { days.upperBound }
    /// Where the time lies, by its own offset.
    package var moment: Instant { wall.adding(seconds: -offset) }
  }

  /// Reads a text that is of the form from its first byte to its last; nil for any other, and for a day or a time that there is not.
  package func read(_ text: String) -> Reading? { read(text.utf8.span) }

  package func read(_ bytes: Span<UInt8>) -> Reading? {
    var cursor = Cursor()
    var (year, month, day): (Int, Int?, Int?) = (0, nil, nil)
    var (microseconds, offset) = (0, 0)
    for part in parts {
      switch part {
      case .year: year = cursor.number(4, bytes)
      case .month: month = cursor.number(2, bytes)
      case .day: day = cursor.number(2, bytes)
      case .shortMonth: month = cursor.shortNumber(bytes)
      case .shortDay: day = cursor.shortNumber(bytes)
      case .hour: microseconds += 3_600_000_000 * cursor.number(2, below: 24, bytes)
      case .minute: microseconds += 60_000_000 * cursor.number(2, below: 60, bytes)
      case .second: microseconds += 1_000_000 * cursor.number(2, below: 60, bytes)
      case .mark(let marks): cursor.skip(oneOf: marks, bytes)
      case .fraction: microseconds += cursor.fraction(bytes)
      case .seconds: microseconds += cursor.seconds(bytes)
      case .time(let isUTC): microseconds += cursor.time(isUTC: isUTC, bytes)
      case .zulu: _ = cursor.take("Z", bytes)
      case .offset: offset = cursor.offset(bytes)
      case .anyOffset: offset = cursor.anyOffset(bytes)
      }
    }
    // There is no year 0: before 1 comes 1 BC, and servers know neither it nor 0000.
    guard cursor.isOfTheForm, cursor.place == bytes.count, year > 0,
      let first = CivilDate(year: year, month: month ?? 1, day: day ?? 1)
    else { return nil }
    let last =
      day != nil
      ? first : CivilDate(year: year, month: month ?? 12, day: CivilDate.daysInMonth(month ?? 12, of: year))
    let wall = Int64(first.daysSinceEpoch) * 86_400_000_000 + Int64(microseconds)
    return Reading(
      days: first...(last ?? first), wall: Instant(microsecondsSinceEpoch: wall), offset: offset)
  }
}

/// Goes over a text once; what is not as it should be is remembered until the end.
private struct Cursor {
  var place = 0
  var isOfTheForm = true

  mutating func number(_ count: Int, below limit: Int = .max, _ bytes: Span<UInt8>) -> Int {
    var value = 0
    for _ in 0..<count {
      guard isAtDigit(bytes) else {
        isOfTheForm = false
        return 0
      }
      value = value * 10 + Int(bytes[place] - 0x30)
      place += 1
    }
    if value >= limit { isOfTheForm = false }
    return value
  }

  /// One digit or two.
  mutating func shortNumber(_ bytes: Span<UInt8>) -> Int {
    let first = number(1, bytes)
    return isAtDigit(bytes) ? first * 10 + number(1, bytes) : first
  }

  private func isAtDigit(_ bytes: Span<UInt8>) -> Bool {
    place < bytes.count && (0x30...0x39).contains(bytes[place])
  }

  mutating func take(_ mark: Unicode.Scalar, _ bytes: Span<UInt8>) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: mark) else { return false }
    place += 1
    return true
  }

  mutating func skip(oneOf marks: String, _ bytes: Span<UInt8>) {
    if !marks.unicodeScalars.contains(where: { take($0, bytes) }) { isOfTheForm = false }
  }

  /// Microseconds, up to 1 000 000 where the digits behind the sixth are more than 999 999 of them.
  mutating func fraction(_ bytes: Span<UInt8>) -> Int {
    guard take(".", bytes) else { return 0 }
    var nanoseconds = 0
    var digits = 0
    while digits < 9, isAtDigit(bytes) {
      nanoseconds = nanoseconds * 10 + Int(bytes[place] - 0x30)
      digits += 1
      place += 1
    }
    if digits == 0 { isOfTheForm = false }
    for _ in digits..<9 { nanoseconds *= 10 }
    return (nanoseconds + 999) / 1_000
  }

  /// The microseconds of seconds that are there or not.
  mutating func seconds(_ bytes: Span<UInt8>) -> Int {
    guard take(":", bytes) else { return 0 }
    return number(2, below: 60, bytes) * 1_000_000 + fraction(bytes)
  }

  /// The microseconds of a time that is there, or of the last moment of the day.
  mutating func time(isUTC: Bool, _ bytes: Span<UInt8>) -> Int {
    guard place < bytes.count else { return 86_399_999_999 }
    skip(oneOf: " T", bytes)
    let hour = number(2, below: 24, bytes)
    skip(oneOf: ":", bytes)
    let minute = number(2, below: 60, bytes)
    let seconds = seconds(bytes)
    if isUTC { _ = take("Z", bytes) }
    return (hour * 3_600 + minute * 60) * 1_000_000 + seconds
  }

  mutating func offset(_ bytes: Span<UInt8>) -> Int {
    if take("Z", bytes) || take("z", bytes) { return 0 }
    let isWest = take("-", bytes)
    if !isWest { skip(oneOf: "+", bytes) }
    let hours = number(2, below: 24, bytes)
    skip(oneOf: ":", bytes)
    let seconds = hours * 3_600 + number(2, below: 60, bytes) * 60
    return isWest ? -seconds : seconds
  }

  mutating func anyOffset(_ bytes: Span<UInt8>) -> Int {
    _ = take(" ", bytes)
    if take("Z", bytes) || take("z", bytes) { return 0 }
    if take("U", bytes) {
      skip(oneOf: "T", bytes)
      skip(oneOf: "C", bytes)
      return 0
    }
    let isWest = take("-", bytes)
    if !isWest { skip(oneOf: "+", bytes) }
    var seconds = number(2, below: 24, bytes) * 3_600
    if place < bytes.count {
      _ = take(":", bytes)
      seconds += number(2, below: 60, bytes) * 60
    }
    return isWest ? -seconds : seconds
  }
}
