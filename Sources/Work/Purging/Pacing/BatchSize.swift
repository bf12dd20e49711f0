/// How many rows the next batch has, so that it takes about the time that it should (pt-online-schema-change's weighted average).
struct BatchSize {
  private(set) var rows: Int
  private let most: Int
  private let target: Double
  private var weighted = (rows: 0.0, seconds: 0.0)

  /// Fewer rows make more entries in the journal than they spare others.
  private static let least = 50
  /// What a batch counts for in the average of the next.
  private static let weight = 0.5

  /// - Parameters:
  ///   - rows: those of the first batch.
  ///   - most: the ceiling.
  ///   - target: the seconds that a batch should take.
  init(rows: Int, most: Int, target: Double) {
    self.rows = min(rows, most)
    self.most = most
    self.target = target
  }

  /// - Parameter asked: how many rows it could have had. One that found fewer tells little of what a row costs.
  mutating func learn(rows count: Int, asked: Int, seconds: Double) {
    guard count > 0, seconds > 0, count * 2 >= asked || seconds > target else { return }
    // One that takes twice its time says more than all before it.
    let weight = seconds > target * 2 ? 0 : Self.weight
    weighted.rows = weighted.rows * weight + Double(count)
    weighted.seconds = weighted.seconds * weight + seconds
    let wanted = weighted.rows / weighted.seconds * target
    rows = max(min(Self.least, most), min(Int(min(wanted, Double(most))), rows * 2))
  }

  /// Makes the next batch half as large.
  mutating func halve() {
    weighted = (0, 0)
    rows = max(min(Self.least, most), rows / 2)
  }
}
