package import Words

/// One version of a domain's pseudonym key that somebody destroyed, or began to.
package struct DestroyedKey: Hashable, Sendable {
  package let domain: DomainID
  package let version: Int
  /// The ids of the keys that its holders had, as far as anybody knew.
  package let ids: [String]
  /// The record sets whose persons cannot be found by pseudonyms of this version any more.
  package let recordSets: [RecordSetName]
  /// Tells if its files are overwritten; false from the decision to then.
  package let isDone: Bool

  package init(domain: DomainID, version: Int, ids: [String], recordSets: [RecordSetName], isDone: Bool) {
    self.domain = domain
    self.version = version
    self.ids = ids
    self.recordSets = recordSets
    self.isDone = isDone
  }

  static let markPrefix = "key-destroyed|"
  static func mark(_ domain: DomainID, _ version: Int) -> String { "\(markPrefix)\(domain)|\(version)" }
  var mark: String { Self.mark(domain, version) }
}
