extension LogEvent {
  /// Somebody placed a hold. `scope` is its kind (`persons`, `record`, `record-set`, …), never whom or what it names.
  package static func holdPlaced(hold: String, scope: String) -> LogEvent {
    LogEvent(
      "hold-placed", id: "07a9fc37833ea256888f08b6c7b71dde", .notice, [(.hold, hold), (.scope, scope)],
      "hold \(hold) (\(scope)) is placed")
  }

  /// Somebody lifted a hold: what only it kept may be purged from now on.
  package static func holdLifted(hold: String, scope: String) -> LogEvent {
    LogEvent(
      "hold-lifted", id: "b715f4773a9bbf806ec0db240ae6c0ad", .notice, [(.hold, hold), (.scope, scope)],
      "hold \(hold) (\(scope)) is lifted")
  }

  /// A hold's last day is over.
  package static func holdEnded(hold: String, scope: String) -> LogEvent {
    LogEvent(
      "hold-ended", id: "78925ad3f1534569ac3b1d9e2a2f1cdb", .notice, [(.hold, hold), (.scope, scope)],
      "hold \(hold) (\(scope)) has ended: its last day is over")
  }

  /// Somebody should look at a hold: its review day has passed.
  package static func holdDoubtful(hold: String, reason: String) -> LogEvent {
    LogEvent(
      "hold-doubtful", id: "bb880d5f815c45889bba56515c44de69", .warning, [(.hold, hold), (.reason, reason)],
      reason)
  }
}
