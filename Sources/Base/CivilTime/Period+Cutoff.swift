extension Period {
  /// The last day whose event's civil period has ended on `today`: for every day d, `d <= cutoff` if and only
  /// if `d.adding(self) < today`.
  ///
  /// An elapsed period has its cutoff at an instant; as it adds no day, this gives the day before `today` for
  /// it.
  package func cutoff(on today: CivilDate) -> CivilDate {
    let last = today.adding(days: -1 - totalDays)
    guard totalMonths > 0 else { return last }
    let month = last.monthIndex
    let day = last.day
    // On the last day of its month, the periods of all days of the month where they began have ended, those
    // that were clamped to it too; on any other day, those of the days up to the same number.
    let start = month - totalMonths
    let length = CivilDate.daysInMonth(at: start)
    let number = day == CivilDate.daysInMonth(at: month) ? length : min(day, length)
    return CivilDate(daysSinceEpoch: CivilDate.firstDay(ofMonthAt: start) + number - 1)
  }

  /// The last instant whose elapsed period has ended at `now`: the full time has passed, to the microsecond.
  ///
  /// A civil period has its cutoff at a day; as it has no elapsed seconds, this gives `now` for it.
  package func cutoff(at now: Instant) -> Instant { now.adding(seconds: -elapsedSeconds) }
}
