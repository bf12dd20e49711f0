internal import AuditJournal
internal import CalendarExpressions
internal import CivilTime
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Answers whether the next batch of a run may begin, and if not why. It is asked between batches, and nowhere else: a batch that has begun comes to its end.
///
/// Once it has said no it says so until the run is over: nothing is begun in a run that is ending. A stop of the process is not its matter: that
/// also ends questions that are under way (`WorkInHand`).
final class BatchGate {
  private let context: PurgeContext
  private let journal: AuditJournal
  private let clock: () -> Instant
  private let windows: RunWindows
  private let elapsed: () -> Duration
  /// What the windows said last, with the time from which on it holds.
  private var span: (since: Instant, value: RunWindows.Span)?
  /// Why no batch begins any more; nil as long as batches may begin.
  private(set) var cause: TruncationCause?

  /// - Parameter elapsed: how long the run has lasted, by a clock that nobody sets.
  init(
    _ context: PurgeContext, journal: AuditJournal, clock: @escaping () -> Instant, windows: WindowRule,
    elapsed: @escaping () -> Duration
  ) {
    self.context = context
    self.journal = journal
    self.clock = clock
    self.windows = windows.bounds(of: context.bindings.windows)
    self.elapsed = elapsed
  }

  /// Tells if a batch may begin now.
  func allowsBatch() throws -> Bool {
    if cause == nil { cause = try obstacle() }
    return cause == nil
  }

  private func obstacle() throws -> TruncationCause? {
    if try journal.lastPause() != nil, try journal.pause(at: clock()) != nil { return .paused }
    if !isInWindow() { return .window }
    if let longest = context.bindings.longestRun, elapsed() >= .seconds(longest) { return .longestRun }
    return nil
  }

  private func isInWindow() -> Bool {
    guard !windows.areAlwaysOpen else { return true }
    let now = clock()
    // The clock may have been set in both directions since the windows were asked.
    if let span, span.since <= now, span.value.until.map({ now < $0 }) ?? true { return span.value.isOpen }
    let value = windows.span(at: now, in: context.schedule.timeZone)
    span = (now, value)
    return value.isOpen
  }
}
