/// The evidence keys that are at hand: the one that is to be the journal's now, and those that were before it.
public struct EvidenceKeys: Sendable {
  public let current: EvidenceKey
  public let former: [EvidenceKey]

  public init(current: EvidenceKey, former: [EvidenceKey] = []) {
    self.current = current
    self.former = former
  }
}
