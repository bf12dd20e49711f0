internal import CivilTime

/// Reads systemd's OnCalendar syntax.
struct CalendarParser {
  private let text: String
  private var rest: Substring

  private static let years = 1970...2199

  init(_ text: String) {
    self.text = text
    rest = Substring(text)
  }

  private func failure(_ cause: String) -> CalendarExpressionError {
    CalendarExpressionError(
      expression: text, position: text.distance(from: text.startIndex, to: rest.startIndex) + 1, cause: cause)
  }

  mutating func expression() throws(CalendarExpressionError) -> CalendarExpression {
    guard !text.isEmpty else { throw failure("it is empty") }
    let zone = zoneSuffix()
    if var shorthand = Self.shorthand(rest.lowercased()) {
      shorthand.zone = zone
      return shorthand
    }
    if rest.first == "@" { return try epoch(zone: zone) }
    let weekdays = try self.weekdays()
    let (date, timeIsNext) = try self.date()
    var time = (hours: Self.zero, minutes: Self.zero, seconds: Self.zero)
    if timeIsNext { time = try self.time() }
    guard rest.isEmpty else { throw failure("nothing should stand here") }
    return CalendarExpression(
      weekdays: weekdays, years: date.years, months: date.months, days: date.days,
      countsFromEnd: date.countsFromEnd,
      hours: time.hours, minutes: time.minutes, seconds: time.seconds, zone: zone)
  }

  private static let zero = CalendarField(parts: [.init(start: 0, stop: nil, step: 0)])
  private static func only(_ values: Int...) -> CalendarField {
    CalendarField(parts: values.map { .init(start: $0, stop: nil, step: 0) })
  }

  private static func shorthand(_ word: String) -> CalendarExpression? {
    switch word {
    case "minutely": CalendarExpression(hours: .any, minutes: .any, seconds: zero)
    case "hourly": CalendarExpression(hours: .any, minutes: zero, seconds: zero)
    case "daily": CalendarExpression(hours: zero, minutes: zero, seconds: zero)
    case "weekly": CalendarExpression(weekdays: [0], hours: zero, minutes: zero, seconds: zero)
    case "monthly": CalendarExpression(days: only(1), hours: zero, minutes: zero, seconds: zero)
    case "yearly", "annually", "anually":
      CalendarExpression(months: only(1), days: only(1), hours: zero, minutes: zero, seconds: zero)
    case "quarterly":
      CalendarExpression(months: only(1, 4, 7, 10), days: only(1), hours: zero, minutes: zero, seconds: zero)
    case "biannually", "bi-annually", "semiannually", "semi-annually":
      CalendarExpression(months: only(1, 7), days: only(1), hours: zero, minutes: zero, seconds: zero)
    default: nil
    }
  }

  // MARK: Zone

  /// The last word, if it names a zone.
  private mutating func zoneSuffix() -> TimeZone? {
    guard let space = rest.lastIndex(of: " ") else { return nil }
    let name = rest[rest.index(after: space)...]
    let zone: TimeZone? = name.lowercased() == "utc" ? .utc : try? TimeZone(identifier: String(name))
    // Not a zone: then it is a part of the expression, or an error there.
    guard let zone, name.contains(where: \.isLetter) else { return nil }
    rest = rest[..<space]
    return zone
  }

  // MARK: Weekdays

  private static let dayNames: [(name: String, day: Int)] = [
    ("monday", 0), ("mon", 0), ("tuesday", 1), ("tue", 1), ("wednesday", 2), ("wed", 2), ("thursday", 3),
    ("thu", 3),
    ("friday", 4), ("fri", 4), ("saturday", 5), ("sat", 5), ("sunday", 6), ("sun", 6),
  ]

  private mutating func weekday() -> Int? {
    let lower = rest.lowercased()
    guard let found = Self.dayNames.first(where: { lower.hasPrefix($0.name) }) else { return nil }
    rest = rest.dropFirst(found.name.count)
    return found.day
  }

  private mutating func weekdays() throws(CalendarExpressionError) -> Set<Int> {
    guard rest.first?.isLetter ?? false else { return [] }
    var days: Set<Int> = []
    while true {
      guard let first = weekday() else { throw failure("no day of the week is written so") }
      var last = first
      if rest.hasPrefix("..") || rest.hasPrefix("-") {
        rest = rest.dropFirst(rest.hasPrefix("..") ? 2 : 1)
        guard let end = weekday() else { throw failure("a range of days without its end") }
        last = end
        guard first <= last else { throw failure("a range of days that ends before it begins") }
      }
      days.formUnion(first...last)
      if rest.first == "," {
        rest.removeFirst()
        // A comma may end the list.
        if rest.first == " " || rest.isEmpty { break }
        continue
      }
      break
    }
    if rest.isEmpty { return days }
    guard rest.first == " " else { throw failure("no space after the days") }
    rest = rest.drop { $0 == " " }
    return days
  }

  // MARK: Date

  private typealias DateFields = (
    years: CalendarField, months: CalendarField, days: CalendarField, countsFromEnd: Bool
  )

