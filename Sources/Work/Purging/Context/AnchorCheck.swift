package import AuditJournal
package import CivilTime
internal import StoreBindings

/// Tells if enough anchors have seen the journal, and stops a run where stores.json says so.
package struct AnchorCheck {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Nil if enough anchors are current.
  ///
  /// The journal could be cut back to the last checkpoint that somebody outside has seen, and nobody would know.
  package func overdue(in journal: AuditJournal, at now: Instant) throws -> OverdueAnchors? {
    guard let settings = context.bindings.journal.anchors else { return nil }
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

  func check(_ journal: AuditJournal, now: Instant, observe: (RunEvent) -> Void) throws {
    guard let overdue = try overdue(in: journal, at: now) else { return }
    guard context.bindings.journal.anchors?.onMiss == .stop else { return observe(.anchorsOverdue(overdue)) }
    let error = RunError.anchorsOverdue(overdue)
    try journal.append([.refusal(code: "anchors", detail: error.description)], at: now)
    throw error
  }
}
