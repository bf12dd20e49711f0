extension ZoneFooter {
  /// Reads a footer; nil if it is no rule.
  init?(_ text: [UInt8]) {
    var parser = ZoneFooterParser(rest: text[...])
    guard let rule = parser.rule(), parser.rest.isEmpty else { return nil }
    self = rule
  }
}

/// Reads the parts of a POSIX TZ string; each is nil where the text has no such part.
private struct ZoneFooterParser {
  var rest: ArraySlice<UInt8>

  mutating func rule() -> ZoneFooter? {
    guard let name = name(), let west = time(hours: 24) else { return nil }
    let standard = ZoneRules.LocalType(offset: -west, abbreviation: name)
    if rest.isEmpty { return ZoneFooter(standard: standard, daylight: nil) }
    guard let daylightName = self.name() else { return nil }
    var offset = standard.offset + 3_600
    if rest.first != UInt8(ascii: ",") {
      guard let west = time(hours: 24) else { return nil }
      offset = -west
    }
    guard let start = change(), let end = change() else { return nil }
    return ZoneFooter(
      standard: standard,
      daylight: ZoneFooter.Daylight(
        type: ZoneRules.LocalType(offset: offset, abbreviation: daylightName), start: start, end: end))
  }

  /// Letters, or in `<>` letters, digits and signs: three at least.
  private mutating func name() -> String? {
    let name: ArraySlice<UInt8>
    if take("<") {
      guard let close = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
      name = rest[..<close]
      rest = rest[(close + 1)...]
    } else {
      name = rest.prefix { byte in
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
      }
      rest = rest.dropFirst(name.count)
    }
    guard name.count >= 3, ZoneFooter.isAbbreviation(name) else { return nil }
    return String(decoding: name, as: UTF8.self)
  }

  /// `[+-]h[h[h]][:mm[:ss]]`, in seconds.
  private mutating func time(hours limit: Int) -> Int? {
    let sign = take("-") ? -1 : 1
    if sign == 1 { _ = take("+") }
    guard let hours = number(0...limit) else { return nil }
    var seconds = hours * 3_600
    for unit in [60, 1] where take(":") {
      guard let value = number(0...59) else { return nil }
      seconds += value * unit
    }
    return sign * seconds
  }

  /// `,Mm.w.d`, `,Jn` or `,n`, each with `/time` or at two o'clock.
  private mutating func change() -> YearlyChange? {
    guard take(","), let day = day() else { return nil }
    guard take("/") else { return YearlyChange(day: day, secondOfDay: 7_200) }
    // RFC 9636, section 3.3.2: up to a week before or after.
    return time(hours: 167).map { YearlyChange(day: day, secondOfDay: $0) }
  }

  private mutating func day() -> YearlyChange.Day? {
    if take("J") { return number(1...365).map { .julian($0) } }
    guard take("M") else { return number(0...365).map { .ordinal($0) } }
    guard let month = number(1...12), take("."), let week = number(1...5), take("."),
      let weekday = number(0...6)
    else { return nil }
    return .weekday(month: month, week: week, weekday: weekday)
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest.dropFirst(digits.count)
    guard digits.count <= 3, let value = CivilDate.number(digits), range.contains(value) else { return nil }
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }
}
