import CivilTime
import Identifiers
import OutsideOracles
import RecordStores
import Testing

@testable import Transforms

@Suite struct GeneralisationTests {
  @Test("The age behind a band is that of dateutil, on birthdays, on leap days and before them")
  func ages() throws {
    let days = ["2026-11-24", "2024-02-29", "2023-02-28", "2023-03-01", "2000-01-01"].compactMap {
      CivilDate($0)
    }
    var questions: [String] = []
    var ours: [String] = []
    for day in days {
      let transform = try TransformBench.transform(.ageBand(width: 1, topCode: 200, result: .age), day: day)
      for back in [
        0, 1, 27, 28, 58, 59, 60, 364, 365, 366, 1_461, 9_131, 9_132, 24_106, 24_107, 33_237, 36_890,
      ] {
        let birth = day.adding(days: -back)
        questions.append("\(birth) \(day)")
        ours.append(try transform.apply(.text(birth.description)).text ?? "")
      }
    }
    #expect(try OraclePython.lines("age.py", input: questions) == ours)
  }

  @Test(
    "A birth date becomes its band, in the form that the column has, and the oldest are one band",
    arguments: [
      (TransformSpecification.AgeResult.date, ColumnValue.text("1959-11-25"), ColumnValue.text("1961-01-01")),
      (.date, .text("1959-11-24 08:15:00"), .text("1961-01-01 00:00:00")),
      (.date, .text("24/11/1956"), .text("01/01/1956")), (.date, .text("19561124"), .text("19560101")),
      (.date, .integer(19_561_125), .integer(19_610_101)), (.date, .text("1901-05-06"), .text("1936-01-01")),
      (.date, .text("1936-11-24"), .text("1936-01-01")), (.date, .text("1936-11-25"), .text("1941-01-01")),
      (.age, .text("1901-05-06"), .text("90")), (.age, .integer(19_561_124), .integer(70)),
      (.age, .text("2026-11-24"), .text("0")), (.date, .null, .null),
    ])
  func bands(result: TransformSpecification.AgeResult, value: ColumnValue, expected: ColumnValue) throws {
    let transform = try TransformBench.transform(.ageBand(width: 5, topCode: 90, result: result))
    #expect(try transform.apply(value) == expected)
  }

  @Test(
    "A date keeps its form, whichever that is",
    arguments: [
      ("20240605", "20240401"), ("05/06/2024", "01/04/2024"), ("05.06.2024", "01.04.2024"),
      ("05-06-2024", "01-04-2024"), ("2024-06-05T12:34:56.789Z", "2024-04-01T00:00:00Z"),
      ("2024-06-05 12:34:56+02", "2024-04-01 00:00:00+02"), ("0004-06-05", "0004-04-01"),
    ])
  func dateForms(value: String, expected: String) throws {
    let transform = try TransformBench.transform(.generalisedDate(.quarter))
    #expect(try transform.apply(.text(value)) == .text(expected))
    #expect(try transform.apply(.text(expected)) == .text(expected))
  }

  @Test(
    "What is no date is refused",
    arguments: [
      "0044-03-15 BC", "infinity", "0000-00-00", "2023-02-29", "31/02/2024", "2024-06-05x", "2024-06-05 ",
      "05/06-2024",
      "é2345678", "1é/06/2024", "2024-06-05 10:00:00 BC", "",
    ])
  func noDate(text: String) throws {
    for specification in [
      TransformSpecification.generalisedDate(.year), .ageBand(width: 5, topCode: 90, result: .date),
      .dateShift(maximumDays: 10, .text),
    ] {
      #expect {
        _ = try TransformBench.transform(specification).apply(.text(text), subject: .text("s"))
      } throws: {
        $0 is TransformError && (text.isEmpty || !"\($0)".contains(text))
      }
    }
  }

  @Test(
    "A decimal number of a server, which comes as text, is cut to its bucket exactly",
    arguments: [
      ("1234.56", "1230"), ("1230", "1230"), ("0.00", "0"), ("-0.00", "0"), ("-0.01", "-10"),
      ("-10.00", "-10"), ("-10.5", "-20"), ("-11", "-20"), ("007", "0"),
      ("12345678901234567890123456789.99", "12345678901234567890123456780"),
    ])
  func decimalBucket(value: String, expected: String) throws {
    let transform = try TransformBench.transform(.bucket(width: 10))
    #expect(try transform.apply(.text(value)) == .text(expected))
    #expect(try transform.apply(.text(expected)) == .text(expected))
  }

  @Test(
    "What is no number has no bucket",
    arguments: [
      "", "-", "1.", ".5", "1e5", "NaN", "Infinity", "1 000", "12 €", String(repeating: "9", count: 40),
    ])
  func noNumber(text: String) throws {
    let transform = try TransformBench.transform(.bucket(width: Int64.max))
    #expect(throws: TransformError.notANumber) { try transform.apply(.text(text)) }
  }

  @Test("A birth in the future is no age")
  func future() throws {
    let transform = try TransformBench.transform(.ageBand(width: 5, topCode: 90, result: .date))
    #expect(throws: TransformError.bornLater) { try transform.apply(.text("2026-11-25")) }
  }

  @Test("A hierarchy gives a value its word, a number its number, and a stranger what is said of others")
  func hierarchy() throws {
    let values = ["75056": "75", "13055": "13", "2A004": "2A"]
    func transform(_ otherwise: ColumnValue?) throws -> any ColumnTransform {
      try TransformBench.transform(
        .hierarchy(Hierarchy(digest: "", level: 1, otherwise: otherwise, values: values)))
    }
    let strict = try transform(nil)
    #expect(try strict.apply(.text("75056")) == .text("75"))
    #expect(try strict.apply(.integer(13_055)) == .integer(13))
    #expect(try strict.apply(.null) == .null)
    #expect(throws: TransformError.notInHierarchy) { try strict.apply(.text("99999")) }
    #expect(try transform(.text("*")).apply(.text("99999")) == .text("*"))
    #expect(throws: TransformError.hierarchyNotNumeric) {
      try TransformBench.transform(
        .hierarchy(Hierarchy(digest: "", level: 1, otherwise: nil, values: ["1": "one"]))
      ).apply(.integer(1))
    }
    #expect(throws: TransformError.hierarchyNotLoaded) {
      try TransformBench.transform(.hierarchy(Hierarchy(digest: "", level: 1, otherwise: nil, values: nil)))
        .apply(.text("75056"))
    }
  }
}
