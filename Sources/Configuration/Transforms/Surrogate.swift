internal import RecordStores
internal import Synchronization

/// A random UUID that nothing leads back from: no map is kept.
final class Surrogate: ColumnTransform {
  private let isConsistent: Bool
  /// What the values of this batch became, where they should stay the same within it; forgotten with the batch.
  private let known = Mutex<[ColumnValue: ColumnValue]>([:])

  init(isConsistent: Bool) { self.isConsistent = isConsistent }

  func apply(_ value: ColumnValue, subject: ColumnValue) throws -> ColumnValue {
    switch value {
    case .null: return .null
    case .text, .rawText, .blob: break
    case .integer, .real: throw TransformError.notText(transform: "surrogate")
    }
    guard isConsistent else { return Self.random(like: value) }
    return known.withLock { known in
      if let surrogate = known[value] { return surrogate }
      let surrogate = Self.random(like: value)
      known[value] = surrogate
      return surrogate
    }
  }

  /// RFC 9562, version 4: as text, or as its 16 bytes.
  private static func random(like value: ColumnValue) -> ColumnValue {
    var generator = SystemRandomNumberGenerator()
    var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    if case .blob = value { return .blob(bytes) }
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for (place, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(place) { text.append(UInt8(ascii: "-")) }
      text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return .text(String(decoding: text, as: UTF8.self))
  }

  func isOutput(_ value: ColumnValue) -> Bool? { nil }
}
