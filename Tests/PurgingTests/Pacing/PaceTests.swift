import RecordStores
import StoreBindings
import TestNames
import Testing

@testable import Purging

/// When the next batch may begin, as values: no store and no clock.
@Suite struct PaceTests {
  private func pace(_ set: (inout PaceSettings) -> Void) -> Pace {
    var settings = PaceSettings()
    set(&settings)
    return Pace(settings)
  }

  private func reason(_ pace: Pace, at now: Double) -> PaceReason? {
    switch pace.next(at: now) {
    case .go: nil
    case .rest(_, let reason, _): reason
    case .wait(let reason, _): reason
    }
  }

  private func rest(_ pace: Pace, at now: Double) -> Double {
    if case .rest(let seconds, _, _) = pace.next(at: now) { (seconds * 1_000).rounded() / 1_000 } else { 0 }
  }

  @Test("Without a limit batches follow each other at once")
  func free() {
    var pace = pace { _ in }
    #expect(pace.next(at: 0) == .go)
    pace.ended(rows: 10_000, seconds: 0.25, waiting: 0, at: 1)
    #expect(pace.next(at: 1) == .go)
    #expect(pace.wanted(at: 1).isEmpty && !pace.wantsSpace(at: 1))
  }

  @Test("A share of time stays free after each batch", arguments: [(0.2, 0.25), (0.5, 1), (0.9, 9)])
  func share(share: Double, rest expected: Double) {
    var pace = pace { $0.freeShare = share }
    pace.ended(rows: 1_000, seconds: 1, waiting: 0, at: 10)
    #expect(rest(pace, at: 10) == expected && reason(pace, at: 10) == .share)
    #expect(pace.next(at: 10 + expected) == .go)
  }

  @Test("Rows a second are a ceiling over several batches, and a batch has no more than a second allows")
  func ceiling() {
    var pace = pace { $0.rowsPerSecond = 100 }
    #expect(pace.mostRows == 100)
    pace.ended(rows: 100, seconds: 0.1, waiting: 0, at: 0.1)
    #expect(rest(pace, at: 0.1) == 0.9 && reason(pace, at: 0.1) == .ceiling)
    pace.ended(rows: 100, seconds: 0.1, waiting: 0, at: 0.2)
    #expect(rest(pace, at: 0.2) == 1.8)
    // What was not used in a long pause is not made up for.
    pace.ended(rows: 100, seconds: 0.1, waiting: 0, at: 100)
    #expect(rest(pace, at: 100) == 0.9)
  }

  @Test("A word makes a run slower at once and never faster, and its end counts at once, too")
  func word() {
    var pace = pace { $0.rowsPerSecond = 10 }
    pace.word = PaceOverride(rowsPerSecond: 1_000, freeShare: 0)
    #expect(pace.mostRows == 10)
    pace.ended(rows: 100, seconds: 1, waiting: 0, at: 1)
    #expect(rest(pace, at: 1) == 9)
    pace.word = PaceOverride(rowsPerSecond: 2)
    #expect(pace.mostRows == 2)
    pace.word = PaceOverride(freeShare: 0.5)
    pace.ended(rows: 1, seconds: 20, waiting: 0, at: 30)
    #expect(reason(pace, at: 30) == .share)
    pace.word = nil
    #expect(reason(pace, at: 30) == nil)
  }

  @Test("Others who waited for a batch's locks are given as long as it took, and a second at most")
  func locks() {
    var pace = pace { _ in }
    pace.ended(rows: 1_000, seconds: 0.3, waiting: 2, at: 5)
    #expect(rest(pace, at: 5) == 0.3 && reason(pace, at: 5) == .locks)
    pace.ended(rows: 1_000, seconds: 9, waiting: 1, at: 20)
    #expect(rest(pace, at: 20) == 1)
    pace.ended(rows: 1_000, seconds: 0.3, waiting: 0, at: 30)
    #expect(pace.next(at: 30) == .go)
  }

  @Test("What is written to the log is spread over its seconds; a counter that begins again is not counted")
  func logVolume() {
    var pace = pace { $0.logBytesPerSecond = 1_000 }
    func seen(_ bytes: Int) -> StoreObservation {
      var seen = StoreObservation()
      seen.loggedBytes = bytes
      return seen
    }
    #expect(pace.wanted(at: 0) == [.logVolume])
    pace.observed(seen(50_000), freeBytes: nil, took: 0, at: 0)
    #expect(pace.next(at: 0) == .go)
    pace.observed(seen(53_000), freeBytes: nil, took: 0, at: 1)
    #expect(rest(pace, at: 1) == 2 && reason(pace, at: 1) == .logVolume)
    pace.observed(seen(10), freeBytes: nil, took: 0, at: 9)
    #expect(pace.next(at: 9) == .go)
  }

