internal import RecordStores
internal import StoreBindings

/// When the next batch in a store may begin: pure, with times in seconds since any beginning.
///
/// Batch times and observations come in; out comes a word on the next batch, and if it must wait the reason for it.
struct Pace {
  enum Word: Hashable {
    case go
    /// Until what the batches before have used is paid for.
    case rest(seconds: Double, PaceReason, detail: String)
    /// Until what was observed is well again.
    case wait(PaceReason, detail: String)
  }

  let settings: PaceSettings
  /// What somebody asks for now.
  var word: PaceOverride? {
    // What the batches before have used was counted by the former ceiling.
    didSet { if word?.rowsPerSecond != oldValue?.rowsPerSecond { earliest[.ceiling] = nil } }
  }
  /// No batch begins before these, by reason.
  private var earliest: [PaceReason: Double] = [:]
  private var waiting = 0
  private var seen: (observation: StoreObservation, free: Int?, at: Double)?
  private var logged: (bytes: Int, at: Double)?
  private var answers = AnswerTimes()

  /// An observation is good for so long.
  static let freshness = 0.25
  /// A rest for others that waited lasts at least so long, and never longer than a second.
  private static let leastRest = 0.05

  init(_ settings: PaceSettings) { self.settings = settings }

  // A word makes a run slower than stores.json says, and never faster.
  private var rowsPerSecond: Double? {
    [word?.rowsPerSecond, settings.rowsPerSecond].compactMap(\.self).min()
  }
  private var freeShare: Double { max(word?.freeShare ?? 0, settings.freeShare) }

  /// The most rows of a batch: what a second allows.
  var mostRows: Int { rowsPerSecond.map { max(1, Int($0)) } ?? .max }

  /// What is to be observed now; empty while the last observation is good.
  func wanted(at now: Double) -> Set<StoreObservable> {
    if let seen, now - seen.at < Self.freshness { return [] }
    return settings.observables
  }

  /// Tells if the free space is to be looked at now.
  func wantsSpace(at now: Double) -> Bool {
    guard settings.freeBytes != nil else { return false }
    return seen.map { now - $0.at >= Self.freshness } ?? true
  }

  mutating func observed(_ observation: StoreObservation, freeBytes: Int?, took: Double, at now: Double) {
    seen = (observation, freeBytes, now)
    if settings.slowdown != nil { answers.note(took) }
    guard let limit = settings.logBytesPerSecond, let bytes = observation.loggedBytes else { return }
    // A counter that begins again, after a failover, says nothing of what was written.
    if let logged, bytes > logged.bytes {
      spend(Double(bytes - logged.bytes) / limit, since: logged.at, for: .logVolume)
    }
    logged = (bytes, now)
  }

  /// - Parameters:
  ///   - rows: what the batch changed, dependents included.
  ///   - waiting: how many others waited for a lock of it.
  mutating func ended(rows: Int, seconds: Double, waiting: Int, at now: Double) {
    if let limit = rowsPerSecond { spend(Double(rows) / limit, since: now - seconds, for: .ceiling) }
    if freeShare > 0 { earliest[.share] = now + seconds * freeShare / (1 - freeShare) }
    self.waiting = waiting
    if waiting > 0 { earliest[.locks] = now + min(1, max(Self.leastRest, seconds)) }
  }

  /// Puts a time that is allowed for behind what was allowed for before.
  private mutating func spend(_ seconds: Double, since time: Double, for reason: PaceReason) {
    earliest[reason] = max(earliest[reason] ?? time, time) + seconds
  }

  func next(at now: Double) -> Word {
    if let wait = wait() { return wait }
    let rests = earliest.filter { isInForce($0.key) && $0.value > now }
    guard let (reason, end) = rests.max(by: { $0.value < $1.value }) else { return .go }
    return .rest(seconds: end - now, reason, detail: detail(of: reason))
  }

  /// A word that was taken back lets go of its rests.
  private func isInForce(_ reason: PaceReason) -> Bool {
    switch reason {
    case .ceiling: rowsPerSecond != nil
    case .share: freeShare > 0
    default: true
    }
  }

  private func wait() -> Word? {
    guard let seen else { return nil }
    if let replica = seen.observation.replica, let limit = settings.lagSeconds, replica.seconds > limit {
      return .wait(
        .replicas,
        detail:
          "replica \(replica.name) is \(Self.shown(replica.seconds)) s behind, and lagSeconds allows \(Self.shown(limit))"
      )
    }
    if let kept = seen.observation.keptLog, let limit = settings.keptLogBytes, kept.bytes > limit {
      return .wait(
        .keptLog,
        detail: "\(kept.keeper) keeps \(kept.bytes) bytes of the log, and keptLogBytes allows \(limit)")
    }
    if let running = seen.observation.running, let limit = settings.running, running > limit {
      return .wait(
        .load, detail: "\(running) statements of others run, and running allows \(limit)")
    }
    if let factor = settings.slowdown, let now = answers.slowdown(over: factor) {
      return .wait(
        .slowness,
        detail:
          "it answers \(Self.shown(now)) times as slowly as at the run's beginning, and slowdown allows \(Self.shown(factor))"
      )
    }
    if let free = seen.free, let limit = settings.freeBytes, free < limit {
      return .wait(
        .space, detail: "the file system has \(free) bytes free, and freeBytes asks for \(limit)")
    }
    return nil
  }

  private func detail(of reason: PaceReason) -> String {
    switch reason {
    case .ceiling: "it changes \(Self.shown(rowsPerSecond ?? 0)) rows a second at most"
    case .share: "it leaves \(Self.shown(freeShare * 100)) % of the time free"
    case .locks: "\(waiting) sessions waited for a lock of the last batch"
    case .logVolume:
      "more than \(Self.shown(settings.logBytesPerSecond ?? 0)) bytes a second were written to its log"
    case .replicas, .keptLog, .load, .slowness, .space: ""
    }
  }

  /// A number with one decimal at most.
  static func shown(_ number: Double) -> String {
    let tenths = (number * 10).rounded()
    guard tenths.magnitude < 1e15 else { return "\(number)" }
    let whole = Int(tenths)
    return whole % 10 == 0 ? "\(whole / 10)" : "\(whole / 10).\(abs(whole % 10))"
  }
}
