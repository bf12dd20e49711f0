internal import AuditJournal
internal import CivilTime
internal import JSONText
internal import TransparencyLog
internal import Words

/// What the journal says of one record, for people.
enum EvidenceView {
  /// What scripts read of a batch that a question is about: the members of an object.
  static func members(
    batch: BatchName, _ intent: BatchIntent, _ prepared: (entry: Int, time: Instant), _ end: BatchEnd?,
    _ approval: (by: String, entry: Int)?
  ) -> [String: JSONValue] {
    [
      "batch": .string(batch.rawValue), "run": .string(intent.run.rawValue),
      "recordSet": .string(intent.recordSet.rawValue),
      "store": .string(intent.store.rawValue), "domain": .string(intent.domain.rawValue),
      "rule": .string(intent.rule.rawValue),
      "action": .string(intent.action.rawValue), "cutoff": .string(intent.cutoff),
      "partition": JSONValue(intent.partition), "repeats": JSONValue(intent.repeats?.rawValue),
      "entry": .integer(prepared.entry), "time": .string(prepared.time.iso8601),
      "outcome": JSONValue(end?.outcome.word), "outcomeEntry": JSONValue(end?.entry),
      "outcomeTime": JSONValue(end?.time.iso8601), "decidedBy": JSONValue(end?.decision?.by),
      "decidedBecause": JSONValue(end?.decision?.reason), "approvedBy": JSONValue(approval?.by),
      "approvalEntry": JSONValue(approval?.entry),
    ]
  }

  /// The members of a batch that are columns of a spreadsheet.
  static let columns = [
    "batch", "run", "recordSet", "store", "rule", "action", "cutoff", "entry", "time", "outcome",
    "outcomeTime",
    "decidedBy", "approvedBy",
  ]

  static func text(of evidence: RecordEvidence) -> String {
    let intent = evidence.intent
    let place = evidence.proof.inclusion
    let equal =
      intent.hasDigests
      ? "  equal rows  \(evidence.proof.count): the table had no key, and the digest is over all columns of a row"
      : nil
    let partition = intent.partition.map { "  partition   \($0), all of whose records went in one step" }
    return
      ([
        outcome(intent, evidence.outcome, at: evidence.prepared.time, batch: "the batch that lists it"),
        "  record set  \(intent.recordSet) in store \(intent.store)",
        "  rule        \(intent.rule) of domain \(intent.domain), cutoff \(intent.cutoff)",
        "  run         \(intent.run), \(evidence.batch), record \(place.index + 1) of \(place.size)",
        "  intent      entry \(evidence.prepared.entry), at \(evidence.prepared.time.iso8601)",
      ] + [equal, partition].compactMap(\.self) + lines(of: evidence.outcome)
      + ["  approved    \(approval(evidence.approval, intent))"]).asPage
  }

  /// Who had agreed when the run began.
  static func approval(_ approval: (by: String, entry: Int)?, _ intent: BatchIntent) -> String {
    approval.map { "\($0.by), entry \($0.entry)" }
      ?? "unknown: no entry before the run approves configuration \(intent.configuration.short)"
  }

  /// What became of a batch, and who says so.
  static func lines(of end: BatchEnd?) -> [String] {
    guard let end else { return ["  outcome     none yet: the batch is open"] }
    let said = "said by entry \(end.entry) at \(end.time.iso8601)"
    guard let word = end.decision else { return ["  outcome     \(end.outcome.word), \(said)"] }
    return [
      "  outcome     \(end.outcome.word), \(said): a person decided, the store did not tell",
      "  decided     \(word.by.map { "by \($0): " } ?? "")\(word.reason)",
      "  store then  \(found(word))",
    ]
  }

  static func found(_ word: SettlingWord) -> String {
    guard let found = word.found else {
      return word.by == nil ? "its rows told nothing" : "it did not answer"
    }
    return
      "\(found.present) of \(found.present + found.absent) rows were there"
      + (found.changed > 0 ? ", \(found.changed) of them as the batch leaves them" : "")
  }

  /// - Parameter batch: what the batch is to whom the question is about.
  static func outcome(_ intent: BatchIntent, _ end: BatchEnd?, at time: Instant, batch: String) -> String {
    let done =
      switch intent.action {
      case .delete: "Deleted"
      case .archive: "Archived"
      case .pseudonymise: "Pseudonymised"
      }
    let small = done.lowercased()
    guard let end else { return "Perhaps \(small): \(batch) is open, and the next run settles it." }
    if end.outcome.isOpen {
      return
        "Unknown whether \(small): \(batch) is open, and what its store has explains neither a commit nor that there was none; a person has to say, see `retentiond journal settle --help`."
    }
    if let word = end.decision {
      return
        "Unknown whether \(small): the store did not tell, and \(word.by ?? "a person") decided that \(batch) was \(end.outcome == .committed ? "" : "not ")committed."
    }
    guard end.outcome == .committed else { return "Not \(small): \(batch) was not committed." }
    return intent.repeats == nil
      ? "\(done) at \(time.iso8601)."
      : "\(done) again at \(time.iso8601), after a restore had brought it back."
  }
}
