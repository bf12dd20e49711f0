import CalendarExpressions
import CivilTime
import Purging
import Systemd
import Testing

@testable import retentiond

/// When the service runs, and what it says of times that passed without a run: by clocks that the test sets.
@Suite struct CalendarFollowerTests {
  private static let day = 86_400
  private let zone = TimeZone.utc
  /// A day at noon; the calendar comes at 02:30.
  private let noon = Instant(secondsSinceEpoch: 1_795_521_600)
  private let calendar = [try? CalendarExpression("*-*-* 02:30 UTC")].compactMap { $0 }

  /// A machine with both clocks.
  private struct Machine {
    var wall: Instant
    var boot = Duration.seconds(1_000)

    var look: CalendarFollower.Look { CalendarFollower.Look(wall: wall, boot: boot) }

    /// Time goes by, for both clocks alike.
    mutating func wait(_ seconds: Int) {
      wall = wall.adding(seconds: seconds)
      boot += .seconds(seconds)
    }

    mutating func set(by seconds: Int) { wall = wall.adding(seconds: seconds) }
  }

  /// Looks every five seconds, as the service does.
  private func follow(
    _ follower: inout CalendarFollower, _ machine: inout Machine, for seconds: Int,
    _ calendar: [CalendarExpression]
  ) -> [CalendarFollower.DueRun] {
    var due: [CalendarFollower.DueRun] = []
    for _ in 0..<seconds / 5 {
      machine.wait(5)
      if let run = follower.look(machine.look, calendar: calendar, zone: zone) { due.append(run) }
    }
    return due
  }

  @Test("A run is due each night, and nothing was missed")
  func nightly() {
    var machine = Machine(wall: noon)
    var follower = CalendarFollower(lastRun: noon.adding(seconds: -34_200), now: machine.look)
    let due = follow(&follower, &machine, for: 3 * Self.day, calendar)
    #expect(due.count == 3 && due.allSatisfy { $0.missed == nil && $0.count == 1 })
  }

  @Test(
    "What was missed while the service was off is counted without a limit, and is said to be because of that")
  func off() throws {
    for (text, missed) in [("*-*-* 02:30 UTC", 7_305), ("*:*:*", 7_305 * Self.day)] {
      var machine = Machine(wall: noon)
      let calendar = [try CalendarExpression(text)]
      var follower = CalendarFollower(lastRun: noon.adding(seconds: -7_305 * Self.day), now: machine.look)
      machine.wait(0)
      let looked = follower.look(machine.look, calendar: calendar, zone: zone)
      let due = try #require(looked)
      #expect(due.count == missed && due.missed == .serviceOff, "\(due)")
      #expect(due.scheduled <= noon && noon.secondsSinceEpoch - due.scheduled.secondsSinceEpoch < Self.day)
    }
  }

  @Test(
    "Times that passed while the service was there have their own cause: a long run, a sleep, a clock that was set"
  )
  func causes() throws {
    let hourly = [try CalendarExpression("hourly")]
    var machine = Machine(wall: noon.adding(seconds: -5))
    var follower = CalendarFollower(lastRun: noon.adding(seconds: -1_000), now: machine.look)
    machine.wait(5)
    let first = follower.look(machine.look, calendar: hourly, zone: zone)
    #expect(first != nil && first?.missed == nil)
    // The run takes three hours and a half.
    machine.wait(12_600)
    let afterRun = follower.look(machine.look, calendar: hourly, zone: zone)
    #expect(afterRun?.missed == .runUnderWay && afterRun?.count == 3)
    _ = follow(&follower, &machine, for: 60, hourly)
    machine.wait(7 * 3_600)
    let afterSleep = follower.look(machine.look, calendar: hourly, zone: zone)
    #expect(afterSleep?.missed == .machineAsleep && afterSleep?.count == 7)
    _ = follow(&follower, &machine, for: 60, hourly)
    machine.set(by: 5 * 3_600)
    machine.wait(5)
    let afterSetting = follower.look(machine.look, calendar: hourly, zone: zone)
    #expect(afterSetting?.missed == .clockSet && afterSetting?.count == 5)
  }

  @Test("Nobody sleeps until a last run in the future: each night by the clock in use has its run")
  func future() {
    var machine = Machine(wall: noon)
    var follower = CalendarFollower(lastRun: noon.adding(seconds: 7_305 * Self.day), now: machine.look)
    let due = follow(&follower, &machine, for: 2 * Self.day, calendar)
    #expect(due.count == 2 && due.allSatisfy { $0.missed == nil })
    // The clock is put back while the service waits.
    machine.set(by: -7_305 * Self.day)
    let later = follow(&follower, &machine, for: 2 * Self.day, calendar)
    #expect(later.count == 2)
  }

  static let settings: [(set: Int, isJump: Bool)] = [
    (0, false), (300, false), (-300, false), (301, true), (-301, true), (7_305 * day, true),
    (-7_305 * day, true),
  ]

  @Test("A clock that is set is noticed, and a machine that sleeps is not taken for one", arguments: settings)
  func watch(set: Int, isJump: Bool) {
    var machine = Machine(wall: noon)
    let watch = ClockWatch(wall: machine.wall, boot: machine.boot, entries: 7)
    machine.wait(40 * Self.day)
    machine.set(by: set)
    let jump = watch.jump(wall: machine.wall, boot: machine.boot)
    #expect((jump != nil) == isJump && (jump == nil || jump?.seconds == set))
    #expect(jump == nil || jump?.sinceEntry == 7)
  }
}
