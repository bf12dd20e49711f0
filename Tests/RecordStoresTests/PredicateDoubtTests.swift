import RecordStores
import Testing

/// What a condition leaves open about a row, so that whoever keeps a row in doubt keeps it.
@Suite struct PredicateDoubtTests {
  private static let isPerson = Predicate.compare(column: "kind", .equal, .text("Person"), by: .asTheColumn)

  private static func isEqual(_ text: String, by equality: Predicate.TextEquality = .asTheColumn) -> Predicate
  {
    .compare(column: "kind", .equal, .text(text), by: equality)
  }

  static let cases: [(Predicate, ColumnValue, Bool)] = [
    (isPerson, .text("Person"), true), (isPerson, .text("person"), true), (isPerson, .text("PERSON "), true),
    (isPerson, .text("Order"), false), (isPerson, .null, true), (isPerson, .text("Pérson"), true),
    (isPerson, .text("per-son"), true), (isPerson, .integer(1), true), (isPerson, .text(""), false),
    // One letter in Lithuanian and in the Roman collation.
    (isEqual("Dyna"), .text("Dina"), true), (isEqual("JVNO"), .text("iuno"), true),
    (isEqual("Person", by: .bytes), .text("Person"), true),
    (isEqual("Person", by: .bytes), .text("person"), false),
    (isEqual("Person", by: .bytes), .text("Person  "), true),
    (isEqual("Dyna", by: .bytes), .text("Dina"), false),
    (.not(isPerson), .text("Person"), false), (.not(isPerson), .text("Order"), true),
    (.not(isPerson), .text("person"), true), (.not(isPerson), .null, true),
    (.isNull(column: "kind"), .null, true), (.isNull(column: "kind"), .text("Order"), false),
    (.any([isPerson, .isNull(column: "kind")]), .null, true),
    (.all([isPerson, .not(.isNull(column: "kind"))]), .null, false),
    (.isOneOf(column: "kind", [.text("Person"), .text("Client")]), .text("Order"), false),
    (.isOneOf(column: "kind", [.text("Person"), .text("Order")]), .text("ORDER"), false),
    (.isOneOf(column: "kind", [.text("Person"), .text("Order")], by: .asTheColumn), .text("ORDER"), true),
    (.isOneOf(column: "kind", [.integer(1), .integer(2)]), .integer(3), false),
    (.isOneOf(column: "kind", [.integer(1)]), .text("01"), true),
    (.compare(column: "kind", .notEqual, .text("Person")), .text("Person"), false),
    (.compare(column: "kind", .notEqual, .text("Person")), .text("Order"), true),
    (.compare(column: "kind", .less, .integer(3)), .integer(9), true),
    (.startsWith(column: "kind", "Per"), .text("Order"), true), (.never, .null, false),
    (.always, .null, true),
  ]

  @Test(
    "A row is only excluded where no engine and no collation would call the condition true of it",
    arguments: cases)
  func doubt(condition: Predicate, value: ColumnValue, canBeMet: Bool) {
    #expect(condition.canBeMet { _ in value } == canBeMet, "\(condition) of \(value)")
  }

  @Test("What can be met holds wherever the condition itself does", arguments: cases)
  func neverLess(condition: Predicate, value: ColumnValue, canBeMet: Bool) {
    if condition.isMet(by: { _ in value }) { #expect(canBeMet, "\(condition) of \(value)") }
  }
}
