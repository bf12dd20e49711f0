internal import CivilTime

/// How a text says a date: part by part, so that Swift's reader and a server's regular expression are made of one description (decision 15).
package struct DateForm: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    /// Four digits.
    case year
    /// Two digits each.
    case month, day, hour, minute, second
    /// One of these characters.
    case mark(String)
    /// A point with one to nine digits, or nothing.
    case fraction
    /// `Z`, or nothing.
    case zulu
    /// `Z`, `z` or `±HH:MM`.
    case offset
  }

  package let parts: [Part]

  package var hasTimeOfDay: Bool { parts.count > Self.iso.parts.count }

  /// Every form that there is: an engine that calls Swift for each row names a form by its place.
  package static let all: [DateForm] =
    [iso, compact, timestamp, zuluTimestamp, rfc3339] + EventColumn.TextDatePattern.allCases.map(pattern)

  static let iso = DateForm(parts: [.year, .mark("-"), .month, .mark("-"), .day])
  package static let compact = DateForm(parts: [.year, .month, .day])
  static let timestamp = DateForm(parts: iso.parts + time(after: " T"))
  static let zuluTimestamp = DateForm(parts: timestamp.parts + [.zulu])
  static let rfc3339 = DateForm(parts: iso.parts + time(after: " Tt") + [.offset])

  private static func time(after mark: String) -> [Part] {
    [.mark(mark), .hour, .mark(":"), .minute, .mark(":"), .second, .fraction]
  }

  private static func pattern(_ pattern: EventColumn.TextDatePattern) -> DateForm {
    let mark =
      switch pattern {
      case .dayMonthYearSlashes: "/"
      case .dayMonthYearDots: "."
      case .dayMonthYearDashes: "-"
      }
    return DateForm(parts: [.day, .mark(mark), .month, .mark(mark), .year])
  }
}

extension EventColumn.Encoding {
  /// The form of its texts; nil for what counts from an epoch.
  package var form: DateForm? { formPlace.map { DateForm.all[$0] } }

  /// The place of that form in `DateForm.all`.
  package var formPlace: Int? {
    switch self {
    case .date: 0
    case .compactDate: 1
    // "Z" says UTC, and contradicts any other zone.
    case .timestamp(let zone): zone == .utc ? 3 : 2
    case .rfc3339: 4
    case .textDate(let pattern):
      EventColumn.TextDatePattern.allCases.firstIndex(of: pattern).map { 5 + $0 }
    case .epochSeconds, .epochMilliseconds: nil
    }
  }
}
