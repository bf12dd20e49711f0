internal import AuditJournal
internal import CivilTime

/// Anchors and their receipts, for people.
enum AnchorView {
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
