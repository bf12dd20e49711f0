internal import Crypto
package import Words

/// The key under which a record's locator is made: its holder alone can tell which entry speaks of which record.
///
/// Sealing and the holds' prefilter use keys derived from it, so that destroying it destroys them.
package struct EvidenceKey: Sendable {
  private let locatorKey: SymmetricKey
  let sealingKey: SymmetricKey
  let tagKey: (UInt64, UInt64)
  private let subjectKey: SymmetricKey
  /// Names the key without telling it: the first eight bytes of a hash of a derived value, in hexadecimal.
  package let id: String

  package init(_ bytes: [UInt8]) throws(JournalError) {
    guard bytes.count == 32 else { throw .key("an evidence key has 32 bytes") }
    let key = SymmetricKey(data: bytes)
    locatorKey = key
    sealingKey = Self.derive("retentiond/v1|seal", from: key, count: 32)
    subjectKey = Self.derive("retentiond/v1|subject evidence", from: key, count: 32)
    let tagBytes = unsafe Self.derive("retentiond/v1|hold tag", from: key, count: 16).withUnsafeBytes {
      unsafe Array($0)
    }
    func word(_ slice: ArraySlice<UInt8>) -> UInt64 { slice.reduce(0) { $0 << 8 | UInt64($1) } }
    tagKey = (word(tagBytes[0..<8]), word(tagBytes[8..<16]))
    let idBytes = unsafe Self.derive("retentiond/v1|id", from: key, count: 32).withUnsafeBytes {
      unsafe Array($0)
    }
    id = Hexadecimal.encode(SHA256.hash(data: Array("retention key id v1".utf8) + idBytes).prefix(8))
  }

  private static func derive(_ purpose: String, from key: SymmetricKey, count: Int) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array(purpose.utf8), outputByteCount: count)
  }

  /// A fresh HMAC over words, each ended by a zero byte: to be copied and gone on with.
  private func state(_ words: String...) -> HMAC<SHA256> {
    var state = HMAC<SHA256>(key: locatorKey)
    for word in words { state.update(data: Array(word.utf8) + [0]) }
    return state
  }

  private func code(_ state: HMAC<SHA256>, over bytes: some Sequence<UInt8>) -> [UInt8] {
    var state = state
    state.update(data: Array(bytes))
    return Array(state.finalize())
  }

  /// A fresh HMAC, to be copied for each record of one record set.
  func locatorState(store: StoreName, recordSet: RecordSetName?) -> HMAC<SHA256> {
    state("loc", store.rawValue, recordSet?.rawValue ?? "")
  }

  /// HMAC-SHA-256 over "loc", the store's and record set's names and the key's encoding, each name ended by a zero byte.
  package func locator(store: StoreName, recordSet: RecordSetName, key: some Sequence<UInt8>) -> [UInt8] {
    code(locatorState(store: store, recordSet: recordSet), over: key)
  }

  /// The locator of a person in holds under version 1 of the spellings: over "subject" and the identifier in `FirstSpelling`.
  func firstSubjectLocator(_ spelling: [UInt8]) -> [UInt8] { code(state("subject"), over: spelling) }

  /// The locator of a person: over "subject", "2" and the identifier in `HeldSpelling`, each ended by a zero byte but the last.
  func subjectLocator(_ spelling: [UInt8]) -> [UInt8] { code(state("subject", "2"), over: spelling) }

  /// The locator of a hold on all of a record set, a domain or a store.
  func nameLocator(_ kind: HoldKind, _ name: String) -> [UInt8] {
    code(state(kind == .recordSet ? "set" : kind.rawValue), over: name.utf8)
  }

  /// The code over an exported hold.
  func transferCode(of bytes: [UInt8]) -> [UInt8] { code(state("hold export"), over: bytes) }

  /// A fresh HMAC, to be copied for the subject of each row of a batch.
  func subjectState(batch: BatchName) -> HMAC<SHA256> {
    var state = HMAC<SHA256>(key: subjectKey)
    state.update(data: Array(batch.rawValue.utf8) + [0])
    return state
  }

  /// A fresh HMAC, to be copied for each row of a dependent's table: over "dep", the store's name, the table's and the key's encoding.
  func dependentState(store: StoreName, table: String) -> HMAC<SHA256> { state("dep", store.rawValue, table) }

  /// The same for each row that stayed and lost its reference: over "ref" in the place of "dep".
  func lostReferenceState(store: StoreName, table: String) -> HMAC<SHA256> {
    state("ref", store.rawValue, table)
  }

  /// A quick keyed 64-bit tag: most subjects are under no hold, and learn it without an HMAC.
  func tag(_ normalised: some Collection<UInt8>) -> UInt64 { SipHash.hash(normalised, key: tagKey) }

  /// A tag's 16 hexadecimal digits, as entries have it.
  static func text(ofTag tag: UInt64) -> String {
    Hexadecimal.encode((0..<8).map { UInt8(truncatingIfNeeded: tag >> UInt64(56 - 8 * $0)) })
  }
}

/// SipHash-2-4: a keyed hash of short inputs, some ten times as quick as an HMAC.
///
/// J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF", 2012.
enum SipHash {
  static func hash(_ bytes: some Collection<UInt8>, key: (UInt64, UInt64)) -> UInt64 {
    var v0 = key.0 ^ 0x736f_6d65_7073_6575
    var v1 = key.1 ^ 0x646f_7261_6e64_6f6d
    var v2 = key.0 ^ 0x6c79_6765_6e65_7261
    var v3 = key.1 ^ 0x7465_6462_7974_6573
    func round() {
      v0 &+= v1
      v1 = v1 << 13 | v1 >> 51
      v1 ^= v0
      v0 = v0 << 32 | v0 >> 32
      v2 &+= v3
      v3 = v3 << 16 | v3 >> 48
      v3 ^= v2
      v0 &+= v3
      v3 = v3 << 21 | v3 >> 43
      v3 ^= v0
      v2 &+= v1
      v1 = v1 << 17 | v1 >> 47
      v1 ^= v2
      v2 = v2 << 32 | v2 >> 32
    }
    var word: UInt64 = 0
    var count = 0
    for byte in bytes {
      word |= UInt64(byte) << UInt64(8 * (count & 7))
      count += 1
      if count & 7 == 0 {
        v3 ^= word
        round()
        round()
        v0 ^= word
        word = 0
      }
    }
    word |= UInt64(count & 0xFF) << 56
    v3 ^= word
    round()
    round()
    v0 ^= word
    v2 ^= 0xFF
    for _ in 0..<4 { round() }
    return v0 ^ v1 ^ v2 ^ v3
  }
}
