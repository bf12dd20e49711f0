internal import AuditJournal
internal import RecordStores
internal import Words

extension Recovery {
  /// What a person says, with what the store had of the batch's rows.
  init(
    _ decision: SettlingDecision, by: String, reason: String, found: SettlingWord.Found?
  ) {
    let word = SettlingWord(by: by, reason: reason, found: found)
    self.init(
      outcome: decision == .committed ? .committed : .notCommitted, method: word.method, copiesRemoved: 0,
      decision: word)
  }
}
