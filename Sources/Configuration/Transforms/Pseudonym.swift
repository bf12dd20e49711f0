internal import Identifiers
internal import RecordStores
internal import Words

/// HMAC-SHA-256 under the domain's key: the same person always gets the same pseudonym in a domain, and another in the next.
struct Pseudonym: ColumnTransform {
  let key: DomainKey?
  let version: Int
  let domain: DomainID
  let form: SubjectForm

  /// `p`, the version, `_` and 32 characters.
  var length: Int { 34 + String(version).count }

  func apply(_ value: ColumnValue, subject: ColumnValue) throws -> ColumnValue {
    guard let text = try value.identifier(for: "pseudonym") else { return .null }
    if isOutput(value) == true { return value }
    guard let key else { throw TransformError.noKey(transform: "pseudonym") }
    let code = key.digest(of: form.exact(text), as: form.pseudonymName, domain: domain)
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

  var outputPattern: String? { "^p[0-9]+_[a-z2-7]{32}$" }
}

extension ColumnValue {
  /// The text of an identifier, which a column may have as a number; nil for null.
  func identifier(for transform: String) throws(TransformError) -> String? {
    switch self {
    case .null: nil
    case .text(let text): text
    case .integer(let number): String(number)
    case .real, .rawText, .blob: throw .notText(transform: transform)
    }
  }
}
