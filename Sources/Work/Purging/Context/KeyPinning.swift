internal import AuditJournal
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Transforms
internal import Words

/// Compares the keys and hierarchies of a run with those that the journal has pinned, and names those that a stage uses.
struct KeyPinning {
  private let context: PurgeContext

  init(_ context: PurgeContext) { self.context = context }

  /// Compares the keys that this run writes with, and the hierarchies, with those that the journal has pinned.
  func check(_ journal: AuditJournal) throws {
    try context.configuration.checkPins(
      in: journal,
      atHand: context.keys.loaded.sorted { $0.key < $1.key }.flatMap { domain, keys in
        keys.flatMap { KeyUse.pins(domain, $0) }
      })
    try journal.checkFormerEvidenceKeys()
  }

  /// Returns what a stage changes a record set's rows with, for the journal to pin.
  func use(of bound: BoundRecordSet, for action: StageAction) throws -> KeyUse {
    guard action == .pseudonymise else { return KeyUse() }
    guard bound.usesKey, let key = try context.keys.currentKey(of: bound.domain) else {
      return KeyUse(hierarchies: bound.hierarchies)
    }
    return KeyUse(keys: KeyUse.pins(bound.domain, key), hierarchies: bound.hierarchies)
  }
}
