internal import Words

/// The kinds of entries: a type, with its version where that is more than 1.
///
/// What a later program writes may change what a purge has to heed, as a new kind of hold does. So the first entry of each kind that is not among the
/// first ones leaves a mark in the state, which a run of this program looks at before each batch: it goes on only where it knows all.
enum EntryKind {
  /// The kinds that were there when marks began: they have none.
  static let first: Set<String> = names(
    [
      .anchorReceipt, .batchFiles, .batchOutcome, .batchPrepared, .batchRecovered, .clockAccepted,
      .configurationApproved, .entryPart, .firstRunContinued, .holdChanged, .holdLifted, .holdNarrowed,
      .holdPlaced, .journalCreated, .keyRotated, .planMade, .reconcileEnded, .reconcileFound, .recordSetDied,
      .recordSetPassed, .recordSetResumed, .refusal, .rowSetAside, .rowsTooFew, .rulesLoaded, .runEnded,
      .runStarted, .serviceStarted, .serviceStopped, .storeScrubbed, .storeRestored, .surveyMade,
    ]
  ).union([kind(type: .batchPrepared, version: 2)])

  /// The kinds that this program writes beside those of the first version. Whoever adds a kind of entry, or a version of one, names it here.
  static let later: Set<String> = Set([kind(type: .batchPrepared, version: SubjectRoots.lossVersion)]).union(
    names([
      .storeIdentified, .storeAccepted, .filesSettled, .journalVerified, .historyAccepted, .backupBegan,
      .backupMade, .keyPinned, .keyDestroyed, .evidenceKeyRotated, .evidenceKeyDestroyed, .runsPaused,
      .runsResumed,
    ]))

  private static func names(_ types: [EntryType]) -> Set<String> { Set(types.map(\.rawValue)) }

  static func isKnown(_ kind: String) -> Bool { first.contains(kind) || later.contains(kind) }

  static func kind(type: EntryType, version: Int?) -> String {
    version.map { $0 > 1 ? "\(type)|\($0)" : type.rawValue } ?? type.rawValue
  }

  /// The names of the state's marks begin with it; the rest is the kind, the value the first entry of it.
  static let mark = "kind|"
}
