import RecordStores
import Testing

/// What a batch with reviewed triggers may have changed beside its own rows.
@Suite struct BatchWritesTests {
  /// A batch that deleted two people and changed one of its own rows.
  private static var writes: BatchWrites {
    var writes = BatchWrites()
    writes.note(2, .delete, of: "person")
    writes.note(1, .update, of: "person")
    return writes
  }

  private static let own: [TableChange: Int] = [
    TableChange(table: "person", event: .delete): 2, TableChange(table: "person", event: .update): 1,
  ]

  struct Case: Sendable, CustomTestStringConvertible {
    let table: String
    let event: TableEvent
    let count: Int
    let isDeclared: Bool
    /// Tells if it may be.
    let isRight: Bool
    var testDescription: String { "\(count) by \(event) in \(table), declared: \(isDeclared)" }
  }

  private static let cases: [Case] = ["person", "audit"].flatMap { table in
    TableEvent.allCases.flatMap { event in
      [true, false].map {
        Case(table: table, event: event, count: 1, isDeclared: $0, isRight: $0 && event != .delete)
      }
    }
  }

  @Test(
    "Of each table, rows beside the batch's own may come and change where it is declared, and never go",
    arguments: cases)
  func byTable(of one: Case) {
    var counted = Self.own
    counted[TableChange(table: one.table, event: one.event), default: 0] += one.count
    let excess = Self.writes.excess(in: .byTable(counted), declared: one.isDeclared ? [one.table] : [])
    #expect((excess == nil) == one.isRight)
    if let excess { #expect(excess.place == TableChange(table: one.table, event: one.event)) }
  }

  @Test("Of all tables together, the same, as far as the sum tells", arguments: cases)
  func inAll(of one: Case) {
    var counted: [TableEvent: Int] = [.delete: 2, .update: 1, .insert: 0]
    counted[one.event, default: 0] += one.count
    let excess = Self.writes.excess(in: .inAll(counted), declared: one.isDeclared ? [one.table] : [])
    #expect((excess == nil) == one.isRight)
  }

  @Test("Fewer rows than the batch changed are no fewer by any declaration", arguments: TableEvent.allCases)
  func fewer(event: TableEvent) {
    var writes = Self.writes
    writes.note(3, event, of: "audit")
    let excess = writes.excess(in: .byTable(Self.own), declared: ["audit", "person"])
    #expect(excess?.made == 3 && excess?.counted == 0)
  }

  @Test("A count is of what came since an earlier one")
  func since() {
    let place = TableChange(table: "audit", event: .insert)
    guard case .byTable(let table) = CountedWrites.byTable([place: 5]).since(.byTable([place: 2])),
      case .inAll(let all) = CountedWrites.inAll([.insert: 5]).since(.inAll([.insert: 2]))
    else { return #expect(Bool(false)) }
    #expect(table == [place: 3] && all == [.insert: 3])
  }

  @Test("No two texts have one digest, wherever what is between their parts stands in them")
  func digests() {
    let texts: [KeyValuePairs<String, String?>] = [
      ["a": "1", "b": "2"], ["a": "1\nb=1:2", "b": ""], ["a": nil, "b": "2"], ["a": "", "b": "2"],
      ["a": "12", "b": ""], ["a": "2", "b": "1"],
    ]
    #expect(Set(texts.map { TriggerText($0).digest }).count == texts.count)
    #expect(TriggerText(["a": "é"]).digest == TriggerText(["a": "é"]).digest)
  }

  @Test("A trigger that a written table sets off is reached, and no other")
  func reached() {
    func trigger(_ name: String, on table: String, writes: [String]) -> ReviewedTrigger {
      ReviewedTrigger(table: table, name: name, digest: "", writes: writes)
    }
    let all = [
      trigger("a", on: "person", writes: ["Audit"]), trigger("b", on: "AUDIT", writes: ["person", "sum"]),
      trigger("c", on: "sum", writes: []), trigger("d", on: "letter", writes: ["person"]),
    ]
    #expect(all.reached(from: ["Person"]).map(\.name) == ["a", "b", "c"])
    #expect(all.reached(from: ["letter"]).map(\.name) == ["a", "b", "c", "d"])
    #expect(all.reached(from: ["sum"]).map(\.name) == ["c"])
  }
}
