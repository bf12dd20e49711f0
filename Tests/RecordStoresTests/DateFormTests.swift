import CivilTime
import RecordStores
import Testing

/// Each form by its name: what it reads, and what it does not.
@Suite struct DateFormTests {
  /// A form, texts with the day or the instant that they say, and texts that say nothing.
  struct Example {
    let name: String
    let reads: [(text: String, meaning: String)]
    let refuses: [String]
  }

  static let examples: [Example] = [
    Example(
      name: "date", reads: [("2026-11-26", "2026-11-26")], refuses: ["2026-11-26 ", "2026-1-5", "20261126"]),
    Example(
      name: "compact-date", reads: [("20261126", "2026-11-26")],
      refuses: ["2026-11-26", "20260230", "202611261"]),
    Example(
      name: "DD/MM/YYYY", reads: [("05/11/2026", "2026-11-05")],
      refuses: ["5/11/2026", "05/13/2026", "05/11/26"]),
    Example(name: "DD.MM.YYYY", reads: [("05.11.2026", "2026-11-05")], refuses: ["05/11/2026"]),
    Example(name: "DD-MM-YYYY", reads: [("05-11-2026", "2026-11-05")], refuses: ["2026-11-05"]),
    Example(name: "MM/DD/YYYY", reads: [("11/05/2026", "2026-11-05")], refuses: ["13/05/2026", "1/5/2026"]),
    Example(name: "MM.DD.YYYY", reads: [("11.05.2026", "2026-11-05")], refuses: ["13.05.2026"]),
    Example(name: "MM-DD-YYYY", reads: [("11-05-2026", "2026-11-05")], refuses: ["13-05-2026"]),
    Example(
      name: "YYYY/MM/DD", reads: [("2026/11/05", "2026-11-05")], refuses: ["2026/13/05", "2026-11-05"]),
    Example(name: "YYYY.MM.DD", reads: [("2026.11.05", "2026-11-05")], refuses: ["2026/11/05"]),
    Example(
      name: "D/M/YYYY",
      reads: [("5/1/2026", "2026-01-05"), ("05/01/2026", "2026-01-05"), ("31/1/2026", "2026-01-31")],
      refuses: ["005/1/2026", "0/1/2026", "5/13/2026", "5/1/26", "/1/2026", "29/2/2026"]),
    Example(name: "D.M.YYYY", reads: [("5.1.2026", "2026-01-05")], refuses: ["5/1/2026"]),
    Example(
      name: "M/D/YYYY", reads: [("1/5/2026", "2026-01-05"), ("12/31/2026", "2026-12-31")],
      refuses: ["13/5/2026"]),
    Example(
      name: "YYYY-MM",
      reads: [("2026-02", "2026-02-28"), ("2024-02", "2024-02-29"), ("2026-12", "2026-12-31")],
      refuses: ["2026-13", "2026-00", "2026-02-01", "0000-01"]),
    Example(name: "YYYYMM", reads: [("202602", "2026-02-28")], refuses: ["202613", "2026-02"]),
    Example(name: "MM/YYYY", reads: [("02/2026", "2026-02-28")], refuses: ["2/2026", "13/2026"]),
    Example(name: "YYYY", reads: [("2026", "2026-12-31")], refuses: ["26", "0000", "20261"]),
    Example(
      name: "compact-timestamp", reads: [("20261126233005", "2026-11-26T23:30:05Z")],
      refuses: ["202611262330", "20261126240000", "20261126233060", "20261126"]),
    Example(
      name: "date-or-timestamp",
      reads: [
        ("2026-11-26", "2026-11-26T23:59:59.999999Z"), ("2026-11-26 23:30", "2026-11-26T23:30:00Z"),
        ("2026-11-26T23:30:05.5", "2026-11-26T23:30:05.500000Z"),
        ("2026-11-26T23:30Z", "2026-11-26T23:30:00Z"),
      ], refuses: ["2026-11-26 ", "2026-11-26 23", "2026-11-26 23:30+00:00", "2026-11-26Z"]),
    Example(
      name: "DD/MM/YYYY hh:mm",
      reads: [
        ("05/11/2026 23:30", "2026-11-05T23:30:00Z"),
        ("05/11/2026 23:30:05.25", "2026-11-05T23:30:05.250000Z"),
      ],
      refuses: ["05/11/2026", "05/11/2026T23:30", "05/11/2026 9:30", "05/11/2026 11:30 PM"]),
    Example(
      name: "M/D/YYYY hh:mm", reads: [("1/5/2026 09:30", "2026-01-05T09:30:00Z")],
      refuses: ["13/5/2026 09:30"]),
    Example(
      name: "rfc3339", reads: [("2026-11-26T23:30:00+01:00", "2026-11-26T22:30:00Z")],
      refuses: ["2026-11-26T23:30+01:00", "2026-11-26T23:30:00+0100", "2026-11-26 23:30:00 UTC"]),
    Example(
      name: "offset-timestamp",
      reads: [
        ("2026-11-26T23:30+01:00", "2026-11-26T22:30:00Z"),
        ("2026-11-26 23:30:00 +0100", "2026-11-26T22:30:00Z"),
        ("2026-11-26 23:30:00.5+01", "2026-11-26T22:30:00.500000Z"),
        ("2026-11-26 23:30:00 UTC", "2026-11-26T23:30:00Z"),
        ("2026-11-26T23:30Z", "2026-11-26T23:30:00Z"), ("2026-11-26T00:15:00-0330", "2026-11-26T03:45:00Z"),
      ],
      refuses: [
        "2026-11-26T23:30", "2026-11-26T23:30:00+1", "2026-11-26T23:30:00 CET", "2026-11-26T23:30:00+24",
      ]),
    Example(
      name: "epoch-seconds-text",
      reads: [("1795735800", "2026-11-26T23:30:00Z"), ("1795735800.5", "2026-11-26T23:30:00.500000Z")],
      refuses: ["1795735800.", ".5", "+1795735800", "1 795 735 800", "1.7957358e9"]),
    Example(
      name: "epoch-milliseconds-text", reads: [("1795735800000", "2026-11-26T23:30:00Z")], refuses: ["never"]),
    Example(
      name: "epoch-microseconds-text", reads: [("1795735800000001", "2026-11-26T23:30:00.000001Z")],
      refuses: ["-"]),
    Example(
      name: "epoch-nanoseconds-text", reads: [("1795735800000000001", "2026-11-26T23:30:00.000001Z")],
      refuses: ["17957358000000000001"]),
  ]

