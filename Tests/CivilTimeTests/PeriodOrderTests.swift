import CivilTime
import Testing

@Suite("Comparing periods")
struct PeriodOrderTests {
  @Test(
    "One period compares to another as all their ends do",
    arguments: [
      ("P12M", "P1Y", PeriodOrder.equal), ("P1W", "P7D", .equal), ("P400Y", "P146097D", .equal),
      ("P1Y", "P365D", .longer), ("P1Y", "P366D", .shorter), ("P1M", "P28D", .longer),
      ("P1M", "P31D", .shorter), ("P1M", "P30D", .incomparable), ("P1M", "P29D", .incomparable),
      ("P5Y", "P1826D", .incomparable), ("P5Y", "P1825D", .longer), ("P5Y", "P1827D", .shorter),
      ("P4Y", "P1461D", .shorter), ("P4Y", "P1460D", .longer), ("P11M31D", "P1Y", .longer),
      ("P11M30D", "P1Y", .incomparable), ("P11M28D", "P1Y", .shorter), ("P18M", "P1Y6M", .equal),
      ("P1Y6M1D", "P18M", .longer), ("P1M1D", "P30D", .incomparable), ("P100Y", "P36524D", .longer),
      ("P100Y", "P36525D", .shorter), ("P3M", "P1M59D", .longer), ("P3M", "P1M60D", .incomparable),
      ("P8M", "P1M215D", .shorter), ("P13M", "P1M366D", .shorter), ("P2M", "P1M31D", .shorter),
    ])
  func order(left: String, right: String, expected: PeriodOrder) throws {
    let left = try Period(iso8601: left)
    let right = try Period(iso8601: right)
    #expect(left.compare(to: right) == expected)
    #expect(right.compare(to: left) == expected.reversed)
    #expect(byEveryDay(left, right) == expected)
  }

  @Test(
    "Elapsed periods compare by their seconds, and are shorter than any of days",
    arguments: [
      ("PT30M", "PT1H", PeriodOrder.shorter), ("PT60M", "PT1H", .equal), ("PT2H", "PT119M59S", .longer),
      ("PT23H59M59S", "P1D", .shorter),
    ])
  func elapsed(left: String, right: String, expected: PeriodOrder) throws {
    let left = try Period(iso8601: left)
    let right = try Period(iso8601: right)
    #expect(left.compare(to: right) == expected)
    #expect(right.compare(to: left) == expected.reversed)
  }

  /// Looks at every start day of the calendar's whole cycle.
  private func byEveryDay(_ left: Period, _ right: Period) -> PeriodOrder {
    var endsEarlier = false
    var endsLater = false
    for day in 0..<146_097 {
      let start = CivilDate(daysSinceEpoch: day)
      let difference = start.adding(left).daysSinceEpoch - start.adding(right).daysSinceEpoch
      if difference < 0 { endsEarlier = true }
      if difference > 0 { endsLater = true }
      if endsEarlier && endsLater { return .incomparable }
    }
    return endsEarlier ? .shorter : endsLater ? .longer : .equal
  }
}

extension PeriodOrder {
  fileprivate var reversed: PeriodOrder {
    switch self {
    case .shorter: .longer
    case .longer: .shorter
    case .equal, .incomparable: self
    }
  }
}
