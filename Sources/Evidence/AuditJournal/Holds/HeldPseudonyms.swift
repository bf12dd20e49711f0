/// A domain and one version of its key, under which pseudonyms were made.
package struct HeldPseudonyms: Hashable, Sendable {
  package let domain: String
  package let version: Int

  package init(domain: String, version: Int) {
    self.domain = domain
    self.version = version
  }
}
