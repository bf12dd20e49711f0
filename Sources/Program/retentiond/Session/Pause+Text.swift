internal import AuditJournal
internal import CivilTime

extension Pause {
  /// Who paused runs, since when, until when and why, on the clocks of a zone.
  func text(in zone: TimeZone) -> String {
    "paused since \(since.text(in: zone)) by \(by)\(until.map { " until \($0.text(in: zone))" } ?? ", until `retentiond resume`"): \(reason)"
  }
}
