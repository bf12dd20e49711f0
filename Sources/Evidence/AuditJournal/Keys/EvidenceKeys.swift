/// The evidence keys that are at hand: the one that is to be the journal's now, and those that were before it.
package struct EvidenceKeys: Sendable {
  package let current: EvidenceKey
  package let former: [EvidenceKey]

  package init(current: EvidenceKey, former: [EvidenceKey] = []) {
    self.current = current
    self.former = former
  }
}
