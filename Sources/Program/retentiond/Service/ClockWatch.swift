internal import CivilTime
internal import Purging

/// Notices that the clock was set while the service runs: it then advances by more or less than the time since boot, which counts a
/// machine's sleep and which nobody can set. Nothing is known of the time before the watch began.
struct ClockWatch {
  private let wall: Instant
  private let boot: Duration
  /// The journal's size when the watch began.
  private let entries: Int

  /// A time service may step the clock by less without anybody wondering.
  static let slack = 300

  init(wall: Instant, boot: Duration, entries: Int) {
    self.wall = wall
    self.boot = boot
    self.entries = entries
  }

  /// Nil as long as both clocks went on alike.
  func jump(wall now: Instant, boot sinceBoot: Duration) -> ClockJump? {
    let seconds =
      now.secondsSinceEpoch - wall.secondsSinceEpoch - Int((sinceBoot - boot).components.seconds)
    return abs(seconds) > Self.slack ? ClockJump(seconds: seconds, sinceEntry: entries) : nil
  }
}
