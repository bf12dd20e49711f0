import RecordStores
import Testing

@testable import StoreBindings

/// Which rows have a fact's value, and whether two values can be one row's.
@Suite struct FactBindingTests {
  @Test func aValueIsFoundByItsWordsAndByWhatTheyBeginWith() {
    let binding = FactBinding.values(
      column: "name",
      ["session": [.value(.text("SID")), .prefix("SR")], "other": [.prefix("X")], "none": []])
    func values(of word: ColumnValue) -> [String] {
      ["session", "other", "none"].filter { binding.predicate(for: $0).isMet { _ in word } }
    }
    #expect(values(of: .text("SID")) == ["session"] && values(of: .text("SR2026")) == ["session"])
    #expect(values(of: .text("X")) == ["other"])
    for word in [ColumnValue.text("sr2026"), .text("SIDE"), .text("ASR"), .text(""), .null] {
      #expect(values(of: word).isEmpty, "\(word)")
    }
    let unmapped = binding.unmapped(values: ["session", "other", "none"])
    for (word, isUnmapped) in [
      (ColumnValue.text("SR1"), false), (.text("sr1"), true), (.text(""), true), (.null, false),
    ] {
      #expect(unmapped.isMet { _ in word } == isUnmapped, "\(word)")
    }
  }

  @Test(arguments: [
    ([FactWord.prefix("SR")], [FactWord.prefix("X")], true),
    ([.prefix("SR")], [.prefix("S")], false), ([.prefix("S")], [.prefix("SR")], false),
    ([.prefix("SR")], [.value(.text("SRX"))], false), ([.value(.text("SRX"))], [.prefix("SR")], false),
    ([.prefix("SR"), .value(.text("SRX"))], [.value(.text("sr"))], true),
    ([.prefix("1")], [.value(.integer(12))], false),
    ([.prefix("-")], [.value(.integer(12))], true), ([.value(.integer(1))], [.value(.integer(0))], true),
  ])
  func noRowHasTwoValuesIfNoWordBeginsWithAnothersPrefix(
    first: [FactWord], second: [FactWord], isSingle: Bool
  ) {
    #expect(FactBinding.values(column: "c", ["a": first, "b": second]).isSingleValued == isSingle)
  }

  @Test func eachWordIsToldToTheStore() {
    let words = FactBinding.values(column: "c", ["a": [.value(.integer(1)), .prefix("SR")]]).words(
      of: "fact", vocabulary: ["a"])
    #expect(
      words.map(\.word) == [.value(.integer(1)), .prefix("SR")] && words.allSatisfy { $0.column == "c" })
  }

  @Test func aParentsWordsAreAskedOfItsTableAndNotOfTheRecords() {
    let rows = RelatedRows(
      table: "contract", direction: .parent, references: [.init(column: "contract_id", parentColumn: "id")])
    let inner = FactBinding.values(column: "kind", ["a": [.value(.text("x"))], "b": [.value(.text("y"))]])
    let binding = FactBinding.parent(rows, inner)
    #expect(binding.predicate(for: "a") == .some(rows, inner.predicate(for: "a")))
    #expect(binding.predicate(for: "none") == .never && binding.isSingleValued)
    #expect(binding.unmapped(values: ["a", "b"]) == .some(rows, inner.unmapped(values: ["a", "b"])))
    #expect(FactBinding.parent(rows, .cases([:])).unmapped(values: ["a"]) == .never)
    #expect(!FactBinding.parent(rows, .cases([:])).isSingleValued)
    let words = binding.words(of: "fact", vocabulary: ["a", "b"])
    #expect(words.count == 2 && words.allSatisfy { $0.table == "contract" && $0.column == "kind" })
    #expect(binding.predicate(for: "a").columns == ["contract_id"])
    #expect(binding.parent == ParentColumns(rows: rows, columns: ["kind"]))
    #expect(
      binding.matchedByCollationAlone(["a", "b"]).map(\.word) == ["x", "y"]
        && inner.parent == nil)
  }
}
