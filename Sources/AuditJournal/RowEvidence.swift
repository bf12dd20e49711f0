internal import Crypto
internal import RecordStores

/// The locators of a batch's records and the root of their own small tree: evidence for each record, in 32 bytes.
struct RowEvidence {
  /// 32 bytes a record, in the order of the keys.
  let locators: [UInt8]
  let root: [UInt8]

  static let width = 32

  init(keys: KeyList, store: String, recordSet: String, evidenceKey: EvidenceKey) {
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

  /// The RFC 6962 root over the 32-byte leaves, level by level in place: an odd node at the end moves up as it is, which is the
  /// same tree as splitting at the largest power of two.
  static func root(of leaves: [UInt8]) -> [UInt8] {
    guard !leaves.isEmpty else { return TreeHash.empty.bytes }
    var hashes = leaves
    var count = hashes.count / width
    let leafPrefix: [UInt8] = [0x00]
    let nodePrefix: [UInt8] = [0x01]
    unsafe hashes.withUnsafeMutableBytes { buffer in
      func replace(_ target: Int, from source: Range<Int>, prefix: [UInt8]) {
        var state = SHA256()
        state.update(data: prefix)
        unsafe state.update(data: UnsafeRawBufferPointer(rebasing: buffer[source]))
        unsafe state.finalize().withUnsafeBytes { digest in
          unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[target * width..<(target + 1) * width])
            .copyMemory(from: digest)
        }
      }
      for index in 0..<count { replace(index, from: index * width..<(index + 1) * width, prefix: leafPrefix) }
      while count > 1 {
        for pair in 0..<count / 2 {
          replace(pair, from: pair * 2 * width..<(pair * 2 + 2) * width, prefix: nodePrefix)
        }
        if count % 2 == 1 {
          let last = unsafe Array(buffer[(count - 1) * width..<count * width])
          unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count / 2 * width..<(count / 2 + 1) * width])
            .copyBytes(from: last)
        }
        count = (count + 1) / 2
      }
    }
    return Array(hashes[..<width])
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
