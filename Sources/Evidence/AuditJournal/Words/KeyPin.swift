package import Words

/// One holder's part of one version of a domain's pseudonym key, and which key it is (decision 56).
package struct KeyPin: Hashable, Sendable {
  /// Who keeps it: a version may have a key of somebody else, too.
  package enum Holder: String, Hashable, Sendable { case first, second }

  package let domain: DomainID
  package let version: Int
  package let holder: Holder
  /// Names the key without telling it.
  package let id: String

  package init(domain: DomainID, version: Int, holder: Holder, id: String) {
    self.domain = domain
    self.version = version
    self.holder = holder
    self.id = id
  }

  static let markPrefix = "pin|"
  var mark: String { "\(Self.markPrefix)\(domain)|\(version)|\(holder.rawValue)" }

  /// What a person calls it.
  package var name: String {
    "the \(holder == .first ? "" : "second holder's ")key of version \(version) of domain \(domain)"
  }
}

/// A hierarchy that values are generalised by, as stores.json names its file, and the file's digest.
package struct HierarchyPin: Hashable, Sendable {
  package let file: String
  package let digest: String

  package init(file: String, digest: String) {
    self.file = file
    self.digest = digest
  }

  static let markPrefix = "hierarchy|"
  var mark: String { Self.markPrefix + file }
}

/// The keys and hierarchies that a batch changed its rows with.
package struct KeyUse: Hashable, Sendable {
  package var keys: [KeyPin]
  package var hierarchies: [HierarchyPin]

  package init(keys: [KeyPin] = [], hierarchies: [HierarchyPin] = []) {
    self.keys = keys
    self.hierarchies = hierarchies
  }

  /// The version of each domain's key.
  var versions: [DomainID: Int] { Dictionary(keys.map { ($0.domain, $0.version) }) { $1 } }
}

/// What a person is about to say of keys or hierarchies.
package enum KeyAct: Hashable, Sendable {
  case accepting(hierarchy: String)
  case destroying(domain: DomainID, version: Int)
}
