internal import CalendarExpressions
package import CivilTime

/// What is believed of the clock.
package struct ClockSettings: Hashable, Sendable {
  /// Seconds that the clock may be ahead of the last time that was accepted; nil where the calendar says it.
  package let maximumAdvance: Int?
  /// Tells if a run needs a clock that the kernel calls synchronised.
  package let requiresSynchronised: Bool
}

extension StoreBindings {
  /// Seconds that the clock may be ahead of the last time that was accepted: what stores.json says, or else the calendar's longest gap and two
  /// days. A calendar that never comes has no gap; forty days stand for it.
  ///
  /// - Parameter accepted: the last time that was accepted. The gaps that count are those of the years after it.
  package func clockAllowance(after accepted: Instant, in zone: TimeZone) -> Int {
    if let maximumAdvance = clock.maximumAdvance { return maximumAdvance }
    guard let gap = calendar.longestGap(after: accepted, in: zone) else { return 40 * 86_400 }
    let wait = windows.wait(from: accepted.adding(seconds: gap), in: zone)
    return gap + wait + 2 * 86_400
  }
}
