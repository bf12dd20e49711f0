package import AuditJournal
internal import CivilTime

extension Pause {
  /// Who paused runs, since when, until when and why, and how they go on.
  package var sentence: String {
    "runs are paused since \(since.iso8601) by \(by)\(end): \(reason); nothing is changed before it is over, or somebody says `retentiond resume --reason TEXT`"
  }

  private var end: String { until.map { ", until \($0.iso8601)" } ?? "" }
}
