/// The dates that a rule must get right: each side of its cutoffs, ends of months, leap days, days on which
/// clocks change, long ago, missing, and those that nobody can mean.
struct Scenarios {
  let reckoning: Reckoning

  private static let longAgo = [Day(1_987, 6, 15), Day(1_900, 2, 28), Day(1_850, 1, 1)]

  /// Every scenario of a rule, as a column of this encoding can hold it.
  func all(for rule: SampleRule, as encoding: ColumnEncoding) -> [EventValue] {
    let edges = rule.stages.flatMap { edgeDays(of: $0.span) }
    var values = edges.flatMap { edgeValues($0, encoding) }
    if encoding.hasTimeOfDay {
      values += rule.stages.compactMap { $0.span?.elapsedSeconds }.flatMap { seconds in
        [-1, 0, 1, 600 - seconds, seconds / 2].map { EventValue.instant(reckoning.now - seconds + $0) }
      }
      values += clockChanges.flatMap { day in
        [(1, 30), (2, 30), (3, 30)].map { .instant(reckoning.instant(of: day, hour: $0.0, minute: $0.1)) }
          + edgeValues(day, encoding)
      }
    }
    let ordinary =
      rule.stages.flatMap { monthEnds(around: $0.span) } + leapDays + clockChanges + Self.longAgo
      + [-1, 0, 1, 2, 3_650].map { reckoning.day(reckoning.today, plusDays: $0) }
    values += ordinary.map { value($0, encoding) }
    return unique(values + impossible(as: encoding) + [.null, .empty, .never])
  }

  /// A few that matter most, to be crossed with those of another event of the same row.
  func few(for rule: SampleRule, as encoding: ColumnEncoding) -> [EventValue] {
    let edges = rule.stages.compactMap(\.span).flatMap { edgeDays(of: $0, from: -2, to: 0) }
    let days = edges + [Day(1_987, 6, 15)] + [-1, 1, 2].map { reckoning.day(reckoning.today, plusDays: $0) }
    return unique(days.map { value($0, encoding) } + [.unreadable(.zero), .null, .empty])
  }

  /// An event so long ago that every period has ended.
  func longAgo(as encoding: ColumnEncoding) -> EventValue { value(Day(1_987, 6, 15), encoding) }

  /// Yesterday's event, which most rules still keep.
  func yesterday(as encoding: ColumnEncoding) -> EventValue {
    value(reckoning.day(reckoning.today, plusDays: -1), encoding)
  }

  /// An event of an ordinary row: anywhere in the last period and a half; now and then missing or wrong.
  func ordinary(for rule: SampleRule, as encoding: ColumnEncoding, using random: inout SplitMix64)
    -> EventValue
  {
    switch random.number(below: 200) {
    case 0...2: return .null
    case 3: return .empty
    case 4: return random.one(of: impossible(as: encoding))
    default: break
    }
    let span = rule.stages.last?.span
    let length = max(span?.roughSeconds ?? 5 * 86_400, 1)
    var instant = reckoning.now - random.number(below: length + length / 2)
    if let seconds = span?.elapsedSeconds, (1...600).contains(instant + seconds - reckoning.now) {
      // Nothing but the edges comes due within minutes of the sample's moment.
      instant -= 600
    }
    if encoding.hasTimeOfDay { return .instant(instant) }
    return .day(reckoning.day(of: instant))
  }

  // MARK: Days

  /// Three days each side of the day one period ago, so that both sides of the cutoff are among them.
  private func edgeDays(of span: Span?, from first: Int = -3, to last: Int = 3) -> [Day] {
    let middle =
      switch span {
      case .years(let count): reckoning.day(reckoning.today, plus: .years(-count))
      case .months(let count): reckoning.day(reckoning.today, plus: .months(-count))
      case .days(let count): reckoning.day(reckoning.today, plus: .days(-count))
      case .hours, .minutes, nil: reckoning.today
      }
    let days = (first...last).map { reckoning.day(middle, plusDays: $0) }
    return days.filter { $0 <= reckoning.today }
  }

  private func monthEnds(around span: Span?) -> [Day] {
    let middle = edgeDays(of: span, from: 0, to: 0)[0]
    let before = reckoning.day(middle, plus: .months(-1))
    return [
      reckoning.lastDay(ofMonth: middle.month, in: middle.year),
      reckoning.lastDay(ofMonth: before.month, in: before.year),
      reckoning.lastDay(ofMonth: 1, in: middle.year), reckoning.lastDay(ofMonth: 2, in: middle.year),
      reckoning.lastDay(ofMonth: 8, in: middle.year - 1),
    ].filter { $0 <= reckoning.today }
  }

  private var leapDays: [Day] {
    let year = reckoning.today.year
    return ((year - 24)...year).filter { $0.isMultiple(of: 4) && ($0 % 100 != 0 || $0 % 400 == 0) }
      .map { Day($0, 2, 29) }.filter { $0 <= reckoning.today }
  }

  private var clockChanges: [Day] {
    let year = reckoning.today.year
    return [year, year - 1, year - 5].flatMap { year in
      [3, 10].map { reckoning.lastSunday(ofMonth: $0, in: year) }
    }.filter { $0 <= reckoning.today }
  }

  // MARK: Values

  private func value(_ day: Day, _ encoding: ColumnEncoding) -> EventValue {
    encoding.hasTimeOfDay
      ? .instant(reckoning.instant(of: day, hour: 12, minute: 34, second: 56)) : .day(day)
  }

  /// A day, or the first and the last second of it.
  private func edgeValues(_ day: Day, _ encoding: ColumnEncoding) -> [EventValue] {
    guard encoding.hasTimeOfDay else { return [.day(day)] }
    return [
      .instant(reckoning.instant(of: day)),
      .instant(reckoning.instant(of: day, hour: 23, minute: 59, second: 59)),
    ]
  }

  /// Dates that cannot be meant.
  private func impossible(as encoding: ColumnEncoding) -> [EventValue] {
    [Day(1_849, 12, 31), Day(9_999, 12, 31), reckoning.day(reckoning.today, plus: .years(101))]
      .map { value($0, encoding) }
      // As a number this is 0, which stands for no date.
      + (encoding == .compactInteger ? [] : [.unreadable(.zero)])
      + [
        .unreadable(.impossible(year: 2_021, month: 2, day: 30)),
        .unreadable(.impossible(year: 2_019, month: 13, day: 1)), .unreadable(.words("inconnu")),
      ]
  }

  private func unique(_ values: [EventValue]) -> [EventValue] {
    var seen: Set<EventValue> = []
    return values.filter { seen.insert($0).inserted }
  }
}
