import CivilTime
import RecordStores
import SQLWords

/// The questions whose words are pinned for each dialect, each with a name.
enum PinnedWords {
  static let predicates: [(name: String, predicate: Predicate)] = [
    ("always", .always), ("never", .never),
    ("null", .isNull(column: "note")),
    ("equal, by bytes", .compare(column: "note", .equal, .text("x"))),
    ("equal, as the column", .compare(column: "note", .equal, .text("x"), by: .asTheColumn)),
    ("not equal", .compare(column: "note", .notEqual, .text("x"))),
    ("less", .compare(column: "amount", .less, .integer(5))),
    ("starts with", .startsWith(column: "note", "SR")),
    ("a number starts with", .startsWith(column: "amount", "1")),
    ("with null", .compare(column: "amount", .greater, .null)),
    ("one of, with a null", .isOneOf(column: "amount", [.integer(1), .text("2"), .null])),
    ("one of nothing", .isOneOf(column: "amount", [])),
    (
      "all, any, not",
      .all([
        .any([.isNull(column: "a"), .isNull(column: "b")]),
        .not(.compare(column: "c", .lessOrEqual, .real(0.5))),
      ])
    ),
  ]

  static func encodings() throws -> [EventColumn.Encoding] {
    [
      .date, .compactDate, .textDate(.dayMonthYearDots), .timestamp(zone: .utc),
      .timestamp(zone: try TimeZone(identifier: "Europe/Paris")), .rfc3339, .epochSeconds, .epochMilliseconds,
      .textDate(.yearMonthDaySlashes), .textDate(.shortMonthDayYearSlashes), .month(.yearMonth),
      .month(.monthYear),
      .month(.year), .textTimestamp(.compact, zone: .utc), .textTimestamp(.orDay, zone: .utc),
      .textTimestamp(.pattern(.dayMonthYearSlashes), zone: .utc), .offsetTimestamp, .epoch(.nanoseconds),
      .epoch(.julianDate), .dayNumber(.julian), .dayNumber(.spreadsheet), .epochText(.seconds),
    ]
  }

  static func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
    CivilDate(year: year, month: month, day: day) ?? CivilDate(daysSinceEpoch: 0)
  }

  static func event(_ encoding: EventColumn.Encoding) -> EventColumn {
    EventColumn(
      column: "ended", encoding: encoding,
      noDate: NoDate(days: [day(1900, 1, 1)], numbers: [-1], texts: ["never"]))
  }

  static let days = PlausibleDays(first: day(1850, 1, 1), last: day(2100, 12, 31), zone: .utc)

  static let tests: [(name: String, test: EventTest)] = [
    ("missing", .missing), ("implausible", .implausible(days)),
    ("reached", .reached(.day(day(2020, 2, 29)), days, zone: .utc)),
  ]

  static func name(of encoding: EventColumn.Encoding) -> String {
    guard case .timestamp(let zone) = encoding else { return encoding.name }
    return zone == .utc ? "timestamp in UTC" : "timestamp in Paris"
  }

  /// A statement, with its values behind it. A form's long pattern is written by its name.
  static func shown(_ sql: SQLText) -> String {
    var text = sql.text { "?\($0)" }
    for form in DateForm.all {
      text = text.replacing(form.pattern, with: "⟨\(form.parts.map(word).joined())⟩")
    }
    return text + (sql.values.isEmpty ? "" : "\n  -- " + sql.values.map { "\($0)" }.joined(separator: ", "))
  }

  private static func word(_ part: DateForm.Part) -> String {
    switch part {
    case .year: "Y"
    case .month: "M"
    case .day: "D"
    case .hour: "h"
    case .minute: "m"
    case .second: "s"
    case .mark(let marks): marks
    case .fraction: "f"
    case .zulu: "Z"
    case .offset: "o"
    case .shortMonth: "M?"
    case .shortDay: "D?"
    case .seconds: "s?"
    case .time(let isUTC): isUTC ? "t?Z" : "t?"
    case .anyOffset: "o?"
    }
  }
}
