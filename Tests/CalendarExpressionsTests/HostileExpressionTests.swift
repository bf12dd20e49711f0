import CalendarExpressions
import CivilTime
import HostileInputs
import Testing

@Suite struct HostileExpressionTests {
  @Test("No garbled expression makes its reader trap, and what is read says when it comes next")
  func garbled() throws {
    let good = [
      "Mon..Fri *-*-1..7 18:00:00 Europe/Paris", "@1395716396", "*:*:30.5",
      "2025/3-01~07/1 05:40:23.4200004/3.17", "daily",
    ]
    for (index, text) in good.enumerated() {
      for bytes in HostileInputs.plain
        + Array(HostileInputs.mutations(of: Array(text.utf8), count: 400, seed: UInt64(index)))
      {
        guard let expression = try? CalendarExpression(String(decoding: bytes, as: UTF8.self)) else {
          continue
        }
        _ = expression.normalised
        for now in [0, 1_795_000_000, Int.max, .min] {
          _ = expression.next(after: Instant(secondsSinceEpoch: now), in: .utc)
        }
      }
    }
  }

  @Test(
    "An instant beyond the calendar is refused, however large its number", arguments: HostileInputs.numbers)
  func epochs(number: String) {
    guard number != "0", number != "2147483648", number != "4294967296" else { return }
    #expect(throws: CalendarExpressionError.self) { try CalendarExpression("@\(number)") }
  }
}
