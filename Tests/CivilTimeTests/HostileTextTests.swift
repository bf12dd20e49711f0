import HostileInputs
import Testing

@testable import CivilTime

@Suite struct HostileTextTests {
  @Test(
    "No garbled period, date, instant or zone file makes its reader trap, and what is read can be counted with"
  )
  func texts() throws {
    let today = try #require(CivilDate("2026-11-27"))
    for text in ["P1Y6M2W3D", "PT23H59M59S", "2026-11-27", "2026-11-27T12:34:56.123456+01:00"] {
      for bytes in HostileInputs.plain + Array(HostileInputs.mutations(of: Array(text.utf8), count: 1_500)) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let period = try? Period(iso8601: text) {
          _ = period.cutoff(on: today).description
          _ = period.cutoff(at: Instant(secondsSinceEpoch: 0))
          _ = try period.compare(to: Period(iso8601: "P1M"))
        }
        _ = CivilDate(text)?.description
        _ = Instant(iso8601: text)?.iso8601
      }
    }
    for name in ["Europe/Paris", "America/Nuuk"] {
      for bytes in HostileInputs.mutations(of: try ZoneFiles.system(name), count: 400) {
        guard let zone = try? TimeZone(identifier: "X", tzif: bytes) else { continue }
        _ = zone.resolve(date: today, secondOfDay: 7_200)
        _ = zone.local(at: Instant(secondsSinceEpoch: .max))
        _ = zone.local(at: Instant(secondsSinceEpoch: .min))
      }
    }
  }

  @Test(
    "A number of seconds beyond what an instant holds is the last that it holds",
    arguments: [Int.max, .min, 1 << 62, -1 << 62])
  func extremes(seconds: Int) {
    let instant = Instant(secondsSinceEpoch: seconds)
    #expect(
      instant.secondsSinceEpoch.signum() == seconds.signum() && abs(instant.secondsSinceEpoch) > 1 << 42)
    #expect(!instant.iso8601.isEmpty)
    #expect(instant.adding(seconds: seconds) == instant)
    #expect(instant.adding(seconds: -1).adding(seconds: 1) <= max(instant, instant.adding(seconds: 1)))
  }
}
