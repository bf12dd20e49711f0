extension EventColumn {
  /// The order of parts of a day as text. The name shows the text: `DD` is two digits, `D` one or two.
  package enum TextDatePattern: String, Hashable, Sendable, CaseIterable {
    case dayMonthYearSlashes = "DD/MM/YYYY"
    case dayMonthYearDots = "DD.MM.YYYY"
    case dayMonthYearDashes = "DD-MM-YYYY"
    case monthDayYearSlashes = "MM/DD/YYYY"
    case monthDayYearDots = "MM.DD.YYYY"
    case monthDayYearDashes = "MM-DD-YYYY"
    case yearMonthDaySlashes = "YYYY/MM/DD"
    case yearMonthDayDots = "YYYY.MM.DD"
    case shortDayMonthYearSlashes = "D/M/YYYY"
    case shortDayMonthYearDots = "D.M.YYYY"
    case shortMonthDayYearSlashes = "M/D/YYYY"

    package var form: DateForm { Self.forms[self] ?? .iso }
    private static let forms = Dictionary(
      uniqueKeysWithValues: allCases.map { ($0, DateForm.named($0.rawValue)) })

    /// The patterns with day and month in each other's place: half of the days of a year are other days to them.
    package var swapped: [TextDatePattern] {
      switch self {
      case .dayMonthYearSlashes: [.monthDayYearSlashes, .shortMonthDayYearSlashes]
      case .shortDayMonthYearSlashes: [.shortMonthDayYearSlashes]
      case .monthDayYearSlashes: [.dayMonthYearSlashes, .shortDayMonthYearSlashes]
      case .shortMonthDayYearSlashes: [.shortDayMonthYearSlashes]
      case .dayMonthYearDots: [.monthDayYearDots]
      case .monthDayYearDots: [.dayMonthYearDots, .shortDayMonthYearDots]
      case .shortDayMonthYearDots: [.monthDayYearDots]
      case .dayMonthYearDashes: [.monthDayYearDashes]
      case .monthDayYearDashes: [.dayMonthYearDashes]
      case .yearMonthDaySlashes, .yearMonthDayDots: []
      }
    }
  }

  /// A month or a year, of which the last day counts.
  package enum MonthPattern: String, Hashable, Sendable, CaseIterable {
    case yearMonth = "YYYY-MM"
    case compact = "YYYYMM"
    case monthYear = "MM/YYYY"
    case year = "YYYY"

    package var form: DateForm { Self.forms[self] ?? .iso }
    private static let forms = Dictionary(
      uniqueKeysWithValues: allCases.map { ($0, DateForm.named($0.rawValue)) })
  }

  /// A text with a time of a zone's clocks, other than the timestamp of databases.
  package enum TextTimestamp: Hashable, Sendable, CaseIterable {
    /// Fourteen digits, as text or number.
    case compact
    /// `YYYY-MM-DD`, with a time or without. A day alone is its last moment: the later counts.
    case orDay
    /// A day, a blank, hours and minutes; seconds may follow.
    case pattern(TextDatePattern)

    package static let allCases: [TextTimestamp] = [.compact, .orDay] + TextDatePattern.allCases.map(pattern)

    package var name: String {
      switch self {
      case .compact: "compact-timestamp"
      case .orDay: "date-or-timestamp"
      case .pattern(let pattern): pattern.rawValue + " hh:mm"
      }
    }

    /// - Parameter isUTC: `Z` says UTC, and contradicts any other zone.
    func form(isUTC: Bool) -> DateForm {
      switch self {
      case .compact: Self.compactForm
      case .orDay: isUTC ? Self.utcOrDay : Self.zonedOrDay
      case .pattern(let pattern): Self.forms[pattern] ?? .timestamp
      }
    }

    private static let compactForm = DateForm(parts: DateForm.compact.parts + [.hour, .minute, .second])
    private static let zonedOrDay = DateForm(parts: DateForm.iso.parts + [.time(isUTC: false)])
    private static let utcOrDay = DateForm(parts: DateForm.iso.parts + [.time(isUTC: true)])
    private static let forms = Dictionary(
      uniqueKeysWithValues: TextDatePattern.allCases.map {
        ($0, DateForm(parts: $0.form.parts + [.mark(" "), .hour, .mark(":"), .minute, .seconds]))
      })
  }
}
