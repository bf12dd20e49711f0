/// Reads a plain canonical object without building it: RFC 8785 bytes that are ASCII, with whole numbers and no escapes.
///
/// Most of what a program writes is of this kind. Whatever is not is left to `JSONNode`, which takes some thirty times as long: the scan
/// says nothing of it, and never calls a text canonical that is not.
package struct CanonicalScan {
  private let bytes: [UInt8]
  /// The members of the outermost object, and of those below it, each with the object that it is in.
  private var members: [Member] = []

  private struct Member {
    let parent: Int
    let name: Range<Int>
    var value: Range<Int>
  }

  /// One object of the text.
  package struct Object: Sendable {
    fileprivate let index: Int
  }

  /// Scans a text; nil if it is not plain, or not canonical.
  package init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    members.reserveCapacity(24)
    var members = self.members
    let end = Self.object(bytes.span, at: 0, parent: -1, depth: 0, members: &members)
    guard end == bytes.count else { return nil }
    self.members = members
  }

  package var root: Object { Object(index: -1) }

  /// The bytes of a member's value as they stand; nil if there is no such member.
  package func value(_ name: String, in object: Object) -> ArraySlice<UInt8>? {
    index(of: name, in: object).map { bytes[members[$0].value] }
  }

  /// A string's characters.
  package func string(_ name: String, in object: Object) -> ArraySlice<UInt8>? {
    guard let value = value(name, in: object), value.first == UInt8(ascii: "\"") else { return nil }
    return value.dropFirst().dropLast()
  }

  /// Tells if a member is a string of these characters.
  package func `is`(_ name: String, _ text: String, in object: Object) -> Bool {
    guard let index = index(of: name, in: object) else { return false }
    let value = members[index].value
    return value.count == text.utf8.count + 2 && bytes[value.lowerBound] == UInt8(ascii: "\"")
      && Self.equal(text, bytes, at: value.lowerBound + 1)
  }

  /// Tells if a text stands at a place, which it must not be too long for.
  private static func equal(_ text: String, _ bytes: [UInt8], at start: Int) -> Bool {
    var index = start
    for unit in text.utf8 {
      guard unit == bytes[index] else { return false }
      index += 1
    }
    return true
  }

  package func integer(_ name: String, in object: Object) -> Int? {
    index(of: name, in: object).flatMap { integer(members[$0].value) }
  }

  private func integer(_ range: Range<Int>) -> Int? {
    let value = bytes[range]
    guard let first = value.first, first == UInt8(ascii: "-") || Self.isDigit(first) else { return nil }
    let magnitude = value.drop { $0 == UInt8(ascii: "-") }.reduce(0) { $0 * 10 + Int($1 & 15) }
    return first == UInt8(ascii: "-") ? -magnitude : magnitude
  }

  /// The sum of an object's members; nil if one of them is no number, or less than 0, or if the sum is beyond all numbers.
  package func total(of object: Object) -> Int? {
    var total = 0
    for member in members where member.parent == object.index {
      guard let number = integer(member.value), number >= 0 else { return nil }
      let (sum, isTooLarge) = total.addingReportingOverflow(number)
      if isTooLarge { return nil }
      total = sum
    }
    return total
  }

  package func object(_ name: String, in object: Object) -> Object? {
    guard let index = index(of: name, in: object), bytes[members[index].value.lowerBound] == UInt8(ascii: "{")
    else { return nil }
    return Object(index: index)
  }

  private func index(of name: String, in object: Object) -> Int? {
    members.firstIndex { member in
      member.parent == object.index && member.name.count == name.utf8.count
        && Self.equal(name, bytes, at: member.name.lowerBound)
    }
  }

  // MARK: The scan

  private typealias Text = Span<UInt8>

  /// Deeper than any entry of ours.
  private static let maximumDepth = 8

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private static func value(
    _ text: Text, at start: Int, parent: Int, depth: Int, members: inout [Member]
  ) -> Int? {
    guard start < text.count, depth < maximumDepth else { return nil }
    switch text[start] {
    case UInt8(ascii: "\""): return string(text, at: start)
    case UInt8(ascii: "{"):
      return object(text, at: start, parent: parent, depth: depth, members: &members)
    case UInt8(ascii: "["): return array(text, at: start, depth: depth, members: &members)
    case UInt8(ascii: "t"): return literal("true", text, at: start)
    case UInt8(ascii: "f"): return literal("false", text, at: start)
    case UInt8(ascii: "n"): return literal("null", text, at: start)
    default: return number(text, at: start)
    }
  }

  private static func literal(_ word: String, _ text: Text, at start: Int) -> Int? {
    let end = start + word.utf8.count
    guard end <= text.count else { return nil }
    return zip(word.utf8, start..<end).allSatisfy { $0 == text[$1] } ? end : nil
  }

  /// ASCII without escapes: its bytes are the only canonical ones.
  private static func string(_ text: Text, at start: Int) -> Int? {
    var index = start + 1
    while index < text.count {
      let byte = text[index]
      index += 1
      if byte == UInt8(ascii: "\"") { return index }
      guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else { return nil }
    }
    return nil
  }

  /// A whole number of at most fifteen digits, which all have one spelling.
  private static func number(_ text: Text, at start: Int) -> Int? {
    var index = start
    if text[index] == UInt8(ascii: "-") { index += 1 }
    let first = index
    while index < text.count, isDigit(text[index]) { index += 1 }
    let count = index - first
    guard count > 0, count <= 15 else { return nil }
    guard text[first] != UInt8(ascii: "0") || (count == 1 && first == start) else { return nil }
    // A fraction or an exponent is no whole number.
    if index < text.count {
      guard text[index] == 0x2C || text[index] == 0x7D || text[index] == 0x5D else { return nil }
    }
    return index
  }

  private static func array(_ text: Text, at start: Int, depth: Int, members: inout [Member]) -> Int? {
    var index = start + 1
    guard index < text.count else { return nil }
    if text[index] == UInt8(ascii: "]") { return index + 1 }
    while true {
      // What is below an array is checked, and asked for by nobody.
      let count = members.count
      guard
        let end = value(text, at: index, parent: .max, depth: depth + 1, members: &members),
        end < text.count
      else { return nil }
      members.removeLast(members.count - count)
      index = end + 1
      switch text[end] {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "]"): return index
      default: return nil
      }
    }
  }

  /// - Parameter parent: the member that the object is the value of.
  private static func object(
    _ text: Text, at start: Int, parent: Int, depth: Int, members: inout [Member]
  ) -> Int? {
    guard start < text.count, text[start] == UInt8(ascii: "{") else { return nil }
    var index = start + 1
    guard index < text.count else { return nil }
    if text[index] == UInt8(ascii: "}") { return index + 1 }
    var last: Range<Int>?
    while true {
      guard index < text.count, text[index] == UInt8(ascii: "\""),
        let nameEnd = string(text, at: index), nameEnd < text.count,
        text[nameEnd] == UInt8(ascii: ":")
      else { return nil }
      let name = index + 1..<nameEnd - 1
      // In order, and none twice. In ASCII the order of bytes is that of UTF-16.
      if let last {
        guard precedes(last, name, in: text) else { return nil }
      }
      last = name
      let member = members.count
      members.append(Member(parent: parent, name: name, value: nameEnd + 1..<nameEnd + 1))
      guard
        let end = value(text, at: nameEnd + 1, parent: member, depth: depth + 1, members: &members),
        end < text.count
      else { return nil }
      members[member].value = nameEnd + 1..<end
      index = end + 1
      switch text[end] {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "}"): return index
      default: return nil
      }
    }
  }

  private static func precedes(_ left: Range<Int>, _ right: Range<Int>, in text: Text) -> Bool {
    for offset in 0..<min(left.count, right.count) {
      let (one, other) = (text[left.lowerBound + offset], text[right.lowerBound + offset])
      if one != other { return one < other }
    }
    return left.count < right.count
  }
}
