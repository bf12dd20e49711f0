internal import CivilTime
internal import JSONText
internal import Purging
internal import Synchronization
internal import Words

/// The run that is under way in the service, as it goes on: whoever asks for the status waits for nothing.
final class LiveRun: Sendable {
  private struct Progress {
    var run: RunName?
    /// When the first batch could begin.
    var began: ContinuousClock.Instant?
    var due = 0
    var uncounted = 0
    var changed = 0
    var recordSet: RecordSetName?
  }

  private struct State {
    /// Nil between runs.
    var progress: Progress?
    /// What the service manager shows.
    var line = "It starts"
  }

  private let state = Mutex(State())
  private let work: WorkInHand

  init(_ work: WorkInHand) { self.work = work }

  func begin() { state.withLock { $0.progress = Progress() } }
  func end() { state.withLock { $0.progress = nil } }
  func note(line: String) { state.withLock { $0.line = line } }

  func note(_ event: RunEvent, at now: ContinuousClock.Instant = .now) {
    state.withLock { state in
      switch event {
      case .started(let run, let due, let uncounted):
        state.progress?.run = run
        state.progress?.began = now
        state.progress?.due = due
        state.progress?.uncounted = uncounted
      case .batch(let batch):
        state.progress?.changed += batch.count
        state.progress?.recordSet = batch.recordSet
      default: break
      }
    }
  }

  /// What the service does now, for programs.
  func facts(at now: ContinuousClock.Instant = .now) -> JSONValue {
    let wait = work.knownWait(at: now)
    let (line, progress) = state.withLock { ($0.line, $0.progress) }
    guard let progress else { return .object(["state": .string("waiting"), "line": .string(line)]) }
    let seconds = progress.began.map { ($0.duration(to: now)).seconds }
    // Before a second is over nobody knows a rate.
    let rate = seconds.flatMap { $0 >= 1 ? Double(progress.changed) / $0 : nil }
    let due = progress.began == nil || progress.uncounted > 0 ? nil : progress.due
    let left = rate.flatMap { rate in
      due.flatMap { rate > 0 ? Int((Double(max(0, $0 - progress.changed)) / rate).rounded(.up)) : nil }
    }
    return .object([
      "state": .string(progress.began == nil ? "planning" : "purging"),
      "run": JSONValue(progress.run?.rawValue), "changed": .integer(progress.changed),
      "due": JSONValue(due), "seconds": JSONValue(seconds.map { Int($0) }),
      "perSecond": JSONValue(rate.map { Int($0.rounded()) }), "secondsLeft": JSONValue(left),
      "recordSet": JSONValue(progress.recordSet?.rawValue), "waitsFor": JSONValue(wait),
    ])
  }
}
