import CalendarExpressions
import CivilTime
import Foundation
import Testing

/// Our reading of calendar expressions beside systemd's own, `systemd-analyze calendar`, on the same expressions and base times.
@Suite struct SystemdTests {
  static let written: [String] = [
    "minutely", "hourly", "daily", "monthly", "weekly", "yearly", "annually", "quarterly", "semiannually",
    "Daily",
    "Mon", "Sat,Sun", "Mon..Fri", "Mon,Wed..Fri", "Fri,Mon", "Sun..Sat", "Mon..Sun", "Monday", "mon,tue,wed",
    "Wed..Thu",
    "Thu,Fri 2012-*-1,5 11:12:13", "Wed *-1", "Wed-Wed,Wed *-1", "Wed, 17:48", "Wed..Sat,Tue 12-10-15 1:2:3",
    "*-*-7 0:0:0", "10-15", "monday *-12-* 17:00", "Mon,Fri *-*-3,1,2 *:30:45", "12,14,13,12:20,10,30",
    "12..14:10,20,30", "mon,fri *-1/2-1,3 *:30:45", "03-05 08:05:40", "08:05:40", "05:40",
    "Sat,Sun 12-05 08:05:40",
    "Sat,Sun 08:05:40", "2003-03-05 05:40", "05:40:23.4200004/3.1700005", "2003-02..04-05",
    "2003-03-05 05:40 UTC",
    "2003-03-05", "03-05", "*:2/3", "*:0/15", "*-*-* *:0/5:00", "*-*-1..7 18:00:00", "Mon *-05~07/1",
    "*-02~03",
    "*-*~1", "*-*~01 04:00", "*-*~3..5", "*-05~1..7", "Mon *-*~07/1", "*-*~2,4", "*:*:*", "*:*:0/10",
    "*:*:5..20/5",
    "*:*:30.5", "*-*-* 00:00:59.999999", "*-02-29", "2024-02-29", "*-02-30", "*-04-31", "*-2,4..6-29..31",
    "Fri *-*-13", "1..5-1 12:00", "2026-*-*", "2025..2028-01-01", "2026/2-01-01", "26-1-1", "99-1-1",
    "*-*-01/7",
    "*-1/3-1", "0/2:00", "00..06/2:15", "*-*-* 02:30 Europe/Paris", "*-*-* 02:30 America/New_York",
    "daily UTC",
    "weekly Europe/Paris", "*-*-* 01:30", "*-*-* 02:15:30", "*-*-* 03:00", "Sun 02:30", "*-10-25 02:30",
    "*-03-29 02:30", "*-03-29 02..03:00/20", "@1395716396", "2099-12-31", "2199-12-31 23:59:59", "2200-01-01",
    "1969-12-31",
    "1970-01-01", "*-12-31T23:59", "*-12-31 T23:59", "T12:30", "  daily", "daily  ", "Mon  12:00",
    "*-*-*  12:00", "",
    " ", "mond", "Mon..", "..Mon", "Fri..Mon", "Mon-Fri", "Mon,", "Mon,,Tue", "*", "*-*", "**", "*-*-*-*",
    "13-01",
    "00-01", "*-13-01", "*-00-01", "*-*-32", "*-*-0", "24:00", "23:60", "23:59:60", "-1:00", "12:", ":12",
    "12", "12:30:",
    "12:30:15:20", "*:*/0", "*:0/0", "*:5..3", "*:0/60", "*:0/61", "*/2:00", "*-*/2-*", "*-*-*/2", "*-*-1/40",
    "*:1,2,3..5/2",
    "*:3..3", "*:3..4/5", "10..12:00", "1,1,1:00", "01:02.5", "*:*:1.1234567", "*:*:1.0000001",
    "daily Mars/Phobos", "UTC",
    "Europe/Paris", "12:00 utc", "Mon UTC", "*~1", "*-*~0", "*-*~32", "*~*", "*-02~*", "9999999999-01-01",
    "*-*-* a:b",
    "2026-11-24 12:00:00+01:00", "weekdays", "@", "@-1", "@12x", "@1395716396 UTC", "*-1-*", "*-*-*T",
    "12:00 12:00",
    "3..1-1", "5..5-5..5", "*-*-28..31/3", "Mon *-*-* 00:00:00", "Tue..Tue", "*:59..59", "0:0:0..59/30",
    "*:0..59/17",
  ]

  /// Expressions put together from pieces, the same at every run.
  static let made: [String] = {
    var state: UInt64 = 20_261_124
    func pick(_ choices: [String]) -> String {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return choices[Int(state >> 33) % choices.count]
    }
    let weekdays = ["", "", "", "Mon ", "Sat,Sun ", "Mon..Fri ", "Tue,Thu..Sat ", "Sun "]
    let years = ["", "", "*-", "2026-", "2026..2030-", "2025/3-", "26,28-"]
    let months = ["*", "1", "02", "3,10", "4..9", "1/3", "11..12", "6..12/2"]
    let days = [
      "-*", "-1", "-29", "-31", "-10..20", "-1/10", "-5,15,25", "~1", "~03", "~1..3", "~07/1", "~2,5",
    ]
    let hours = ["*", "0", "02", "3", "1..3", "0/6", "22,23", "2..20/9"]
    let minutes = [":00", ":30", ":*", ":0/20", ":15,45", ":58..59"]
    let seconds = ["", "", ":00", ":30", ":0/25", ":59", ":10.5", ":*"]
    let zones = ["", "", "", " UTC", " Europe/Paris", " America/Sao_Paulo", " Asia/Kathmandu"]
    return (0..<300).map { _ in
      pick(weekdays) + pick(years) + pick(months) + pick(days) + " " + pick(hours) + pick(minutes)
        + pick(seconds)
        + pick(zones)
    }
  }()

