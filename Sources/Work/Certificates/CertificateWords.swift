internal import AuditJournal
internal import Words

/// What a certificate says in each language.
struct CertificateWords: Sendable {
  let title: String
  /// The title if nothing was destroyed, or if nobody but a person says so.
  let titleWithoutDestruction: String
  let journal: String
  let run: String
  /// What stands behind the name of a run that purges again what a restore brought back.
  let reconcile: String
  let started: String
  let startedBy: String
  /// The line that says who started the run.
  let account: @Sendable (RunAccount) -> String
  let unknownAccount: String
  let override: String
  let notNeeded: String
  let ended: String
  /// The beginning of a sentence on a run without an end: a later run shows that it was broken off, and without one nobody knows.
  let brokenOff: String
  let noEnd: String
  /// Its end: what is known of the run's batches.
  let settled: String
  let noneOpen: String
  /// Between the two.
  let semicolon: String
  let open: @Sendable (Int) -> String
  let ending: @Sendable (RunEnding) -> String
  let configuration: String
  let approvedBy: String
  let noApproval: String
  let done: String
  let nothing: String
  /// The sentence if batches are open, or if a person decided about them.
  let nothingKnown: String
  let columns: [String]
  let action: @Sendable (StageAction) -> String
  /// What stands behind an action where partitions went whole, after their number.
  let partition: (one: String, several: String)
  /// What stands behind a table whose rows stayed and lost their reference.
  let withoutReference: String
  /// The sums, by stage, in their order.
  let totals: KeyValuePairs<StageAction, String>
  let source: String
  let decided: String
  let decidedMeaning: String
  let decidedColumns: [String]
  let decision: @Sendable (BatchOutcome) -> String
  /// How many of a batch's rows a store had.
  let found: @Sendable (_ present: Int, _ listed: Int) -> String
  let noAnswer: String
  let foundTitle: String
  let foundNothing: String
  let returnedTitle: String
  let returned: @Sendable (_ run: String, _ time: String, _ entry: Int, _ again: Int) -> String
  let returnedColumns: [String]
  let returnedMeaning: String
  let left: String
  let leftColumns: [String]
  let causes: [String: String]
  let refused: String
  let unmeasured: String
  let counted: String
  let countedColumns: [String]
  /// What the columns mean, for who reads no manual.
  let countedMeaning: String
  let evidence: String
  let entry: String
  let howTo: String
  let howToSteps: [String]
  let chain: String
  let chainColumns: [String]
  let chainSteps: String
  let manyKeys: @Sendable (Int) -> String
  let limits: String
}

extension CertificateWords {
  init(_ language: CertificateLanguage) {
    self = language == .french ? Self.french : Self.english
  }

  /// Empty where none went whole.
  func withoutReference(_ table: String, _ count: Int) -> String {
    "\(table): \(count) (\(withoutReference))"
  }

  func partitions(_ count: Int) -> String {
    count == 0 ? "" : " (\(count) \(count == 1 ? partition.one : partition.several))"
  }
}
