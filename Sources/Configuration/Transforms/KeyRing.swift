package import Words

/// The pseudonym keys that are at hand: for each domain its versions, of which the highest writes.
///
/// Each domain has random keys of its own, so that one can be destroyed alone.
package struct KeyRing: Sendable {
  private let keys: [DomainID: [DomainKey]]
  /// The versions that exist, also where the keys themselves are not loaded.
  private let versions: [DomainID: Int]

  /// A ring of loaded keys.
  package init(_ keys: [DomainID: [DomainKey]]) {
    self.keys = keys.mapValues { $0.sorted { $0.version < $1.version } }
    versions = keys.compactMapValues { $0.map(\.version).max() }
  }

  /// A ring that only recognises what is done: for plans, which need no secret.
  package init(recognising versions: [DomainID: Int]) {
    keys = [:]
    self.versions = versions
  }

  /// The keys that are loaded, by domain.
  package var loaded: [DomainID: [DomainKey]] { keys }

  /// The version that writes.
  func currentVersion(of domain: DomainID) throws(KeyError) -> Int {
    guard let version = versions[domain] else { throw .noKey(domain: domain) }
    return version
  }

  /// The key that writes; nil in a ring that only recognises.
  package func currentKey(of domain: DomainID) throws(KeyError) -> DomainKey? {
    _ = try currentVersion(of: domain)
    return keys[domain]?.last
  }
}
