package import CivilTime
package import Words

/// What is wrong with the clock.
package enum ClockFinding: Sendable, Hashable {
  /// Before the last time that was accepted.
  case behind(clock: Instant, accepted: Instant)
  /// Further behind it than is allowed; `missing` says what would have shown that the clock is right.
  case ahead(clock: Instant, accepted: Instant, allowed: Int, missing: [String])
  /// A server store's own clock shows another time; positive if the store's is ahead.
  case store(StoreName, seconds: Int)
  /// It was set while this process ran.
  case jumped(seconds: Int)
  case notSynchronised
}

extension ClockFinding: CustomStringConvertible {
  package var description: String { facts + ": " + remedy }

  /// What is wrong, without what to do about it.
  package var facts: String {
    switch self {
    case .behind(let clock, let accepted):
      "the clock shows \(clock.iso8601), and the last time that was accepted is \(accepted.iso8601), \(TimeSpan(accepted.secondsSinceEpoch - clock.secondsSinceEpoch)) later"
    case .ahead(let clock, let accepted, let allowed, let missing):
      "the clock shows \(clock.iso8601), \(TimeSpan(clock.secondsSinceEpoch - accepted.secondsSinceEpoch)) after the last time that was accepted (\(accepted.iso8601)); "
        + "\(TimeSpan(allowed)) are allowed (clock.maximumAdvance, or the calendar's longest gap and two days), and \(missing.joined(separator: ", "))"
    case .store(let store, let seconds):
      "the clock of store \(store) is \(TimeSpan(abs(seconds))) \(seconds > 0 ? "ahead of" : "behind") this machine's"
    case .jumped(let seconds):
      "the clock was put \(seconds > 0 ? "forward" : "back") by \(TimeSpan(abs(seconds))) while the service ran, and the kernel does not vouch for it"
    case .notSynchronised: "the kernel does not call the clock synchronised"
    }
  }

  private var remedy: String {
    switch self {
    case .behind, .ahead, .jumped:
      "set the clock right; if it is right, say so with `retentiond clock accept --reason TEXT`"
    case .store: "set the wrong one right; five minutes are allowed"
    case .notSynchronised: "start a time service, or set clock.requireSynchronised to false in stores.json"
    }
  }
}
