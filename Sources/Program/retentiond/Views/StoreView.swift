internal import AuditJournal
internal import CivilTime
internal import JSONText
internal import Purging
internal import RecordStores
internal import Words

/// Which store is which, for people.
enum StoreView {
  static func printout(of standings: [(store: StoreName, standing: Result<StoreStanding, StoreError>)])
    -> Printout
  {
    let rows = standings.map { json(of: $0.standing, $0.store) }
    return Printout(
      page: standings.flatMap { lines(of: $0.standing, $0.store) }.asPage, json: .array(rows), rows: rows,
      members: ["store", "facts", "same", "entry", "time", "by", "reason", "error"])
  }

  private static func json(of standing: Result<StoreStanding, StoreError>, _ name: StoreName) -> JSONValue {
    switch standing {
    case .failure(let error): return .object(["store": .string(name.rawValue), "error": .string("\(error)")])
    case .success(let standing):
      let record = standing.record
      return .object([
        "store": .string(name.rawValue), "facts": .object(standing.identity.facts.mapValues { .string($0) }),
        "same": record == nil ? .null : .bool(standing.mismatch == nil), "entry": JSONValue(record?.entry),
        "time": JSONValue(record?.time.iso8601), "by": JSONValue(record?.acceptance?.by),
        "reason": JSONValue(record?.acceptance?.reason),
        "known": record.map { .object($0.identity.facts.mapValues { .string($0) }) } ?? .null,
      ])
    }
  }

  private static func lines(of standing: Result<StoreStanding, StoreError>, _ name: StoreName) -> [String] {
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
