import CivilTime
import Testing

@Suite("Reading zone files")
struct ZoneFileTests {
  @Test(
    "A name that is none of the database's form is refused before any file is opened",
    arguments: [
      "", "/etc/passwd", "/Europe/Paris", "../../../etc/passwd", "Europe/../Europe/Paris", "Europe//Paris",
      "Europe/", ".", "Europe/Paris ", "Europe/Paris\0", "Europe/P\u{E9}ris", "zone.tab", "Europe\\Paris",
    ])
  func notAName(name: String) {
    #expect(throws: TimeZoneError.notAName(name)) { try TimeZone(identifier: name) }
    #expect(TimeZoneError.notAName(name).description.contains("Europe/Paris"))
  }

  @Test(
    "A name that the database does not have is refused with the name and what would be right",
    arguments: [
      "Europe/Lutetia", "Europe", "Europe/Paris/Marais", "CEST+x", String(repeating: "a", count: 999),
    ])
  func unknown(name: String) {
    #expect(throws: TimeZoneError.unknown(name)) { try TimeZone(identifier: name) }
    #expect(TimeZoneError.unknown(name).description.contains("tzdata"))
  }

  @Test("A file of the folder that is no zone is refused as damaged")
  func notAZone() {
    #expect(throws: TimeZoneError.damaged("leapseconds", cause: "it does not begin with TZif")) {
      try TimeZone(identifier: "leapseconds")
    }
  }

  @Test("A zone that counts leap seconds is refused, since its days would begin seconds late")
  func leapSeconds() throws {
    #expect(throws: TimeZoneError.leapSeconds("right/X")) {
      try TimeZone(identifier: "right/X", tzif: ZoneFiles.file(leapSeconds: 27, footer: "UTC0"))
    }
  }

  @Test("A file cut short at any byte is refused as damaged", arguments: ["Europe/Paris", "Asia/Tokyo"])
  func truncated(name: String) throws {
    let bytes = try ZoneFiles.system(name)
    for length in 0..<bytes.count {
      let error = #expect(throws: TimeZoneError.self) {
        try TimeZone(identifier: name, tzif: Array(bytes[..<length]))
      }
      guard case .damaged(name, _) = error else {
        Issue.record("cut at \(length): \(String(describing: error))")
        return
      }
    }
    #expect(try TimeZone(identifier: name, tzif: bytes).offset(at: Instant(secondsSinceEpoch: 0)) > 0)
  }

  @Test("A file with any byte changed is refused, or read as another zone, and asking it ends")
  func changed() throws {
    let bytes = try ZoneFiles.system("America/Nuuk")
    var refused = 0
    for position in bytes.indices {
      for value in [0, 0x7F, 0x80, 0xFF, bytes[position] ^ 1] {
        var copy = bytes
        copy[position] = value
        do throws(TimeZoneError) {
          let zone = try TimeZone(identifier: "X", tzif: copy)
          let date = Samples.day("2026-03-28")
          _ = zone.resolve(date: date, secondOfDay: 80_000)
          _ = zone.startOfDay(date.adding(days: 9_999))
          _ = zone.abbreviation(at: Instant(microsecondsSinceEpoch: .max))
          _ = zone.offset(at: Instant(microsecondsSinceEpoch: .min))
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused > 1_000)
  }

  @Test(
    "A file that breaks the format is refused with its cause",
    arguments: [
      (ZoneFiles.file(version: "\0", footer: "UTC0"), "version 1"),
      (ZoneFiles.file(version: "x", footer: "UTC0"), "a version that is no digit"),
      (ZoneFiles.file(offset: 93_600, footer: "UTC0"), "26 hours"),
      (ZoneFiles.file(offset: .min, footer: "UTC0"), "26 hours"),
      (ZoneFiles.file(name: "U\u{1B}[2J", footer: "UTC0"), "abbreviation"),
      (ZoneFiles.file(nameIndex: 200, footer: "UTC0"), "abbreviation"),
      (ZoneFiles.file(times: [2, 1], footer: "UTC0"), "out of order"),
      (ZoneFiles.file(times: [1, 1], footer: "UTC0"), "out of order"),
      (ZoneFiles.file(times: [.min], footer: "UTC0"), "out of bounds"),
      (ZoneFiles.file(times: [1], typeIndex: 1, footer: "UTC0"), "a type that is not there"),
    ])
  func broken(bytes: [UInt8], cause: String) throws {
    let error = #expect(throws: TimeZoneError.self) { try TimeZone(identifier: "Test/Zone", tzif: bytes) }
    #expect(error?.description.contains("Test/Zone") == true)
    #expect(error?.description.contains(cause) == true, "\(String(describing: error))")
  }

  @Test(
    "A footer that is no rule is refused",
    arguments: [
      "UTC", "U0", "UTC0x", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "<CET-1",
      "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-25", "CET-1CEST,J0,J365",
      "CET-1CEST,J1,366",
      "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1:60", "CET-99999999999999999999", "<C\u{1B}T>-1", "CET--1",
    ])
  func footerRefused(footer: String) {
    let expected = TimeZoneError.damaged(
      "X", cause: "its footer is no rule for the time after its transitions")
    #expect(throws: expected) { try TimeZone(identifier: "X", tzif: ZoneFiles.withFooter(footer)) }
  }

  @Test("Daylight saving time may hold all year")
  func daylightAllYear() throws {
    // RFC 9636, section 3.3.2, tells it so.
    let zone = try TimeZone(identifier: "X", tzif: ZoneFiles.withFooter("XXX3EDT4,0/0,J365/23"))
    let start = Samples.instant("2027-12-31T00:00:00Z")
    for hour in 0..<72 { #expect(zone.offset(at: start.adding(seconds: hour * 3_600)) == -14_400) }
  }

  @Test("Without a footer, the last transition's type holds on")
  func noFooter() throws {
    let bytes = ZoneFiles.file(offset: 7_200, name: "EET", times: [0], footer: "")
    let zone = try TimeZone(identifier: "X", tzif: bytes)
    #expect(zone.offset(at: Samples.instant("2500-01-01T00:00:00Z")) == 7_200)
  }
}
