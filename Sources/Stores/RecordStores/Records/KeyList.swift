package import Words

/// The keys of a batch's records in one stretch of memory, so that a million rows cost no allocation each.
///
/// A key is its columns' values in order, each as a type letter, the length of its text as a decimal, a colon,
/// and the text: `i2:42` for the integer 42, `t3:abc` (the store's own bytes, which need not be UTF-8), `r` for a real by its shortest decimal, `b` for a blob's bytes,
/// `n0:` for null. The encoding is part of the journal's format: locators are computed over it.
package struct KeyList: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// The end of each key in `bytes`.
  package private(set) var ends: [Int] = []

  package init() {}

  package var count: Int { ends.count }
  package var isEmpty: Bool { ends.isEmpty }

  package subscript(index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  package mutating func removeAll(keepingCapacity: Bool = true) {
    bytes.removeAll(keepingCapacity: keepingCapacity)
    ends.removeAll(keepingCapacity: keepingCapacity)
  }

  /// Ends the key whose parts have been appended.
  package mutating func endKey() { ends.append(bytes.count) }

  /// Appends a key by its values.
  package mutating func append(key values: some Sequence<ColumnValue>) {
    for value in values { append(value) }
    endKey()
  }

  /// Appends a whole key of this encoding.
  package mutating func append(_ key: ArraySlice<UInt8>) {
    bytes.append(contentsOf: key)
    endKey()
  }

  package mutating func append(_ value: ColumnValue) {
    switch value {
    case .null: append(tag: "n", text: "".utf8)
    case .integer(let number): append(integer: number)
    case .real(let number): append(tag: "r", text: number.description.utf8)
    case .text(let text): append(tag: "t", text: text.utf8)
    case .rawText(let bytes): append(tag: "t", text: bytes)
    case .blob(let blob): append(tag: "b", text: blob)
    }
  }

  /// Appends an integer part without building a string.
  package mutating func append(integer: Int64) {
    var digits: InlineArray<20, UInt8> = .init(repeating: 0)
    var length = 0
    var rest = integer.magnitude
    repeat {
      digits[length] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
      length += 1
    } while rest > 0
    let total = length + (integer < 0 ? 1 : 0)
    bytes.append(UInt8(ascii: "i"))
    if total >= 10 { bytes.append(UInt8(ascii: "0") + UInt8(total / 10)) }
    bytes.append(UInt8(ascii: "0") + UInt8(total % 10))
    bytes.append(UInt8(ascii: ":"))
    if integer < 0 { bytes.append(UInt8(ascii: "-")) }
    while length > 0 {
      length -= 1
      bytes.append(digits[length])
    }
  }

  /// Appends a text part from its bytes, without building a string.
  package mutating func append(text: some Collection<UInt8>) { append(tag: "t", text: text) }

  /// Appends a blob part.
  package mutating func append(blob: some Collection<UInt8>) { append(tag: "b", text: blob) }

  private mutating func append(tag: Unicode.Scalar, text: some Collection<UInt8>) {
    bytes.append(UInt8(ascii: tag))
    bytes.append(contentsOf: String(text.count).utf8)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(contentsOf: text)
  }

  /// The values of the key at `index`, or nil if its bytes are not of this encoding.
  package func values(at index: Int) -> [ColumnValue]? { Self.values(in: self[index]) }

  /// The same, of keys that a store gave.
  package func values(at index: Int, store: StoreName) throws(StoreError) -> [ColumnValue] {
    guard let values = values(at: index) else {
      throw .engine(
        store: store, code: "key",
        message: "a key in an unknown encoding: the journal's evidence is damaged or of a newer version")
    }
    return values
  }

  /// Reads one key's encoding back.
  package static func values(in key: ArraySlice<UInt8>) -> [ColumnValue]? {
    var values: [ColumnValue] = []
    var rest = key
    while let tag = rest.popFirst() {
      guard let colon = rest.firstIndex(of: UInt8(ascii: ":")),
        let length = number(rest[..<colon], Int.init), length >= 0,
        rest.endIndex - (colon + 1) >= length
      else { return nil }
      let content = rest[(colon + 1)..<(colon + 1 + length)]
      rest = rest[(colon + 1 + length)...]
      switch Unicode.Scalar(tag) {
      case "n": values.append(.null)
      case "i":
        guard let number = number(content, Int64.init) else { return nil }
        values.append(.integer(number))
      case "r":
        guard let number = number(content, Double.init) else { return nil }
        values.append(.real(number))
      case "t": values.append(.text(of: content))
      case "b": values.append(.blob(Array(content)))
      default: return nil
      }
    }
    return values
  }

  private static func number<Number>(_ digits: ArraySlice<UInt8>, _ read: (String) -> Number?) -> Number? {
    String(validating: digits, as: UTF8.self).flatMap(read)
  }

  /// A list from stored bytes and ends, or nil if they do not fit together.
  package init?(bytes: [UInt8], ends: [Int]) {
    guard (ends.last ?? 0) == bytes.count, zip(ends, ends.dropFirst()).allSatisfy({ $0 <= $1 }),
      (ends.first ?? 0) >= 0
    else { return nil }
    self.bytes = bytes
    self.ends = ends
  }
}
