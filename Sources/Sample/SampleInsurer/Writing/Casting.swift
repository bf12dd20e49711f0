/// A row to be written: which dates it shows, and whom it is about.
struct Place<Value> {
  /// Counted from 1 within the table.
  let number: Int
  /// Its number among the subjects of its kind.
  let subject: Int
  let value: Value
  let isHeldByItself: Bool
  /// For what else the row says.
  let random: SplitMix64
}

/// The rows of one rule of a table, one after another: `Sample.cast` says which.
struct Casting<Value>: Sequence, IteratorProtocol {
  /// The number of the last row.
  let last: Int
  private let seed: UInt64
  private let table: String
  private let ordinary: (inout SplitMix64) -> Value
  /// The rows that are there for a reason, before the ordinary ones.
  private let planned: [(value: Value, subject: Int, isHeldByItself: Bool)]
  private let first: Int
  private var number: Int

  init(
    seed: UInt64, table: String, after number: Int, held: Range<Int>, scenarios: [Value], due: [Value],
    kept: Value, count: Int, ordinary: @escaping (inout SplitMix64) -> Value
  ) {
    self.seed = seed
    self.table = table
    self.ordinary = ordinary
    self.number = number
    first = number
    planned =
      scenarios.enumerated().map { ($1, $0 % held.lowerBound, false) }
      + due.flatMap { value in held.map { (value, $0, false) } + [(value, 0, true)] }
      + [(kept, held.lowerBound, false), (kept, 1, true)]
    last = number + Swift.max(planned.count, count)
  }

  mutating func next() -> Place<Value>? {
    guard number < last else { return nil }
    let index = number - first
    number += 1
    var random = SplitMix64(seed: seed, stream: table, number)
    guard index < planned.count else {
      let value = ordinary(&random)
      return Place(number: number, subject: number, value: value, isHeldByItself: false, random: random)
    }
    let (value, subject, isHeldByItself) = planned[index]
    return Place(
      number: number, subject: subject, value: value, isHeldByItself: isHeldByItself, random: random)
  }
}
