import RecordStores
import SQLWords
import Testing

/// A text and its values never part.
@Suite struct SQLTextTests {
  @Test func valuesStandWhereTheyAreWritten() {
    let condition: SQLText = "a = \(value: .integer(1)) OR b IN (\(SQLText.values([.text("x"), .null])))"
    #expect(condition.marked == "a = ? OR b IN (?, ?)")
    #expect(condition.values == [.integer(1), .text("x"), .null])
    #expect(condition.text { "$\($0)" } == "a = $1 OR b IN ($2, $3)")
  }

  @Test func aPartThatStandsTwiceBringsItsValuesTwice() {
    let value: SQLText = "(\(value: .text("x")))::color"
    let shown: SQLText =
      "CASE WHEN \(value) IS NULL THEN NULL ELSE concat(\(value)) END = \(value: .text("y"))"
    #expect(
      shown.text { "$\($0)" } == "CASE WHEN ($1)::color IS NULL THEN NULL ELSE concat(($2)::color) END = $3")
    #expect(shown.values == [.text("x"), .text("x"), .text("y")])
  }

  /// Whatever a column is called, it is no placeholder.
  @Test(arguments: ["\u{1}", "?", "$1", "a\u{1}b", ""])
  func noNameIsAPlaceholder(name: String) {
    let condition: SQLText = "\"\(name)\" = \(value: .integer(1)) AND c = \(value: .integer(2))"
    #expect(condition.text { "<\($0)>" } == "\"\(name)\" = <1> AND c = <2>")
    #expect(condition.values == [.integer(1), .integer(2)])
  }

  @Test func joiningKeepsTheOrder() {
    let parts = [Int64(1), 2, 3].map { number -> SQLText in "c = \(value: .integer(number))" }
    let joined = SQLText.join(parts, " OR ") + " AND d"
    #expect(joined.marked == "c = ? OR c = ? OR c = ? AND d")
    #expect(joined.values == [.integer(1), .integer(2), .integer(3)])
    #expect(SQLText.join([], ", ").isEmpty)
  }

  @Test(arguments: [("a", "\"a\""), ("a\"b", "\"a\"\"b\""), ("\"\u{301}", "\"\"\"\u{301}\"")])
  func aQuoteWithinIsDoubled(name: String, quoted: String) {
    #expect(name.enclosed(in: "\"").utf8.elementsEqual(quoted.utf8))
  }
}
