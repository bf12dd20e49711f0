import AuditJournal
import CalendarExpressions
import CivilTime
import Purging
import Systemd
import TestNames
import Testing
import Words

@testable import retentiond

/// When a run that is owed begins, by clocks, pauses and stores that the test makes.
@Suite struct RunTurnTests {
  /// Noon, UTC, on Saturday, 2026-11-28.
  private let noon = Instant(secondsSinceEpoch: 1_795_867_200)
  private let due = CalendarFollower.DueRun(
    scheduled: Instant(secondsSinceEpoch: 1_795_867_200), count: 1, missed: nil)
  private let missed = CalendarFollower.DueRun(
    scheduled: Instant(secondsSinceEpoch: 1_795_867_200), count: 2, missed: .serviceOff)

  private func times(_ windows: [(String, String)] = [], blackOut: [String] = [], atOnce: Bool = false) throws
    -> RunTurn.Times
  {
    RunTurn.Times(
      windows: RunWindows(
        windows: try windows.map {
          RunWindows.Window(from: try CalendarExpression($0.0), until: try CalendarExpression($0.1))
        }, blackOut: try blackOut.map { try CalendarExpression($0) }),
      catchesUpAtOnce: atOnce, zone: .utc)
  }

  private func pause(until: Instant? = nil) -> Pause {
    Pause(entry: 7, since: noon, until: until, reason: "a migration", by: "dba")
  }

  private func begins(_ step: RunTurn.Step) -> (cause: String?, rule: WindowRule)? {
    if case .begin(_, let cause, let rule) = step { (cause, rule) } else { nil }
  }

  @Test("A run begins at the calendar's time, once")
  func plain() throws {
    let times = try times()
    var turn = RunTurn()
    #expect(turn.next(at: noon, pause: nil, times) == .wait(nil))
    turn.note(due)
    #expect(turn.next(at: noon, pause: nil, times) == .begin(due, cause: nil, .all))
    turn.noteEnd(RunTurn.End(), at: noon, times)
    #expect(turn.next(at: noon, pause: nil, times) == .wait(nil))
  }

