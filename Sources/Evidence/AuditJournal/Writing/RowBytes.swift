internal import TransparencyLog

/// The bytes of one row of a table that decides, each value with its type and length, so that no two rows have the same.
struct RowBytes {
  private var bytes: [UInt8] = []

  mutating func add(_ number: Int?) {
    guard let number else { return bytes.append(0) }
    bytes.append(1)
    append(number)
  }

  mutating func add(_ text: String?) {
    guard let text else { return bytes.append(0) }
    bytes.append(2)
    append(text.utf8.count)
    bytes += text.utf8
  }

  mutating func add(blob: [UInt8]?) {
    guard let blob else { return bytes.append(0) }
    bytes.append(3)
    append(blob.count)
    bytes += blob
  }

  private mutating func append(_ number: Int) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  var hash: TreeHash { .leaf(bytes) }
}
