import CivilTime
import Testing

@Suite("Counting a period in days")
struct CountingTests {
  @Test(
    "On every day from 1900 to 2100, exactly the days up to the cutoff have ended their period",
    arguments: Samples.periods)
  func cutoffIsExact(text: String) throws {
    let period = try Period(iso8601: text)
    // For every trigger day that may be due in these years: its last day.
    let firstTrigger = Samples.first.adding(period).daysSinceEpoch - Samples.first.daysSinceEpoch
    let start = Samples.first.daysSinceEpoch - firstTrigger - 10
    let lastDays = (start...Samples.last.daysSinceEpoch).map {
      CivilDate(daysSinceEpoch: $0).adding(period).daysSinceEpoch
    }
    // Later days never end earlier, so that the days that have ended are all those up to one day, ...
    var previous = Int.min
    var isAscending = true
    for day in lastDays {
      isAscending = isAscending && day >= previous
      previous = day
    }
    #expect(isAscending)
    #expect(lastDays[0] < Samples.first.daysSinceEpoch - 1)
    // ... which is followed here from day to day.
    var ended = 0
    var wrong: [CivilDate] = []
    for today in Samples.first.daysSinceEpoch...Samples.last.daysSinceEpoch {
      while ended < lastDays.count && lastDays[ended] < today { ended += 1 }
      let cutoff = period.cutoff(on: CivilDate(daysSinceEpoch: today)).daysSinceEpoch
      if cutoff != start + ended - 1 { wrong.append(CivilDate(daysSinceEpoch: today)) }
    }
    #expect(wrong.isEmpty)
  }

  @Test(
    "A period ends on the same day number, or on the last day of a shorter month",
    arguments: [
      ("2024-02-29", "P1Y", "2025-02-28"), ("2024-02-29", "P4Y", "2028-02-29"),
      ("2096-02-29", "P4Y", "2100-02-28"), ("2023-02-28", "P1Y", "2024-02-28"),
      ("2026-01-31", "P1M", "2026-02-28"), ("2024-01-31", "P1M", "2024-02-29"),
      ("2026-03-31", "P1M", "2026-04-30"), ("2026-02-28", "P1M", "2026-03-28"),
      ("2026-12-31", "P2M", "2027-02-28"), ("2026-08-31", "P18M", "2028-02-29"),
      ("2026-01-01", "P5Y", "2031-01-01"), ("2026-11-24", "P13M", "2027-12-24"),
      ("2026-11-24", "P30D", "2026-12-24"), ("2026-11-24", "P2W", "2026-12-08"),
    ])
  func lastDay(start: String, period: String, end: String) throws {
    #expect(try Samples.day(start).adding(Period(iso8601: period)).description == end)
  }

  @Test("Months are counted before days: the other order would end on another day")
  func monthsFirst() throws {
    let period = try Period(iso8601: "P1M1D")
    #expect(Samples.day("2026-01-31").adding(period) == Samples.day("2026-03-01"))
    #expect(Samples.day("2026-01-31").adding(days: 1).adding(months: 1) == Samples.day("2026-03-01"))
    #expect(Samples.day("2026-02-28").adding(period) == Samples.day("2026-03-29"))
    #expect(Samples.day("2026-02-28").adding(days: 1).adding(months: 1) == Samples.day("2026-04-01"))
  }

  @Test("The last day belongs to the period: a record is due on the day after, and not before")
  func lastDayBelongs() throws {
    let period = try Period(iso8601: "P1Y")
    #expect(period.cutoff(on: Samples.day("2025-02-28")) == Samples.day("2024-02-27"))
    #expect(period.cutoff(on: Samples.day("2025-03-01")) == Samples.day("2024-02-29"))
    #expect(period.cutoff(on: Samples.day("2026-11-24")) == Samples.day("2025-11-23"))
  }

  @Test("Four days that end on the last of February are due together")
  func clampedDaysTogether() throws {
    let period = try Period(iso8601: "P1M")
    #expect(period.cutoff(on: Samples.day("2026-02-28")) == Samples.day("2026-01-27"))
    #expect(period.cutoff(on: Samples.day("2026-03-01")) == Samples.day("2026-01-31"))
  }

  @Test("Months count backwards too, over years before the first")
  func monthsBackwards() {
    #expect(Samples.day("2026-03-31").adding(months: -1) == Samples.day("2026-02-28"))
    #expect(Samples.day("0001-01-31").adding(months: -14) == CivilDate(year: -1, month: 11, day: 30))
    #expect(Samples.day("2000-02-29").adding(months: -4_800) == Samples.day("1600-02-29"))
  }

  @Test("An elapsed period has ended when its full time has passed, to the microsecond")
  func elapsedCutoff() throws {
    let period = try Period(iso8601: "PT30M")
    let now = Samples.instant("2026-11-24T00:10:00.000001Z")
    let cutoff = period.cutoff(at: now)
    #expect(cutoff == Samples.instant("2026-11-23T23:40:00.000001Z"))
    #expect(cutoff.adding(seconds: period.elapsedSeconds) <= now)
    let later = Instant(microsecondsSinceEpoch: cutoff.microsecondsSinceEpoch + 1)
    #expect(later.adding(seconds: period.elapsedSeconds) > now)
  }

  @Test("An elapsed period takes no notice of clocks that change")
  func elapsedOverClockChange() throws {
    let paris = try CivilTime.TimeZone(identifier: "Europe/Paris")
    let period = try Period(iso8601: "PT2H")
    // Clocks show 03:30 then, three hours after the 00:30 that the cutoff shows.
    let now = Samples.instant("2026-03-29T01:30:00Z")
    #expect(paris.local(at: now).secondOfDay == 3 * 3_600 + 1_800)
    #expect(paris.local(at: period.cutoff(at: now)).secondOfDay == 1_800)
  }
}
