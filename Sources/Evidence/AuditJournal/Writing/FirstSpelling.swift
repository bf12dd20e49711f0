/// Writes identifiers by version 1 of the spellings (`HeldSpelling` is version 2), which holds from journals before version 3 are compared by: without ASCII's spaces, points and hyphens, in
/// capitals; of a NIR its 13 characters without the key. It never changes: the tags of those holds were made by it.
enum FirstSpelling {
  static let limit = 128

  /// Writes the normalised form into the buffer; returns its length.
  static func normalise(_ bytes: UnsafeRawBufferPointer, into buffer: inout InlineArray<128, UInt8>) -> Int {
    var count = 0
    for index in 0..<bytes.count where count < limit {
      let byte = unsafe bytes[index]
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "."), UInt8(ascii: "-"): continue
      case UInt8(ascii: "a")...UInt8(ascii: "z"): buffer[count] = byte - 0x20
      default: buffer[count] = byte
      }
      count += 1
    }
    return count == 15 && isNIR(buffer) ? 13 : count
  }

  static func normalised(_ identifier: String) -> [UInt8] {
    var buffer = InlineArray<128, UInt8>(repeating: 0)
    let count = unsafe Array(identifier.utf8).withUnsafeBytes { unsafe normalise($0, into: &buffer) }
    return (0..<count).map { buffer[$0] }
  }

  /// Digits, but for the department of Corsica.
  private static func isNIR(_ buffer: borrowing InlineArray<128, UInt8>) -> Bool {
    for index in 0..<15 {
      let byte = buffer[index]
      let isDigit = (0x30...0x39).contains(byte)
      let isCorsica = index == 6 && (byte == UInt8(ascii: "A") || byte == UInt8(ascii: "B"))
      if !isDigit && !isCorsica { return false }
    }
    return true
  }
}
