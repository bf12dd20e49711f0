import Identifiers
import OutsideOracles
import RecordStores
import TestNames
import Testing

@testable import Transforms

@Suite struct TwoKeyTests {
  private static let second = [UInt8](101...132)
  private static let keyed: [TransformSpecification] = [
    .pseudonym(.text), .nir(.hmac, hasValidKey: true), .nir(.ff1, hasValidKey: true), .ff1(.digits),
    .dateShift(maximumDays: 30_000, .text),
  ]
  private static let value = ColumnValue.text("0120575116001")

  private static func made(_ specification: TransformSpecification, _ key: DomainKey) throws -> ColumnValue {
    let value = specification.needsSubject ? ColumnValue.text("2020-02-29") : value
    return try TransformBench.transform(specification, key: key).apply(value, subject: .text("someone"))
  }

  @Test("Under two keys a pseudonym is HMAC of the HMAC, by Python's hmac")
  func outside() throws {
    let parts = ["d", "text", "someone"].map { TransformBench.hexadecimal($0.utf8) }.joined(separator: " ")
    let keys = [TransformBench.keyBytes, Self.second].map(TransformBench.hexadecimal).joined(separator: "+")
    let expected = try OraclePython.lines("pseudonyms.py", input: ["\(keys) \(parts)"])
    let key = try TransformBench.key(version: 2, second: Self.second)
    #expect(
      try TransformBench.transform(.pseudonym(.text), key: key).apply(.text("someone")).text == "p2_"
        + expected[0])
  }

  @Test("Another key, first or second, changes every keyed output; the same keys do not", arguments: keyed)
  func changed(specification: TransformSpecification) throws {
    let keys = [
      try TransformBench.key(), try TransformBench.key(Array(2...33)),
      try TransformBench.key(second: Self.second), try TransformBench.key(second: Array(102...133)),
      try TransformBench.key(Array(2...33), second: Self.second),
      // The two in each other's place.
      try TransformBench.key(Self.second, second: TransformBench.keyBytes),
    ]
    let made = try keys.map { try Self.made(specification, $0) }
    #expect(Set(made).count == keys.count)
    #expect(try keys.map { try Self.made(specification, $0) } == made)
  }

  @Test("Every keyed transform is in the test of changed keys, and only those need a key")
  func complete() throws {
    for specification in Self.keyed { #expect(specification.isKeyed) }
    for specification in Self.keyed {
      #expect(throws: KeyError.noKey(domain: "d")) {
        try specification.transform(
          at: TransformPlace(domain: "d", store: "s", table: "t", column: "c", day: TransformBench.day),
          keys: KeyRing([:]))
      }
    }
  }

  @Test("A second key that is the first again is refused")
  func same() {
    #expect(throws: KeyError.sameKey(version: 1)) { try TransformBench.key(second: TransformBench.keyBytes) }
  }
}
