internal import CivilTime

/// Whether the clock can be believed: a wrong year makes everything due at once.
enum ClockGuard {
  /// - Parameters:
  ///   - lastEntry: the time of the journal's last entry.
  ///   - maximumAdvance: seconds that the clock may be ahead of it; nil for any.
  ///   - isSynchronised: what the kernel says of its clock; true where nobody asked.
  static func finding(
    now: Instant, lastEntry: Instant?, maximumAdvance: Int?, isSynchronised: Bool
  ) -> ClockFinding? {
    if let lastEntry {
      let advance = now.secondsSinceEpoch - lastEntry.secondsSinceEpoch
      // A second of slack: a time service may step the clock back by fractions.
      if advance < -1 { return .behindJournal(seconds: -advance) }
      if let maximumAdvance, advance > maximumAdvance {
        return .aheadOfJournal(seconds: advance, allowed: maximumAdvance)
      }
    }
    return isSynchronised ? nil : .notSynchronised
  }
}
