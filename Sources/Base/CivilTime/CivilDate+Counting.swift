extension CivilDate {
  /// The same day number `count` months later (earlier if negative), or the last day of that month where it
  /// has no such day.
  ///
  /// Code de procédure civile, article 641, second paragraph.
  package func adding(months count: Int) -> CivilDate {
    let (_, _, day) = parts
    let target = monthIndex + count
    let number = min(day, Self.daysInMonth(at: target))
    return CivilDate(daysSinceEpoch: Self.firstDay(ofMonthAt: target) + number - 1)
  }

  /// The last day that still belongs to a civil period started by an event on this day: years and months
  /// first, with the day number clamped to the month's last day, then weeks and days.
  ///
  /// The whole of that day belongs to the period (Code de procédure civile, article 642, first paragraph):
  /// what the event started is due the day after, at 00:00. An elapsed period is counted from an instant and
  /// adds no day here.
  package func adding(_ period: Period) -> CivilDate {
    let shifted = period.totalMonths == 0 ? self : adding(months: period.totalMonths)
    return shifted.adding(days: period.totalDays)
  }

  /// Months since January of year 0, which numbers every month without a gap.
  var monthIndex: Int {
    let (year, month, _) = parts
    return year * 12 + month - 1
  }

  static func daysInMonth(at index: Int) -> Int {
    let (year, month) = month(at: index)
    return daysInMonth(month, of: year)
  }

  /// The days since the epoch of the first day of the month with that index, in any year that an `Int` can
  /// hold.
  static func firstDay(ofMonthAt index: Int) -> Int {
    let (year, month) = month(at: index)
    // Counted from March, so that the leap day comes last; the lengths of months from March repeat as 153
    // days every five.
    let marchYear = month > 2 ? year : year - 1
    let marchMonth = month > 2 ? month - 3 : month + 9
    let leapDays = floor(marchYear, 4) - floor(marchYear, 100) + floor(marchYear, 400)
    return marchYear * 365 + leapDays + (153 * marchMonth + 2) / 5 - 719_468
  }

  private static func month(at index: Int) -> (year: Int, month: Int) {
    let year = floor(index, 12)
    return (year, index - year * 12 + 1)
  }

  /// The quotient rounded down; Swift's own rounds towards zero.
  static func floor(_ dividend: Int, _ divisor: Int) -> Int {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
