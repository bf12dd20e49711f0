/// A point on the UTC time line, to the microsecond: the finest that the supported stores keep.
package struct Instant: Hashable, Comparable, Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time).
  package let microsecondsSinceEpoch: Int64

  package init(microsecondsSinceEpoch: Int64) {
    self.microsecondsSinceEpoch = microsecondsSinceEpoch
  }

  /// The instant `secondsSinceEpoch` whole seconds after 1970-01-01T00:00:00Z; beyond what the type can tell, 292 000 years away, the last that
  /// it can tell. A file's time and a number in a file can be any.
  package init(secondsSinceEpoch: Int) {
    microsecondsSinceEpoch = Int64(min(max(secondsSinceEpoch, -Self.lastSecond), Self.lastSecond)) * 1_000_000
  }

  /// The last whole second that the type can tell.
  private static let lastSecond = Int(Int64.max / 1_000_000)

  /// Whole seconds since the epoch, rounded down.
  package var secondsSinceEpoch: Int {
    let (quotient, remainder) = microsecondsSinceEpoch.quotientAndRemainder(dividingBy: 1_000_000)
    return Int(remainder < 0 ? quotient - 1 : quotient)
  }

  package static func < (left: Instant, right: Instant) -> Bool {
    left.microsecondsSinceEpoch < right.microsecondsSinceEpoch
  }

  /// The instant that many seconds later (earlier if negative), or the last that the type can tell.
  package func adding(seconds: Int) -> Instant {
    let step = Instant(secondsSinceEpoch: seconds).microsecondsSinceEpoch
    let (sum, isBeyond) = microsecondsSinceEpoch.addingReportingOverflow(step)
    return isBeyond
      ? Instant(secondsSinceEpoch: seconds < 0 ? .min : .max) : Instant(microsecondsSinceEpoch: sum)
  }
}
