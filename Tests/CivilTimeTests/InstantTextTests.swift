import CivilTime
import Testing

@Suite("Reading and writing instants")
struct InstantTextTests {
  @Test(
    "An instant's text is in UTC, with six decimals only where they are not zero",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (1, "1970-01-01T00:00:00.000001Z"), (-1, "1969-12-31T23:59:59.999999Z"),
      (1_795_482_123_000_000, "2026-11-24T01:02:03Z"), (-2_208_988_800_000_000, "1900-01-01T00:00:00Z"),
      (1_795_482_123_500_000, "2026-11-24T01:02:03.500000Z"),
    ])
  func text(microseconds: Int64, text: String) {
    let instant = Instant(microsecondsSinceEpoch: microseconds)
    #expect(instant.iso8601 == text)
    #expect(Instant(iso8601: text) == instant)
  }

  @Test(
    "Offsets and fewer decimals are read",
    arguments: [
      ("2026-11-24T02:02:03+01:00", "2026-11-24T01:02:03Z"),
      ("2026-11-23T19:32:03-05:30", "2026-11-24T01:02:03Z"),
      ("2026-11-24T01:02:03.5Z", "2026-11-24T01:02:03.500000Z"),
      ("2026-11-24T01:02:03.000Z", "2026-11-24T01:02:03Z"),
      ("2026-01-01T00:30:00.25+01:00", "2025-12-31T23:30:00.250000Z"),
    ])
  func offsets(text: String, expected: String) {
    #expect(Instant(iso8601: text)?.iso8601 == expected)
  }

  @Test(
    "Any other text is none",
    arguments: [
      "", "2026-11-24", "2026-11-24T01:02:03", "2026-11-24 01:02:03Z", "2026-11-24T01:02Z",
      "2026-02-29T00:00:00Z",
      "2026-11-24T24:00:00Z", "2026-11-24T01:60:00Z", "2016-12-31T23:59:60Z", "2026-11-24T01:02:03z",
      "2026-11-24T01:02:03.Z", "2026-11-24T01:02:03.1234567Z", "2026-11-24T01:02:03,5Z",
      "2026-11-24T01:02:03+0100", "2026-11-24T01:02:03+01", "2026-11-24T01:02:03+24:00",
      "2026-11-24T01:02:03ZZ",
      "2026-11-24T01:02:03 Z", "12026-11-24T01:02:03Z", "2026-11-24T0a:02:03Z", "2026-11-24T01:02:03+1a:00",
    ])
  func refused(text: String) {
    #expect(Instant(iso8601: text) == nil)
  }
}
