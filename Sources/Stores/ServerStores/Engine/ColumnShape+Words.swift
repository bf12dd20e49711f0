internal import CivilTime
internal import Glibc
package import RecordStores

extension ColumnShape {
  /// How a value is compared with the column for equality.
  enum Match {
    /// By the column's own type, which its index has.
    case byType
    /// The value as the server writes the column's values: the type might refuse the value, and the statement with it.
    case asText
    /// Not at all: no value of the type is written so.
    case never
  }

  /// Tells how a value can be compared with the column. A word that an enumeration lacks, or that is no number, is refused by one server and
  /// taken for 0 by another; it is no row's word.
  func match(_ value: ColumnValue) -> Match {
    let text: String
    switch value {
    case .text(let written): text = written
    case .integer(let number): text = String(number)
    case .real(let number): text = number.description
    case .null, .rawText, .blob: return .byType
    }
    switch family {
    case .text, .blob: return .byType
    // Without a sign it may be larger than ours.
    case .integer where base == "bigint":
      return text.wholeMatch(of: /-?[0-9]{1,20}/) == nil ? .never : .byType
    case .integer: return Self.isInteger(text, bits: bits) ? .byType : .never
    case .number: return Self.isNumber(text) ? .byType : .never
    case .date, .timestamp, .instant: return Self.isTime(text) ? .byType : .asText
    case .other: break
    }
    if let words {
      guard words.contains(where: { $0.utf8.elementsEqual(text.utf8) }) else { return .never }
      return .byType
    }
    switch base {
    case "bool": return Self.truths.contains(text.lowercased()) ? .byType : .never
    case "uuid": return text.wholeMatch(of: Self.uuid) == nil ? .never : .byType
    case "inet": return Self.isAddress(text) ? .byType : .never
    // Of the other family a comparison is null and not false.
    case "inet4": return Self.isAddress(text) && !text.contains(/[:\/]/) ? .byType : .never
    case "inet6": return Self.isAddress(text) && text.contains(":") && !text.contains("/") ? .byType : .never
    default: return .asText
    }
  }

  /// Tells that no row of the column can have the word, for whoever bound it.
  ///
  /// - Parameter isExact: whether the word's bytes count; otherwise the column's collation may take other letters for it.
  package func lacks(_ word: ColumnValue, isExact: Bool) -> Bool {
    guard family == .text, let words, case .text(let text) = word else { return match(word) == .never }
    // Of a SET each member is a word of its own.
    let parts = base == "set" ? text.split(separator: ",").map(String.init) : [text]
    return !parts.allSatisfy { part in
      words.contains {
        isExact ? $0.utf8.elementsEqual(part.utf8) : $0.lowercased() == part.lowercased()
      }
    }
  }

  /// Tells if values are texts, which can begin with another. Of a type of somebody's own it is what the server shows.
  var hasPrefixes: Bool {
    switch family {
    case .text: true
    case .other: foreign != nil || words != nil
    case .integer, .number, .blob, .date, .timestamp, .instant: false
    }
  }

  /// Tells that no row of the column can have a text that begins so.
  package func lacks(prefix: String) -> Bool {
    guard hasPrefixes else { return true }
    // A member of a SET may stand first in a longer text.
    return words.map { !$0.contains { $0.utf8.starts(with: prefix.utf8) || base == "set" } } ?? false
  }

  private var bits: Int {
    switch base {
    case "int2", "smallint": 16
    case "int4": 32
    default: 64
    }
  }

  private static func isInteger(_ text: String, bits: Int) -> Bool {
    guard let number = Int64(text) else { return false }
    return number.magnitude <= UInt64(1) << (bits - 1) - 1
  }

  /// Few enough digits for each type of numbers.
  private static func isNumber(_ text: String) -> Bool {
    text.utf8.count <= 300
      && text.wholeMatch(of: /[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?/) != nil
      || ["NaN", "Infinity", "-Infinity"].contains(text)
  }

  private static func isTime(_ text: String) -> Bool {
    guard CivilDate(text.prefix(10)) != nil else { return false }
    return text.dropFirst(10).wholeMatch(
      of:
        /(?:[ T](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?(?:Z|[+-](?:0[0-9]|1[0-3])(?::?[0-5][0-9])?)?)?/
    ) != nil
  }

  /// An address, with the length of its network or without.
  private static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    var bytes = in6_addr()
    let isShort = unsafe inet_pton(AF_INET, String(parts[0]), &bytes) == 1
    let isLong = unsafe inet_pton(AF_INET6, String(parts[0]), &bytes) == 1
    guard isShort || isLong else { return false }
    return parts.count == 1 || Int(parts[1]).map { (0...(isShort ? 32 : 128)).contains($0) } ?? false
  }

  private static let truths: Set = [
    "t", "f", "true", "false", "1", "0", "y", "n", "yes", "no", "on", "off",
  ]

  private static var uuid: Regex<Substring> { /[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}/ }
}
