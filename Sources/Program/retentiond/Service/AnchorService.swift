internal import Anchors
internal import Purging
internal import ServiceLifecycle
internal import StoreBindings
internal import Synchronization
internal import Systemd
internal import Words

/// Tells the service of the anchors that somebody wants them to be asked without delay.
final class AnchorRequest: Sendable {
  private let isMade = Mutex(false)
  let wake = ServiceWake()

  func make() {
    isMade.withLock { $0 = true }
    wake.wake()
  }

  func take() -> Bool {
    isMade.withLock { made in
      defer { made = false }
      return made
    }
  }
}

/// Hands checkpoints to the anchors: after each run, and during a long one from time to time. No batch waits for it.
struct AnchorService: Service {
  let state: DaemonState
  let log: EventLog
  let request: AnchorRequest

  /// Without a request the journal is looked at this often.
  private static let interval: Duration = .seconds(60)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await state.waitForJournal()
      var pacing = AnchorPacing()
      var lookedAt: ContinuousClock.Instant?
      while !Task.isCancelled {
        let isRequested = request.take()
        if isRequested || lookedAt.map({ .now - $0 >= Self.interval }) ?? true {
          lookedAt = .now
          await look(isRequested: isRequested, &pacing)
        }
        await request.wake.sleep(for: Self.interval)
      }
    }
  }

  private func look(isRequested: Bool, _ pacing: inout AnchorPacing) async {
    let configuration = await state.inForce()
    let now = ContinuousClock.now
    let waiting = pacing.waiting(at: now)
    do {
      let outcomes = try await OwnThread.run {
        // An address that nobody approved is not told anything.
        guard let approved = try Session(configuration: configuration).approvedConfiguration(),
          let settings = approved.bindings.journal.anchors
        else { return [(anchor: String, outcome: AnchorRound.Outcome)]() }
        let session = Session(configuration: approved)
        // What is not the journal's history is handed to nobody. Each run says so, too.
        try session.requireOneHistory(of: session.readingJournal())
        let outcomes = try session.anchorJournal(
          olderThan: isRequested ? 0 : min(600, settings.within / 4), where: { !waiting.contains($0) })
        let hasReceipt = outcomes.contains { if case .anchored = $0.outcome { true } else { false } }
        if hasReceipt { try session.exportJournal() }
        return outcomes
      }
      pacing.succeed()
      for (anchor, outcome) in outcomes {
        pacing.note(outcome, of: anchor, at: now)
        if let event = LogEvent(anchor, outcome) { log.log(event) }
      }
    } catch is Stopped {
      // The next start asks them.
    } catch {
      let reason = Failure.sentence(for: error)
      if pacing.isNews(reason, at: now) { log.log(.anchorFailed(anchor: "all", reason: reason)) }
    }
  }
}

/// When an anchor that failed is asked again: after a minute, then after twice as long each time, up to an hour.
struct AnchorPacing {
  private var failures: [String: (count: Int, next: ContinuousClock.Instant)] = [:]

  private var said: (reason: String, at: ContinuousClock.Instant)?

  /// Tells if a failure is another than the last one, or that is an hour old: it would stand in the log each minute.
  mutating func isNews(_ reason: String, at now: ContinuousClock.Instant) -> Bool {
    if let said, said.reason == reason, now - said.at < .seconds(3_600) { return false }
    said = (reason, now)
    return true
  }

  mutating func succeed() { said = nil }

  /// The anchors that are not asked yet.
  func waiting(at now: ContinuousClock.Instant) -> Set<String> {
    Set(failures.filter { $0.value.next > now }.keys)
  }

  mutating func note(_ outcome: AnchorRound.Outcome, of anchor: String, at now: ContinuousClock.Instant) {
    guard case .failed = outcome else {
      failures[anchor] = nil
      return
    }
    let count = min((failures[anchor]?.count ?? 0) + 1, 7)
    failures[anchor] = (count, now + .seconds(min(3_600, 60 << (count - 1))))
  }
}
