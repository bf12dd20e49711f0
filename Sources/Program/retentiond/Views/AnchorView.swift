internal import Anchors
internal import AuditJournal
internal import CivilTime
internal import JSONText

/// Anchors and their receipts, for people.
enum AnchorView {
  /// What became of one round over the anchors. What failed people read on standard error.
  static func printout(of outcomes: [(anchor: String, outcome: AnchorRound.Outcome)]) -> Printout {
    var page: [String] = []
    let rows = outcomes.map { anchor, outcome in
      var members: [String: JSONValue] = ["anchor": .string(anchor), "size": .null, "error": .null]
      switch outcome {
      case .current: page.append("\(anchor): has seen every entry")
      case .anchored(let size):
        page.append("\(anchor): has seen \(size) entries")
        members["size"] = .integer(size)
      case .failed(let error): members["error"] = .string("\(error)")
      }
      members["current"] = .bool(members["error"] == .null && members["size"] == .null)
      return JSONValue.object(members)
    }
    return Printout(
      page: page.asPage, json: .array(rows), rows: rows, members: ["anchor", "current", "size", "error"])
  }

  /// What verifying found of each anchor, for scripts.
  static func json(of anchors: [String: VerifiedAnchor]) -> JSONValue {
    .array(
      anchors.sorted { $0.key < $1.key }.map { name, anchor in
        .object([
          "anchor": .string(name), "kind": .string(anchor.kind.rawValue),
          "receipts": .integer(anchor.receipts),
          "size": .integer(anchor.size), "key": JSONValue(anchor.key),
          "time": JSONValue(anchor.time.map { Instant(secondsSinceEpoch: $0).iso8601 }),
        ])
      })
  }

  /// One line of `status`.
  static func text(of standing: AnchorStanding, name: String, isCurrent: Bool) -> String {
    let last = standing.last.map { "\($0.size) entries seen at \($0.time.iso8601)" } ?? "nothing seen yet"
    let unseen = standing.unseenSince.map { ", not what came since \($0.iso8601)" } ?? ""
    return "\(name): \(isCurrent ? "" : "OVERDUE, ")\(last)\(unseen)"
  }

  /// What verifying found of each anchor.
  static func lines(of anchors: [String: VerifiedAnchor]) -> [String] {
    anchors.sorted { $0.key < $1.key }.map { name, anchor in
      let receipts =
        "Anchor \(name): \(anchor.receipts) \(anchor.receipts == 1 ? "receipt" : "receipts"), last of \(anchor.size) entries"
      let time = anchor.time.map { " at \(Instant(secondsSinceEpoch: $0).iso8601)" } ?? ""
      return switch anchor.kind {
      case .journald:
        receipts + "; compare with journalctl RETENTION_ANCHOR=\(name) RETENTION_SIZE=\(anchor.size)"
      case .timeStamp where anchor.time == nil: receipts + "; time stamps not verified: give --authorities"
      case .timeStamp: receipts + time + ", by its time stamp"
      case .witness:
        receipts + time
          + ", signed by \(anchor.key ?? ""): compare it with the key that the witness publishes"
      }
    }
  }
}
