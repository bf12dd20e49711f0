package import CivilTime

/// What a count since 1970-01-01T00:00:00Z counts. An instant is the count's, to the next microsecond where it lies between two: the later counts.
package enum EpochUnit: Int64, Hashable, Sendable {
  case seconds = 1_000_000
  case milliseconds = 1_000

  /// More microseconds than any date that can be meant is away from 1970, and far within what an instant can be.
  private static let limit: Int64 = 260_000_000_000_000_000

  /// Nil for what is no date that anybody can mean.
  package func instant(_ count: Int64) -> Instant? {
    let (microseconds, isTooLarge) = count.multipliedReportingOverflow(by: rawValue)
    return isTooLarge ? nil : Self.instant(microseconds: microseconds)
  }

  package func instant(_ count: Double) -> Instant? {
    guard count.isFinite, abs(count) < Double(Self.limit) / Double(rawValue) else { return nil }
    var microseconds = (count * Double(rawValue)).rounded(.up)
    // The product was rounded before it was rounded up.
    if compare(count, with: Int64(microseconds)) > 0 { microseconds += 1 }
    if compare(count, with: Int64(microseconds) - 1) <= 0 { microseconds -= 1 }
    return Self.instant(microseconds: Int64(microseconds))
  }

  /// - Parameter text: digits, with a sign before and a point between them or without.
  package func instant(decimal text: String) -> Instant? {
    let isNegative = text.hasPrefix("-")
    let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].isEmpty, parts[0].utf8.count <= 18,
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), let whole = Int64(parts[0])
    else { return nil }
    let (microseconds, isTooLarge) = whole.multipliedReportingOverflow(by: rawValue)
    guard !isTooLarge, microseconds <= Self.limit else { return nil }
    let digits = parts.count == 2 ? Array(parts[1].utf8) : []
    var (rest, unit) = (Int64(0), rawValue)
    for digit in digits where unit > 1 {
      unit /= 10
      rest += Int64(digit - 0x30) * unit
    }
    let isBetween = digits.dropFirst(self == .seconds ? 6 : 3).contains { $0 != 0x30 }
    return Self.instant(
      microseconds: isNegative ? -(microseconds + rest) : microseconds + rest + (isBetween ? 1 : 0))
  }

  /// The largest whole count that is not after the instant.
  package func count(atMost instant: Instant) -> Int64 {
    let (quotient, remainder) = instant.microsecondsSinceEpoch.quotientAndRemainder(dividingBy: rawValue)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// The largest number of binary floating point that is not after the instant.
  package func real(atMost instant: Instant) -> Double {
    let nearest = Double(instant.microsecondsSinceEpoch) / Double(rawValue)
    return compare(nearest, with: instant.microsecondsSinceEpoch) > 0 ? nearest.nextDown : nearest
  }

  /// The instant's count with all its decimals.
  package func decimal(_ instant: Instant) -> String {
    let (whole, rest) = instant.microsecondsSinceEpoch.quotientAndRemainder(dividingBy: rawValue)
    guard rest != 0 else { return String(whole) }
    let sign = instant.microsecondsSinceEpoch < 0 ? "-" : ""
    return sign + "\(whole.magnitude)." + String(UInt64(rawValue) + rest.magnitude).dropFirst()
  }

  private static func instant(microseconds: Int64) -> Instant? {
    microseconds.magnitude <= limit.magnitude ? Instant(microsecondsSinceEpoch: microseconds) : nil
  }

  /// Compares a count with a number of microseconds, exactly: negative where it is less, 0 where they are equal.
  private func compare(_ count: Double, with microseconds: Int64) -> Double {
    let product = count * Double(rawValue)
    let error = (-product).addingProduct(count, Double(rawValue))
    let whole = product.rounded(.down)
    // Each difference is exact where it is small, and large where it is not.
    return (Double(Int64(whole) - microseconds) + (product - whole)) + error
  }
}
