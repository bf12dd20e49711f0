internal import Synchronization
internal import Words

/// Tells if the service's work goes on: the watchdog is fed only while it does.
///
/// The work goes on while it has steps: a batch, a row, a page or a file that was looked at, some steps of a statement of SQLite, a look at the clock
/// between runs. Waiting counts as a step as long as it is known to end or to be worth it: for a lock of SQLite at each try; for a server as long as
/// the server says that it works on the statement of our connection. What shows no steps, a disk that writes or a connection that is made, has a limit.
/// So a lock of an hour and a plan of an hour live; what dies is a loop of ours that asks nothing, a lock of ours that nobody lets go, and a call that
/// does not come back although the server knows nothing of it.
final class Liveness: Sendable {
  /// No part of the work asks nothing for so long.
  static let longestSilence: Duration = .seconds(300)

  private struct Busy {
    // The settling at the start.
    var isBusy = true
    var tell: (@Sendable () -> Void)?
  }

  let work: WorkInHand
  private let busy = Mutex(Busy())
  private let longestSilence: Duration
  /// The steps at the last look that found new ones, and when that was.
  private let last: Mutex<(steps: UInt64, at: ContinuousClock.Instant)>

  init(_ work: WorkInHand = WorkInHand(), longestSilence: Duration = Liveness.longestSilence) {
    self.work = work
    self.longestSilence = longestSilence
    last = Mutex((work.steps, .now))
  }

  /// Tells if a run, or the settling before it, is under way.
  var isBusy: Bool { busy.withLock { $0.isBusy } }

  /// Notes that a run is under way or over, and tells whoever wants to know of the first.
  func note(isBusy: Bool) {
    let tell = busy.withLock { busy in
      busy.isBusy = isBusy
      return isBusy ? busy.tell : nil
    }
    tell?()
  }

  /// Calls a handler each time that a run begins; of several the last one.
  func whenBusy(_ tell: @escaping @Sendable () -> Void) { busy.withLock { $0.tell = tell } }

  func touch() { work.step() }

  /// Looks whether the work has gone on since the last look.
  func isAlive(at now: ContinuousClock.Instant = .now) -> Bool {
    last.withLock { last in
      let steps = work.steps
      if steps != last.steps { last = (steps, now) }
      return now - last.at < longestSilence || work.knownWait(at: now) != nil
    }
  }
}
