internal import Files
internal import RecordStores
internal import StoreBindings
internal import Words

/// Keeps the pace of a run in one store: observes, rests and waits between batches. No transaction is open meanwhile, and a stop ends it at once.
final class StorePacing {
  private let store: StoreName
  private let work: WorkInHand
  private let throttle: PaceThrottle
  private let observe: (RunEvent) -> Void
  private var pace: Pace
  private let beginning = ContinuousClock.now
  private(set) var tallies: [PaceReason: PaceTally] = [:]
  /// What ended the store's part of the run: a wait that was too long.
  private(set) var end: PaceWait?
  private var lookedForLocks: Double?
  /// What it rested for a moment ago: a rest is taken in parts and counts once.
  private var resting: PaceReason?
  private var saidTrouble = false
  private var saidPath = false
  /// What was said of this run already.
  private var said: (gaps: Set<ObservationGap>, rests: Set<PaceReason>) = ([], [])

  /// A wait looks again after so long.
  private static let glance = 0.5
  /// A longer rest is shown as what the service waits for.
  private static let shownRest = 2.0

  init(
    _ definition: StoreDefinition, work: WorkInHand, throttle: PaceThrottle,
    observe: @escaping (RunEvent) -> Void
  ) {
    store = definition.name
    pace = Pace(definition.pace)
    self.work = work
    self.throttle = throttle
    self.observe = observe
  }

  var settings: PaceSettings { pace.settings }
  private var now: Double { (ContinuousClock.now - beginning) / .seconds(1) }

  /// The most rows that the next batch may have.
  var mostRows: Int {
    pace.word = throttle.word(for: store)
    return pace.mostRows
  }

  /// What a batch hears that would begin.
  enum Admission {
    case go
    /// It waited too long, now or before: the store's part of the run is over.
    case heldBack
    /// No batch may begin any more in the run.
    case over
  }

  /// Waits until a batch may begin.
  ///
  /// - Parameters:
  ///   - mayBegin: asked before and after each wait, since the run may have to end meanwhile.
  ///   - beforeWaiting: settles what should not be left open for long.
  /// - Throws: `Stopped` if the work is to end.
  func admission(
    to opened: any RecordStore, while mayBegin: () throws -> Bool, beforeWaiting: () throws -> Void
  ) throws -> Admission {
    guard end == nil else { return .heldBack }
    var wait: (PaceWait, since: Double)?
    resting = nil
    while true {
      guard try mayBegin() else {
        finish(wait)
        return .over
      }
      pace.word = throttle.word(for: store)
      try look(at: opened)
      switch pace.next(at: now) {
      case .go:
        finish(wait)
        return .go
      case .rest(let seconds, let reason, let detail):
        finish(wait)
        wait = nil
        if resting == nil, seconds > Self.shownRest { try beforeWaiting() }
        try rest(seconds, PaceWait(store: store, reason: reason, detail: detail))
        resting = reason
      case .wait(let reason, let detail):
        let since = wait?.since ?? now
        let next = PaceWait(store: store, reason: reason, detail: detail, seconds: now - since)
        if wait?.0.reason != reason {
          if wait == nil { try beforeWaiting() }
          observe(.paceWaits(next))
        }
        wait = (next, since)
        guard now - since < settings.longestWait else {
          note(next)
          end = next
          observe(.paceEnded(next))
          return .heldBack
        }
        try pause(Self.glance, for: next, shown: true)
      }
    }
  }

  /// Tells the pace what a batch was like.
  func ended(rows: Int, seconds: Double, waiting: Int?) {
    pace.ended(rows: rows, seconds: seconds, waiting: waiting ?? 0, at: now)
  }

  /// Asks an open batch who waits for it, unless that was asked a moment ago.
  func othersWaiting(for batch: any StoreBatch) throws -> Int? {
    guard settings.seesLocks, lookedForLocks.map({ now - $0 >= Pace.freshness }) ?? true else { return nil }
    lookedForLocks = now
    return try batch.othersWaiting()
  }

  private func look(at opened: any RecordStore) throws {
    let wanted = pace.wanted(at: now)
    let wantsSpace = pace.wantsSpace(at: now)
    guard !wanted.isEmpty || wantsSpace else { return }
    let free = wantsSpace ? settings.freePath.flatMap(FileSystem.freeBytes(beside:)) : nil
    if wantsSpace, free == nil, let path = settings.freePath, !saidPath {
      saidPath = true
      observe(
        .paceBlind(
          store: store,
          reason:
            "the file system of \(path) cannot be asked how much is free: correct freePath in stores.json"))
    }
    let started = now
    let seen = wanted.isEmpty ? StoreObservation() : try observation(of: wanted, in: opened)
    pace.observed(seen, freeBytes: free, took: now - started, at: now)
    for gap in seen.gaps where said.gaps.insert(gap).inserted {
      observe(.paceBlind(store: store, reason: gap.description))
    }
  }

  /// A question that the store does not answer is a gap; that it is gone, or the work to end, is no matter of the pace.
  private func observation(of wanted: Set<StoreObservable>, in opened: any RecordStore) throws
    -> StoreObservation
  {
    do throws(StoreError) {
      return try opened.observe(wanted)
    } catch  where error.storeGone == nil {
      try error.heedStop()
      if !saidTrouble { observe(.paceBlind(store: store, reason: error.description)) }
      saidTrouble = true
      return StoreObservation()
    }
  }

  private func rest(_ seconds: Double, _ wait: PaceWait) throws {
    if !wait.reason.isOrdinary, said.rests.insert(wait.reason).inserted { observe(.paceWaits(wait)) }
    var wait = wait
    let started = now
    defer {
      wait.seconds = now - started
      note(wait, isNew: resting != wait.reason)
    }
    // A word that is left meanwhile counts from the next look on.
    try pause(min(seconds, Self.glance), for: wait, shown: seconds > Self.shownRest)
  }

  private func pause(_ seconds: Double, for wait: PaceWait, shown: Bool) throws(Stopped) {
    let pause = { [work] () throws(Stopped) in
      guard work.pause(for: .seconds(seconds)) else { throw Stopped() }
    }
    guard shown else { return try pause() }
    try work.waiting(for: wait.description, atMost: .seconds(60), pause)
  }

  private func finish(_ wait: (PaceWait, since: Double)?) {
    guard let (began, since) = wait else { return }
    var ended = began
    ended.seconds = now - since
    note(ended)
    observe(.paceWaited(ended))
  }

  private func note(_ wait: PaceWait, isNew: Bool = true) {
    var tally = tallies[wait.reason] ?? PaceTally(store: store, reason: wait.reason, count: 0, seconds: 0)
    tally.count += isNew ? 1 : 0
    tally.seconds += wait.seconds
    tallies[wait.reason] = tally
  }
}
