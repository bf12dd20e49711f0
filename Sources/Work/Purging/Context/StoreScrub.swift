package import RecordStores
package import Words

/// What going further did in one store.
package struct StoreScrub: Sendable {
  package let store: StoreName
  /// The record sets that nothing was done for, each with the reason.
  package let refused: [(recordSet: RecordSetName, refusal: RecordSetRefusal)]
  /// What is left now, or why nothing was done; nil if every record set is refused.
  package let result: Result<PhysicalScrub, StoreError>?

  /// What was asked for and was not done, in sentences; empty if all was.
  package var undone: [String] {
    let refusals = refused.map { "\($0.recordSet): \($0.refusal)" }
    return switch result {
    case nil: refusals
    case .failure(let error): refusals + [error.description]
    case .success(let scrub): refusals + scrub.undone.map { "store \(store): \($0.reason)" }
    }
  }
}
