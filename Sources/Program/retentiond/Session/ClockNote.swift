internal import AuditJournal
internal import CivilTime
internal import Purging

/// What a command that does not stop because of the clock says of a doubtful one, on standard error.
enum ClockNote {
  /// Says that a run would not believe the clock, if that is so.
  static func ofReading(_ session: Session) throws {
    if let finding = try session.clockFinding() {
      Terminal.standardError.line("retentiond: a run would doubt the clock: \(finding)")
    }
  }

  /// Says which time an entry has that was appended while the clock could not be believed.
  static func ofAppending(_ session: Session) throws {
    let journal = try session.readingJournal()
    guard let last = try journal.lastDoubted() else { return }
    Terminal.standardError.line(
      "retentiond: the clock shows \(last.shown.iso8601) and is not believed: the journal has this at \(last.stamp.iso8601), the last time that was accepted; see `retentiond clock show`"
    )
  }
}
