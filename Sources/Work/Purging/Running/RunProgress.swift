internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// What the batches of a run need and leave behind, whether the run purges what is due or what a restore brought back.
final class RunProgress {
  let context: PurgeContext
  let journal: AuditJournal
  let run: RunName
  /// The moment that the run reckons from.
  let now: Instant
  let clock: () -> Instant
  /// The time for what is kept outside of the journal: the clock's, as long as it is believed.
  var acceptedTime: Instant { journal.acceptedTime(for: clock()) }
  let observe: (RunEvent) -> Void
  /// Asked before each batch.
  let gate: BatchGate
  var setAsideKeys: [RecordSetName: Set<[UInt8]>] = [:]
  /// Why rows of each record set could not be changed.
  var failures: [RecordSetName: ReasonTally] = [:]
  /// The batches of first runs, each with its record set, its intent's entry and its records.
  var firstRunBatches: [(recordSet: RecordSetName, entry: Int, count: Int)] = []
  private(set) var lines: [RunReport.Line] = []
  /// Rows that were left because too few are like them.
  private(set) var tooFew: [TooFewRows] = []
  /// Rows that were left because others had them locked.
  private(set) var locked: [LockedRows] = []
  /// What became of the files of the run's batches, and of those that were left before, by record set.
  private(set) var files: [RecordSetName: FileOutcome] = [:]

  init(
    _ context: PurgeContext, journal: AuditJournal, now: Instant, clock: @escaping () -> Instant,
    observe: @escaping (RunEvent) -> Void, windows: WindowRule = .all,
    elapsed: @escaping () -> Duration = { .zero }
  ) {
    self.context = context
    self.journal = journal
    self.now = now
    self.clock = clock
    self.observe = observe
    gate = BatchGate(context, journal: journal, clock: clock, windows: windows, elapsed: elapsed)
    // Each run appends, and one runs at a time: the size at its beginning is a name that no other run has.
    run = RunName(beginningAt: journal.size)
  }

  /// Ends a run whose clock was put forward or back since it began, before the next intent. The outcomes that are known stay known.
  func checkClock(at time: Instant) throws {
    guard journal.doubts(time), let finding = try ClockCheck(context).finding(at: time) else { return }
    let error = RunError.clock(finding)
    try journal.settleDeferred(at: time)
    try journal.append([.refusal(code: "clock", detail: error.description)], doubting: time)
    throw error
  }

  private var pacings: [StoreName: StorePacing] = [:]

  /// The pace of the run in a store; nil for a store that stores.json does not define.
  func pacing(of store: StoreName) -> StorePacing? {
    if let pacing = pacings[store] { return pacing }
    guard let definition = context.bindings.stores.first(where: { $0.name == store }) else { return nil }
    let pacing = StorePacing(definition, work: context.work, throttle: context.throttle, observe: observe)
    pacings[store] = pacing
    return pacing
  }

  /// How often and how long the run rested and waited.
  var paceTallies: [PaceTally] {
    pacings.sorted { $0.key < $1.key }.flatMap { _, pacing in
      PaceReason.allCases.compactMap { pacing.tallies[$0] }
    }
  }

  /// The waits that ended a store's part of the run.
  var paceEnds: [PaceWait] { pacings.sorted { $0.key < $1.key }.compactMap(\.value.end) }

  /// Writes down the outcomes that would come with the next intent: a wait may be long.
  func settleBeforeWaiting() throws { try context.work.shielded { try journal.settleDeferred(at: clock()) } }

  /// Tells if the next batch may begin.
  func allowsBatch() throws -> Bool { try !context.work.mustEnd && gate.allowsBatch() }

  var day: CivilDate { context.schedule.timeZone.civilDate(at: now) }

  var setAsideCount: Int { setAsideKeys.values.reduce(0) { $0 + $1.count } }

  func committed(_ report: BatchReport) {
    let index = lines.firstIndex {
      $0.recordSet == report.recordSet && $0.rule == report.rule && $0.action == report.action
    }
    if let index {
      lines[index].count += report.count
      lines[index].dependents.merge(report.dependents, uniquingKeysWith: +)
      lines[index].withoutReference.merge(report.withoutReference, uniquingKeysWith: +)
      lines[index].partitions += report.partition == nil ? 0 : 1
    } else {
      lines.append(
        RunReport.Line(
          recordSet: report.recordSet, rule: report.rule, action: report.action, count: report.count,
          dependents: report.dependents, withoutReference: report.withoutReference,
          partitions: report.partition == nil ? 0 : 1))
    }
    observe(.batch(report))
  }

