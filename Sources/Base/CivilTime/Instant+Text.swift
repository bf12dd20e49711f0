extension Instant {
  /// ISO 8601 in UTC, such as `2026-11-24T01:02:03Z`; with six decimals only where they are not zero.
  package var iso8601: String {
    let (date, second) = TimeZone.utc.local(at: self)
    let microsecond = Int(microsecondsSinceEpoch - Int64(secondsSinceEpoch) * 1_000_000)
    let time = [second / 3_600, second / 60 % 60, second % 60].map { CivilDate.padded($0, 2) }
    let fraction = microsecond == 0 ? "" : "." + CivilDate.padded(microsecond, 6)
    return date.description + "T" + time.joined(separator: ":") + fraction + "Z"
  }

  /// Reads exactly `YYYY-MM-DDTHH:MM:SS`, with one to six decimals or none, and `Z` or `±HH:MM`; nil for
  /// anything else, including days and times that do not exist and leap seconds.
  package init?(iso8601 text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), let date = CivilDate(String(decoding: bytes[..<10], as: UTF8.self)),
      let hour = CivilDate.number(bytes[11..<13]), let minute = CivilDate.number(bytes[14..<16]),
      let second = CivilDate.number(bytes[17..<19]), hour < 24, minute < 60, second < 60
    else { return nil }
    var rest = bytes[19...]
    var microsecond = 0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard digits.count <= 6, let value = CivilDate.number(digits) else { return nil }
      microsecond = (digits.count..<6).reduce(value) { result, _ in result * 10 }
      rest = rest.dropFirst(digits.count + 1)
    }
    guard let offset = Self.offset(Array(rest)) else { return nil }
    let seconds = date.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second - offset
    self.init(microsecondsSinceEpoch: Int64(seconds) * 1_000_000 + Int64(microsecond))
  }

  /// `Z` or `±HH:MM`, in seconds east of UTC.
  private static func offset(_ bytes: [UInt8]) -> Int? {
    if bytes == [UInt8(ascii: "Z")] { return 0 }
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = CivilDate.number(bytes[1..<3]),
      let minutes = CivilDate.number(bytes[4..<6]), hours < 24, minutes < 60
    else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "+"): return hours * 3_600 + minutes * 60
    case UInt8(ascii: "-"): return -(hours * 3_600 + minutes * 60)
    default: return nil
    }
  }
}
