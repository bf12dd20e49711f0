import Testing

@testable import Purging

/// How large the next batch is, by how long the last ones took.
@Suite struct BatchSizeTests {
  /// Batches of a store in which a row takes so long.
  private func rows(after batches: Int, from rows: Int = 1_000, most: Int = 10_000, secondsARow: Double)
    -> Int
  {
    var size = BatchSize(rows: rows, most: most, target: 0.25)
    for _ in 0..<batches {
      size.learn(rows: size.rows, asked: size.rows, seconds: Double(size.rows) * secondsARow)
    }
    return size.rows
  }

  @Test(
    "It comes to what takes the time that a batch should, from both sides, within its bounds",
    arguments: [(0.000_05, 5_000), (0.000_25, 1_000), (0.001, 250), (0.000_001, 10_000), (0.1, 50)])
  func convergence(secondsARow: Double, expected: Int) {
    #expect(abs(rows(after: 12, secondsARow: secondsARow) - expected) <= expected / 50)
    #expect(abs(rows(after: 20, from: 60, secondsARow: secondsARow) - expected) <= expected / 50)
  }

  @Test(
    "A number of rows that somebody wrote stays the ceiling, also one of a single row",
    arguments: [1, 10, 300])
  func ceiling(most: Int) {
    #expect(rows(after: 9, from: most, most: most, secondsARow: 0.000_001) == most)
  }

  @Test("It grows to twice its rows at most, and one slow batch is believed at once")
  func steps() {
    var size = BatchSize(rows: 1_000, most: 10_000, target: 0.25)
    size.learn(rows: 1_000, asked: 1_000, seconds: 0.001)
    #expect(size.rows == 2_000)
    size.learn(rows: 2_000, asked: 2_000, seconds: 2)
    #expect(size.rows == 250)
    size.halve()
    #expect(size.rows == 125)
    for _ in 0..<5 { size.halve() }
    #expect(size.rows == 50)
  }

  @Test("A batch that found few rows says nothing, unless it took longer than it should")
  func fewRows() {
    var size = BatchSize(rows: 1_000, most: 10_000, target: 0.25)
    size.learn(rows: 3, asked: 1_000, seconds: 0.02)
    size.learn(rows: 0, asked: 1_000, seconds: 3)
    #expect(size.rows == 1_000)
    size.learn(rows: 3, asked: 1_000, seconds: 1)
    #expect(size.rows == 50)
  }
}
