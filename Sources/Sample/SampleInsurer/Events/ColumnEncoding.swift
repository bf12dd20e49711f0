/// How a table writes the date or instant of an event.
enum ColumnEncoding {
  /// Text `YYYY-MM-DD`.
  case date
  /// Text `YYYYMMDD`.
  case compactText
  /// An integer of the digits of `YYYYMMDD`.
  case compactInteger
  /// Text `DD/MM/YYYY`.
  case slashes
  /// Text `YYYY-MM-DD HH:MM:SS` in UTC.
  case timestamp
  /// Text `YYYY-MM-DDTHH:MM:SS` in UTC.
  case timestampWithT
  case epochSeconds
  case epochMilliseconds

  var hasTimeOfDay: Bool {
    switch self {
    case .date, .compactText, .compactInteger, .slashes: false
    case .timestamp, .timestampWithT, .epochSeconds, .epochMilliseconds: true
    }
  }

  private var isNumber: Bool {
    switch self {
    case .compactInteger, .epochSeconds, .epochMilliseconds: true
    case .date, .compactText, .slashes, .timestamp, .timestampWithT: false
    }
  }

  func cell(_ value: EventValue) -> Cell {
    switch value {
    case .null: .null
    case .empty: .text("")
    case .never: isNumber ? .integer(0) : cell(Day(1970, 1, 1))
    case .day(let day): cell(day)
    case .instant(let instant): cell(instant)
    case .unreadable(.zero): cell(Day(0, 0, 0))
    case .unreadable(.impossible(let year, let month, let day)): cell(Day(year, month, day))
    case .unreadable(.words(let words)): .text(words)
    }
  }

  /// Columns with a time of day get a day only when it cannot be meant, as text that is no instant.
  private func cell(_ day: Day) -> Cell {
    switch self {
    case .date, .epochSeconds, .epochMilliseconds: .text(day.text)
    case .compactText: .text(day.compactText)
    case .compactInteger: .integer(day.year * 10_000 + day.month * 100 + day.day)
    case .slashes: .text(day.slashedText)
    case .timestamp: .text(day.text + " 00:00:00")
    case .timestampWithT: .text(day.text + "T00:00:00")
    }
  }

  private func cell(_ instant: Int) -> Cell {
    switch self {
    case .timestamp: .text(InstantText.text(instant, separator: " "))
    case .timestampWithT: .text(InstantText.text(instant, separator: "T"))
    case .epochSeconds: .integer(instant)
    case .epochMilliseconds: .integer(instant * 1_000)
    case .date, .compactText, .compactInteger, .slashes:
      preconditionFailure("a column of days has no instants")
    }
  }
}
