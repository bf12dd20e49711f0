extension Instant {
  /// ISO 8601 in UTC, such as `2026-11-24T01:02:03Z`; with six decimals only where they are not zero.
  public var iso8601: String {
    let (date, second) = TimeZone.utc.local(at: self)
    let fraction = Int(microsecondsSinceEpoch - Int64(secondsSinceEpoch) * 1_000_000)
    let time = [second / 3_600, second / 60 % 60, second % 60].map { CivilDate.padded($0, 2) }
    return date.description + "T" + time.joined(separator: ":")
      + (fraction == 0 ? "" : "." + CivilDate.padded(fraction, 6)) + "Z"
  }

  /// Reads `YYYY-MM-DDTHH:MM:SS`, up to six decimals, and `Z` or `±HH:MM`; nil for anything else.
  public init?(iso8601 text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), let date = CivilDate(String(decoding: bytes[..<10], as: UTF8.self)),
      let hour = CivilDate.number(bytes[11..<13]), let minute = CivilDate.number(bytes[14..<16]),
      let second = CivilDate.number(bytes[17..<19]), hour < 24, minute < 60, second < 60
    else { return nil }
    var rest = bytes[19...]
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard digits.count <= 6, let value = CivilDate.number(digits) else { return nil }
      fraction = (digits.count..<6).reduce(value) { result, _ in result * 10 }
      rest = rest.dropFirst(digits.count + 1)
    }
    guard let offset = Self.offset(rest) else { return nil }
    let seconds = date.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second - offset
    self.init(microsecondsSinceEpoch: Int64(seconds) * 1_000_000 + Int64(fraction))
  }

  private static func offset(_ text: ArraySlice<UInt8>) -> Int? {
    if text.elementsEqual("Z".utf8) { return 0 }
    let bytes = Array(text)
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = CivilDate.number(bytes[1..<3]),
      let minutes = CivilDate.number(bytes[4..<6]), hours < 24, minutes < 60
    else { return nil }
    let seconds = hours * 3_600 + minutes * 60
    switch bytes[0] {
    case UInt8(ascii: "+"): return seconds
    case UInt8(ascii: "-"): return -seconds
    default: return nil
    }
  }
}
