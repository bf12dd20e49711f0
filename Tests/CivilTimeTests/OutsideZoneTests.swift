import CivilTime
import Foundation
import Testing

@Suite("Time zones as others read them")
struct OutsideZoneTests {
  @Test(
    "Python's zoneinfo tells the same offset and abbreviation in every zone, at both sides of every change")
  func offsets() throws {
    let lines = try Program.pythonLines("zones.py", ["offsets"])
    try #require(lines.count > 50_000)
    var zones: [Substring: CivilTime.TimeZone] = [:]
    var different: [[Substring]] = []
    for line in lines {
      let zone = try zones[line[0]] ?? CivilTime.TimeZone(identifier: String(line[0]))
      zones[line[0]] = zone
      let instant = try Self.instant(line[1])
      if Int(line[2]) != zone.offset(at: instant) || line[3] != zone.abbreviation(at: instant) {
        different.append(line)
      }
    }
    #expect(zones.count > 300)
    #expect(different.isEmpty)
  }

  @Test("Python's zoneinfo finds the same instants for what clocks show, near every change")
  func clocks() throws {
    let names = [
      "Europe/Paris", "Europe/Dublin", "America/Sao_Paulo", "America/St_Johns", "America/Nuuk",
      "Africa/Cairo",
      "Africa/Casablanca", "Asia/Gaza", "Asia/Beirut", "Australia/Lord_Howe", "Antarctica/Troll",
      "Pacific/Apia",
      "Pacific/Kwajalein", "Asia/Kathmandu",
    ]
    let lines = try Program.pythonLines("zones.py", ["clocks"] + names)
    try #require(lines.count > 5_000)
    var zones: [Substring: CivilTime.TimeZone] = [:]
    for name in names { zones[Substring(name)] = try CivilTime.TimeZone(identifier: name) }
    var different: [[Substring]] = []
    for line in lines {
      let zone = try #require(zones[line[0]])
      let wall = try #require(Int(line[1]))
      let day = wall / 86_400 - (wall % 86_400 < 0 ? 1 : 0)
      let time = zone.resolve(date: CivilDate(daysSinceEpoch: day), secondOfDay: wall - day * 86_400)
      let expected = try line.dropFirst(2).map(Self.instant)
      let isSame =
        switch time {
        case .unique(let only): expected == [only]
        case .ambiguous(let first, let second): expected == [first, second]
        case .skipped: expected.isEmpty
        }
      if !isSame { different.append(line) }
    }
    #expect(different.isEmpty)
  }

  @Test("The C library makes the same of rules for the time after a zone's last transition")
  func rules() throws {
    let rules = [
      "CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "AEST-10AEDT,M10.1.0,M4.1.0/3",
      "IST-1GMT0,M10.5.0,M3.5.0/1", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "EET-2EEST,M3.4.4/50,M10.4.4/50",
      "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "<+0545>-5:45", "AAA3BBB,J59/2,J300/2", "AAA3BBB,J60/2,J300/2",
      "AAA3BBB,59/2,300/2",
      "AAA-3BBB-4:30:15,J100/1:30:15,280/24",
    ]
    let lines = try Program.pythonLines("rules.py", rules)
    let zones = try rules.map { try CivilTime.TimeZone(identifier: $0, tzif: ZoneFiles.withFooter($0)) }
    var different: [[Substring]] = []
    for line in lines {
      let zone = zones[try #require(Int(line[0]))]
      let instant = try Self.instant(line[1])
      if Int(line[2]) != zone.offset(at: instant) || line[3] != zone.abbreviation(at: instant) {
        different.append(line)
      }
    }
    #expect(different.isEmpty)
  }

  @Test(
    "Foundation tells the same offset every six hours from 1972 to 2024",
    arguments: ["Europe/Paris", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "America/Sao_Paulo"])
  func foundation(name: String) throws {
    let found = Foundation.TimeZone(identifier: name)
    let theirs = try #require(found)
    let ours = try CivilTime.TimeZone(identifier: name)
    var different: [Int] = []
    for second in stride(from: 63_072_000, to: 1_704_067_200, by: 21_600) {
      let offset = theirs.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
      if offset != ours.offset(at: Instant(secondsSinceEpoch: second)) { different.append(second) }
    }
    #expect(different.isEmpty)
  }

  private static func instant(_ second: Substring) throws -> Instant {
    Instant(secondsSinceEpoch: try #require(Int(second)))
  }
}
