import CivilTime
import Testing

@Suite("Reading and writing periods")
struct PeriodTextTests {
  @Test("Its text gives the same period back", arguments: Samples.periods + ["PT30M", "PT1H", "PT23H59M59S"])
  func roundTrip(text: String) throws {
    let period = try Period(iso8601: text)
    #expect(period.description == text)
    #expect(try Period(iso8601: period.description) == period)
  }

  @Test(
    "Zero parts and leading zeros are left out of the text",
    arguments: [("P0Y18M", "P18M"), ("P05Y", "P5Y"), ("PT0H30M", "PT30M"), ("P1Y0M0W0D", "P1Y")])
  func canonical(text: String, expected: String) throws {
    #expect(try Period(iso8601: text).description == expected)
  }

  @Test("Only a period of less than 24 hours is elapsed")
  func kinds() throws {
    let elapsed = try Period(iso8601: "PT1H30M5S")
    #expect(elapsed.isElapsed)
    #expect(elapsed.elapsedSeconds == 5_405)
    let civil = try Period(iso8601: "P1D")
    #expect(!civil.isElapsed)
    #expect(civil.elapsedSeconds == 0)
  }

  @Test(
    "A text that cannot be meant is refused with its cause",
    arguments: [
      ("", PeriodError.notADuration("")), ("5Y", .notADuration("5Y")), ("p5y", .notADuration("p5y")),
      ("P5y", .notADuration("P5y")), ("P5Y ", .notADuration("P5Y ")), ("P5X", .notADuration("P5X")),
      ("PT1HT1M", .notADuration("PT1HT1M")), ("+P1D", .notADuration("+P1D")), ("P٣D", .notADuration("P٣D")),
      ("P1\u{301}D", .notADuration("P1\u{301}D")), ("P", .noParts("P")), ("PT", .noParts("PT")),
      ("P1YT", .noParts("P1YT")), ("PY", .missingNumber("PY")), ("P1YM", .missingNumber("P1YM")),
      ("P5", .missingUnit("P5")), ("PT5", .missingUnit("PT5")), ("P5H", .misplacedUnit("P5H")),
      ("PT5D", .misplacedUnit("PT5D")), ("P1D2D", .repeatedUnit("P1D2D")), ("P1M1Y", .wrongOrder("P1M1Y")),
      ("P1D1W", .wrongOrder("P1D1W")), ("PT1M1H", .wrongOrder("PT1M1H")), ("-P1D", .negative("-P1D")),
      ("P-1D", .negative("P-1D")), ("P1Y-1M", .negative("P1Y-1M")), ("P1.5Y", .fraction("P1.5Y")),
      ("P0,5Y", .fraction("P0,5Y")), ("PT0.5H", .fraction("PT0.5H")), ("P0D", .zero("P0D")),
      ("PT0S", .zero("PT0S")), ("P0Y0M", .zero("P0Y0M")), ("P1DT2H", .mixed("P1DT2H")),
      ("P1YT0S", .mixed("P1YT0S")), ("PT24H", .elapsedTooLong("PT24H", seconds: 86_400)),
      ("PT36H", .elapsedTooLong("PT36H", seconds: 129_600)), ("P1000Y", .tooLong("P1000Y")),
      ("P999Y1M", .tooLong("P999Y1M")), ("P999Y1D", .tooLong("P999Y1D")), ("P364878D", .tooLong("P364878D")),
      ("P99999999999999999999999D", .tooLong("P99999999999999999999999D")),
    ])
  func refused(text: String, expected: PeriodError) {
    #expect(throws: expected) { try Period(iso8601: text) }
    #expect(expected.description.contains("\"\(text)\""))
    #expect(expected.description == expected.cause + ": " + expected.remedy)
  }

  @Test("The longest periods are those of 999 years", arguments: ["P999Y", "P11988M", "P364877D"])
  func longest(text: String) throws {
    #expect(try Period(iso8601: text).description == text)
  }

  @Test("Hours that make days are told in days")
  func remedyInDays() {
    #expect(PeriodError.elapsedTooLong("PT48H", seconds: 172_800).remedy.contains("P2D"))
    #expect(PeriodError.elapsedTooLong("PT36H", seconds: 129_600).remedy.contains("P1D or P2D"))
  }
}
