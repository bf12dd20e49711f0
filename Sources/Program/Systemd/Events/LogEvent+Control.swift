extension LogEvent {
  /// Somebody has the service do something through its control socket; `what` is a verb, or the name of a command.
  package static func controlAsked(what: String, account: String, uid: Int) -> LogEvent {
    LogEvent(
      "control-asked", id: "6866a709d30e8f543ba185994bc60f97", .info,
      [(.command, what), (.account, account), (.uid, "\(uid)")],
      "\(account) (uid \(uid)) asks for \"\(what)\"")
  }

  /// There is no control socket: commands that need the service's keys have no way to it.
  package static func controlFailed(reason: String) -> LogEvent {
    LogEvent(
      "control-failed", id: "76ec018579e48a5b200c6b490bdcf061", .error, [(.reason, reason)],
      "the service has no control socket: \(reason)")
  }
}
