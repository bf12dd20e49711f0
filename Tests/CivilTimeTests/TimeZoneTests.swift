import CivilTime
import Testing

@Suite("Days and times of a zone")
struct TimeZoneTests {
  @Test(
    "A day begins at the first instant whose civil day it is, in every year from 1970 to 2040",
    arguments: [
      "Europe/Paris", "America/Sao_Paulo", "Africa/Cairo", "Pacific/Apia", "America/St_Johns", "Asia/Beirut",
      "Asia/Kathmandu", "UTC",
    ])
  func startOfEveryDay(name: String) throws {
    let zone = try TimeZone(identifier: name)
    var wrong: [CivilDate] = []
    for day in Samples.day("1970-01-01").daysSinceEpoch...Samples.day("2040-12-31").daysSinceEpoch {
      let date = CivilDate(daysSinceEpoch: day)
      let start = zone.startOfDay(date)
      let before = Instant(microsecondsSinceEpoch: start.microsecondsSinceEpoch - 1)
      if zone.civilDate(at: start) != date || zone.civilDate(at: before) >= date { wrong.append(date) }
    }
    // Samoa moved over the date line and had no 30 December 2011.
    #expect(wrong == (name == "Pacific/Apia" ? [Samples.day("2011-12-30")] : []))
  }

  @Test(
    "A day begins at midnight, or where midnight is skipped or comes twice, at its first instant",
    arguments: [
      ("Europe/Paris", "2026-11-24", "2026-11-23T23:00:00Z"),
      ("Europe/Paris", "2026-03-29", "2026-03-28T23:00:00Z"),
      ("Europe/Paris", "2026-03-30", "2026-03-29T22:00:00Z"),
      ("Europe/Paris", "2026-10-25", "2026-10-24T22:00:00Z"),
      ("Europe/Paris", "2026-10-26", "2026-10-25T23:00:00Z"),
      // Clocks jumped from 00:00 to 01:00.
      ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
      // Clocks went back from 00:00 to 23:00 of the day before.
      ("America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z"),
      ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"),
      // Clocks went back from 00:01 to 23:01, so that the day began, stopped, and began again.
      ("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z"),
      ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z"),
      ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
      ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
    ])
  func startOfDay(name: String, date: String, start: String) throws {
    #expect(try TimeZone(identifier: name).startOfDay(Samples.day(date)).iso8601 == start)
  }

  @Test(
    "A period's end follows the zone's clocks: in summer a day ends an hour earlier in UTC than in winter")
  func dueInParis() throws {
    let paris = try TimeZone(identifier: "Europe/Paris")
    let period = try Period(iso8601: "P1M")
    let trigger = Samples.day("2026-02-28")
    let due = paris.startOfDay(trigger.adding(period).adding(days: 1))
    #expect(due.iso8601 == "2026-03-28T23:00:00Z")
    #expect(period.cutoff(on: paris.civilDate(at: due)) == trigger)
    #expect(period.cutoff(on: paris.civilDate(at: due.adding(seconds: -1))) < trigger)
  }

  @Test("Clocks that change show a time twice, or never")
  func resolve() throws {
    let paris = try TimeZone(identifier: "Europe/Paris")
    let halfPastTwo = 2 * 3_600 + 1_800
    #expect(
      paris.resolve(date: Samples.day("2026-10-25"), secondOfDay: halfPastTwo)
        == .ambiguous(
          first: Samples.instant("2026-10-25T00:30:00Z"), second: Samples.instant("2026-10-25T01:30:00Z")))
    #expect(
      paris.resolve(date: Samples.day("2026-03-29"), secondOfDay: halfPastTwo)
        == .skipped(
          transition: Samples.instant("2026-03-29T01:00:00Z"), offsetBefore: 3_600, offsetAfter: 7_200))
    #expect(
      paris.resolve(date: Samples.day("2026-03-29"), secondOfDay: 3 * 3_600)
        == .unique(Samples.instant("2026-03-29T01:00:00Z")))
    let apia = try TimeZone(identifier: "Pacific/Apia")
    #expect(
      apia.resolve(date: Samples.day("2011-12-30"), secondOfDay: 43_200)
        == .skipped(
          transition: Samples.instant("2011-12-30T10:00:00Z"), offsetBefore: -36_000, offsetAfter: 50_400))
  }

  @Test("Offset, abbreviation and civil day are those of the instant")
  func atInstant() throws {
    let paris = try TimeZone(identifier: "Europe/Paris")
    let winter = Samples.instant("2026-11-24T23:30:00.999999Z")
    #expect(paris.offset(at: winter) == 3_600)
    #expect(paris.abbreviation(at: winter) == "CET")
    #expect(paris.civilDate(at: winter) == Samples.day("2026-11-25"))
    #expect(paris.local(at: winter).secondOfDay == 1_800)
    #expect(paris.abbreviation(at: Samples.instant("2026-07-01T00:00:00Z")) == "CEST")
    #expect(paris.offset(at: Samples.instant("1900-01-01T00:00:00Z")) == 561)
    // After the last transition that the file lists: its footer.
    #expect(paris.abbreviation(at: Samples.instant("2345-07-01T00:00:00Z")) == "CEST")
    // A microsecond before the epoch is the day before.
    #expect(
      TimeZone.utc.civilDate(at: Instant(microsecondsSinceEpoch: -1)) == Samples.day("1969-12-31"))
    #expect(TimeZone.utc.abbreviation(at: winter) == "UTC")
  }

  @Test("Zones of one name are equal")
  func equality() throws {
    #expect(try TimeZone(identifier: "Europe/Paris") == TimeZone(identifier: "Europe/Paris"))
    #expect(try TimeZone(identifier: "Europe/Paris") != TimeZone(identifier: "Europe/Brussels"))
    #expect(try TimeZone(identifier: "UTC") == .utc)
  }
}
