import CivilTime
import Testing

@testable import AuditJournal

/// When anchors saw what: by a small language of steps, each an entry at a minute of its own, or a receipt.
@Suite struct AnchorTimesTests {
  enum Step {
    /// An entry at a minute.
    case entry(Int)
    /// An entry of a clock that was not believed.
    case doubted(Int)
    /// An entry that leads the clock to another minute.
    case accepted(Int)
    /// A receipt at a minute for all entries so far; what the anchor says may be another.
    case receipt(String, Int, says: Int?)
  }

  private func findings(_ steps: [Step], anchors: [String] = ["a"], required: Int = 1, demanding: Bool = true)
    -> [String]
  {
    var times = AnchorTimes()
    // In time is ten minutes.
    if demanding { times.demands = AnchorDemands(anchors: anchors, required: required, within: 600) }
    func at(_ minute: Int) -> Instant { Instant(secondsSinceEpoch: 1_800_000_000 + 60 * minute) }
    for (index, step) in steps.enumerated() {
      switch step {
      case .entry(let minute): times.add(at(minute), at: index, counts: true)
      case .doubted(let minute): times.add(at(minute), at: index, counts: false)
      case .accepted(let minute):
        times.acceptClock(at(minute))
        times.add(at(minute), at: index, counts: true)
      case .receipt(let anchor, let minute, let says):
        times.add(at(minute), at: index, counts: false)
        times.add(receiptOf: anchor, size: index, at: index, time: says.map { at($0).secondsSinceEpoch })
      }
    }
    return times.findings()
  }

  @Test("Nothing is found where each entry was seen in time")
  func inTime() {
    #expect(findings([]) == [])
    #expect(findings([.entry(0), .entry(5)]) == [])
    #expect(findings([.entry(0), .receipt("a", 1, says: 1), .entry(60), .receipt("a", 62, says: 62)]) == [])
    #expect(
      findings([.entry(0), .receipt("a", 1, says: nil), .entry(60), .receipt("a", 62, says: nil)]) == [])
    // A journal that is older than its anchors.
    #expect(findings([.entry(0), .entry(900), .receipt("a", 901, says: 901), .entry(905)]) == [])
    // Silence needs no receipt, and receipts need none.
    #expect(findings([.entry(0), .receipt("a", 1, says: 1), .receipt("b", 500, says: 500)]) == [])
    // One of two is enough.
    let two = [
      Step.entry(0), .receipt("a", 1, says: 1), .receipt("b", 1, says: 1), .entry(60),
      .receipt("b", 61, says: 61), .receipt("a", 121, says: 121),
    ]
    #expect(findings(two, anchors: ["a", "b"]) == [])
    #expect(findings(two, anchors: ["a", "b"], required: 2).count == 1)
  }

  @Test("An anchor that is demanded and has no receipt is found, once the journal is older than it may be")
  func never() throws {
    let found = findings([.entry(0), .entry(20)])
    #expect(
      found.count == 1 && found[0].contains("no receipt of a") && found[0].contains("0 to 1"), "\(found)")
    let second = findings(
      [.entry(0), .receipt("a", 1, says: 1), .entry(12), .receipt("a", 13, says: 13)],
      anchors: ["a", "b"], required: 2)
    #expect(second.count == 1 && second[0].contains("no receipt of b"), "\(second)")
  }

  @Test("A time later than the entries by more than is allowed is found, in the midst and at the end")
  func late() throws {
    let steps = [
      Step.entry(0), .receipt("a", 1, says: 1), .entry(60), .receipt("a", 62, says: 90), .entry(91),
    ]
    let found = findings(steps)
    #expect(found.count == 1 && found[0].contains("entries 1 to 2"), "\(found)")
    #expect(findings(steps, demanding: false) == [])
    let open = findings([.entry(0), .receipt("a", 1, says: 1), .entry(60), .entry(90)])
    #expect(open.count == 1 && open[0].contains("entries 1 to 3"), "\(open)")
  }

  @Test("A time before the entries is found, whoever verifies, but for a clock that was led back afterwards")
  func early() throws {
    let steps = [Step.entry(0), .entry(60), .receipt("a", 61, says: 50)]
    for demanding in [true, false] {
      let found = findings(steps, demanding: demanding)
      #expect(found.count == 1 && found[0].contains("before that of the entries"), "\(found)")
      #expect(findings(steps + [.accepted(52)], demanding: demanding) == [])
      #expect(findings(steps + [.accepted(59)], demanding: demanding).count == 1)
    }
    #expect(findings([.entry(0), .entry(60), .receipt("a", 61, says: 56)]) == [])
  }

  @Test("What a clock said that was not believed is not compared")
  func doubted() {
    #expect(
      findings([.entry(0), .receipt("a", 1, says: 1), .doubted(1), .entry(90), .receipt("a", 91, says: 91)])
        == [])
  }
}
