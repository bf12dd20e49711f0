internal import CivilTime

extension LogText {
  /// RFC 3339 in UTC, to the second: `2026-11-24T02:30:01Z`.
  static func time(_ instant: Instant) -> String {
    Instant(secondsSinceEpoch: instant.secondsSinceEpoch).iso8601
  }

  /// Seconds to the millisecond: `0.042`.
  static func seconds(_ seconds: Double) -> String {
    guard seconds.isFinite, (0..<1e12).contains(seconds) else { return "0.000" }
    let milliseconds = Int((seconds * 1_000).rounded())
    let fraction = String(milliseconds % 1_000)
    return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}