  /// The date, if there is one, and whether a time follows.
  private mutating func date() throws(CalendarExpressionError) -> (DateFields, timeIsNext: Bool) {
    let none: DateFields = (.any, .any, .any, false)
    guard !rest.isEmpty else { return (none, false) }
    if rest.first == "T" || rest.first == "t" {
      rest.removeFirst()
      return (none, true)
    }
    let start = rest
    let first = try chain(fractions: false)
    if rest.first == ":" {
      // It was the hour.
      rest = start
      return (none, true)
    }
    guard rest.first == "-" || rest.first == "~" else { throw failure("neither a date nor a time") }
    let firstSeparator = rest.removeFirst()
    let second = try chain(fractions: false)
    let fields: DateFields
    if firstSeparator == "-", rest.first == "-" || rest.first == "~" {
      let fromEnd = rest.removeFirst() == "~"
      let third = try chain(fractions: false)
      fields = (try years(first), second, third, fromEnd)
    } else {
      fields = (.any, first, second, firstSeparator == "~")
    }
    try check(fields.months, 1...12, "a month")
    try check(fields.days, 1...31, "a day of the month")
    if rest.isEmpty { return (fields, false) }
    guard rest.first == " " else { throw failure("no space after the date") }
    rest = rest.drop { $0 == " " }
    return (fields, !rest.isEmpty)
  }

  private func years(_ field: CalendarField) throws(CalendarExpressionError) -> CalendarField {
    func full(_ year: Int) -> Int {
      year >= 0 && year <= 69 ? year + 2000 : year >= 70 && year <= 99 ? year + 1900 : year
    }
    let field = CalendarField(
      parts: field.parts.map { .init(start: full($0.start), stop: $0.stop.map(full), step: $0.step) })
    try check(field, Self.years, "a year")
    return field
  }

  private func check(_ field: CalendarField, _ bounds: ClosedRange<Int>, _ what: String)
    throws(CalendarExpressionError)
  {
    for part in field.parts {
      guard bounds.contains(part.start), part.stop.map(bounds.contains) ?? true else {
        throw failure("\(what) outside \(bounds.lowerBound) to \(bounds.upperBound)")
      }
      if let stop = part.stop, stop < part.start { throw failure("a range that ends before it begins") }
      guard part.step <= bounds.upperBound else { throw failure("a step beyond the field's end") }
    }
  }

  // MARK: Time

  private mutating func time() throws(CalendarExpressionError) -> (
    hours: CalendarField, minutes: CalendarField, seconds: CalendarField
  ) {
    let hours = try chain(fractions: false)
    guard rest.first == ":" else { throw failure("a time without minutes") }
    rest.removeFirst()
    let minutes = try chain(fractions: false)
    var seconds = Self.zero
    if rest.first == ":" {
      rest.removeFirst()
      seconds = try chain(fractions: true)
    }
    try check(hours, 0...23, "an hour")
    try check(minutes, 0...59, "a minute")
    let unit = CalendarExpression.microsecondsPerSecond
    try check(seconds, 0...(60 * unit - 1), "a second")
    return (hours, minutes, seconds)
  }

  // MARK: Fields

  private mutating func chain(fractions: Bool) throws(CalendarExpressionError) -> CalendarField {
    if rest.first == "*" {
      rest.removeFirst()
      return fractions
        ? CalendarField(parts: [.init(start: 0, stop: nil, step: CalendarExpression.microsecondsPerSecond)])
        : .any
    }
    var parts: [CalendarField.Part] = []
    while true {
      let start = try number(fractions: fractions)
      var stop: Int?
      if rest.hasPrefix("..") {
        rest = rest.dropFirst(2)
        stop = try number(fractions: fractions)
      }
      var step = 0
      if rest.first == "/" {
        rest.removeFirst()
        step = try number(fractions: fractions)
        guard step > 0 else { throw failure("a step of zero") }
      }
      parts.append(.init(start: start, stop: stop, step: step))
      guard rest.first == "," else { break }
      rest.removeFirst()
    }
    return CalendarField(parts: parts)
  }

  private mutating func number(fractions: Bool) throws(CalendarExpressionError) -> Int {
    let digits = rest.prefix { ("0"..."9").contains($0) }
    guard !digits.isEmpty, digits.count <= 9, let whole = Int(digits) else {
      throw failure("a number should stand here")
    }
    rest = rest.dropFirst(digits.count)
    guard fractions else { return whole }
    var micros = whole * CalendarExpression.microsecondsPerSecond
    if rest.first == ".", !rest.hasPrefix("..") {
      rest.removeFirst()
      let decimals = rest.prefix { ("0"..."9").contains($0) }
      guard !decimals.isEmpty else { throw failure("decimals should stand here") }
      rest = rest.dropFirst(decimals.count)
      let six = decimals.prefix(6)
      micros += (Int(six) ?? 0) * [1, 100_000, 10_000, 1_000, 100, 10, 1][six.count]
      // The seventh decimal rounds.
      if let seventh = decimals.dropFirst(6).first, seventh >= "5" { micros += 1 }
    }
    return micros
  }

  /// `@` and seconds since the epoch: one instant.
  private mutating func epoch(zone: TimeZone?) throws(CalendarExpressionError) -> CalendarExpression {
    rest.removeFirst()
    guard let seconds = Int(rest), seconds >= 0, !rest.hasPrefix("+") else {
      throw failure("seconds since the epoch should stand here")
    }
    let (date, second) = TimeZone.utc.local(at: Instant(secondsSinceEpoch: seconds))
    rest = rest.dropFirst(rest.count)
    guard Self.years.contains(date.year) else { throw failure("a year outside 1970 to 2199") }
    return CalendarExpression(
      years: Self.only(date.year), months: Self.only(date.month), days: Self.only(date.day),
      hours: Self.only(second / 3_600), minutes: Self.only(second / 60 % 60),
      seconds: Self.only(second % 60 * CalendarExpression.microsecondsPerSecond), zone: .utc)
  }
}
