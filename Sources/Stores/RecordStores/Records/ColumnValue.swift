internal import Glibc

/// One value of one column, as it crosses the seam. It is the store's own value: nothing is rounded or recoded (decision 88).
///
/// Values are the same only to the last bit. Swift calls two spellings of é equal, and -0 and 0; to a store they are two keys.
package enum ColumnValue: Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  /// A text whose bytes are no UTF-8. Only `text(of:)` makes one, so that no text is here that could be `text`.
  case rawText([UInt8])
  case blob([UInt8])

  /// A store's text, as it is to the last bit.
  package static func text(of bytes: some Sequence<UInt8>) -> ColumnValue {
    let bytes = Array(bytes)
    return String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .rawText(bytes)
  }

  package var isRawText: Bool { if case .rawText = self { true } else { false } }

  /// Bytes, roughly, for the bound of a batch.
  package var byteCount: Int {
    switch self {
    case .null: 1
    case .integer, .real: 8
    case .text(let text): text.utf8.count
    case .rawText(let bytes), .blob(let bytes): bytes.count
    }
  }
}

extension ColumnValue: Hashable {
  package static func == (left: ColumnValue, right: ColumnValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.integer(let left), .integer(let right)): left == right
    case (.real(let left), .real(let right)): left.bitPattern == right.bitPattern
    case (.text(let left), .text(let right)): areSame(left, right)
    case (.rawText(let left), .rawText(let right)), (.blob(let left), .blob(let right)): left == right
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .integer(let number): hasher.combine(number)
    case .real(let number): hasher.combine(number.bitPattern)
    // Two spellings have one hash, which is no harm.
    case .text(let text): hasher.combine(text)
    case .rawText(let bytes), .blob(let bytes): hasher.combine(bytes)
    }
  }
}

extension ColumnValue {
  private static func areSame(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    // Values may have a hundred megabytes.
    let compared = unsafe left.utf8.withContiguousStorageIfAvailable { left in
      unsafe right.utf8.withContiguousStorageIfAvailable { right in
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return unsafe memcmp(first, second, left.count) == 0
      }
    }
    return compared.flatMap(\.self) ?? left.utf8.elementsEqual(right.utf8)
  }
}

extension String {
  /// The text with each of the marks doubled, as SQL quotes a name or a literal. Goes by code points: a combining accent behind a mark does not hide it.
  package func doubling(_ mark: Unicode.Scalar) -> String {
    var doubled = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar == mark { doubled.append(mark) }
      doubled.append(scalar)
    }
    return String(doubled)
  }
}
