internal import Purging
internal import StoreBindings

/// The first day: somebody installed the service, and nobody has made a journal. That is no failure, and without a journal nothing is
/// purged, surveyed, verified or anchored.
extension DaemonState {
  private static let glance: Duration = .seconds(5)

  /// Says what the service waits for; nil if it need not wait. Where an older journal has left its folder the journal is lost, and whoever
  /// asks it fails and says so.
  func firstDay() -> String? {
    let session = Session(configuration: configuration)
    guard !session.hasJournal, (try? session.olderJournal()) == .some(nil) else { return nil }
    return
      "there is no journal yet at \(session.configuration.bindings.journal.path), so that nothing is purged: `retentiond journal create` makes it"
  }

  /// Returns when the first day is over, or the caller's task is cancelled.
  func waitForJournal() async {
    while !Task.isCancelled, firstDay() != nil {
      // Cancelled is how the sleep ends when the service stops.
      try? await Task.sleep(for: Self.glance)
    }
  }
}
