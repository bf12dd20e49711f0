/// How two periods compare, over every day that both may start.
public enum PeriodOrder: Hashable, Sendable {
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
  public func compare(to other: Period) -> PeriodOrder {
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

  /// Compares the ends for every start month of the cycle.
  ///
  /// Within one start month, the distance of the two ends depends on the day number only by how far each end
  /// month clamps it, and that grows from none on the first day to its most on the last: these two days have
  /// the extremes.
  private func compareOverCycle(_ other: Period, daysMore: Int) -> PeriodOrder {
    var endsEarlier = false
    var endsLater = false
    for start in 0..<4_800 {
      let end = start + totalMonths
      let otherEnd = start + other.totalMonths
      let length = CivilDate.daysInMonth(at: start)
      let onFirst = CivilDate.firstDay(ofMonthAt: end) - CivilDate.firstDay(ofMonthAt: otherEnd) + daysMore
      let onLast =
        onFirst + min(length, CivilDate.daysInMonth(at: end))
        - min(length, CivilDate.daysInMonth(at: otherEnd))
      endsEarlier = endsEarlier || min(onFirst, onLast) < 0
      endsLater = endsLater || max(onFirst, onLast) > 0
      if endsEarlier && endsLater { return .incomparable }
    }
    return endsEarlier ? .shorter : endsLater ? .longer : .equal
  }
}
