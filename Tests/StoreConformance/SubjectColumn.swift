internal import Identifiers
internal import RecordStores

/// A column that an engine can have for people's identifiers, and what of a spelling fits into it.
package struct SubjectColumn: Sendable, CustomStringConvertible {
  package enum Content: Sendable {
    /// Any text; with so many bits a code point at most.
    case text(bits: Int = 21)
    /// Whatever the application writes: the engine makes a number of what reads as one.
    case anything
    /// Whole numbers; those of four bytes.
    case integer, small
    /// Numbers of binary floating point.
    case double, single
    case uuid
    /// The sixteen bytes of a UUID.
    case uuidBytes
    /// A text's bytes.
    case bytes
  }

  /// The type, in the engine's SQL.
  package let type: String
  package let content: Content
  /// What the engine needs before.
  package let needs: String?

  package init(_ type: String, _ content: Content, needs: String? = nil) {
    self.type = type
    self.content = content
    self.needs = needs
  }

  package var description: String { type }

  /// The spelling as an application would write it into the column; nil if the column cannot have it.
  func value(_ spelling: String, as form: SubjectForm) -> ColumnValue? {
    switch content {
    case .text(let bits): spelling.unicodeScalars.allSatisfy { $0.value >> bits == 0 } ? .text(spelling) : nil
    case .anything: .text(spelling)
    case .integer: number(spelling).flatMap { Int64(exactly: $0) }.map { .integer($0) }
    case .small: number(spelling).flatMap { Int32(exactly: $0) }.map { .integer(Int64($0)) }
    case .double: number(spelling).map { .real($0) }
    case .single: number(spelling).flatMap { Double(Float($0)) == $0 ? .real($0) : nil }
    case .uuid:
      form == .uuid && spelling.allSatisfy(\.isASCII) && spelling.first?.isHexDigit ?? false
        ? .text(spelling) : nil
    case .uuidBytes: form == .uuid ? .blob(Self.bytes(ofUUID: spelling)) : nil
    case .bytes: .blob(Array(spelling.utf8))
    }
  }

  /// A number, written in any way that applications read: without the blanks between thousands or groups of digits.
  private func number(_ spelling: String) -> Double? {
    let packed = spelling.filter { !$0.isWhitespace }.replacing(",", with: ".")
    guard packed.allSatisfy({ $0.isASCII }) else { return nil }
    return Double(packed).flatMap { $0.isFinite && abs($0) < 1e15 ? $0 : nil }
  }

  private static func bytes(ofUUID spelling: String) -> [UInt8] {
    let start = spelling.lastIndex(of: ":").map { spelling.index(after: $0) } ?? spelling.startIndex
    let digits = spelling[start...].compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
