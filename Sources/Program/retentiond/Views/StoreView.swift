internal import AuditJournal
internal import CivilTime
internal import Purging
internal import RecordStores

/// Which store is which, for people.
enum StoreView {
  static func lines(of standing: Result<StoreStanding, StoreError>, _ name: String) -> [String] {
    switch standing {
    case .failure(let error): return ["\(name): no answer: \(error)"]
    case .success(let standing):
      let now = "\(name): \(facts(standing.identity))"
      guard let record = standing.record else { return [now, "  no run has seen it yet"] }
      let source = record.acceptance.map { "accepted by \($0.by): \($0.reason)" } ?? "as a run saw it first"
      return [
        now,
        standing.mismatch == nil
          ? "  the same as in entry \(record.entry), \(record.time.iso8601), \(source)"
          : "  ANOTHER than in entry \(record.entry), \(record.time.iso8601), \(source): \(facts(record.identity))",
      ]
    }
  }

  static func facts(_ identity: StoreIdentity) -> String {
    identity.facts.isEmpty
      ? "nothing tells it from others"
      : identity.facts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}
