package import CivilTime

/// What the kernel says of its clock (decision 136).
package struct KernelClock: Sendable {
  /// The time that the kernel itself gives; nil if it could not be asked.
  package let time: Instant?
  package let isSynchronised: Bool

  package init(time: Instant?, isSynchronised: Bool) {
    self.time = time
    self.isSynchronised = isSynchronised
  }

  /// Nobody asked it, so it vouches for nothing.
  package static let unknown = KernelClock(time: nil, isSynchronised: false)
}

/// A clock that was set while this process ran: it advanced by more or less than the time since boot, which nobody can set.
package struct ClockJump: Sendable {
  /// Positive if the clock was put forward.
  package let seconds: Int
  /// The journal's size when the clock was last compared and right: if somebody accepts the clock behind it, the jump is explained.
  package let sinceEntry: Int

  package init(seconds: Int, sinceEntry: Int) {
    self.seconds = seconds
    self.sinceEntry = sinceEntry
  }
}
