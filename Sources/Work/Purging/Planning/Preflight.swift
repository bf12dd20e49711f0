internal import CivilTime
internal import Files
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Says why a record set is not to be changed. `check`, `plan`, a purge and `reconcile --purge` ask here, so that what one of them refuses all
/// refuse. `scrub` and surveys ask here, too, for less: which rows are due, and what goes with them, does not matter to them. Guards on the number of
/// rows are the plan's (`Planner`) (decision 152).
///
/// The reasons are asked in the order of `Moment`, and asking stops at the first moment that gives one: a store is not opened for a record set that
/// is refused beforehand. A new reason
/// is a line in `reasons`; what an adapter finds in its bindings comes by `RecordStore.describe`.
struct Preflight {
  /// What somebody means to do with the record set.
  enum Purpose: Hashable {
    /// Change what is due, or foresee it.
    case purge
    /// Purge again what came back of batches with these actions.
    case again(Set<StageAction>)
    /// Read the table whole. What the dates in it are worth is for the survey to find.
    case survey
    /// Write anew what the table's files have of deleted rows. Which rows are due does not matter.
    case scrub
  }

  /// When a reason can be known.
  enum Moment: CaseIterable {
    /// Before the store is asked anything.
    case beforehand
    /// When the store is open, before its table is described.
    case atStore
    /// When the table was described.
    case bySchema
    /// When nothing else is wrong: by a look at some rows.
    case byRows
  }

  /// Everything that a reason can be found by.
  final class Question {
    let context: PurgeContext
    let bound: BoundRecordSet
    let purpose: Purpose
    let conditions: DueConditions
    let use: SchemaUse
    /// From `Moment.bySchema` on.
    fileprivate(set) var description: SchemaDescription?
    /// What the archive's store says of it.
    fileprivate var archiveWarnings: [SchemaFinding] = []
    fileprivate var archiveForbidden: [SchemaFinding] = []
    /// From `Moment.byRows` on.
    fileprivate(set) var sample: RowSample?

    fileprivate init(_ context: PurgeContext, _ bound: BoundRecordSet, _ purpose: Purpose, at now: Instant) {
      self.context = context
      self.bound = bound
      self.purpose = purpose
      conditions = context.conditions(for: bound, now: now)
      var use = SchemaUse(of: bound, conditions, in: context)
      if case .again(let actions) = purpose {
        use.deletes = actions.contains { $0 != .pseudonymise }
        use.archive = actions.contains(.archive) ? context.bindings.archive(of: bound) : nil
      }
      self.use = use
    }

    var store: any RecordStore {
      get throws { try context.stores.store(named: bound.recordSet.store) }
    }
    /// What the store said of the record set; it is asked once.
    fileprivate func describe() throws { description = try store.describe(bound.recordSet, use: use) }

    fileprivate func look() throws {
      sample = try RowSample(of: bound.recordSet, conditions, store: store, description)
    }
  }

  private typealias Reason = @Sendable (_ question: Question) throws -> [RecordSetRefusal]

  private static let reasons: [(moment: Moment, reason: Reason)] = [
    (.beforehand, { try $0.context.deathRefusal(of: $0.bound).map { [$0] } ?? [] }),
    (.atStore, { try StoreIdentities($0.context).refusal(of: $0.bound).map { [$0] } ?? [] }),
    (
      .atStore,
      { question in
        // An account that only reads may be given a server that nobody writes to.
        guard !question.context.onlyReads else { return [] }
        return try question.ofChanges { _ in
          try question.store.checkDurability()
          return []
        }
      }
    ),
    (.bySchema, { ($0.description?.refusals ?? []).map(RecordSetRefusal.schema) }),
    (.bySchema, { question in try question.ofChanges { _ in try question.archiveFindings() } }),
    (.bySchema, { question in try question.ofChanges { try question.lostHolds(in: $0) } }),
    (.bySchema, { question in try question.ofChanges { try Ledgers($0).findings(of: question.bound) } }),
    (.bySchema, { question in question.ofChanges { FileReview($0).findings(of: question.bound.recordSet) } }),
    (.bySchema, { question in question.ofChanges { _ in question.readOnlyRoots() } }),
    (.bySchema, { question in question.ofChanges { KeepingDependents($0).findings(of: question.bound) } }),
    (.byRows, { try $0.doubts().map(RecordSetRefusal.doubt) }),
  ]

