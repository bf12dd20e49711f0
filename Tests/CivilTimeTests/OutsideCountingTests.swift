import CivilTime
import Foundation
import Testing

@Suite("Counting a period as others count it")
struct OutsideCountingTests {
  @Test("python-dateutil ends every period on the same day", arguments: Samples.periodsForOthers)
  func dateutil(text: String) throws {
    let period = try Period(iso8601: text)
    let parts = [period.years, period.months, period.weeks, period.days].map(String.init)
    let output = try Program.python(
      "counting.py", [Samples.first.description, Samples.last.description] + parts)
    let bytes = [UInt8](output)
    let ends = stride(from: 0, to: bytes.count, by: 4).map { at in
      Int(Int32(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << (8 * UInt32($1)) }))
    }
    #expect(differences(from: ends, period: period).isEmpty)
  }

  @Test("PostgreSQL ends every period on the same day")
  func postgresql() throws {
    let periods = Samples.periodsForOthers.enumerated().map { "(\($0.offset), interval '\($0.element)')" }
    let days = Samples.last.daysSinceEpoch - Samples.first.daysSinceEpoch
    let ends = try PostgreSQL.numbers(
      """
      SELECT (date '\(Samples.first)' + day + period)::date - date '1970-01-01' \
      FROM (VALUES \(periods.joined(separator: ", "))) AS periods (number, period), \
      generate_series(0, \(days)) AS days (day) ORDER BY number, day
      """)
    try #require(ends.count == Samples.periodsForOthers.count * (days + 1))
    for (number, text) in Samples.periodsForOthers.enumerated() {
      let slice = Array(ends[(number * (days + 1))..<((number + 1) * (days + 1))])
      #expect(differences(from: slice, period: try Period(iso8601: text)).isEmpty, "\(text)")
    }
  }

  /// The start days whose end is not the one told.
  private func differences(from ends: [Int], period: Period) -> [CivilDate] {
    let count = Samples.last.daysSinceEpoch - Samples.first.daysSinceEpoch + 1
    #expect(ends.count == count)
    var different: [CivilDate] = []
    for (index, end) in ends.enumerated() {
      let start = Samples.first.adding(days: index)
      if start.adding(period).daysSinceEpoch != end { different.append(start) }
    }
    return different
  }
}
