internal import CivilTime

/// The entries that speak of a hold in force.
struct HeldEntries {
  let placed: Int
  /// The last that gave it other days, and the last that took people from it.
  var changed: Int?
  var narrowed: Int?
  /// Its last day, as those entries have it.
  var until: String?

  /// What it keeps, where its entry tells everybody.
  let name: HoldName?

  init(placed: Int, until: String?, name: HoldName? = nil) {
    self.placed = placed
    self.name = name
    self.until = until
  }

  /// Tells if the hold's last day is over at a time, wherever on earth its days are counted.
  func isOver(_ ended: String, at time: Instant) -> Bool {
    guard ended == until, let day = CivilDate(ended) else { return false }
    let earliestEnd = (day.daysSinceEpoch + 1) * 86_400 - 14 * 3_600
    return time.secondsSinceEpoch >= earliestEnd
  }
}
