import CivilTime
import Files
import Foundation
import JournalDirectory
import RecordStores
import TestNames
import TransparencyLog
import Words

@testable import AuditJournal

/// A journal as runs write it, entry by entry, by somebody who has its signing key.
final class RunStory {
  let sample: SampleJournal
  var time: Instant
  var journal: AuditJournal { sample.journal }
  /// The configurations and plans that runs begin under.
  static let configuration: ConfigurationDigest = "c"
  private static let plan: PlanDigest = "p"

  init(isApproved: Bool = true) throws {
    sample = try SampleJournal()
    time = sample.start
    if isApproved { try approve() }
  }

  @discardableResult
  func append(_ events: JournalEvent...) throws -> Int { try journal.append(events, at: time).lowerBound }

  @discardableResult
  func approve(_ configuration: ConfigurationDigest = configuration, volume: ApprovedVolume? = nil) throws
    -> Int
  {
    let entry = journal.size
    try journal.approve(
      AgreedFiles(
        digest: configuration, rules: [1], rulesDigest: AuditJournal.digest(of: [1]), stores: [2],
        storesDigest: AuditJournal.digest(of: [2]), baseDirectory: "/etc/retentiond"), by: "somebody",
      volume: volume, at: time)
    return entry
  }

  /// Begins a run.
  ///
  /// - Returns: its name.
  @discardableResult
  func begin(
    _ name: RunName? = nil, under configuration: ConfigurationDigest = configuration, due: Int = 9,
    plan: PlanDigest = plan
  ) throws -> RunName {
    let run = name ?? RunName(beginningAt: journal.size)
    try append(
      .planMade(plan: Self.plan, due: due), .runStarted(run: run, configuration: configuration, plan: plan))
    return run
  }

  /// Begins a run that purges again what a restore brought back.
  func reconcile(_ name: RunName? = nil, under configuration: ConfigurationDigest = configuration) throws
    -> RunName
  {
    let run = name ?? RunName(beginningAt: journal.size)
    try append(.reconcileFound(run: run, configuration: configuration, includesKept: false, lines: []))
    return run
  }

  enum Fate {
    case open, committed, rolledBack
    case recovered(BatchOutcome)
  }

  /// A batch of a run.
  @discardableResult
  func batch(
    of run: RunName, _ texts: [String] = ["a", "b"], _ fate: Fate = .committed,
    under configuration: ConfigurationDigest = configuration, domain: DomainID = "d",
    recordSet: RecordSetName = "set",
    store: StoreName = "store", cutoff: String = "2021-11-23", files: Int = 0, repeats: BatchName? = nil,
    isFirstRun: Bool = false
  ) throws -> BatchName {
    var keys = KeyList()
    for text in texts { keys.append(key: [.text(text)]) }
    let batch = try journal.prepare(
      BatchIntent(
        StageOfRun(
          run: run, configuration: configuration, domain: domain, rule: "r", action: .delete,
          recordSet: recordSet, store: store, cutoff: cutoff), count: texts.count, dependents: [:],
        files: files,
        repeats: repeats, isFirstRun: isFirstRun), keys: keys,
      BatchCompanions(
        files: (0..<files).map { OwnedFile(root: "/srv", path: FilePath(Array("\($0)".utf8))) }),
      holdGeneration: journal.holdGeneration(), at: time)
    switch fate {
    case .open: break
    case .committed: try settle(batch, .committed)
    case .rolledBack: try settle(batch, .rolledBack(reason: "test"))
    case .recovered(let fate):
      try journal.settle(
        batch: batch, recovered: Recovery(outcome: fate, method: "test", copiesRemoved: 0), at: time)
    }
    return batch
  }

  func settle(_ batch: BatchName, _ outcome: BatchOutcome) throws {
    try journal.deferOutcome(outcome, of: batch)
    try journal.settleDeferred(at: time)
  }

  func files(of batch: BatchName, removed: Int, missing: Int = 0, left: Int = 0) throws {
    let files = (0..<left).map { OwnedFile(root: "/srv", path: FilePath(Array("\($0)".utf8))) }
    journal.deferFiles(FileOutcome(removed: removed, missing: missing, left: files), of: batch)
    try journal.settleDeferred(at: time)
  }

  /// Ends a run that changed so many records of a set.
  @discardableResult
  func end(
    _ run: RunName, _ changed: Int = 2, of recordSet: RecordSetName = "set", status: RunEnding = .complete,
    left: [LeftLine] = [], counts: [RecordSetCounts] = [], volume: RunVolume? = nil
  ) throws -> Int {
    let lines = changed == 0 ? [] : [line(changed, of: recordSet)]
    return try append(
      .runEnded(run: run, status: status, lines: lines, left: left, counts: counts, volume: volume))
  }

  func endReconciliation(_ run: RunName, _ changed: Int) throws {
    try append(.reconcileEnded(run: run, status: .complete, lines: changed == 0 ? [] : [line(changed)]))
  }

  func line(_ count: Int, of recordSet: RecordSetName = "set") -> RunLine {
    RunLine(recordSet: recordSet, rule: "r", action: .delete, count: count)
  }

  func key(_ text: String) -> [UInt8] {
    var keys = KeyList()
    keys.append(key: [.text(text)])
    return Array(keys[0])
  }

  func hold(_ scope: HoldScope) throws -> Int {
    try journal.placeHold(scope, reference: "R", reason: "suit", by: "somebody", at: time).id
  }

  /// How far the runs under an approval have come, with the record sets whose first run waits.
  func standing(under approval: Int, waiting: [RecordSetName]) -> ApprovalStanding {
    var standing = ApprovalStanding(
      approval: approval,
      volume: ApprovedVolume(
        due: [:], unknown: [],
        changed: Dictionary(uniqueKeysWithValues: waiting.map { ($0, FirstRunProgress()) })),
      recordSets: ["set"])
    for name in waiting { standing.wait(for: name, since: time) }
    return standing
  }

  /// What verifying finds in the journal's file, and in the folder that was exported from it.
  func findings(now: Instant? = nil) throws -> [(mode: String, findings: [String])] {
    try sample.export()
    return [
      (
        "file",
        try JournalVerifier.verify(
          path: journal.location.path, verifierKey: sample.verifierKey, .init(now: now)
        )
        .findings
      ),
      (
        "folder",
        try DirectoryVerifier.verify(sample.exported, verifierKey: sample.verifierKey, now: now).findings
      ),
    ]
  }
}
