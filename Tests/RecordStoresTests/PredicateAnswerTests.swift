import RecordStores
import Testing

/// What Swift answers about a row of an engine, and what it leaves to the engine.
@Suite struct PredicateAnswerTests {
  private func answer(_ predicate: Predicate, _ value: ColumnValue, comparesBytes: Bool = true) -> Bool? {
    predicate.answer(
      about: JudgedRow(events: [], values: [value], comparesBytes: [comparesBytes]), columns: ["c"])
  }

  private func equal(_ value: ColumnValue) -> Predicate { .compare(column: "c", .equal, value) }

  @Test("Texts are equal by their bytes, numbers by their value, and null by nothing")
  func equality() {
    for (value, other, expected) in [
      (.text("court"), .text("court"), true), (.text("court"), .text("COURT"), false),
      (.text("court "), .text("court"), false), (.text("e\u{301}"), .text("é"), false),
      (.text(""), .text("court"), false), (.null, .text("court"), false), (.integer(1), .integer(1), true),
      (.integer(2), .integer(1), false), (.text("1"), .integer(1), true), (.text("N"), .integer(0), false),
      (.integer(1), .text("1"), true), (.real(1.5), .real(1.5), true), (.real(1.5), .integer(2), false),
      // The engine may read these as one number, or as two texts.
      (.text("01"), .integer(1), nil), (.text("1.00"), .integer(1), nil), (.integer(1), .text("01"), nil),
      (.real(Double(Float(0.1))), .real(0.1), nil), (.blob([1]), .text("\u{1}"), nil),
    ] as [(ColumnValue, ColumnValue, Bool?)] {
      #expect(answer(equal(other), value) == expected, "\(value) = \(other)")
      #expect(answer(.isOneOf(column: "c", [.text("none"), other]), value) == expected || expected == nil)
      let opposite = value == .null ? false : expected.map { !$0 }
      #expect(answer(.compare(column: "c", .notEqual, other), value) == opposite, "\(value) <> \(other)")
    }
  }

  @Test(
    "What a collation or a type of its own decides is the engine's to tell, but for what is the same in any")
  func engine() {
    let loose = Predicate.compare(column: "c", .equal, .text("court"), by: .asTheColumn)
    #expect(answer(loose, .text("court")) == true && answer(loose, .text("COURT")) == nil)
    #expect(answer(equal(.text("a-b")), .text("A-B"), comparesBytes: false) == nil)
    #expect(answer(equal(.text("a-b")), .text("a-b"), comparesBytes: false) == true)
    #expect(answer(.compare(column: "c", .less, .text("b")), .text("a")) == nil)
    #expect(answer(.compare(column: "c", .less, .integer(2)), .integer(1)) == true)
    #expect(answer(.compare(column: "c", .less, .integer(2)), .null) == false)
    #expect(answer(equal(.text("x")).comparing(by: .asTheColumn), .text("X")) == nil)
  }

  @Test("What is unknown makes the whole unknown only if it can matter")
  func joined() {
    let unknown = Predicate.compare(column: "c", .less, .text("b"))
    let value = ColumnValue.text("a")
    #expect(
      answer(.all([unknown, .never]), value) == false && answer(.all([unknown, .always]), value) == nil)
    #expect(
      answer(.any([unknown, .always]), value) == true && answer(.any([unknown, .never]), value) == nil)
    #expect(answer(.not(unknown), value) == nil && answer(.not(.never), value) == true)
    #expect(answer(.isNull(column: "c"), value) == false && answer(.isNull(column: "c"), .null) == true)
    #expect(answer(.isNull(column: "other"), value) == nil, "a column that was not read")
  }

  @Test("A store that has only values compares texts by their bytes, too")
  func documents() {
    #expect(!equal(.text("é")).isMet { _ in .text("e\u{301}") })
    #expect(!Predicate.isOneOf(column: "c", [.text("é")]).isMet { _ in .text("e\u{301}") })
    #expect(equal(.text("é")).isMet { _ in .text("é") })
  }
}
