internal import AuditJournal
internal import CivilTime
internal import TransparencyLog

/// What the journal says of one record, for people.
enum EvidenceView {
  static func text(of evidence: RecordEvidence) -> String {
    let intent = evidence.intent
    let outcome = evidence.outcome.map { "\($0.text), said by entry \($0.entry) at \($0.time.iso8601)" }
    let approval = evidence.approval.map { "\($0.by), entry \($0.entry)" }
    let place = evidence.place.inclusion
    let partition = intent.partition.map { "  partition   \($0), all of whose records went in one step" }
    return
      ([
        verdict(of: evidence),
        "  record set  \(intent.recordSet) in store \(intent.store)",
        "  rule        \(intent.rule) of domain \(intent.domain), cutoff \(intent.cutoff)",
        "  run         \(intent.run), \(evidence.batch), record \(place.index + 1) of \(place.size)",
        "  intent      entry \(evidence.prepared.entry), at \(evidence.prepared.time.iso8601)",
      ] + [partition].compactMap(\.self) + [
        "  outcome     \(outcome ?? "none yet: the batch is open")",
        "  approved    \(approval ?? "the journal no longer has the configuration \(intent.configuration.prefix(16))")",
      ]).asPage
  }

  private static func verdict(of evidence: RecordEvidence) -> String {
    verdict(
      evidence.intent.action, outcome: evidence.outcome?.text, at: evidence.prepared.time,
      batch: "the batch that lists it")
  }

  /// - Parameter batch: what the batch is to whom the question is about.
  static func verdict(_ action: String, outcome: String?, at time: Instant, batch: String) -> String {
    let done =
      switch action {
      case "delete": "Deleted"
      case "archive": "Archived"
      case "pseudonymise": "Pseudonymised"
      default: "Changed (\(action))"
      }
    return switch outcome {
    case "committed": "\(done) at \(time.iso8601)."
    case nil: "Perhaps \(done.lowercased()): \(batch) is open, and the next run settles it."
    default: "Not \(done.lowercased()): \(batch) was not committed."
    }
  }
}