  /// Why the record set is refused, each reason with its remedy; empty where nothing is in the way.
  let refusals: [RecordSetRefusal]
  /// Why it is refused although it could be read: what the account may not change. It can be counted all the same.
  let forbidden: [RecordSetRefusal]
  /// What deserves a look and stops nothing.
  let warnings: [SchemaFinding]
  let conditions: DueConditions
  let description: SchemaDescription?
  let sample: RowSample?

  /// - Parameter moments: those that are asked about.
  /// - Throws: what is no answer of a store: a store that fails is a reason.
  init(
    _ context: PurgeContext, _ bound: BoundRecordSet, for purpose: Purpose, at now: Instant,
    moments: [Moment] = Moment.allCases
  ) throws {
    let question = Question(context, bound, purpose, at: now)
    var refusals: [RecordSetRefusal] = []
    do {
      for moment in moments where refusals.isEmpty {
        switch moment {
        case .beforehand: break
        case .atStore: _ = try question.store
        case .bySchema: try question.describe()
        case .byRows:
          guard purpose != .survey, purpose != .scrub else { continue }
          try question.look()
        }
        for (_, reason) in Self.reasons.filter({ $0.moment == moment }) { refusals += try reason(question) }
      }
    } catch let error as StoreError {
      try context.stores.leaveOut(after: error)
      refusals = [.store(error)]
    }
    self.refusals = refusals
    let isAsked = !context.onlyReads && purpose != .survey && purpose != .scrub
    let lacking = (question.description?.forbidden ?? []) + question.archiveForbidden
    forbidden = isAsked ? lacking.uniqued.map(RecordSetRefusal.schema) : []
    warnings = ((question.description?.warnings ?? []) + question.archiveWarnings).uniqued
    conditions = question.conditions
    description = question.description
    sample = question.sample
  }
}

extension Preflight.Question {
  /// What is wrong for somebody who changes rows.
  fileprivate func ofChanges(_ findings: (PurgeContext) throws -> [SchemaFinding]) rethrows
    -> [RecordSetRefusal]
  {
    guard purpose != .survey, purpose != .scrub else { return [] }
    return try findings(context).map(RecordSetRefusal.schema)
  }

  /// Holds on single records of a table that has no key any more: nobody could tell which of its rows they keep.
  fileprivate func lostHolds(in context: PurgeContext) throws -> [SchemaFinding] {
    guard bound.recordSet.isKeyless, try context.holds(for: bound).needsKey else { return [] }
    return [
      .other(
        table: bound.recordSet.table,
        message: "holds keep single records of it, and without a key nothing tells which rows these are",
        remedy:
          "place a hold on the person or on the record set (`retentiond hold add --record-set \(bound.recordSet.name)`), and lift those (`retentiond hold list`)"
      )
    ]
  }

  fileprivate func archiveFindings() throws -> [SchemaFinding] {
    guard let description else { return [] }
    let found = try ArchiveReview(context).findings(of: bound, description, use: use)
    archiveWarnings = found.warnings
    archiveForbidden = found.forbidden
    return found.refusals
  }

  /// Folders of files from which nothing can go. What mode a root has says nothing of the folders below it.
  fileprivate func readOnlyRoots() -> [SchemaFinding] {
    Set(bound.recordSet.allFiles.map(\.files.root)).sorted().filter(WriteAccess.isReadOnlyMount).map {
      .notWritable(place: $0, cause: "its file system is mounted read-only, here or for this service")
    }
  }

  fileprivate func doubts() throws -> [EventDoubt] {
    guard let sample else { return [] }
    let last = try LastSurveys(context).survey(of: bound)
    return sample.doubts + (last?.doubts(beside: sample, in: bound) ?? [])
  }
}

extension [SchemaFinding] {
  /// Each once, in the order of the first.
  fileprivate var uniqued: [SchemaFinding] {
    var seen: Set<SchemaFinding> = []
    return filter { seen.insert($0).inserted }
  }
}