  /// Each limit with an observation just within it and one beyond.
  private static let limits:
    [(PaceReason, @Sendable (inout PaceSettings) -> Void, @Sendable (inout StoreObservation, Bool) -> Int?)] =
      [
        (
          .replicas, { $0.lagSeconds = 2 },
          { seen, isBeyond in
            seen.replica = .init(name: "one", seconds: isBeyond ? 2.1 : 2)
            return nil
          }
        ),
        (
          .keptLog, { $0.keptLogBytes = 100 },
          { seen, isBeyond in
            seen.keptLog = .init(keeper: "slot", bytes: isBeyond ? 101 : 100)
            return nil
          }
        ),
        (
          .load, { $0.running = 3 },
          { seen, isBeyond in
            seen.running = isBeyond ? 4 : 3
            return nil
          }
        ),
        (.space, { $0.freeBytes = 1_000 }, { _, isBeyond in isBeyond ? 999 : 1_000 }),
      ]

  @Test("Beyond each limit the run waits for that reason, within it and without an answer it goes on")
  func limits() {
    for (expected, set, make) in Self.limits {
      var pace = pace(set)
      for isBeyond in [false, true, false] {
        var seen = StoreObservation()
        let free = make(&seen, isBeyond)
        pace.observed(seen, freeBytes: free, took: 0, at: 0)
        #expect(reason(pace, at: 0) == (isBeyond ? expected : nil))
      }
      pace.observed(StoreObservation(), freeBytes: nil, took: 0, at: 0)
      #expect(pace.next(at: 0) == .go)
      // No limit, no wait.
      var seen = StoreObservation()
      let free = make(&seen, true)
      var without = self.pace { _ in }
      without.observed(seen, freeBytes: free, took: 0, at: 0)
      #expect(without.next(at: 0) == .go)
    }
  }

  @Test("Any reason to wait wins over what would let the run go on, and over rests")
  func anyReason() {
    var pace = pace {
      $0.lagSeconds = 1
      $0.running = 5
      $0.freeShare = 0.5
    }
    var seen = StoreObservation()
    seen.replica = .init(name: "one", seconds: 0)
    seen.running = 6
    pace.observed(seen, freeBytes: nil, took: 0, at: 0)
    pace.ended(rows: 1, seconds: 1, waiting: 0, at: 0)
    #expect(reason(pace, at: 0) == .load)
  }

  @Test(
    "A store that answers many times as slowly as at the beginning is waited for until one answer is quick again"
  )
  func slowness() {
    var pace = pace { $0.slowdown = 4 }
    var time = 0.0
    func answer(_ seconds: Double) {
      time += 1
      pace.observed(StoreObservation(), freeBytes: nil, took: seconds, at: time)
    }
    // The first makes the connection.
    answer(0.5)
    for _ in 0..<5 { answer(0.01) }
    answer(0.09)
    answer(0.09)
    #expect(pace.next(at: time) == .go)
    answer(0.09)
    #expect(reason(pace, at: time) == .slowness)
    answer(0.01)
    #expect(pace.next(at: time) == .go)
  }

  @Test("What is not felt is not slow")
  func unfelt() {
    var pace = pace { $0.slowdown = 4 }
    for second in 0..<6 { pace.observed(.init(), freeBytes: nil, took: 0.000_1, at: Double(second)) }
    for second in 6..<12 { pace.observed(.init(), freeBytes: nil, took: 0.009, at: Double(second)) }
    #expect(pace.next(at: 12) == .go)
  }

  @Test("An observation is good for a quarter of a second")
  func freshness() {
    var pace = pace { $0.running = 3 }
    #expect(pace.wanted(at: 0) == [.load])
    pace.observed(StoreObservation(), freeBytes: nil, took: 0, at: 1)
    #expect(pace.wanted(at: 1.2).isEmpty)
    #expect(pace.wanted(at: 1.25) == [.load])
  }

  @Test("Every reason is a rest or a wait, and its word is one of a log's")
  func words() {
    #expect(PaceReason.allCases.filter(\.isRest) == [.ceiling, .share, .locks, .logVolume])
    #expect(PaceReason.allCases.allSatisfy { $0.rawValue.allSatisfy { $0.isLowercase || $0 == "-" } })
  }

  @Test("A word for all stores takes the place of those for one, and one for a store counts before it")
  func throttle() {
    let throttle = PaceThrottle()
    #expect(throttle.word(for: "a") == nil)
    throttle.set(PaceOverride(freeShare: 0.5), for: "a")
    throttle.set(PaceOverride(freeShare: 0.1), for: nil)
    #expect(throttle.word(for: "a")?.freeShare == 0.1)
    throttle.set(PaceOverride(rowsPerSecond: 7), for: "a")
    #expect(throttle.word(for: "a")?.rowsPerSecond == 7 && throttle.word(for: "b")?.freeShare == 0.1)
    throttle.set(nil, for: nil)
    #expect(throttle.word(for: "a") == nil)
    throttle.set(PaceOverride(freeShare: 0.5), for: nil)
    throttle.set(nil, for: "a")
    #expect(throttle.word(for: "a") == PaceOverride() && throttle.word(for: "b")?.freeShare == 0.5)
  }
}