  /// The stores that were told to be left out.
  private var storesLeftOut: Set<StoreName> = []

  /// Says that a record set is left out; where it is for its store, once for all of them.
  ///
  /// - Parameter remaining: the record sets that the run has not come to, with this one.
  func observeRefusal(
    of bound: BoundRecordSet, _ refusal: RecordSetRefusal, remaining: some Sequence<BoundRecordSet>
  ) {
    guard let store = context.stores.store(leftOutBy: refusal) else {
      return observe(
        .refused(recordSet: bound.recordSet.name, store: bound.recordSet.store, refusal))
    }
    guard storesLeftOut.insert(store).inserted else { return }
    let count = remaining.count { context.bindings.isServed($0, by: store) }
    observe(.storeLeftOut(store: store, recordSets: max(1, count), refusal))
  }

  func left(_ rows: TooFewRows) {
    tooFew.append(rows)
    observe(.tooFew(rows))
  }

  func left(_ rows: LockedRows) {
    locked.append(rows)
    observe(.locked(rows))
  }

  /// How many rows of a rule others had locked.
  func lockedCount(of recordSet: RecordSetName, rule: RuleID) -> Int {
    locked.filter { $0.recordSet == recordSet && $0.rule == rule }.reduce(0) { $0 + $1.count }
  }

  /// Appends the outcomes that were deferred, and removes the files of committed batches: of this run's, and of those that earlier runs left.
  func removeFiles() throws {
    try journal.settleDeferred(at: clock())
    let pass = FilePass(
      context, journal: journal, clock: clock, observe: observe, mayGoOn: { [gate] in try gate.allowsBatch() }
    )
    try pass.run()
    files = pass.byRecordSet
  }

  /// Journals the rows that were left because too few are like them.
  func recordTooFew() throws {
    guard !tooFew.isEmpty else { return }
    try journal.append(
      tooFew.map {
        .rowsTooFew(run: run, recordSet: $0.recordSet, rule: $0.rule, count: $0.count, k: $0.k)
      }, at: clock())
  }

  /// Journals why a store's part of the run ended before its rows did.
  func recordPaceEnds() throws {
    guard !paceEnds.isEmpty else { return }
    try journal.append(paceEnds.map { .refusal(code: AuditJournal.paceCode, detail: "\($0)") }, at: clock())
  }

  /// Tells how the run ends. Files that any run left are unfinished work.
  func status(isTruncated: Bool, isIncomplete: Bool) throws -> RunEnding {
    if isTruncated { return .stopped }
    return try isIncomplete || setAsideCount > 0 || !tooFew.isEmpty || !locked.isEmpty
      || files.values.contains { $0.replaced > 0 }
      || journal.hasPendingFiles
      ? .incomplete : .complete
  }

  /// What was changed, as the journal's last entry of the run has it.
  var journalLines: [RunLine] {
    lines.map { RunLine(recordSet: $0.recordSet, rule: $0.rule, action: $0.action, count: $0.count) }
  }

  /// Asks the stores that the run changed what of the deleted rows can still be read. A run that is stopped asks none of them any more.
  func physicalScrub() -> [(store: StoreName, scrub: PhysicalScrub)] {
    let touched = Set(lines.map(\.recordSet)).sorted().compactMap {
      context.bindings.recordSet(named: $0)?.recordSet
    }
    return Set(touched.map(\.store)).sorted().map { name in
      guard !context.work.stop.isRequested else {
        return (name, Self.unseen(since: .interrupted(store: name)))
      }
      do throws(StoreError) {
        let sets = touched.filter { $0.store == name }
        let store = try context.stores.store(named: name)
        let copies = KeptCopies(context).places(of: sets, in: store)
        return (name, try store.physicalScrub(of: sets).adding(copies))
      } catch {
        // The rows are gone all the same.
        return (name, Self.unseen(since: error))
      }
    }
  }

  private static func unseen(since error: StoreError) -> PhysicalScrub {
    let explanation =
      if case .interrupted = error {
        "the run was stopped and did not look at what is left in them"
      } else {
        "what is left in them cannot be seen: \(error)"
      }
    return PhysicalScrub(
      places: [PhysicalScrub.Place(name: "files and logs", isScrubbed: false, explanation: explanation)])
  }
}
