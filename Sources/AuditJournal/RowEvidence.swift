internal import Crypto
internal import Dispatch
internal import RecordStores

/// The locators of a batch's records and the root of their own small tree: evidence for each record, in 32 bytes.
struct RowEvidence {
  /// 32 bytes a record, in the order of the keys.
  let locators: [UInt8]
  let root: [UInt8]

  static let width = 32
  /// Records that one core does at a time; a power of two, so that they are a complete subtree.
  private static let stretch = 128

  /// All cores share the work, since the store's transaction is open meanwhile.
  init(keys: KeyList, store: String, recordSet: String, evidenceKey: EvidenceKey) {
    let fresh = evidenceKey.locatorState(store: store, recordSet: recordSet)
    let count = keys.count
    let stretches = (count + Self.stretch - 1) / Self.stretch
    var locators = [UInt8](repeating: 0, count: count * Self.width)
    var roots = [UInt8](repeating: 0, count: stretches * Self.width)
    unsafe locators.withUnsafeMutableBytes { locators in
      unsafe roots.withUnsafeMutableBytes { roots in
        unsafe keys.bytes.withUnsafeBytes { bytes in
          // Each stretch writes to places of its own.
          nonisolated(unsafe) let (locators, roots, bytes) = unsafe (locators, roots, bytes)
          DispatchQueue.concurrentPerform(iterations: stretches) { stretch in
            let range = stretch * Self.stretch..<min((stretch + 1) * Self.stretch, count)
            for index in range {
              var state = fresh
              let key = (index == 0 ? 0 : keys.ends[index - 1])..<keys.ends[index]
              unsafe state.update(data: UnsafeRawBufferPointer(rebasing: bytes[key]))
              unsafe state.finalize().withUnsafeBytes { unsafe Self.put($0, at: index, in: locators) }
            }
            let own = range.lowerBound * Self.width..<range.upperBound * Self.width
            let root = unsafe Self.root(of: Array(locators[own]))
            unsafe root.withUnsafeBytes { unsafe Self.put($0, at: stretch, in: roots) }
          }
        }
      }
    }
    self.locators = locators
    root = stretches == 0 ? TreeHash.empty.bytes : Self.join(roots)
  }

  private static func put(
    _ hash: UnsafeRawBufferPointer, at index: Int, in buffer: UnsafeMutableRawBufferPointer
  ) {
    unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[index * width..<(index + 1) * width])
      .copyMemory(from: hash)
  }

  /// The RFC 6962 root over 32-byte leaves.
  static func root(of leaves: [UInt8]) -> [UInt8] {
    guard !leaves.isEmpty else { return TreeHash.empty.bytes }
    var hashes = leaves
    unsafe hashes.withUnsafeMutableBytes { buffer in
      for index in 0..<buffer.count / width { unsafe replace(index, by: 0x00, index..<index + 1, in: buffer) }
    }
    return join(hashes)
  }

  /// The root over the hashes of complete subtrees of one size and a last one that may be smaller, level by level in place: an
  /// odd one at the end moves up as it is, which is the same tree as splitting at the largest power of two.
  private static func join(_ hashes: [UInt8]) -> [UInt8] {
    var hashes = hashes
    unsafe hashes.withUnsafeMutableBytes { buffer in
      var count = buffer.count / width
      while count > 1 {
        for pair in 0..<count / 2 { unsafe replace(pair, by: 0x01, pair * 2..<pair * 2 + 2, in: buffer) }
        if count % 2 == 1 {
          let last = unsafe Array(buffer[(count - 1) * width..<count * width])
          unsafe last.withUnsafeBytes { unsafe put($0, at: count / 2, in: buffer) }
        }
        count = (count + 1) / 2
      }
    }
    return Array(hashes[..<width])
  }

  /// Puts the hash of the prefix and some hashes in the place of one.
  private static func replace(
    _ target: Int, by prefix: UInt8, _ sources: Range<Int>, in buffer: UnsafeMutableRawBufferPointer
  ) {
    var text = InlineArray<65, UInt8>(repeating: prefix)
    unsafe withUnsafeMutableBytes(of: &text) { text in
      let own = unsafe UnsafeRawBufferPointer(
        rebasing: buffer[sources.lowerBound * width..<sources.upperBound * width])
      unsafe UnsafeMutableRawBufferPointer(rebasing: text[1..<1 + own.count]).copyMemory(from: own)
      var state = SHA256()
      unsafe state.update(bufferPointer: UnsafeRawBufferPointer(rebasing: text[..<(1 + own.count)]))
      let digest = state.finalize()
      unsafe digest.withUnsafeBytes { unsafe put($0, at: target, in: buffer) }
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
