internal import AuditJournal
internal import StoreBindings
internal import Systemd
internal import Transforms
internal import Words

/// The keys that stores.json names, as far as they are at hand: each loaded once, and none of them another one, too.
struct KeyStock {
  enum Purpose: Hashable {
    case signing, evidence
    case formerEvidence
    case pseudonyms(domain: DomainID, version: Int, KeyPin.Holder)

    /// What a person calls the key.
    var name: String {
      switch self {
      case .signing: "the signing key"
      case .evidence: "the evidence key"
      case .formerEvidence: "a former evidence key"
      case .pseudonyms(let domain, let version, let holder):
        KeyPin(domain: domain, version: version, holder: holder, id: "").name
      }
    }
  }

  private(set) var keys: [(purpose: Purpose, source: KeySource, key: SecretKey)] = []
  /// The keys that could not be read, and why.
  private(set) var missing: [(purpose: Purpose, source: KeySource, error: KeyError)] = []

  /// - Parameter allowsWeak: of the keys of purposes that are about to be replaced.
  /// - Throws: `KeyError.weak` for a key that is no secret, whatever it is for.
  init(_ sources: KeySources, allowsWeak: Set<Purpose> = []) throws(KeyError) {
    var named: [(Purpose, KeySource)] = [(.signing, sources.signing), (.evidence, sources.evidence)]
    named += sources.formerEvidence.map { (.formerEvidence, $0) }
    for (domain, versions) in sources.pseudonyms.sorted(by: { $0.key < $1.key }) {
      for version in versions.sorted(by: { $0.version < $1.version }) {
        for (source, holder) in zip(version.sources, [KeyPin.Holder.first, .second]) {
          named.append((.pseudonyms(domain: domain, version: version.version, holder), source))
        }
      }
    }
    for (purpose, source) in named {
      do throws(KeyError) {
        // What was made under a former evidence key must be found, whatever the key is.
        let key = try KeyFile.load(
          source, credentialsDirectory: ServiceEnvironment.credentialsDirectory,
          allowsWeak: purpose == .formerEvidence || allowsWeak.contains(purpose))
        keys.append((purpose, source, key))
      } catch {
        if case .weak = error { throw error }
        missing.append((purpose, source, error))
      }
    }
  }

  /// The key for a purpose that has one key alone.
  ///
  /// - Throws: why it could not be read.
  func key(_ purpose: Purpose) throws(KeyError) -> SecretKey {
    if let found = keys.first(where: { $0.purpose == purpose }) { return found.key }
    throw missing.first { $0.purpose == purpose }?.error ?? .missing(.file(""))
  }

  /// The evidence keys. A former one that is not at hand is missed by whatever needs it.
  func evidenceKeys() throws -> EvidenceKeys {
    // A former key that others can read, or write, is no key that is merely missing.
    for former in missing where former.purpose == .formerEvidence {
      switch former.error {
      case .missing, .noCredentials: continue
      default: throw former.error
      }
    }
    return EvidenceKeys(
      current: try EvidenceKey(key(.evidence).bytes),
      former: try keys.filter { $0.purpose == .formerEvidence }.map { try EvidenceKey($0.key.bytes) })
  }

  /// Which pseudonym keys are at hand.
  var pins: [KeyPin] {
    keys.compactMap { entry in
      guard case .pseudonyms(let domain, let version, let holder) = entry.purpose else { return nil }
      return KeyPin(domain: domain, version: version, holder: holder, id: entry.key.pseudonymID)
    }
  }

  /// One key for two purposes; nil where there is none.
  var shared: KeyError? {
    for (index, one) in keys.enumerated() {
      guard let other = keys[..<index].first(where: { $0.key.isSame(as: one.key) }) else { continue }
      if case .pseudonyms(let domain, let version, _) = one.purpose,
        case .pseudonyms(domain, version, _) = other.purpose
      {
        return .sameKey(version: version)
      }
      return .twoPurposes(one.purpose.name, one.source, other.purpose.name, other.source)
    }
    return nil
  }

  /// Refuses a new key that is one of these, too.
  func check(new key: SecretKey, _ source: KeySource, as name: String) throws(KeyError) {
    if let other = keys.first(where: { $0.key.isSame(as: key) }) {
      throw .twoPurposes(name, source, other.purpose.name, other.source)
    }
  }
}
