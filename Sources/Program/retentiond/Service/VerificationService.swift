internal import CivilTime
internal import ServiceLifecycle
internal import Systemd
internal import Words

/// Verifies the journal whole at the times of the calendar `journal.verify`, beside the runs.
struct VerificationService: Service {
  let state: DaemonState
  let log: EventLog

  /// The calendar is looked at this often.
  private static let interval: Duration = .seconds(60)
  /// What found something is looked at again after this time, and what could not be done.
  private static let afterFindings: Duration = .seconds(86_400)
  private static let afterErrors: Duration = .seconds(3_600)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await state.waitForJournal()
      var next = ContinuousClock.now
      var done: Instant?
      while !Task.isCancelled {
        if .now >= next {
          let pause = await verifyIfDue(&done)
          next = .now + pause
        }
        // Cancelled is how the sleep ends when the service stops.
        try? await Task.sleep(until: next, clock: .continuous)
      }
    }
  }

  /// - Parameter done: when it was verified here last.
  /// - Returns: after which time the calendar is to be looked at again.
  private func verifyIfDue(_ done: inout Instant?) async -> Duration {
    let configuration = await state.inForce()
    let (before, now) = (done, SystemClock.now())
    do {
      let findings = try await OwnThread.run {
        try Session(configuration: configuration).verifyIfDue(done: before)
      }
      if findings != nil { done = now }
      guard let finding = findings?.first else { return Self.interval }
      log.log(
        .journalUnusable(
          reason:
            "verifying the journal found \(findings?.count ?? 0) fault(s), the first: \(finding): see `retentiond journal verify`"
        ))
      return Self.afterFindings
    } catch is Stopped {
      return Self.interval
    } catch {
      log.log(.journalUnusable(reason: "it could not be verified: \(Failure.sentence(for: error))"))
      return Self.afterErrors
    }
  }
}
