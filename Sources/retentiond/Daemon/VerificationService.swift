internal import CivilTime
internal import LogEvents
internal import ServiceLifecycle

/// Verifies the journal whole at the times of the calendar `journal.verify`, beside the runs.
struct VerificationService: Service {
  let state: DaemonState
  let log: EventLog

  private static let glance: Duration = .seconds(5)
  /// The calendar is looked at this often.
  private static let interval: Duration = .seconds(60)
  /// What found something, or could not be done, is tried again after this time.
  private static let patience: Duration = .seconds(86_400)

  func run() async throws {
    let started = SystemClock.now()
    await cancelWhenGracefulShutdown {
      var next = ContinuousClock.now
      while !Task.isCancelled {
        if .now >= next {
          let isClean = await verifyIfDue(since: started)
          next = .now + (isClean ? Self.interval : Self.patience)
        }
        // Cancelled is how the sleep ends when the service stops.
        try? await Task.sleep(for: Self.glance)
      }
    }
  }

  /// - Returns: whether nothing was found.
  private func verifyIfDue(since started: Instant) async -> Bool {
    let configuration = await state.configuration
    do {
      let findings = try await OwnThread.run {
        try Session(configuration: configuration).verifyIfDue(since: started)
      }
      guard let finding = findings?.first else { return true }
      log.log(
        .journalUnusable(
          reason:
            "verifying the journal found \(findings?.count ?? 0) fault(s), the first: \(finding): see `retentiond journal verify`"
        ))
    } catch {
      log.log(.journalUnusable(reason: "it could not be verified: \(Failure.sentence(for: error))"))
    }
    return false
  }
}
