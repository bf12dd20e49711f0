package import CivilTime

/// What a number counts that has a place on the line of time. Its instant is exact, to the next microsecond where it lies between two: the later counts.
package enum EpochUnit: String, Hashable, Sendable, CaseIterable {
  // Since 1970-01-01T00:00:00Z.
  case seconds = "epoch-seconds"
  case milliseconds = "epoch-milliseconds"
  case microseconds = "epoch-microseconds"
  case nanoseconds = "epoch-nanoseconds"
  /// Days since noon of the first Julian day, in UTC, with the time as a fraction. As numbers of binary floating point they are some microseconds off, so
  /// that the next millisecond counts, as it does for SQLite.
  case julianDate = "julian-date"

  /// How many of its parts a microsecond has, and how many of these parts it is.
  private var ratio: (parts: Int128, ofMicrosecond: Int128) {
    switch self {
    case .seconds: (1_000_000, 1)
    case .milliseconds: (1_000, 1)
    case .microseconds: (1, 1)
    case .nanoseconds: (1, 1_000)
    case .julianDate: (86_400_000_000, 1)
    }
  }

  /// Its zero, in microseconds since 1970.
  private var zero: Int128 {
    switch self {
    case .seconds, .milliseconds, .microseconds, .nanoseconds: 0
    case .julianDate: -210_866_760_000_000_000
    }
  }

  /// How many microseconds its instants are apart at least.
  private var step: Int128 {
    switch self {
    case .seconds, .milliseconds, .microseconds, .nanoseconds: 1
    case .julianDate: 1_000
    }
  }

  /// How many decimals say any of its bounds.
  private var decimals: Int {
    switch self {
    case .seconds: 6
    case .milliseconds: 3
    case .microseconds, .nanoseconds: 0
    case .julianDate: 18
    }
  }

  /// More microseconds than any date that can be meant is away from 1970, and far within what an instant can be.
  private static let limit: Int128 = 260_000_000_000_000_000
  /// Less than the largest number of a column of 64 bits.
  private static let greatest: Int64 = 9_200_000_000_000_000_000

  // MARK: Instants

  /// Nil for what is no date that anybody can mean.
  package func instant(_ count: Int64) -> Instant? {
    guard -Self.greatest < count, count <= Self.greatest else { return nil }
    return instant(parts: Int128(count) * ratio.parts)
  }

  package func instant(_ count: Double) -> Instant? {
    guard count.isFinite, abs(count) < Double(Self.greatest) else { return nil }
    let whole = count.rounded(.towardZero)
    let rest = count - whole
    let factor = Double(ratio.parts)
    var parts = Int64((rest * factor).rounded(.up))
    // The product was rounded before it was rounded up.
    if Self.compare(rest, factor, with: parts) > 0 { parts += 1 }
    if Self.compare(rest, factor, with: parts - 1) <= 0 { parts -= 1 }
    return instant(parts: Int128(whole) * ratio.parts + Int128(parts))
  }

  /// - Parameter text: digits, with a sign before and a point between them or without.
  package func instant(decimal text: String) -> Instant? {
    guard let number = Decimal18(text), number.whole < Self.greatest else { return nil }
    return instant(parts: number.timesRoundedUp(ratio.parts))
  }

  /// What a text means that is of `pattern`; nil for any other.
  package func instant(text: String) -> Instant? {
    guard !text.hasSuffix("."), let number = Decimal18(text), number.places <= 18 else { return nil }
    return instant(decimal: text)
  }

  /// A regular expression that every server has, of the texts that are read as numbers.
  package static let pattern = "^-?[0-9]{1,19}([.][0-9]{1,18})?$"

  /// - Parameter parts: parts of a microsecond since the unit's zero.
  private func instant(parts: Int128) -> Instant? {
    let microseconds = parts.dividedUp(by: ratio.ofMicrosecond * step) * step + zero
    guard microseconds.magnitude <= Self.limit.magnitude else { return nil }
    return Instant(microsecondsSinceEpoch: Int64(microseconds))
  }

  // MARK: Bounds

  /// The largest whole count that is not after the instant.
  package func count(atMost instant: Instant) -> Int64 {
    Int64(parts(atMost: instant).dividedDown(by: ratio.parts))
  }

  /// The largest number of binary floating point that is not after the instant.
  package func real(atMost instant: Instant) -> Double {
    let parts = parts(atMost: instant)
    var number = Double(parts) / Double(ratio.parts)
    while compare(number, with: parts) > 0 { number = number.nextDown }
    while compare(number.nextUp, with: parts) <= 0 { number = number.nextUp }
    return number
  }

  /// The largest decimal number that is not after the instant, of those with as many decimals as are read.
  package func decimal(atMost instant: Instant) -> String {
    let scale = (0..<decimals).reduce(Int128(1)) { scale, _ in scale * 10 }
    let scaled = (parts(atMost: instant) * scale).dividedDown(by: ratio.parts)
    let (whole, rest) = scaled.magnitude.quotientAndRemainder(dividingBy: scale.magnitude)
    let fraction = rest == 0 ? "" : ".\(String(scale.magnitude + rest).dropFirst())"
    return (scaled < 0 ? "-" : "") + "\(whole)" + fraction
  }

  private func parts(atMost instant: Instant) -> Int128 {
    let microseconds = Int128(instant.microsecondsSinceEpoch) - zero
    let parts = microseconds.dividedDown(by: step) * step * ratio.ofMicrosecond
    let greatest = Int128(Self.greatest) * ratio.parts
    return min(max(parts, -greatest), greatest)
  }

  /// Compares a count with a number of parts, exactly: negative where it is less, 0 where they are equal.
  private func compare(_ count: Double, with parts: Int128) -> Double {
    let whole = count.rounded(.towardZero)
    let rest = parts - Int128(whole) * ratio.parts
    // What lies behind the point is less than one count.
    guard rest.magnitude <= ratio.parts.magnitude else { return rest > 0 ? -1 : 1 }
    return Self.compare(count - whole, Double(ratio.parts), with: Int64(rest))
  }

  /// Compares a product with a whole number, exactly.
  private static func compare(_ number: Double, _ factor: Double, with whole: Int64) -> Double {
    let product = number * factor
    let error = (-product).addingProduct(number, factor)
    // The difference is exact where it is small, and large where it is not.
    return (product - Double(whole)) + error
  }
}
