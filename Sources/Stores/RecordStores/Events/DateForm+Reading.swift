package import CivilTime

extension DateForm {
  /// What a text of the form says.
  package struct Reading: Hashable, Sendable {
    /// The day that is written.
    package let day: CivilDate
    /// What clocks show, as an instant of UTC; for a day its beginning. A fraction finer than a microsecond counts as the next one: the later counts.
    package let wall: Instant
    /// Seconds east of UTC, where they are written.
    package let offset: Int

    /// Where the time lies, by its own offset.
    package var moment: Instant { wall.adding(seconds: -offset) }
  }

  /// Reads a text that is of the form from its first byte to its last; nil for any other, and for a day or a time that there is not.
  package func read(_ text: String) -> Reading? { read(text.utf8.span) }

  package func read(_ bytes: Span<UInt8>) -> Reading? {
    var cursor = Cursor()
    var (year, month, day, seconds, microseconds, offset) = (0, 0, 0, 0, 0, 0)
    for part in parts {
      switch part {
      case .year: year = cursor.number(4, bytes)
      case .month: month = cursor.number(2, bytes)
      case .day: day = cursor.number(2, bytes)
      case .hour: seconds += 3_600 * cursor.number(2, below: 24, bytes)
      case .minute: seconds += 60 * cursor.number(2, below: 60, bytes)
      case .second: seconds += cursor.number(2, below: 60, bytes)
      case .mark(let marks): cursor.skip(oneOf: marks, bytes)
      case .fraction: microseconds = cursor.fraction(bytes)
      case .zulu: _ = cursor.take("Z", bytes)
      case .offset: offset = cursor.offset(bytes)
      }
    }
    guard cursor.isOfTheForm, cursor.place == bytes.count,
      // There is no year 0: before 1 comes 1 BC, and servers know neither it nor 0000.
      year > 0, let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    let wall = Int64(date.daysSinceEpoch * 86_400 + seconds) * 1_000_000 + Int64(microseconds)
    return Reading(day: date, wall: Instant(microsecondsSinceEpoch: wall), offset: offset)
  }
}

/// Goes over a text once; what is not as it should be is remembered until the end.
private struct Cursor {
  var place = 0
  var isOfTheForm = true

  mutating func number(_ count: Int, below limit: Int = .max, _ bytes: Span<UInt8>) -> Int {
    var value = 0
    for _ in 0..<count {
      guard place < bytes.count, (0x30...0x39).contains(bytes[place]) else {
        isOfTheForm = false
        return 0
      }
      value = value * 10 + Int(bytes[place] - 0x30)
      place += 1
    }
    if value >= limit { isOfTheForm = false }
    return value
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
    while digits < 9, place < bytes.count, (0x30...0x39).contains(bytes[place]) {
      nanoseconds = nanoseconds * 10 + Int(bytes[place] - 0x30)
      digits += 1
      place += 1
    }
    if digits == 0 { isOfTheForm = false }
    for _ in digits..<9 { nanoseconds *= 10 }
    return (nanoseconds + 999) / 1_000
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
}
