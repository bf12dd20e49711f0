import CivilTime
import Testing

@Suite("What clocks on a wall show, by its later reading")
struct WallTimeTests {
  /// Zones and moments at which their clocks change: by an hour, by half of one, by two, at midnight, by a whole day.
  static let changes: [(zone: String, around: String)] = [
    ("Europe/Paris", "2026-10-25T01:00:00Z"), ("Europe/Paris", "2026-03-29T01:00:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"), ("Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
    ("Antarctica/Troll", "2026-10-25T01:00:00Z"), ("Antarctica/Troll", "2026-03-29T01:00:00Z"),
    ("America/Asuncion", "2023-10-01T04:00:00Z"), ("America/Asuncion", "2023-03-26T03:00:00Z"),
    ("America/St_Johns", "2010-11-07T02:31:00Z"), ("Africa/Cairo", "2024-10-31T21:00:00Z"),
    ("Pacific/Apia", "2011-12-30T10:00:00Z"), ("Africa/Casablanca", "2026-02-15T02:00:00Z"),
    ("UTC", "2026-10-25T01:00:00Z"),
  ]

  @Test(
    "A wall-clock time is never read earlier than an instant at which clocks showed it", arguments: changes)
  func later(_ change: (zone: String, around: String)) throws {
    let zone = try TimeZone(identifier: change.zone)
    let around = try #require(Instant(iso8601: change.around))
    var last: [Instant: Instant] = [:]
    for minute in stride(from: -3_600, through: 3_600, by: 5) {
      let instant = around.adding(seconds: minute * 60)
      last[instant.adding(seconds: zone.offset(at: instant))] = instant
    }
    for minute in stride(from: -2_880, through: 2_880, by: 5) {
      let wall = around.adding(seconds: minute * 60)
      let read = zone.laterReading(of: wall)
      // One that clocks never show is read by the offset of before the jump, which is the later reading.
      let expected = last[wall] ?? wall.adding(seconds: -zone.offset(at: read.adding(seconds: -86_400)))
      #expect(read == expected, "\(wall.iso8601)")
    }
  }

  @Test(
    "The wall-clock times of a range of instants are those whose later reading lies in it", arguments: changes
  )
  func ranges(_ change: (zone: String, around: String)) throws {
    let zone = try TimeZone(identifier: change.zone)
    let around = try #require(Instant(iso8601: change.around))
    let walls = stride(from: -2_880, through: 2_880, by: 15).map { around.adding(seconds: $0 * 60) }
      .flatMap { [$0.previous, $0, $0.next] }
    let readings = walls.map { zone.laterReading(of: $0) }
    for minute in stride(from: -200, through: 200, by: 10) {
      let last = around.adding(seconds: minute * 60)
      for end in [last.previous, last] {
        for length in [0, 600, 5_400, 86_400, 200 * 86_400] {
          let first = end.adding(seconds: -length)
          let ranges = zone.wallTimes(from: first, through: end)
          #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
          let differing = zip(walls, readings).first { wall, reading in
            ranges.contains { $0.contains(wall) } != (first <= reading && reading <= end)
          }
          #expect(differing == nil, "\(first.iso8601) to \(end.iso8601)")
        }
      }
    }
  }

  @Test("What has come in the first pass of a doubled hour is nothing that clocks show in it; case 7")
  func doubledHour() throws {
    let paris = try TimeZone(identifier: "Europe/Paris")
    func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }
    #expect(try paris.laterReading(of: instant("2026-10-25T02:10:00Z")) == instant("2026-10-25T01:10:00Z"))
    #expect(try paris.laterReading(of: instant("2026-03-29T02:30:00Z")) == instant("2026-03-29T01:30:00Z"))
    let come = try paris.wallTimes(
      from: instant("2020-01-01T00:00:00Z"), through: instant("2026-10-25T00:45:00Z"))
    #expect(come.count == 1 && come.last?.upperBound.iso8601 == "2026-10-25T01:59:59.999999Z")
    let spring = try paris.wallTimes(
      from: instant("2020-01-01T00:00:00Z"), through: instant("2026-03-29T01:10:00Z"))
    #expect(spring.map(\.upperBound.iso8601) == ["2026-03-29T02:10:00Z", "2026-03-29T03:10:00Z"])
  }
}
