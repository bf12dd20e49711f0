internal import Words

/// What an entry says of keys that are no signing keys, for verifying.
enum KeyStatement: Equatable {
  case created(evidenceKey: String)
  /// An intent, or a hold that is under another evidence key than the first.
  case under(evidenceKey: String, isIntent: Bool)
  case rotated(from: String, to: String)
  case destroyedEvidence(String)
  /// A key, or a hierarchy, by the name of its mark in the state.
  case pinned(mark: String, isAcceptance: Bool)
  case destroyed(mark: String)
  case malformed(String)

  /// - Returns: nil for an entry that says nothing of them.
  init?(type: EntryType, text: (String) -> String?, integer: (String) -> Int?) {
    switch type {
    case .journalCreated: self = .created(evidenceKey: text("evidenceKey") ?? "")
    case .batchPrepared:
      guard let key = text("evidenceKey") else { return nil }
      self = .under(evidenceKey: key, isIntent: true)
    case .holdPlaced:
      guard let key = text("evidenceKey") else { return nil }
      self = .under(evidenceKey: key, isIntent: false)
    case .evidenceKeyRotated:
      guard let from = text("from"), let to = text("to") else {
        self = .malformed("rotates the evidence key from or to none")
        return
      }
      self = .rotated(from: from, to: to)
    case .evidenceKeyDestroyed:
      self = text("id").map { .destroyedEvidence($0) } ?? .malformed("destroys no evidence key")
    case .keyPinned:
      self = Self.pinned(text, integer) ?? .malformed("pins no key and no hierarchy")
    case .keyDestroyed:
      guard let domain = text("domain").map(DomainID.init), let version = integer("keyVersion") else {
        self = .malformed("destroys no key")
        return
      }
      self = .destroyed(mark: DestroyedKey.mark(domain, version))
    default: return nil
    }
  }

  private static func pinned(_ text: (String) -> String?, _ integer: (String) -> Int?) -> KeyStatement? {
    if let file = text("hierarchy"), let digest = text("digest") {
      let pin = HierarchyPin(file: file, digest: digest)
      return .pinned(mark: pin.mark, isAcceptance: text("by") != nil && text("reason") != nil)
    }
    guard let domain = text("domain").map(DomainID.init), let version = integer("keyVersion"),
      let holder = text("holder").flatMap(KeyPin.Holder.init), let id = text("id")
    else { return nil }
    let pin = KeyPin(domain: domain, version: version, holder: holder, id: id)
    return .pinned(mark: pin.mark, isAcceptance: false)
  }
}
