/// What a date and time on a zone's clocks stand for.
package enum LocalTime: Hashable, Sendable {
  case unique(Instant)
  /// Clocks show it twice, as when summer time ends.
  case ambiguous(first: Instant, second: Instant)
  /// Clocks never show it, as when summer time begins: at `transition` they jump over it. Offsets in seconds
  /// east of UTC.
  case skipped(transition: Instant, offsetBefore: Int, offsetAfter: Int)
}
