internal import CivilTime
internal import Purging
internal import RetentionPolicy
internal import ServiceLifecycle
internal import StoreBindings
internal import Systemd
internal import Words

/// Surveys the record sets at the times of the calendar `survey`, beside the runs. No run waits for it, and none makes it again.
struct SurveyService: Service {
  let state: DaemonState
  let log: EventLog

  /// The journal is looked at this often.
  private static let interval: Duration = .seconds(60)
  /// A survey that could not be made is tried again after this time.
  private static let patience: Duration = .seconds(3_600)

  func run() async throws {
    let started = SystemClock.now()
    await cancelWhenGracefulShutdown {
      await state.waitForJournal()
      var next = ContinuousClock.now
      while !Task.isCancelled {
        if .now >= next {
          let isMade = await surveyIfDue(since: started)
          next = .now + (isMade ? Self.interval : Self.patience)
        }
        // Cancelled is how the sleep ends when the service stops.
        try? await Task.sleep(until: next, clock: .continuous)
      }
    }
  }

  /// - Parameter started: what counts for a record set without a survey. Before its first run the run makes one.
  /// - Returns: whether nothing kept a survey that is due from being made.
  private func surveyIfDue(since started: Instant) async -> Bool {
    let configuration = await state.configuration
    do {
      let outcomes = try await OwnThread.run { () -> [(recordSet: RecordSetName, outcome: SurveyOutcome)] in
        // Bindings that nobody approved are looked at by `check --data`, and not by the service.
        guard let approved = try Session(configuration: configuration).approvedConfiguration() else {
          return []
        }
        let context = try Session(configuration: approved).surveyingContext()
        let due = try LastSurveys(context).due(at: SystemClock.now(), since: started)
        guard !due.isEmpty else { return [] }
        return try Surveyor(context).survey(due, clock: SystemClock.now)
      }
      for (recordSet, outcome) in outcomes { report(outcome, of: recordSet) }
      return outcomes.allSatisfy { if case .made = $0.outcome { true } else { false } }
    } catch is Stopped {
      return false
    } catch {
      log.log(.surveyFinding(recordSet: nil, reason: Failure.sentence(for: error)))
      return false
    }
  }

  private func report(_ outcome: SurveyOutcome, of recordSet: RecordSetName) {
    switch outcome {
    case .made(let survey):
      log.log(.surveyMade(recordSet: recordSet, count: survey.rowCount))
      for finding in survey.findings { log.log(LogEvent(finding, of: survey)) }
    case .refused(let refusals):
      for refusal in refusals {
        log.log(.surveyFinding(recordSet: recordSet, reason: "it could not be made: \(refusal)"))
      }
    case .stopped: break
    }
  }
}
