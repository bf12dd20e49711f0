internal import Purging
internal import RetentionPolicy
internal import Synchronization
internal import Words

/// What the runs of this process have done since it started: counters, which only grow and begin at 0 with each start.
final class RunTally: Sendable {
  /// Seconds up to which a batch counts in a bucket of the histogram.
  static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

  /// How long the batches of one store and action took.
  struct Durations: Equatable {
    /// Of each bucket alone; the last is of all that took longer.
    var buckets = [Int](repeating: 0, count: bounds.count + 1)
    var seconds = 0.0

    mutating func add(_ duration: Double) {
      buckets[RunTally.bounds.firstIndex { duration <= $0 } ?? RunTally.bounds.count] += 1
      seconds += duration
    }
  }

  struct Batches: Hashable {
    let store: StoreName
    let action: StageAction
  }

  struct Stage: Hashable {
    let recordSet: RecordSetName
    let rule: RuleID
    let action: StageAction
  }

  struct Wait: Hashable {
    let store: StoreName
    let reason: PaceReason
  }

  struct Counts {
    var durations: [Batches: Durations] = [:]
    var changed: [Stage: Int] = [:]
    var setAside: [RecordSetName: Int] = [:]
    var waits: [Wait: (count: Int, seconds: Double)] = [:]
  }

  private let state = Mutex(Counts())
  /// Grows with each event, so that a look need not compare the counts.
  private let events = Atomic<Int>(0)

  var eventCount: Int { events.load(ordering: .relaxed) }

  var counts: Counts { state.withLock { $0 } }

  /// Counts what an event of a run tells.
  func note(_ event: RunEvent) {
    events.add(1, ordering: .relaxed)
    state.withLock { counts in
      switch event {
      case .batch(let batch):
        counts.durations[Batches(store: batch.store, action: batch.action), default: Durations()].add(
          batch.duration.seconds)
        counts.changed[
          Stage(recordSet: batch.recordSet, rule: batch.rule, action: batch.action), default: 0] +=
          batch.count
      case .setAside(let recordSet, _, let count, _): counts.setAside[recordSet, default: 0] += count
      default: break
      }
    }
  }

  /// Counts how long a run that is over waited, by reason.
  func note(_ waits: [PaceTally]) {
    events.add(1, ordering: .relaxed)
    state.withLock { counts in
      for wait in waits {
        let former = counts.waits[Wait(store: wait.store, reason: wait.reason)] ?? (0, 0)
        counts.waits[Wait(store: wait.store, reason: wait.reason)] = (
          former.count + wait.count, former.seconds + wait.seconds
        )
      }
    }
  }

  /// The counters, for the page.
  var families: [MetricFamily] {
    let counts = counts
    var durations = MetricFamily(
      "batch_duration_seconds", "How long batches took from their first statement to their outcome.",
      .histogram)
    for (batches, times) in counts.durations.sorted(by: {
      ($0.key.store, $0.key.action) < ($1.key.store, $1.key.action)
    }) {
      let labels = [
        (name: "store", value: batches.store.rawValue), (name: "action", value: batches.action.rawValue),
      ]
      var sum = 0
      for (bound, count) in zip(Self.bounds + [.infinity], times.buckets) {
        sum += count
        let shown = bound == .infinity ? "+Inf" : String(bound)
        durations.add(Double(sum), labels + [(name: "le", value: shown)], suffix: "_bucket")
      }
      durations.add(times.seconds, labels, suffix: "_sum")
      durations.add(Double(sum), labels, suffix: "_count")
    }
    var changed = MetricFamily(
      "records_changed_total", "Records that the service has changed since it started.", .counter)
    for (stage, count) in counts.changed.sorted(by: {
      ($0.key.recordSet, $0.key.rule, $0.key.action) < ($1.key.recordSet, $1.key.rule, $1.key.action)
    }) {
      changed.add(
        count,
        [
          (name: "record_set", value: stage.recordSet.rawValue), (name: "rule", value: stage.rule.rawValue),
          (name: "action", value: stage.action.rawValue),
        ])
    }
    var setAside = MetricFamily(
      "records_set_aside_total", "Records that no batch of the service could change since it started.",
      .counter)
    for (recordSet, count) in counts.setAside.sorted(by: { $0.key < $1.key }) {
      setAside.add(count, [(name: "record_set", value: recordSet.rawValue)])
    }
    return [durations, changed, setAside] + waits(counts)
  }

  private func waits(_ counts: Counts) -> [MetricFamily] {
    var number = MetricFamily(
      "waits_total", "How often runs of the service waited or rested, by reason.", .counter)
    var seconds = MetricFamily(
      "wait_seconds_total", "How long runs of the service waited or rested, by reason.", .counter)
    for (wait, sum) in counts.waits.sorted(by: {
      ($0.key.store, $0.key.reason.rawValue) < ($1.key.store, $1.key.reason.rawValue)
    }) {
      let labels = [
        (name: "store", value: wait.store.rawValue), (name: "reason", value: wait.reason.rawValue),
      ]
      number.add(sum.count, labels)
      seconds.add(sum.seconds, labels)
    }
    return [number, seconds]
  }
}
