/// How long a store took to answer, now and at the run's beginning.
struct AnswerTimes {
  private var first: [Double] = []
  private var last: [Double] = []

  /// The first answer makes the connection, and does not count.
  private static let beginning = 6
  private static let current = 3
  /// What is faster than this is not felt, however much slower it is than before.
  private static let unfelt = 0.01

  mutating func note(_ seconds: Double) {
    if first.count < Self.beginning { first.append(seconds) }
    last.append(seconds)
    if last.count > Self.current { last.removeFirst() }
  }

  /// Returns how many times slower each of the last answers was than at the beginning, if that is more than `factor`; otherwise nil.
  func slowdown(over factor: Double) -> Double? {
    guard first.count == Self.beginning, let fastest = last.min(), fastest > Self.unfelt else { return nil }
    let base = first.dropFirst().sorted()[(Self.beginning - 1) / 2]
    return base > 0 && fastest > base * factor ? fastest / base : nil
  }
}
