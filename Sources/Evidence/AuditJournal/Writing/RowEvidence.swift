internal import Crypto
internal import RecordStores
internal import TransparencyLog
internal import Words

/// The locators of a batch's records and the root of their own small tree: evidence for each record, in 32 bytes.
struct RowEvidence {
  /// The locators one after the other, 32 bytes each.
  let locators: [UInt8]
  let root: TreeHash

  static let width = TreeHash.width

  init(keys: KeyList, store: StoreName, recordSet: RecordSetName, evidenceKey: EvidenceKey) {
    let fresh = evidenceKey.locatorState(store: store, recordSet: recordSet)
    var locators: [UInt8] = []
    locators.reserveCapacity(keys.count * Self.width)
    unsafe keys.bytes.withUnsafeBytes { bytes in
      var start = 0
      for end in keys.ends {
        var state = fresh
        unsafe state.update(data: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        unsafe state.finalize().withUnsafeBytes { unsafe locators.append(contentsOf: $0) }
        start = end
      }
    }
    self.locators = locators
    root = Self.root(of: locators)
  }

  /// The RFC 6962 root over 32-byte leaves.
  static func root(of locators: [UInt8]) -> TreeHash { TreeHash(ofLeaves: leaves(of: locators)) }

  /// The hashes from a row's leaf to the root.
  static func proof(of row: Int, in leaves: [TreeHash]) throws -> InclusionProof {
    try InclusionProof(of: row, size: leaves.count) { level, index in
      TreeHash(ofLeaves: Array(leaves[index << level..<(index + 1) << level]))
    }
  }

  /// The hashes of the locators as leaves. Bytes behind the last whole one are none of them.
  static func leaves(of locators: [UInt8], width: Int = width) -> [TreeHash] {
    unsafe locators.withUnsafeBytes { bytes in
      (0..<bytes.count / width).map { row in
        unsafe .leaf(UnsafeRawBufferPointer(rebasing: bytes[row * width..<(row + 1) * width]))
      }
    }
  }
}

/// An open batch's keys as they lie in the journal: sealed, so that no identifier is in the file or its log in the clear.
enum SealedKeys {
  /// AES-GCM under a key of the evidence key's; the batch's name is bound to the text.
  static func seal(_ keys: KeyList, batch: String, with key: EvidenceKey) throws -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(keys.bytes.count + keys.count * 4)
    plain += word(keys.count)
    for end in keys.ends { plain += word(end) }
    plain += keys.bytes
    let box = try AES.GCM.seal(plain, using: key.sealingKey, authenticating: Array(batch.utf8))
    guard let combined = box.combined else { throw JournalError.damaged("keys that cannot be sealed") }
    return Array(combined)
  }

  static func open(_ sealed: [UInt8], batch: String, with key: EvidenceKey) throws(JournalError) -> KeyList {
    guard let box = try? AES.GCM.SealedBox(combined: sealed),
      let plain = try? AES.GCM.open(box, using: key.sealingKey, authenticating: Array(batch.utf8))
    else { throw .key("the keys of open batch \(batch) are sealed under another evidence key") }
    let bytes = Array(plain)
    guard bytes.count >= 4 else { throw .damaged("the keys of open batch \(batch)") }
    let count = number(bytes[0..<4])
    guard bytes.count >= 4 + count * 4 else { throw .damaged("the keys of open batch \(batch)") }
    let ends = (0..<count).map { number(bytes[(4 + $0 * 4)..<(8 + $0 * 4)]) }
    guard let keys = KeyList(bytes: Array(bytes[(4 + count * 4)...]), ends: ends) else {
      throw .damaged("the keys of open batch \(batch)")
    }
    return keys
  }

  private static func word(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(number >> (24 - 8 * $0) & 255) } }
  private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