  @Test(
    "While runs are paused none begins; what came meanwhile is made up for by one run, also where the pause ends by itself"
  )
  func paused() throws {
    let times = try times()
    let end = noon.adding(seconds: 3_600)
    for pause in [pause(), pause(until: end)] {
      var turn = RunTurn()
      turn.note(due)
      #expect(turn.next(at: noon, pause: pause, times) == .wait(.paused(pause)))
      turn.note(due)
      #expect(turn.next(at: end.adding(seconds: -1), pause: pause, times) == .wait(.paused(pause)))
      let step = turn.next(at: end, pause: pause.until == nil ? nil : pause, times)
      #expect(begins(step)?.cause == "runs are no longer paused")
      if case .begin(let run, _, _) = step { #expect(run?.count == 2) }
    }
    // Nothing was owed: nothing is made up for.
    var turn = RunTurn()
    _ = turn.next(at: noon, pause: pause(), times)
    #expect(turn.next(at: noon, pause: nil, times) == .wait(nil))
  }

  @Test("Outside of windows a run waits for the next one, and on a black-out day for its end")
  func windows() throws {
    let evening = noon.adding(seconds: 10 * 3_600)
    var turn = RunTurn()
    turn.note(due)
    let times = try times([("22:00", "05:00")])
    #expect(turn.next(at: noon, pause: nil, times) == .wait(.window(until: evening)))
    #expect(begins(turn.next(at: evening, pause: nil, times))?.cause == "its window is open")
    let dark = try self.times(blackOut: ["2026-11-28"])
    #expect(turn.next(at: noon, pause: nil, dark) == .wait(.window(until: noon.adding(seconds: 12 * 3_600))))
  }

  @Test("A run that was missed begins at once where stores.json says so, but on no black-out day")
  func atOnce() throws {
    let times = try times([("22:00", "05:00")], atOnce: true)
    var turn = RunTurn()
    turn.note(missed)
    #expect(begins(turn.next(at: noon, pause: nil, times))?.rule == .blackOutOnly)
    // Only one that was missed.
    turn = RunTurn()
    turn.note(due)
    #expect(begins(turn.next(at: noon, pause: nil, times)) == nil)
    turn = RunTurn()
    turn.note(missed)
    let dark = try self.times([("22:00", "05:00")], blackOut: ["2026-11-28"], atOnce: true)
    #expect(begins(turn.next(at: noon, pause: nil, dark)) == nil)
  }

  @Test(
    "A run that was truncated goes on: after the pause, in the next window, or at the calendar's next time",
    arguments: TruncationCause.allCases)
  func truncated(cause: TruncationCause) throws {
    let night = noon.adding(seconds: 11 * 3_600)
    let (open, none) = (try times([("22:00", "05:00")]), try times())
    var turn = RunTurn()
    turn.note(due)
    _ = turn.next(at: night, pause: nil, open)
    switch cause {
    case .paused:
      turn.noteEnd(RunTurn.End(cause: cause), at: night, none)
      #expect(turn.next(at: night, pause: pause(), none) == .wait(.paused(pause())))
      #expect(begins(turn.next(at: night, pause: nil, none)) != nil)
    case .window:
      let morning = noon.adding(seconds: 17 * 3_600)
      turn.noteEnd(RunTurn.End(cause: cause), at: morning, open)
      let evening = noon.adding(seconds: 34 * 3_600)
      #expect(turn.next(at: morning, pause: nil, open) == .wait(.window(until: evening)))
      #expect(begins(turn.next(at: evening, pause: nil, open)) != nil)
    case .pace:
      turn.noteEnd(RunTurn.End(cause: cause), at: night, none)
      #expect(turn.next(at: night, pause: nil, none) == .wait(nil), "its store would be asked without end")
    case .longestRun:
      turn.noteEnd(RunTurn.End(cause: cause), at: night, open)
      #expect(begins(turn.next(at: night, pause: nil, open)) == nil, "not in the same window")
      #expect(begins(turn.next(at: noon.adding(seconds: 34 * 3_600), pause: nil, open)) != nil)
      turn = RunTurn()
      turn.note(due)
      turn.noteEnd(RunTurn.End(cause: cause), at: night, none)
      #expect(turn.next(at: night.adding(seconds: 86_400), pause: nil, none) == .wait(nil))
    }
  }

  @Test(
    "A store that was away is asked after a minute, then ever later and within windows alone, and a run begins when it answers"
  )
  func away() throws {
    let times = try times([("11:00", "14:00")])
    var turn = RunTurn()
    turn.note(due)
    turn.noteEnd(RunTurn.End(away: ["web"]), at: noon, times)
    var now = noon
    var waits: [Int] = []
    while now < noon.adding(seconds: 7_200) {
      switch turn.next(at: now, pause: nil, times) {
      case .ask(let stores):
        #expect(stores == ["web"])
        turn.noteAnswers(of: [], at: now)
      case .wait(.away(_, let until)):
        waits.append((until.secondsSinceEpoch - now.secondsSinceEpoch) / 60)
        now = until
      case let other:
        Issue.record("\(other)")
        return
      }
    }
    #expect(waits == [1, 2, 4, 8, 16, 32, 60])
    // The window is over: it is asked in the next.
    let next = noon.adding(seconds: 23 * 3_600)
    #expect(turn.next(at: now, pause: nil, times) == .wait(.window(until: next)))
    #expect(turn.next(at: next, pause: nil, times) == .ask(["web"]))
    turn.noteAnswers(of: ["web"], at: next)
    #expect(begins(turn.next(at: next, pause: nil, times))?.cause == "web answers again")
  }

  @Test("A run that was refused, since a pause came before it, is owed still")
  func refused() throws {
    let times = try times()
    var turn = RunTurn()
    turn.note(due)
    turn.noteEnd(RunTurn.End(isRefused: true), at: noon, times)
    #expect(begins(turn.next(at: noon, pause: nil, times)) == nil)
    #expect(begins(turn.next(at: noon.adding(seconds: 60), pause: nil, times)) != nil)
  }
}
