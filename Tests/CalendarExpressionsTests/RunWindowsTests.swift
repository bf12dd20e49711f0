import CalendarExpressions
import CivilTime
import Testing

/// Windows and black-out days beside a slow judge, who walks minute by minute and looks at the clocks on the wall.
@Suite struct RunWindowsTests {
  static let windows: [[(from: String, until: String)]] = [
    [("22:00", "05:00")], [("Mon..Fri 22:00", "05:00")], [("02:30", "05:00")], [("02:10", "02:50")],
    [("02:50", "02:10")], [("22:00", "02:30")], [("01:30", "03:30")], [("Sat 00:00", "Mon 05:00")],
    [("00:00", "00:00")], [("22:00", "23:00"), ("23:00", "01:00")], [("22:00", "02:30"), ("02:15", "04:00")],
    [("*:00", "*:20")], [("Sun 02:00", "Sun 03:00")], [("*-*-01 00:00", "*-*-03 00:00")], [],
  ]
  static let blackOuts: [[String]] = [[], ["Sun"], ["*-03-29..30"], ["*-10-25", "*-10-27"]]
  /// Zones, each around both of its changes of clocks.
  static let stretches = [
    ("Europe/Paris", "2026-03-28T00:00:00Z", 3), ("Europe/Paris", "2026-10-24T00:00:00Z", 4),
    ("Australia/Lord_Howe", "2026-04-03T18:00:00Z", 2), ("Australia/Lord_Howe", "2026-10-02T18:00:00Z", 2),
    ("America/Havana", "2026-03-07T12:00:00Z", 2), ("America/Havana", "2026-10-31T12:00:00Z", 2),
    ("UTC", "2026-11-28T00:00:00Z", 2),
  ]

  /// What clocks show in minutes, as far as they have ever come: while they show again what they have shown, they stand.
  private struct Wall {
    let zone: TimeZone
    var highest = Int.min

    mutating func look(at instant: Instant) -> Int {
      let local = zone.local(at: instant)
      highest = max(highest, local.date.daysSinceEpoch * 1_440 + local.secondOfDay / 60)
      return highest
    }
  }

  /// The minutes on which an expression elapses, by clocks that nobody ever changes.
  private func minutes(_ text: String, from first: Int, through last: Int) throws -> Set<Int> {
    let expression = try CalendarExpression(text)
    var minutes: Set<Int> = []
    var instant = Instant(secondsSinceEpoch: first * 60 - 1)
    while let next = expression.next(after: instant, in: .utc), next.secondsSinceEpoch <= last * 60 {
      minutes.insert(next.secondsSinceEpoch / 60)
      instant = next
    }
    return minutes
  }

  @Test(
    "Windows are open when the slow judge says so, and change when it says, in every zone and over each change of clocks",
    arguments: windows.indices, blackOuts)
  func judged(index: Int, blackOut: [String]) throws {
    let texts = Self.windows[index]
    let windows = RunWindows(
      windows: try texts.map {
        RunWindows.Window(from: try CalendarExpression($0.from), until: try CalendarExpression($0.until))
      }, blackOut: try blackOut.map { try CalendarExpression($0) })
    for (name, text, days) in Self.stretches {
      let zone = try TimeZone(identifier: name)
      let start = try #require(Instant(iso8601: text))
      var wall = Wall(zone: zone)
      // Clocks that were put back shortly before.
      for minute in -1_440..<0 { _ = wall.look(at: start.adding(seconds: minute * 60)) }
      let first = start.secondsSinceEpoch / 60 - 40 * 1_440
      let last = start.secondsSinceEpoch / 60 + (days + 2) * 1_440
      let marks = try texts.map {
        (
          try minutes($0.from, from: first, through: last),
          try minutes($0.until, from: first, through: last)
        )
      }
      let dark = try blackOut.map { try minutes($0, from: first, through: last) }
      var states = texts.map { _ in false }
      var seen = first
      var open: [Bool] = []
      for minute in 0..<days * 1_440 {
        let now = wall.look(at: start.adding(seconds: minute * 60))
        while seen < now {
          seen += 1
          for (place, mark) in marks.enumerated() {
            if mark.1.contains(seen) { states[place] = false }
            if mark.0.contains(seen) { states[place] = true }
          }
        }
        let isDark = dark.contains { $0.contains(now - now % 1_440) }
        open.append(!isDark && (texts.isEmpty || states.contains(true)))
      }
      var change = open.count
      for minute in open.indices.reversed() {
        if minute + 1 < open.count, open[minute + 1] != open[minute] { change = minute + 1 }
        // Those around a change, and some of all others.
        guard minute % 97 == 0 || change - minute < 2 else { continue }
        let span = windows.span(at: start.adding(seconds: minute * 60), in: zone)
        #expect(span.isOpen == open[minute], "\(texts) \(blackOut) \(name) \(text) \(minute)")
        guard span.isOpen == open[minute] else { return }
        if change < open.count {
          #expect(
            span.until == start.adding(seconds: change * 60),
            "\(texts) \(blackOut) \(name) \(text) \(minute)")
        }
      }
    }
  }

  @Test("Without windows runs may change rows at any time; with windows that are over, never")
  func always() throws {
    let now = try #require(Instant(iso8601: "2026-11-29T00:00:00Z"))
    #expect(RunWindows().span(at: now, in: .utc) == .open(until: nil))
    let over = RunWindows.Window(
      from: try CalendarExpression("2001-01-01"), until: try CalendarExpression("2001-01-02"))
    #expect(RunWindows(windows: [over]).span(at: now, in: .utc) == .closed(until: nil))
    #expect(RunWindows(blackOut: [try CalendarExpression("daily")]).span(at: now, in: .utc).isOpen == false)
  }

  @Test("A time of the calendar that clocks skip comes right after they did, once, whatever else comes then")
  func skipped() throws {
    let paris = try TimeZone(identifier: "Europe/Paris")
    let before = try #require(Instant(iso8601: "2026-03-28T12:00:00Z"))
    let change = try #require(Instant(iso8601: "2026-03-29T01:00:00Z"))
    for text in ["02:30", "02:00", "02:59:59", "02:0/10", "02,03:00"] {
      let calendar = [try CalendarExpression(text)]
      #expect(calendar.next(after: before, in: paris) == change, "\(text)")
      let day = calendar.count(after: before, through: change.adding(seconds: 600), in: paris)
      #expect(day == 1, "\(text)")
    }
    // As systemd has it.
    #expect(
      try CalendarExpression("02:30").next(after: before, in: paris)
        == Instant(iso8601: "2026-03-30T00:30:00Z"))
  }
}
