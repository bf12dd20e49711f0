import RecordStores
import Testing

/// Two values are one only if a store could not tell them apart.
@Suite struct ColumnValueTests {
  @Test(
    "Texts that look alike, and zeros of two signs, are different values; a number that is none is itself")
  func equality() {
    let alike: Set<ColumnValue> = [.text("\u{E9}"), .text("e\u{301}")]
    #expect(alike.count == 2)
    #expect(ColumnValue.real(-0.0) != .real(0.0))
    #expect(ColumnValue.real(.nan) == .real(.nan))
    #expect(ColumnValue.text("1") != .integer(1))
    #expect(ColumnValue.text("a") == .text("a") && ColumnValue.real(1.5) == .real(1.5))
  }

  @Test("Keys of texts that look alike are two keys")
  func keys() {
    var keys = KeyList()
    keys.append(key: [.text("\u{E9}")])
    keys.append(key: [.text("e\u{301}")])
    #expect(Array(keys[0]) != Array(keys[1]) && keys.values(at: 1) == [.text("e\u{301}")])
  }
}
