/// How two periods compare, over every day that both may start.
package enum PeriodOrder: Hashable, Sendable {
  /// Ends never later, and for some start earlier.
  case shorter
  /// Ends on the same day, whatever the start, as `P12M` and `P1Y`.
  case equal
  /// Ends never earlier, and for some start later.
  case longer
  /// Which ends first depends on the start, as with `P1M` and `P30D`.
  case incomparable
}

extension Period {
  /// How this period compares to another: exact, over all start days of the Gregorian calendar's 400-year
  /// cycle.
  ///
  /// An elapsed period, less than 24 hours, is shorter than any civil one.
  package func compare(to other: Period) -> PeriodOrder {
    if isElapsed != other.isElapsed { return isElapsed ? .shorter : .longer }
    if isElapsed {
      let difference = elapsedSeconds - other.elapsedSeconds
      return difference < 0 ? .shorter : difference > 0 ? .longer : .equal
    }
    let months = totalMonths - other.totalMonths
    let days = totalDays - other.totalDays
    if months == 0 && days == 0 { return .equal }
    if months >= 0 && days >= 0 { return .longer }
    if months <= 0 && days <= 0 { return .shorter }
    return compareOverCycle(other, daysMore: days)
  }

  /// Compares the ends over the first days of the cycle's months, which show the extremes.
  ///
  /// Any other day ends no further apart, in either direction. Take the direction in which this period ends
  /// later. If the other's end is not clamped, this one's day number is at most as large, so that the ends
  /// lie as on the first of the month or nearer. If it is clamped, it is the last of its month, and the ends
  /// lie as on the first of the next month or nearer. The other direction is the same with the two exchanged.
  private func compareOverCycle(_ other: Period, daysMore: Int) -> PeriodOrder {
    var endsEarlier = false
    var endsLater = false
    for start in 0..<4_800 {
      let difference =
        CivilDate.firstDay(ofMonthAt: start + totalMonths)
        - CivilDate.firstDay(ofMonthAt: start + other.totalMonths) + daysMore
      endsEarlier = endsEarlier || difference < 0
      endsLater = endsLater || difference > 0
      if endsEarlier && endsLater { return .incomparable }
    }
    return endsEarlier ? .shorter : endsLater ? .longer : .equal
  }
}