  static let numbers: [(name: String, value: ColumnValue, meaning: String?)] = [
    ("compact-date", .integer(20_261_126), "2026-11-26"), ("YYYYMM", .integer(202_602), "2026-02-28"),
    ("YYYY", .integer(2_026), "2026-12-31"), ("YYYY", .real(2_026), nil),
    ("compact-timestamp", .integer(20_261_126_233_005), "2026-11-26T23:30:05Z"),
    ("epoch-seconds", .integer(1_795_735_800), "2026-11-26T23:30:00Z"),
    ("epoch-milliseconds", .integer(1_795_735_800_001), "2026-11-26T23:30:00.001000Z"),
    ("epoch-microseconds", .integer(1_795_735_800_000_001), "2026-11-26T23:30:00.000001Z"),
    ("epoch-nanoseconds", .integer(1_795_735_800_000_000_001), "2026-11-26T23:30:00.000001Z"),
    ("epoch-nanoseconds", .integer(.max), nil), ("epoch-seconds", .text("1795735800"), nil),
    ("epoch-seconds-text", .integer(1_795_735_800), nil),
    ("unix-day", .integer(20_783), "2026-11-26"), ("unix-day", .real(20_783), "2026-11-26"),
    ("unix-day", .real(20_783.5), nil), ("unix-day", .text("20783"), nil),
    ("julian-day", .integer(2_461_371), "2026-11-26"), ("julian-day", .real(2_461_371.25), nil),
    ("spreadsheet-day", .integer(46_352), "2026-11-26"), ("spreadsheet-day", .real(46_352.999), "2026-11-26"),
    ("julian-date", .real(2_461_370.5), "2026-11-26T00:00:00Z"),
    ("julian-date", .integer(2_461_371), "2026-11-26T12:00:00Z"),
    ("julian-date", .real(2_461_371.4791666665), "2026-11-26T23:30:00Z"),
  ]

