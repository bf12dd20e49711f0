import RecordStores
import StoreBindings
import Testing

/// Of which rows it is certain what value a fact has: only those can be said to be of no rule.
@Suite struct ToldFactTests {
  private static let isBill = Predicate.compare(column: "kind", .equal, .text("bill"))
  private static let cases = FactBinding.cases(["bill": isBill, "note": .not(isBill)])
  private static let nulls = FactBinding.cases([
    "bill": .isNull(column: "kind"), "note": .not(.isNull(column: "kind")),
  ])
  private static let words = FactBinding.values(
    column: "kind", ["bill": [.value(.text("B")), .prefix("INV")], "note": [.value(.text("N"))]])

  static let rows: [(FactBinding, ColumnValue, Bool)] = [
    (.column("kind"), .text("bill"), true), (.column("kind"), .text("note"), true),
    (.column("kind"), .text("Note"), false), (.column("kind"), .text(""), false),
    (.column("kind"), .null, false),
    (words, .text("B"), true), (words, .text("INV7"), true), (words, .text("N"), true),
    (words, .text("n"), false), (words, .null, false),
    (cases, .text("bill"), true), (cases, .text("other"), true), (cases, .null, false),
    (nulls, .null, true), (nulls, .text("x"), true),
    (.cases(["bill": isBill]), .text("other"), false), (.cases(["bill": isBill]), .text("bill"), true),
    (.always("note"), .null, true), (.always("other"), .null, false),
  ]

  @Test("A null, a word that nobody mapped and a row of no case leave it open what a row is", arguments: rows)
  func told(fact: FactBinding, value: ColumnValue, isTold: Bool) {
    #expect(fact.told(values: ["bill", "note"]).isMet { _ in value } == isTold, "\(fact) of \(value)")
  }
}
