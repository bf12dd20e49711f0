/// How a text says a date: part by part, so that Swift's reader and a server's regular expression are made of one description (decision 15).
package struct DateForm: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    /// Four digits.
    case year
    /// Two digits each.
    case month, day, hour, minute, second
    /// One digit or two.
    case shortMonth, shortDay
    /// One of these characters.
    case mark(String)
    /// A point with one to nine digits, or nothing.
    case fraction
    /// Seconds behind a colon, with a fraction or without; or nothing.
    case seconds
    /// A time behind a blank or `T`; or nothing, which says the last moment of the day. In UTC a `Z` may follow the time.
    case time(isUTC: Bool)
    /// `Z`, or nothing.
    case zulu
    /// `Z`, `z` or `±HH:MM`.
    case offset
    /// `Z`, `z`, `UTC`, `±HH`, `±HHMM` or `±HH:MM`, with a blank before it or without.
    case anyOffset
  }

  package let parts: [Part]
  package let hasTimeOfDay: Bool
  /// Tells if it has nothing but digits, so that a number can say it, too.
  package let isDigits: Bool
  /// Tells if the order of the texts is that of their dates.
  package let isOrdered: Bool
  /// Tells if months and days can have one digit, so that a date has several spellings.
  package let isShort: Bool

  package init(parts: [Part]) {
    self.parts = parts
    hasTimeOfDay = parts.contains(where: Self.isOfTheTime)
    isDigits = parts.allSatisfy { [.year, .month, .day, .hour, .minute, .second].contains($0) }
    isShort = parts.contains(.shortDay)
    let order = [.year, .month, .day].compactMap { parts.firstIndex(of: $0) }
    isOrdered = !isShort && order == order.sorted()
  }

  /// Every form that there is: an engine that calls Swift for each row names a form by its place.
  package static let all: [DateForm] = {
    let patterns = EventColumn.TextDatePattern.allCases
    let timestamps = EventColumn.TextTimestamp.allCases
    return [iso, compact, timestamp, zuluTimestamp, rfc3339] + patterns.map(\.form)
      + EventColumn.MonthPattern.allCases.map(\.form) + [offsetTimestamp]
      + timestamps.flatMap { kind in
        let (zoned, utc) = (kind.form(isUTC: false), kind.form(isUTC: true))
        return zoned == utc ? [utc] : [zoned, utc]
      }
  }()

  static let iso = DateForm(parts: [.year, .mark("-"), .month, .mark("-"), .day])
  package static let compact = DateForm(parts: [.year, .month, .day])
  static let timestamp = DateForm(parts: iso.parts + time(after: " T"))
  static let zuluTimestamp = DateForm(parts: timestamp.parts + [.zulu])
  static let rfc3339 = DateForm(parts: iso.parts + time(after: " Tt") + [.offset])
  static let offsetTimestamp = DateForm(
    parts: iso.parts + [.mark(" Tt"), .hour, .mark(":"), .minute, .seconds, .anyOffset])

  private static func time(after mark: String) -> [Part] {
    [.mark(mark), .hour, .mark(":"), .minute, .mark(":"), .second, .fraction]
  }

  /// Reads a name such as `DD/MM/YYYY`, which shows how its texts are written.
  static func named(_ name: String) -> DateForm {
    var parts: [Part] = []
    var rest = Substring(name)
    let words: [(String, Part)] = [
      ("YYYY", .year), ("MM", .month), ("DD", .day), ("M", .shortMonth), ("D", .shortDay),
    ]
    while let mark = rest.first {
      if let (word, part) = words.first(where: { rest.hasPrefix($0.0) }) {
        parts.append(part)
        rest.removeFirst(word.count)
      } else {
        parts.append(.mark(String(mark)))
        rest.removeFirst()
      }
    }
    return DateForm(parts: parts)
  }

  static func isOfTheTime(_ part: Part) -> Bool {
    switch part {
    case .year, .month, .day, .shortMonth, .shortDay: false
    // A mark before the time goes with the time.
    case .mark(let marks): marks.contains(" ")
    case .hour, .minute, .second, .fraction, .seconds, .time, .zulu, .offset, .anyOffset: true
    }
  }

  /// The parts before the time.
  package var dayParts: ArraySlice<Part> { parts.prefix { !Self.isOfTheTime($0) } }
  package static let isoDayParts = iso.parts[...]
}
