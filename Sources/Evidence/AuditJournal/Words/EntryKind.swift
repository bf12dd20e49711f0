/// The kinds of entries: a type, with its version where that is more than 1.
///
/// What a later program writes may change what a purge has to heed, as a new kind of hold does. So the first entry of each kind that is not among the
/// first ones leaves a mark in the state, which a run of this program looks at before each batch: it goes on only where it knows all.
enum EntryKind {
  /// The kinds that were there when marks began: they have none.
  static let first: Set = [
    "retentiond.anchor.receipt", "retentiond.batch.files", "retentiond.batch.outcome",
    "retentiond.batch.prepared", "retentiond.batch.prepared|2", "retentiond.batch.recovered",
    "retentiond.clock.accepted", "retentiond.configuration.approved", EntryParts.type,
    "retentiond.first-run.continued", "retentiond.hold.changed", "retentiond.hold.lifted",
    "retentiond.hold.narrowed", "retentiond.hold.placed", "retentiond.journal.created",
    "retentiond.key.rotated", "retentiond.plan.made", "retentiond.reconcile.ended",
    "retentiond.reconcile.found", "retentiond.record-set.died", "retentiond.record-set.passed",
    "retentiond.record-set.resumed", "retentiond.refusal", "retentiond.row.set-aside",
    "retentiond.rows.too-few", "retentiond.rules.loaded", "retentiond.run.ended", "retentiond.run.started",
    "retentiond.service.started", "retentiond.service.stopped", "retentiond.store.erased",
    "retentiond.store.restored", "retentiond.survey.made",
  ]

  /// Those that this program writes beside them. Whoever adds a kind of entry, or a version of one, names it here.
  static let later: Set = [
    StoreRecord.identifiedType, StoreRecord.acceptedType, "retentiond.files.settled",
    AuditJournal.verifiedType,
    HistoryAcceptance.type, AuditJournal.backupBeganType, AuditJournal.backupMadeType,
    KeyChange.pinnedType, KeyChange.destroyedType, EvidenceKeyChange.rotatedType,
    EvidenceKeyChange.destroyedType,
  ]

  static func isKnown(_ kind: String) -> Bool { first.contains(kind) || later.contains(kind) }

  static func kind(type: String, version: Int?) -> String {
    version.map { $0 > 1 ? "\(type)|\($0)" : type } ?? type
  }

  /// The names of the state's marks begin with it; the rest is the kind, the value the first entry of it.
  static let mark = "kind|"
}
