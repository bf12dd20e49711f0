/// One holder's part of one version of a domain's pseudonym key, and which key it is.
public struct KeyPin: Hashable, Sendable {
  /// Who keeps it: a version may have a key of somebody else, too.
  public enum Holder: String, Hashable, Sendable { case first, second }

  public let domain: String
  public let version: Int
  public let holder: Holder
  /// Names the key without telling it.
  public let id: String

  public init(domain: String, version: Int, holder: Holder, id: String) {
    self.domain = domain
    self.version = version
    self.holder = holder
    self.id = id
  }

  static let markPrefix = "pin|"
  var mark: String { "\(Self.markPrefix)\(domain)|\(version)|\(holder.rawValue)" }

  /// What a person calls it.
  public var name: String {
    "the \(holder == .first ? "" : "second holder's ")key of version \(version) of domain \(domain)"
  }
}

/// A hierarchy that values are generalised by, as stores.json names its file, and the file's digest.
public struct HierarchyPin: Hashable, Sendable {
  public let file: String
  public let digest: String

  public init(file: String, digest: String) {
    self.file = file
    self.digest = digest
  }

  static let markPrefix = "hierarchy|"
  var mark: String { Self.markPrefix + file }
}

/// The keys and hierarchies that a batch changed its rows with.
public struct KeyUse: Hashable, Sendable {
  public var keys: [KeyPin]
  public var hierarchies: [HierarchyPin]

  public init(keys: [KeyPin] = [], hierarchies: [HierarchyPin] = []) {
    self.keys = keys
    self.hierarchies = hierarchies
  }

  /// The version of each domain's key.
  var versions: [String: Int] { Dictionary(keys.map { ($0.domain, $0.version) }) { $1 } }
}

/// What a person is about to say of keys or hierarchies.
public enum KeyAct: Hashable, Sendable {
  case accepting(hierarchy: String)
  case destroying(domain: String, version: Int)
}
