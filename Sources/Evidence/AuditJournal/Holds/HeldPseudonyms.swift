package import Words

/// A domain and one version of its key, under which pseudonyms were made.
package struct HeldPseudonyms: Hashable, Sendable {
  package let domain: DomainID
  package let version: Int

  package init(domain: DomainID, version: Int) {
    self.domain = domain
    self.version = version
  }
}
