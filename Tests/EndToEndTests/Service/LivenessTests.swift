import Foundation
import Synchronization
import Testing
import Words

@testable import retentiond

/// When the watchdog is fed, and when it is left to bite.
@Suite struct LivenessTests {
  private let start = ContinuousClock.now

  @Test("Work that has steps lives, for however long; one that has none dies after its silence")
  func silence() {
    let work = WorkInHand()
    let liveness = Liveness(work, longestSilence: .seconds(300))
    for hour in 1...5 {
      work.step()
      #expect(liveness.isAlive(at: start + .seconds(3_600 * hour)))
    }
    #expect(liveness.isAlive(at: start + .seconds(5 * 3_600 + 250)))
    #expect(!liveness.isAlive(at: start + .seconds(5 * 3_600 + 350)))
    work.step()
    #expect(liveness.isAlive(at: start + .seconds(5 * 3_600 + 360)))
  }

  @Test("A known wait lives until its limit, and dies with it")
  func wait() {
    let work = WorkInHand()
    let liveness = Liveness(work, longestSilence: .seconds(1))
    work.waiting(for: "the disk", atMost: .seconds(900)) {
      #expect(liveness.isAlive(at: start + .seconds(600)))
      #expect(!liveness.isAlive(at: start + .seconds(2_000)))
    }
  }

  @Test("A pause is no hang, and a stop ends it; a shield holds the stop back")
  func pause() {
    let stop = StopSignal()
    let work = WorkInHand(stop: stop)
    Thread.detachNewThread {
      usleep(100_000)
      stop.request()
    }
    #expect(!work.pause(for: .seconds(600)))
    #expect(work.steps > 0)
    work.shielded {
      #expect(!work.mustEnd && stop.isShielded)
      #expect(work.pause(for: .milliseconds(30)))
    }
    #expect(work.mustEnd && !stop.isShielded)
    #expect(throws: Stopped.self) { try work.check() }
  }

  @Test(
    "Whoever waits for the stop is told once, at once if it was asked for, and not any more when it has gone")
  func told() {
    let stop = StopSignal()
    let calls = Mutex(0)
    let kept = stop.whenRequested { calls.withLock { $0 += 1 } }
    do { _ = stop.whenRequested { calls.withLock { $0 += 100 } } }
    stop.request()
    stop.request()
    let late = stop.whenRequested { calls.withLock { $0 += 10 } }
    withExtendedLifetime((kept, late)) { #expect(calls.withLock { $0 } == 11) }
  }
}
