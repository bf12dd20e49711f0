import Testing

@testable import retentiond

/// How long a process lives after a stop, second by second.
@Suite struct StopDeadlineTests {
  @Test(
    "What is not shielded has 20 seconds, since the stop or since the last shield ended; nothing has more than 60",
    arguments: [
      ([], 21), ([0..<10], 30), ([0..<25], 45), ([10..<30, 35..<40], 60), ([0..<55], 61), ([0..<90], 61),
      ([0..<5, 45..<50], 25), ([30..<31], 21),
    ] as [([Range<Int>], Int)])
  func deadline(shields: [Range<Int>], ends: Int) {
    let began = ContinuousClock.now
    var deadline = StopDeadline(began: began)
    let over = (1...200).first { second in
      deadline.isOver(
        at: began + .seconds(second), isShielded: shields.contains { $0.contains(second) })
    }
    #expect(over == ends)
  }
}
