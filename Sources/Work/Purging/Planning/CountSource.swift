internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// The source of a plan's counts that need a whole table.
enum CountSource {
  /// They are counted now, exactly: for `plan`.
  case store
  /// They stand in the last survey: for a run, whose look costs the same at any size. Record sets that could not be surveyed are refused.
  case surveys(refusals: [RecordSetName: RecordSetRefusal])

  func refusal(of recordSet: RecordSetName) -> RecordSetRefusal? {
    switch self {
    case .store: nil
    case .surveys(let refusals): refusals[recordSet]
    }
  }
}
