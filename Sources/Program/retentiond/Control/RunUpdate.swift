internal import Words

/// What becomes of a run that somebody asked for.
enum RunUpdate: Sendable {
  /// It is under way, and will change up to `due` records; `uncounted` record sets could not be counted.
  case began(run: RunName, due: Int, uncounted: Int)
  /// - Parameter overdue: nil where nobody could tell of some record set.
  case ended(run: RunName, RunEnding, changed: Int, overdue: Int?)
  /// It did not begin, or broke off.
  case failed(reason: String, ExitStatus)
}
