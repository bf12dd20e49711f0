import CivilTime
import OutsideOracles
import RecordStores
import TestNames
import Words

@testable import Transforms

/// Transforms as a run makes them, under keys that tests choose.
enum TransformBench {
  static let keyBytes = [UInt8](1...32)
  /// 2026-11-24.
  static let day = CivilDate(daysSinceEpoch: 20_781)

  static func key(_ bytes: [UInt8] = keyBytes, version: Int = 1, second: [UInt8]? = nil) throws -> DomainKey {
    try DomainKey(
      version: version, key: SecretKey(bytes, source: .file("key")),
      second: second.map { try SecretKey($0, source: .file("second")) })
  }

  static func transform(
    _ specification: TransformSpecification, key: DomainKey? = nil, domain: DomainID = "d",
    table: String = "t",
    column: String = "c", day: CivilDate = day
  ) throws -> any ColumnTransform {
    let place = TransformPlace(domain: domain, store: "s", table: table, column: column, day: day)
    return try specification.transform(at: place, keys: KeyRing([domain: [try key ?? self.key()]]))
  }

  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}

extension ColumnTransform {
  /// Of a row without a subject.
  func apply(_ value: ColumnValue) throws -> ColumnValue { try apply(value, subject: .null) }
}

extension ColumnValue {
  var text: String? { if case .text(let text) = self { text } else { nil } }
}
