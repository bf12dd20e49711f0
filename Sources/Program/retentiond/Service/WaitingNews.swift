internal import AuditJournal
internal import Purging
internal import Systemd

/// Tells in the log what keeps runs from beginning, each thing once.
struct WaitingNews {
  let log: EventLog
  private var pause: Pause?
  private var isPostponed = false

  init(log: EventLog) { self.log = log }

  mutating func tell(_ step: RunTurn.Step) {
    tellPause(step)
    guard case .wait(.window(let until)) = step else {
      // A pause is no end of the wait for a window.
      if case .wait(.paused) = step {} else { isPostponed = false }
      return
    }
    if !isPostponed { log.log(.runPostponed(until: until)) }
    isPostponed = true
  }

  private mutating func tellPause(_ step: RunTurn.Step) {
    let now: Pause? = if case .wait(.paused(let pause)) = step { pause } else { nil }
    guard now != pause else { return }
    if let now {
      log.log(.runsPaused(since: now.since, until: now.until, by: now.by, reason: now.reason))
    } else {
      log.log(.runsResumed)
    }
    pause = now
  }
}