  /// What we deliberately do otherwise, with the reason in docs/calendar-expressions.md: seconds of an hour that comes twice.
  static let exceptions: Set<String> = ["Sun *-3,10~2,5 2..20/9:*:*"]

  @Test(
    "systemd and we accept the same expressions, write them alike and let them elapse alike",
    arguments: [
      ("2026-03-28T12:00:00Z", "Europe/Paris"), ("2026-10-25T00:10:00Z", "Europe/Paris"),
      ("2024-02-27T23:59:59Z", "UTC"),
      ("2026-03-08T05:00:00Z", "America/New_York"),
    ])
  func likeSystemd(base: String, zone: String) throws {
    let start = try #require(Instant(iso8601: base))
    let local = try CivilTime.TimeZone(identifier: zone)
    let answers = try systemd(Self.written + Self.made, at: start, zone: zone)
    var differing: [String] = []
    for (text, answer) in zip(Self.written + Self.made, answers) where !Self.exceptions.contains(text) {
      let ours = ourAnswer(text, after: start, in: local, count: 4)
      if ours != answer {
        differing.append("\"\(text)\": systemd \(answer ?? ["refuses"]), we \(ours ?? ["refuse"])")
      }
    }
    #expect(differing.isEmpty, "\(differing.count) differ:\n\(differing.prefix(6).joined(separator: "\n"))")
  }

  @Test("An expression's normal form is its own")
  func normalForm() throws {
    for text in Self.written + Self.made {
      guard let expression = try? CalendarExpression(text) else { continue }
      #expect(try CalendarExpression(expression.normalised).normalised == expression.normalised)
    }
  }

  @Test("An error names the expression and the place in it")
  func errors() {
    #expect { try CalendarExpression("Mon..Fri 25:00") } throws: { error in
      let text = "\(error)"
      return text.contains("\"Mon..Fri 25:00\"") && text.contains("an hour outside 0 to 23")
    }
  }

  /// The normal form and the next elapses; nil for a refusal.
  private func ourAnswer(_ text: String, after start: Instant, in zone: CivilTime.TimeZone, count: Int)
    -> [String]?
  {
    guard let expression = try? CalendarExpression(text) else { return nil }
    var answer = [expression.normalised]
    var last = start
    while answer.count <= count, let next = expression.next(after: last, in: zone) {
      answer.append(seconds(next))
      last = next
    }
    return answer
  }

  /// Whole seconds: systemd shows no more.
  private func seconds(_ instant: Instant) -> String { "\(instant.secondsSinceEpoch)" }

  /// What systemd says of each expression, in the form of `ourAnswer`.
  private func systemd(_ expressions: [String], at start: Instant, zone: String) throws -> [[String]?] {
    // One process for all would stop telling which answer is whose where one is refused: each is asked by itself, many at a time.
    let folder = FileManager.default.temporaryDirectory.appending(path: "calendar-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (index, text) in expressions.enumerated() {
      try Data(text.utf8).write(to: folder.appending(path: "\(index).in"))
    }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": "/usr/bin:/bin", "TZ": zone, "LC_ALL": "C", "BASE": "@\(start.secondsSinceEpoch)",
      "COUNT": "\(expressions.count)",
    ]
    process.arguments = [
      "-c",
      """
      command -v systemd-analyze >/dev/null || exit 127
      seq 0 $((COUNT - 1)) | xargs -P 2 -I% bash -c \
        'systemd-analyze calendar --iterations=4 --base-time="$BASE" -- "$(cat %.in)" >%.out 2>&1 || echo REFUSED >%.out'
      """,
    ]
    try process.run()
    process.waitUntilExit()
    try #require(
      process.terminationStatus == 0, "systemd-analyze is missing: install Debian's package systemd")
    let zone = try CivilTime.TimeZone(identifier: zone)
    return try expressions.indices.map { index in
      parse(try String(contentsOf: folder.appending(path: "\(index).out"), encoding: .utf8), in: zone)
    }
  }

  private func parse(_ output: String, in zone: CivilTime.TimeZone) -> [String]? {
    guard !output.hasPrefix("REFUSED") else { return nil }
    var answer: [String] = []
    let lines = output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("Normalized form:") { answer.append(String(line.dropFirst(17))) }
      guard line.hasPrefix("Next elapse:") || line.hasPrefix("Iter. #") || line.hasPrefix("Iteration #"),
        let colon = line.range(of: ": ")
      else { continue }
      let value = String(line[colon.upperBound...])
      if value == "never" { continue }
      // In another zone than UTC a line "(in UTC)" follows, without doubt about the hour.
      let utc =
        index + 1 < lines.count && lines[index + 1].hasPrefix("(in UTC):")
        ? String(lines[index + 1].dropFirst(10)) : value
      let parts = utc.split(separator: " ")
      guard parts.count >= 4, let instant = Instant(iso8601: "\(parts[1])T\(parts[2])Z")
      else { continue }
      answer.append(seconds(instant))
    }
    return answer
  }
}
