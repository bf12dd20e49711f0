import RecordStores
import TestNames
import Testing

@testable import Transforms

/// What a transform is said to write before any row is read.
@Suite struct ChangedColumnTests {
  private func changed(_ specification: TransformSpecification) -> ChangedColumn {
    KeyRing(recognising: ["d": 1]).changedColumn("c", specification, domain: "d")
  }

  @Test("A hierarchy writes what it has for strangers, too: nothing, or a longer word")
  func hierarchy() {
    func changed(otherwise: ColumnValue?) -> ChangedColumn {
      self.changed(
        .hierarchy(Hierarchy(digest: "", level: 1, otherwise: otherwise, values: ["75056": "75"])))
    }
    #expect(changed(otherwise: nil) == ChangedColumn(column: "c", merges: true, length: 2))
    #expect(changed(otherwise: .null) == ChangedColumn(column: "c", isNulled: true, merges: true, length: 2))
    #expect(changed(otherwise: .text("étranger")).length == 8)
    #expect(changed(otherwise: .integer(99_999)).length == 5)
  }

  @Test(
    "A NIR from a digest may be two people's, one that is enciphered never is, and needs all its characters")
  func identifiers() {
    #expect(changed(.nir(.hmac, hasValidKey: true)).merges)
    for specification in [TransformSpecification.nir(.ff1, hasValidKey: true), .ff1(.digits)] {
      #expect(changed(specification) == ChangedColumn(column: "c", content: .identifier))
    }
  }

  @Test("A constant number is no date")
  func constant() {
    for value in [ColumnValue.integer(1), .real(1.5)] {
      #expect(changed(.constant(value)).content == .number)
    }
    #expect(changed(.constant(.text("1900-01-01"))).content == .same)
  }
}
