internal import Words

extension EntryType {
  /// What is lost with an entry that a journal had once and has not any more.
  package enum Loss: Sendable {
    /// A hold, or the end of one.
    case hold
    /// What became of a batch.
    case outcome
    /// What somebody decided: an approval, a change of keys, an acceptance.
    case decision
  }

  static let losses: [EntryType: Loss] = [
    .holdPlaced: .hold, .holdLifted: .hold, .holdChanged: .hold, .holdNarrowed: .hold,
    .batchOutcome: .outcome, .batchRecovered: .outcome,
    .configurationApproved: .decision, .keyRotated: .decision, .evidenceKeyRotated: .decision,
    .evidenceKeyDestroyed: .decision, .keyPinned: .decision, .keyDestroyed: .decision,
    .storeAccepted: .decision, .clockAccepted: .decision, .firstRunContinued: .decision,
    .historyAccepted: .decision, .filesSettled: .decision, .recordSetResumed: .decision,
    .runsPaused: .decision, .runsResumed: .decision,
  ]

  /// The types of entries that say what the program did and saw, and nobody's decision. Whoever adds a type names it here or among `losses`.
  static let records: Set<EntryType> = [
    .anchorReceipt, .backupBegan, .backupMade, .batchFiles, .batchPrepared, .entryPart, .journalCreated,
    .journalVerified, .planMade, .reconcileEnded, .reconcileFound, .recordSetDied, .recordSetPassed, .refusal,
    .rowSetAside, .rowsTooFew, .rulesLoaded, .runEnded, .runStarted, .serviceStarted, .serviceStopped,
    .storeIdentified, .storeRestored, .storeScrubbed, .surveyMade,
  ]

  /// What is lost with an entry of this type; nil if it is no more than a record of the program's work. What a later program wrote may be a decision.
  package var loss: Loss? { Self.losses[self] ?? (Self.records.contains(self) ? nil : .decision) }
}