  private func shown(_ value: EventValue) -> String? {
    switch value {
    case .day(let day): day.description
    case .instant(let instant): instant.iso8601
    case .missing, .malformed: nil
    }
  }

  @Test func eachTextFormReadsItsExamplesAndNothingElse() throws {
    for example in Self.examples {
      let event = EventColumn(
        column: "c", encoding: try #require(EventColumn.Encoding(named: example.name, zone: .utc)))
      for (text, meaning) in example.reads {
        #expect(shown(event.value(of: .text(text))) == meaning, "\(example.name): \(text)")
      }
      for text in example.refuses {
        #expect(event.value(of: .text(text)) == .malformed, "\(example.name): \(text)")
      }
    }
  }

  @Test func eachNumberIsReadByItsForm() throws {
    for (name, value, meaning) in Self.numbers {
      let event = EventColumn(
        column: "c", encoding: try #require(EventColumn.Encoding(named: name, zone: .utc)))
      #expect(shown(event.value(of: value)) == meaning, "\(name): \(value)")
    }
  }

  /// A form that nobody tries with an example is a form whose edges nobody knows. Of those with a time two stand for all.
  @Test func everyFormHasAnExample() {
    let tried = Set(Self.examples.map(\.name) + Self.numbers.map(\.name))
    let untried = EventColumn.Encoding.names.filter {
      !tried.contains($0) && !$0.hasSuffix(" hh:mm") && $0 != "timestamp"
    }
    #expect(untried.isEmpty, "\(untried)")
  }

  @Test func aTimeOfAZoneIsReadByItsClocks() throws {
    let paris = try TimeZone(identifier: "Europe/Paris")
    for (name, text, instant) in [
      ("date-or-timestamp", "2026-11-26", "2026-11-26T22:59:59.999999Z"),
      ("compact-timestamp", "20261126003000", "2026-11-25T23:30:00Z"),
      ("DD.MM.YYYY hh:mm", "26.11.2026 00:30", "2026-11-25T23:30:00Z"),
      // Clocks show it twice: the later one counts.
      ("date-or-timestamp", "2026-10-25 02:30", "2026-10-25T01:30:00Z"),
    ] {
      let event = EventColumn(
        column: "c", encoding: try #require(EventColumn.Encoding(named: name, zone: paris)))
      #expect(shown(event.value(of: .text(text))) == instant, "\(name): \(text)")
    }
    let event = EventColumn(column: "c", encoding: .textTimestamp(.orDay, zone: paris))
    #expect(event.value(of: .text("2026-11-26T23:30Z")) == .malformed, "Z contradicts the zone")
  }

  @Test func aMonthOrYearWithADayThatStandsForNeverIsAMissingDate() throws {
    for (name, values) in [
      ("YYYY-MM", ["1970-01", "1899-12"]), ("YYYY", ["1970", "1900", "1904"]), ("YYYYMM", ["197001"]),
    ] {
      let event = EventColumn(
        column: "c", encoding: try #require(EventColumn.Encoding(named: name, zone: .utc)))
      for value in values { #expect(event.value(of: .text(value)) == .missing, "\(name): \(value)") }
      #expect(event.value(of: .integer(0)) == .missing)
    }
  }

  @Test func onlyFormsWhoseYearComesFirstAreOrdered() {
    let unordered = EventColumn.Encoding.all(zone: .utc).filter { !$0.isOrdered }.map(\.name)
    for name in ["MM/YYYY", "D.M.YYYY", "MM-DD-YYYY hh:mm", "epoch-nanoseconds-text"] {
      #expect(unordered.contains(name))
    }
    for name in [
      "YYYY/MM/DD", "YYYY-MM", "YYYY.MM.DD hh:mm", "offset-timestamp", "unix-day", "compact-timestamp",
    ] {
      #expect(!unordered.contains(name))
    }
  }
}
