extension CivilDate {
  /// The same day number that many months later, or the last day of that month where it has no such day.
  ///
  /// Code de procédure civile, article 641, second paragraph.
  public func adding(months count: Int) -> CivilDate {
    let (year, month, day) = parts
    let total = year * 12 + month - 1 + count
    let newYear = total >= 0 ? total / 12 : (total - 11) / 12
    let newMonth = total - newYear * 12 + 1
    let newDay = min(day, Self.daysInMonth(newMonth, of: newYear))
    return Self.first(of: newMonth, in: newYear).adding(days: newDay - 1)
  }

  /// The last day that belongs to a civil period which this day's event starts: months first, then days.
  ///
  /// The whole of that day belongs to it (article 642, first paragraph): a record is due the day after. An elapsed period, shorter than
  /// a day, ends within this day or the next and has no last day; it adds nothing here.
  public func adding(_ period: Period) -> CivilDate {
    let shifted = period.totalMonths == 0 ? self : adding(months: period.totalMonths)
    return period.totalDays == 0 ? shifted : shifted.adding(days: period.totalDays)
  }

  private static func first(of month: Int, in year: Int) -> CivilDate {
    // Years may pass the bounds of `init?(year:month:day:)` in between; whole 400-year cycles have 146 097 days.
    let cycles = year >= 0 ? year / 400 : (year - 399) / 400
    // The remainder lies in 0..<400 and the day is the first, so that the date exists.
    let base = CivilDate(year: year - cycles * 400, month: month, day: 1) ?? CivilDate(daysSinceEpoch: 0)
    return base.adding(days: cycles * 146_097)
  }
}

extension Period {
  /// The last trigger day whose civil period has ended on `today`: for every day d, `d <= cutoff` if and only if
  /// `d.adding(self) < today`.
  public func cutoff(on today: CivilDate) -> CivilDate {
    // Adding is monotone, so the answer is the last d that satisfies it; going back by the same parts comes within a few days.
    var day = today.adding(days: -1 - totalDays).adding(months: -totalMonths)
    while day.adding(self) < today { day = day.adding(days: 1) }
    while day.adding(self) >= today { day = day.adding(days: -1) }
    return day
  }

  /// The last instant whose elapsed period has ended at `now`: the full time has passed.
  public func cutoff(at now: Instant) -> Instant { now.adding(seconds: -elapsedSeconds) }

  /// How this period's end lies to another's, whatever the day that both start.
  public func compare(to other: Period) -> PeriodOrder {
    if isElapsed || other.isElapsed {
      guard isElapsed, other.isElapsed else { return isElapsed ? .shorter : .longer }
      return elapsedSeconds == other.elapsedSeconds ? .equal : elapsedSeconds < other.elapsedSeconds ? .shorter : .longer
    }
    let months = totalMonths - other.totalMonths
    let days = totalDays - other.totalDays
    if months == 0 && days == 0 { return .equal }
    if months >= 0 && days >= 0 { return .longer }
    if months <= 0 && days <= 0 { return .shorter }
    // More months and fewer days, or the reverse: the spans decide, if they do not overlap.
    let span = daySpan
    let otherSpan = other.daySpan
    if span.upperBound <= otherSpan.lowerBound { return .shorter }
    if span.lowerBound >= otherSpan.upperBound { return .longer }
    return .incomparable
  }

  /// The fewest and the most days that the civil period can last, over all start days.
  private var daySpan: ClosedRange<Int> {
    let months = Self.daySpan(ofMonths: totalMonths)
    return (months.lowerBound + totalDays)...(months.upperBound + totalDays)
  }

  /// The fewest and the most days from a day to the same day `months` later, over the calendar's 400-year cycle.
  private static func daySpan(ofMonths months: Int) -> ClosedRange<Int> {
    guard months > 0 else { return 0...0 }
    var least = Int.max
    var most = 0
    // Only the day number's clamping and the months between matter: the first and last four days of each month show every case.
    for month in 0..<4_800 {
      let first = CivilDate(daysSinceEpoch: 0).adding(months: month)
      let length = CivilDate.daysInMonth(first.month, of: first.year)
      for day in [0, length - 4, length - 3, length - 2, length - 1] {
        let start = first.adding(days: day)
        let span = start.adding(months: months).daysSinceEpoch - start.daysSinceEpoch
        least = min(least, span)
        most = max(most, span)
      }
    }
    return least...most
  }
}

/// How two periods compare.
public enum PeriodOrder: Hashable, Sendable {
  case shorter, equal, longer
  /// Which ends first depends on the day that they start, as with P1M and P30D.
  case incomparable
}
