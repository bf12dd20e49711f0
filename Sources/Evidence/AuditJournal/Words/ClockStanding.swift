package import CivilTime

/// How the time that a clock shows stands to the last time that was accepted (decision 133).
package enum ClockStanding: Hashable, Sendable {
  case believable
  case behind(seconds: Int)
  /// Further ahead than is allowed without more evidence.
  case ahead(seconds: Int, allowed: Int)

  /// Neither a calendar nor stores.json can allow less, so that they need not be asked about a smaller advance.
  private static let alwaysAllowed = 86_400

  /// - Parameter allowance: how many seconds a clock may be ahead of a time; asked only if the advance is large.
  package init(of time: Instant, after accepted: Instant, allowance: (Instant) -> Int) {
    let advance = time.secondsSinceEpoch - accepted.secondsSinceEpoch
    // A second of slack: a time service may step the clock back by fractions.
    if advance < -1 {
      self = .behind(seconds: -advance)
    } else if advance <= Self.alwaysAllowed {
      self = .believable
    } else {
      let allowed = allowance(accepted)
      self = advance > allowed ? .ahead(seconds: advance, allowed: allowed) : .believable
    }
  }
}
