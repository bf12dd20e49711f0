internal import Crypto
internal import Words

/// One version of a domain's key.
///
/// If it has a second key, each digest is made twice, under the one and then under the other: who holds one of them can redo nothing.
package struct DomainKey: Sendable {
  package let version: Int
  private let first: SecretKey
  private let second: SecretKey?

  /// - Throws: `KeyError.sameKey` where both are one key.
  package init(version: Int, key: SecretKey, second: SecretKey? = nil) throws(KeyError) {
    if let second, second.symmetric == key.symmetric { throw .sameKey(version: version) }
    self.version = version
    first = key
    self.second = second
  }

  /// Names the holders' keys without telling them, the first holder's first.
  package var ids: [String] { [first.pseudonymID] + (second.map { [$0.pseudonymID] } ?? []) }

  /// The keyed digest of a normalised value: over what it is for, the domain, the purpose and the value, each ended by a zero byte.
  func digest(of value: String, as purpose: String, domain: DomainID) -> [UInt8] {
    code(["retentiond/pseudonym/v1", domain.rawValue, purpose, value])
  }

  /// A key for a purpose of its own, by HKDF: nothing that is made under it tells of the domain's key or of other purposes.
  func derived(for purpose: String, domain: DomainID) -> SymmetricKey {
    let material =
      second == nil ? first.symmetric : SymmetricKey(data: code(["retentiond/derived/v1", domain.rawValue]))
    return HKDF<SHA256>.deriveKey(
      inputKeyMaterial: material, info: Array("retentiond/\(purpose)/v1\0\(domain.rawValue)".utf8),
      outputByteCount: 32
    )
  }

  private func code(_ parts: [String]) -> [UInt8] {
    let input = Array(parts.map { Array($0.utf8) }.joined(separator: [0]))
    let code = HMAC<SHA256>.authenticationCode(for: input, using: first.symmetric)
    guard let second else { return Array(code) }
    return Array(HMAC<SHA256>.authenticationCode(for: Array(code), using: second.symmetric))
  }
}
