internal import Crypto

/// Makes what stands for a row's key in the evidence of a table that has no key: SHA-256 over the names and values of its columns (decision 245).
///
/// The columns come in the order of their names' bytes, whatever order the table has them in; a generated column is none of them, since others make it. Of each there is its name as a text of
/// `KeyList`'s encoding (`t4:user`), and behind it its value in the same encoding; but a real number is `r8:` and the eight bytes of IEEE 754, the high one first. Two rows have one digest
/// if and only if each column has the same value in both, to the last bit.
package struct RowDigest: Sendable {
  /// The columns to read of each row, in order.
  package let columns: [String]
  private let names: [[UInt8]]

  /// - Parameter columns: those of the table that are not generated, in any order.
  package init(columns: some Sequence<String>) {
    let sorted = columns.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.columns = sorted
    names = sorted.map { name in
      var list = KeyList()
      list.append(.text(name))
      return list.bytes
    }
  }

  /// Lists the digest of a row as its key.
  ///
  /// - Parameter value: the value of the column at that place of `columns`.
  package func append(to keys: inout KeyList, _ value: (Int) -> ColumnValue) {
    keys.append(blob: digest(value))
    keys.endKey()
  }

  /// The 32 bytes.
  package func digest(_ value: (Int) -> ColumnValue) -> [UInt8] {
    var hash = SHA256()
    var encoded = KeyList()
    for place in columns.indices {
      hash.update(data: names[place])
      encoded.removeAll()
      if case .real(let number) = value(place) {
        hash.update(data: Array("r8:".utf8) + Self.bytes(of: number))
      } else {
        encoded.append(value(place))
        hash.update(data: encoded.bytes)
      }
    }
    return Array(hash.finalize())
  }

  private static func bytes(of number: Double) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> UInt64(56 - 8 * $0)) }
  }

  /// How many bytes a digest has.
  package static let width = SHA256.byteCount
}
