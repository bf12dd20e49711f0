internal import Crypto
internal import RecordStores

/// HMAC-SHA-256 under the domain's key: the same person always gets the same pseudonym in a domain, and another in the next.
struct Pseudonym: ColumnTransform {
  let key: SecretKey?
  let version: Int
  let domain: String
  let normaliser: Normaliser

  func apply(_ value: ColumnValue) throws -> ColumnValue {
    let text: String
    switch value {
    case .null: return .null
    case .text(let given): text = given
    case .integer(let number): text = String(number)
    case .real, .blob: throw TransformError.notText(transform: "pseudonym")
    }
    if isOutput(value) == true { return value }
    guard let key else { throw TransformError.noKey(transform: "pseudonym") }
    let code = keyedDigest(of: normaliser.normalised(text), as: normaliser.rawValue, domain: domain, key: key)
    return .text("p\(version)_" + Base32.encode(code[..<20]))
  }

  /// `p`, a version and 32 letters and digits of Base32: no name, number or address looks so.
  func isOutput(_ value: ColumnValue) -> Bool? {
    guard case .text(let text) = value, text.first == "p", let mark = text.firstIndex(of: "_") else {
      return false
    }
    let version = text[text.index(after: text.startIndex)..<mark]
    let code = text[text.index(after: mark)...]
    return !version.isEmpty && version.allSatisfy { $0.isASCII && $0.isNumber } && code.utf8.count == 32
      && code.utf8.allSatisfy { Base32.alphabet.contains($0) }
  }
}

/// The keyed digest of a normalised value: over what it is for, the domain, the normaliser and the value, each ended by a zero byte.
func keyedDigest(of value: String, as purpose: String, domain: String, key: SecretKey) -> [UInt8] {
  let input = ["retentiond/pseudonym/v1", domain, purpose, value].map { Array($0.utf8) }.joined(separator: [0]
  )
  return Array(HMAC<SHA256>.authenticationCode(for: Array(input), using: key.symmetric))
}

/// RFC 4648 Base32 in lower case, without padding.
enum Base32 {
  static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    var bits = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | Int(byte)
      count += 8
      while count >= 5 {
        count -= 5
        text.append(alphabet[bits >> count & 31])
      }
      bits &= (1 << count) - 1
    }
    if count > 0 { text.append(alphabet[bits << (5 - count) & 31]) }
    return String(decoding: text, as: UTF8.self)
  }
}

/// A value of a NIR's form whose first digit, 9, no register gives: neither NIR (1, 2), provisional (3, 4, 7, 8) nor migrant (5, 6) number.
struct NobodysNIR: ColumnTransform {
  let key: SecretKey?
  let version: Int
  let domain: String

  func apply(_ value: ColumnValue) throws -> ColumnValue {
    let text: String
    switch value {
    case .null: return .null
    case .text(let given): text = given
    case .integer(let number): text = String(number)
    case .real, .blob: throw TransformError.notText(transform: "nir")
    }
    let packed = text.filter { $0.isLetter || $0.isNumber }
    guard packed.count == 13 || packed.count == 15 else { throw TransformError.notANIR }
    if isOutput(value) == true { return value }
    guard let key else { throw TransformError.noKey(transform: "nir") }
    let digest = keyedDigest(of: Normaliser.nir13.normalised(text), as: "nir", domain: domain, key: key)
    // 64 bits over 10^12: the bias is below one in ten million.
    let number = digest[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000_000_000
    let digits = "9" + String(String(1_000_000_000_000 + number).dropFirst())
    let whole = 9_000_000_000_000 + number
    let check = 97 - whole % 97
    let result = packed.count == 13 ? digits : digits + (check < 10 ? "0" : "") + String(check)
    if case .integer = value, let number = Int64(result) { return .integer(number) }
    return .text(result)
  }

  func isOutput(_ value: ColumnValue) -> Bool? {
    switch value {
    case .text(let text):
      text.first == "9" && [13, 15].contains(text.utf8.count) && text.allSatisfy { $0.isASCII && $0.isNumber }
    case .integer(let number): String(number).first == "9" && [13, 15].contains(String(number).utf8.count)
    default: false
    }
  }
}
