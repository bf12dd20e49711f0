internal import CivilTime
internal import Purging
internal import ServiceLifecycle
internal import StoreBindings
internal import Systemd
internal import Words

/// Keeps the file of metrics up to date: after each change of the journal, while a run is under way, and every five minutes.
struct MetricsService: Service {
  let state: DaemonState
  let log: EventLog
  let tally: RunTally
  /// Nil where nobody asked for one.
  let file: MetricsFile?

  private static let glance: Duration = .seconds(5)
  /// Where nothing changes the page is written all the same: free space and the clock are in it, and a page that gets old tells that nobody writes it.
  private static let interval: Duration = .seconds(300)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      guard let file else {
        // It ends with the service and not before.
        try? await Task.sleep(for: .seconds(1_000_000_000))
        return
      }
      var last: (configuration: ConfigurationTrace, events: Int, at: ContinuousClock.Instant)?
      var said: String?
      while !Task.isCancelled {
        let configuration = await state.configuration
        let trace = ConfigurationTrace(
          digest: configuration.digest.rawValue, journal: JournalTrace(of: configuration))
        let events = tally.eventCount
        if last.map({ $0.configuration != trace || $0.events != events || .now - $0.at >= Self.interval })
          ?? true
        {
          last = (trace, events, .now)
          let problem = await write(configuration, to: file)
          // Once for each reason, and not every few seconds.
          if let problem, problem != said { log.log(.configurationDoubtful(reason: problem)) }
          said = problem
        }
        // Cancelled is how the sleep ends when the service stops.
        try? await Task.sleep(for: Self.glance)
      }
    }
  }

  /// - Returns: why it could not be written.
  private func write(_ configuration: Configuration, to file: MetricsFile) async -> String? {
    do {
      try await OwnThread.run {
        try file.write(
          MetricsPage(session: Session(configuration: configuration), now: SystemClock.now(), tally: tally)
            .text)
      }
      return nil
    } catch {
      return
        "the metrics are not written: \(Failure.sentence(for: error)): let the service write there (ReadWritePaths= in a drop-in), or name another file with --metrics"
    }
  }

  private struct ConfigurationTrace: Equatable {
    let digest: String
    let journal: JournalTrace
  }
}
