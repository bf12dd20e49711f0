import CivilTime
import Identifiers
import RecordStores
import Testing

@testable import Transforms

@Suite struct DateShiftTests {
  private static func shift(_ days: Int = 30, _ form: SubjectForm = .text, table: String = "t") throws
    -> any ColumnTransform
  {
    try TransformBench.transform(.dateShift(maximumDays: days, form), table: table)
  }

  private static func moved(_ text: String, by transform: any ColumnTransform, of subject: String = "someone")
    throws -> CivilDate
  {
    let value = try transform.apply(.text(text), subject: .text(subject))
    return try #require(value.text.flatMap { CivilDate($0) })
  }

  @Test(
    "All dates of a person move alike in every table, however the person is written, and never by nothing or too much"
  )
  func consistent() throws {
    let start = try #require(CivilDate("2020-02-29"))
    var seen: Set<Int> = []
    for person in 0..<500 {
      let nir = "0\(100_000_000_000 + person)"
      let moved = try Self.moved("2020-02-29", by: Self.shift(7, .nir), of: nir)
      let later = try Self.moved("2021-03-01", by: Self.shift(7, .nir, table: "u"), of: nir + "42")
      let days = moved.daysSinceEpoch - start.daysSinceEpoch
      #expect(later.daysSinceEpoch - moved.daysSinceEpoch == 366)
      #expect(days != 0 && abs(days) <= 7)
      seen.insert(days)
    }
    #expect(seen == Set(-7...7).subtracting([0]))
    let one = try (0..<50).map { try Self.moved("2020-01-02", by: Self.shift(1), of: "p\($0)").day }
    #expect(Set(one) == [1, 3])
  }

  @Test(
    "A date that moved is written as it was",
    arguments: [
      ("20200229", "YYYYMMDD"), ("29/02/2020", "DD/MM/YYYY"), ("29.02.2020", "DD.MM.YYYY"),
      ("29-02-2020", "DD-MM-YYYY"),
      ("2020-02-29 23:59:59.5", "YYYY-MM-DD 23:59:59.5"), ("2020-02-29T00:00:00Z", "YYYY-MM-DDT00:00:00Z"),
      ("2020-02-29 10:00:00+01", "YYYY-MM-DD 10:00:00+01"),
    ])
  func forms(text: String, form: String) throws {
    let transform = try Self.shift()
    let parts = try Self.moved("2020-02-29", by: transform).description.split(separator: "-")
    let expected = form.replacing("YYYY", with: parts[0]).replacing("MM", with: parts[1]).replacing(
      "DD", with: parts[2])
    #expect(try transform.apply(.text(text), subject: .text("someone")) == .text(expected))
    #expect(
      try transform.apply(.integer(20_200_229), subject: .text("someone"))
        == Int64(parts.joined()).map { .integer($0) })
  }

  @Test("A date that stands for none stays, and one that would leave the calendar is refused")
  func ends() throws {
    let transform = try Self.shift(36_500)
    for text in ["9999-12-31", "0001-01-01", "99991231", "31/12/9999"] {
      #expect(try transform.apply(.text(text), subject: .text("someone")) == .text(text))
    }
    var refused = 0
    for person in 0..<40 {
      for text in ["9999-12-30", "0001-01-02"] {
        do {
          _ = try Self.moved(text, by: transform, of: "p\(person)")
        } catch TransformError.outsideCalendar { refused += 1 }
      }
    }
    // Of two dates at the two ends, each person moves one out.
    #expect(refused == 40)
  }

  @Test("A row without a subject is refused, a null date stays null")
  func nobody() throws {
    let transform = try Self.shift()
    #expect(transform.needsSubject)
    for subject in [ColumnValue.null, .text("")] {
      #expect(throws: TransformError.noSubject) { try transform.apply(.text("2020-01-01"), subject: subject) }
    }
    #expect(try transform.apply(.null, subject: .null) == .null)
    #expect(
      try transform.apply(.text("2020-01-01"), subject: .integer(7))
        == transform.apply(.text("2020-01-01"), subject: .text("7")))
  }
}
