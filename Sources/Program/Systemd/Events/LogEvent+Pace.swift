package import Words

extension LogEvent {
  /// No batch begins in a store for now.
  ///
  /// - Parameter cause: the reason's word, such as `replicas`.
  package static func paceWaits(store: StoreName, cause: String, reason: String) -> LogEvent {
    LogEvent(
      "pace-waits", id: "f4444dba0f2441ac602e5f446f0c8a04", .notice,
      [(.store, store.rawValue), (.cause, cause), (.reason, reason)],
      "the run waits (\(cause)) in store \(store): \(reason)")
  }

  /// Batches go on after a wait.
  package static func paceWaited(store: StoreName, cause: String, seconds: Double) -> LogEvent {
    LogEvent(
      "pace-waited", id: "3cdc783d857b642380cd82f60adae567", .notice,
      [(.store, store.rawValue), (.cause, cause), (.seconds, LogText.seconds(seconds))],
      "the run goes on in store \(store) after \(LogText.seconds(seconds)) s (\(cause))")
  }

  /// A wait was too long, and the store's part of the run is over.
  package static func paceEnded(store: StoreName, cause: String, seconds: Double, reason: String) -> LogEvent
  {
    LogEvent(
      "pace-ended", id: "04df8de7f123010a5586ed919f28ffcd", .warning,
      [
        (.store, store.rawValue), (.cause, cause), (.seconds, LogText.seconds(seconds)), (.reason, reason),
      ],
      "the run waited \(LogText.seconds(seconds)) s (\(cause)) and leaves the rest of store \(store) to the next run: \(reason)"
    )
  }

  /// Something that the pace should mind cannot be seen.
  package static func paceBlind(store: StoreName, reason: String) -> LogEvent {
    LogEvent(
      "pace-blind", id: "b70b409d41005cf5c54927c26dac1838", .warning,
      [(.store, store.rawValue), (.reason, reason)],
      "store \(store): \(reason)")
  }
}
