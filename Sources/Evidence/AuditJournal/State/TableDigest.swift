internal import TransparencyLog
internal import Words

/// The key of a row in a table that decides.
protocol DigestKey: Comparable {
  /// The number of the digest's group that the row is in, before it is taken to their number.
  var place: UInt { get }
}

extension Int: DigestKey {
  var place: UInt { UInt(bitPattern: self) }
}

extension String: DigestKey {
  var place: UInt { utf8.reduce(0) { $0 &* 31 &+ UInt($1) } }
}

/// The digest of a table over the hashes of its rows.
///
/// The rows lie in groups by their keys, and the digest is over the groups' hashes: a row that changes costs the hash of its group and of the list
/// of groups, and not of the table, which may have a hundred thousand rows.
struct TableDigest<Key: DigestKey> {
  private struct Row {
    let key: Key
    var hash: TreeHash
  }

  // A prime, so that keys at regular distances do not share few groups.
  private static var groupCount: Int { 251 }

  /// The rows of each group, in the order of their keys.
  private var groups: [[Row]] = Array(repeating: [], count: groupCount)
  private var hashes: [UInt8] = Array(repeating: 0, count: groupCount * TreeHash.width)
  private var stale: Set<Int> = []

  /// Sets the hash of a row, or takes the row out.
  mutating func set(_ key: Key, _ hash: TreeHash?) {
    let group = Int(key.place % UInt(Self.groupCount))
    stale.insert(group)
    // A new row mostly has the highest key.
    if let hash, groups[group].last.map({ $0.key < key }) ?? true {
      return groups[group].append(Row(key: key, hash: hash))
    }
    var (low, high) = (0, groups[group].count)
    while low < high {
      let middle = (low + high) / 2
      if groups[group][middle].key < key { low = middle + 1 } else { high = middle }
    }
    let isThere = low < groups[group].count && groups[group][low].key == key
    switch (isThere, hash) {
    case (true, let hash?): groups[group][low].hash = hash
    case (true, nil): groups[group].remove(at: low)
    case (false, let hash?): groups[group].insert(Row(key: key, hash: hash), at: low)
    case (false, nil): break
    }
  }

  /// The digest, in hexadecimal.
  mutating func text() -> String {
    for group in stale {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(groups[group].count * TreeHash.width)
      for row in groups[group] { bytes += row.hash.bytes }
      let start = group * TreeHash.width
      // A group without rows has the hash that it began with.
      let hash = bytes.isEmpty ? Array(repeating: 0, count: TreeHash.width) : TreeHash.leaf(bytes).bytes
      hashes.replaceSubrange(start..<start + TreeHash.width, with: hash)
    }
    stale.removeAll()
    return Hexadecimal.encode(TreeHash.leaf(hashes).bytes)
  }
}
