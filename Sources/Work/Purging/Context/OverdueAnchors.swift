package import AuditJournal
package import CivilTime
internal import StoreBindings

/// That fewer anchors than required have seen what they should have.
package struct OverdueAnchors: Sendable, Hashable, CustomStringConvertible {
  /// The names of the anchors that are overdue.
  package let anchors: [String]
  /// The time of the oldest entry that one of them has not seen.
  package let since: Instant
  package let required: Int
  package let current: Int

  package var description: String {
    "\(current) of \(required) required anchors are current: \(anchors.joined(separator: ", ")) "
      + "\(anchors.count == 1 ? "has" : "have") not seen the journal since \(since.iso8601)"
  }
}

extension Engine {
  /// Nil if enough anchors are current.
  ///
  /// The journal could be cut back to the last checkpoint that somebody outside has seen, and nobody would know.
  package func overdueAnchors(in journal: AuditJournal, at now: Instant) throws -> OverdueAnchors? {
    guard let settings = bindings.journal.anchors else { return nil }
    let now = journal.acceptedTime(for: now)
    var overdue: [(name: String, since: Instant)] = []
    for anchor in settings.anchors {
      guard let since = try journal.standing(of: anchor.name).unseenSince,
        now.secondsSinceEpoch - since.secondsSinceEpoch > settings.within
      else { continue }
      overdue.append((anchor.name, since))
    }
    let current = settings.anchors.count - overdue.count
    guard current < settings.required, let since = overdue.map(\.since).min() else { return nil }
    return OverdueAnchors(
      anchors: overdue.map(\.name), since: since, required: settings.required, current: current)
  }

  func checkAnchors(_ journal: AuditJournal, now: Instant, observe: (RunEvent) -> Void) throws {
    guard let overdue = try overdueAnchors(in: journal, at: now) else { return }
    guard bindings.journal.anchors?.onMiss == .stop else { return observe(.anchorsOverdue(overdue)) }
    let error = RunError.anchorsOverdue(overdue)
    try journal.append([.refusal(code: "anchors", detail: error.description)], at: now)
    throw error
  }
}
