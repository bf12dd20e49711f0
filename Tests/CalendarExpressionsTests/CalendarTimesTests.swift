import CalendarExpressions
import CivilTime
import Testing

/// What is asked of a whole calendar, beside walking from one of its times to the next.
@Suite struct CalendarTimesTests {
  private static let day: Int = 86_400

  static let calendars: [[String]] = [
    ["*-*-* 02:30"], ["hourly"], ["*:0/7:30"], ["Mon..Fri 02..03:00/20"], ["*-*~1 01:59:59.5"],
    ["Sun 02:00/1"],
    ["*-*-1,15 00:00:00/20"], ["02:30", "Sat 02:30", "*:15"], ["*-02-29"],
    ["*-*-* 02:30 America/New_York", "daily UTC"],
    ["2026-10-25 02:0/5"], ["2001-01-01"], ["*-*-* 02:00..59:00,30.25"],
  ]

  /// From before to behind changes of the clock in both directions, in and out of hours that come twice.
  static let stretches: [(String, String)] = [
    ("2026-10-23T11:00:00Z", "2026-10-27T11:00:00Z"), ("2026-10-25T00:10:00Z", "2026-10-25T00:50:00Z"),
    ("2026-10-25T00:59:30Z", "2026-10-25T01:30:00Z"), ("2026-10-25T01:00:00Z", "2026-10-25T01:00:00Z"),
    ("2026-03-28T20:00:00Z", "2026-03-30T02:00:00Z"), ("2026-03-29T00:59:59.9Z", "2026-03-29T01:00:00Z"),
    ("2024-02-20T00:00:00Z", "2024-03-03T00:00:00.25Z"), ("2026-11-27T02:30:00Z", "2026-11-27T02:30:00Z"),
  ]

  private func walk(_ calendar: [CalendarExpression], _ first: Instant, _ last: Instant, _ zone: TimeZone)
    -> [Instant]
  {
    var times: [Instant] = []
    var instant = first
    while let next = calendar.next(after: instant, in: zone), next <= last {
      times.append(next)
      instant = next
    }
    return times
  }

  @Test(
    "A calendar's times are counted as they come one after the other, over every change of clocks",
    arguments: calendars)
  func counts(texts: [String]) throws {
    let calendar = try texts.map { try CalendarExpression($0) }
    for name in ["Europe/Paris", "America/New_York", "UTC", "Australia/Lord_Howe", "America/Havana"] {
      let zone = try TimeZone(identifier: name)
      for (from, to) in Self.stretches {
        let first = try #require(Instant(iso8601: from))
        let last = try #require(Instant(iso8601: to))
        let times = walk(calendar, first, last, zone)
        #expect(calendar.count(after: first, through: last, in: zone) == times.count, "\(name) \(from)")
        #expect(calendar.last(after: first, through: last, in: zone) == times.last, "\(name) \(from)")
        for single in calendar {
          #expect(
            [single].count(after: first, through: last, in: zone) == walk([single], first, last, zone).count,
            "\(single) \(name) \(from)")
        }
      }
    }
  }

  @Test("Each second of twenty years is counted at once, and so is what one zone's clocks skip")
  func manyTimes() throws {
    let first = try #require(Instant(iso8601: "2026-01-01T00:00:00Z"))
    let last = try #require(Instant(iso8601: "2046-01-01T00:00:00Z"))
    let everySecond = [try CalendarExpression("*:*:*")]
    let seconds = last.secondsSinceEpoch - first.secondsSinceEpoch
    #expect(everySecond.count(after: first, through: last, in: .utc) == seconds)
    // An hour is skipped in each spring, and the hour that comes twice in each autumn counts once.
    let paris = try TimeZone(identifier: "Europe/Paris")
    #expect(everySecond.count(after: first, through: last, in: paris) == seconds - 20 * 3_600)
    #expect((everySecond + everySecond).count(after: first, through: last, in: .utc) == 2 * seconds)
    #expect(everySecond.last(after: first, through: last, in: paris) == last)
  }

  /// From 27 November 2026 on; in seconds.
  static let longestGaps: [(texts: [String], seconds: Int?)] = [
    (["*:*:*"], day), (["hourly"], day), (["03:30"], 90_000), (["02:30"], 90_000),
    (["02:30 UTC"], day),
    (["Mon 02:30 UTC"], 7 * day),
    (["Mon *:*:* UTC"], 6 * day + 1), (["Mon..Fri 02:30 UTC"], 3 * day), (["monthly UTC"], 31 * day),
    (["quarterly UTC"], 92 * day), (["yearly UTC"], 366 * day), (["*-07..08-* 02:30 UTC"], 305 * day),
    (["yearly UTC", "Mon 02:30 UTC"], 7 * day), (["2026-12-05 02:30 UTC"], 8 * day + 9_000),
    (["2025-01-01"], nil),
    (["2040-01-01"], nil), ([], nil),
  ]

  @Test(
    "The longest gap of a calendar is found whatever is often and whatever is seldom in it",
    arguments: longestGaps)
  func gaps(texts: [String], expected: Int?) throws {
    let calendar = try texts.map { try CalendarExpression($0) }
    let start = try #require(Instant(iso8601: "2026-11-27T00:00:00Z"))
    let found = calendar.longestGap(after: start, in: try TimeZone(identifier: "Europe/Paris"))
    // To the second, and never less than it is but for that.
    #expect((found == nil) == (expected == nil))
    if let found, let expected { #expect(abs(found - expected) <= 1, "\(texts): \(found)") }
  }
}
