internal import AuditJournal
internal import CivilTime

/// Tells if the clock can be believed: a wrong year makes everything due at once.
struct ClockGuard {
  let now: Instant
  /// The last time that was accepted; nil in a journal without entries.
  let accepted: Instant?
  let kernel: KernelClock
  /// The clocks of server stores, as far as they could be asked.
  let stores: [StoreClock]
  let jump: ClockJump?
  let requiresSynchronised: Bool
  let allowance: (Instant) -> Int

  /// The first thing that is wrong.
  var finding: ClockFinding? {
    let standing = accepted.map { ClockStanding(of: now, after: $0, allowance: allowance) } ?? .believable
    if case .behind = standing, let accepted { return .behind(clock: now, accepted: accepted) }
    if let store = stores.first(where: { !$0.agrees }) { return .store(store.store, seconds: store.seconds) }
    if case .ahead(_, let allowed) = standing, let accepted {
      let missing = kernelDoubts + (stores.isEmpty ? ["no server store's own clock confirms it"] : [])
      if !missing.isEmpty {
        return .ahead(clock: now, accepted: accepted, allowed: allowed, missing: missing)
      }
    }
    if let jump, !kernelDoubts.isEmpty { return .jumped(seconds: jump.seconds) }
    return requiresSynchronised && !kernel.isSynchronised ? .notSynchronised : nil
  }

  /// Why the kernel does not vouch for the clock. A clock that a library or a wrapper fakes is not the kernel's own.
  private var kernelDoubts: [String] {
    guard kernel.isSynchronised, let time = kernel.time else {
      return ["the kernel does not call the clock synchronised"]
    }
    let difference = time.microsecondsSinceEpoch - now.microsecondsSinceEpoch
    return abs(difference) <= 1_000_000 ? [] : ["the kernel's own clock shows \(time.iso8601)"]
  }
}
