internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Compares the stores with the journal: what is there although it was purged, and whether it is what was purged (decision 62).
///
/// A record that came back is told from another one under the same key by the conditions under which it was purged: those of
/// the configuration of that day, which the journal keeps, as of that day. A row that still meets the condition of its first
/// purge is purged again, whatever today's rules say. A row that does not is kept. A row with a date after the purge is
/// another record under the same key.
final class Reconciler {
  private let context: PurgeContext
  let journal: AuditJournal
  private let gone: GoneRecords
  private var earlier: [ConfigurationDigest: PurgeContext?] = [:]
  /// By store and table.
  private var columns: [String: Set<String>] = [:]

  init(_ context: PurgeContext, journal: AuditJournal) throws {
    self.context = context
    self.journal = journal
    gone = try GoneRecords(of: journal)
  }

  /// Those with a key, archives last: what is moved to one again may have been deleted there, too.
  var recordSets: [BoundRecordSet] {
    let ordered = context.bindings.inPurgeOrder.filter { !$0.recordSet.isKeyless }
    return ordered.filter { !$0.isArchive } + ordered.filter(\.isArchive)
  }

  func returned(to bound: BoundRecordSet) throws -> ReturnedRecords {
    ReturnedRecords(
      journal: journal, gone: gone, bound: bound,
      store: try context.stores.store(named: bound.recordSet.store))
  }

  // MARK: Finding

  /// What came back, counted. Changes nothing.
  func find(at now: Instant) throws -> Reconciliation {
    var lines: [Reconciliation.Line] = []
    var refused: [(recordSet: RecordSetName, refusal: RecordSetRefusal)] = []
    for bound in recordSets {
      let beforehand = try Preflight(context, bound, for: .again([]), at: now, moments: [.beforehand])
      guard beforehand.refusals.isEmpty else {
        refused += beforehand.refusals.map { (bound.recordSet.name, $0) }
        continue
      }
      do {
        let (found, isUnclear) = try context.working(on: bound) { try find(in: bound) }
        lines += found
        // What another store has, or has not, says nothing of this one.
        if found.isEmpty, !isUnclear, let refusal = try StoreIdentities(context).refusal(of: bound) {
          refused.append((bound.recordSet.name, refusal))
        }
        refused += try refusals(of: bound, found: found, isUnclear: isUnclear, now: now).map {
          (bound.recordSet.name, $0)
        }
      } catch let error as StoreError {
        try context.stores.leaveOut(after: error)
        refused.append((bound.recordSet.name, .store(error)))
      }
    }
    let committed = try journal.committedBatches()
    func bound(_ batch: (recordSet: RecordSetName, store: StoreName)) -> BoundRecordSet? {
      context.bindings.recordSets.first {
        $0.recordSet.name == batch.recordSet && $0.recordSet.store == batch.store
      }
    }
    let unknown = committed.filter { bound(($0.recordSet, $0.store)) == nil }
    let uncompared = committed.compactMap { batch -> (recordSet: RecordSetName, batches: Int)? in
      guard let set = bound((batch.recordSet, batch.store))?.recordSet else { return nil }
      // Batches of before the table had a key list its rows by digests.
      let count = set.isKeyless ? batch.batches : batch.withDigests
      return count > 0 ? (batch.recordSet, count) : nil
    }
    return Reconciliation(
      configurationDigest: context.configuration.digest, lines: lines, refused: refused,
      unknown: unknown.map { ($0.recordSet, $0.batches) },
      uncompared: uncompared.map { ($0.recordSet, $0.batches) },
      restored: try Ledgers(context).restored(at: now),
      openBatches: try journal.openBatchCount())
  }

  /// - Returns: what came back, and whether records that were pseudonymised are there while nothing says any more how to tell that they are.
  private func find(in bound: BoundRecordSet) throws -> (lines: [Reconciliation.Line], isUnclear: Bool) {
    var isUnclear = false
    var lines: [PurgedGroup: (line: Reconciliation.Line, batches: Set<Int>)] = [:]
    _ = try returned(to: bound).gather { returned in
      guard returned.group.action != .pseudonymise || !bound.changes.isEmpty else {
        isUnclear = true
        return true
      }
      let counts = try count(returned, in: bound)
      guard counts.again + counts.kept + counts.new > 0 else { return true }
      if lines[returned.group] == nil {
        lines[returned.group] = (
          Reconciliation.Line(
            store: bound.recordSet.store, run: returned.group.run, at: returned.origin.time,
            action: returned.group.action, batches: 0, counts: counts), returned.batches
        )
      } else {
        lines[returned.group]?.line.counts.add(counts)
        lines[returned.group]?.batches.formUnion(returned.batches)
      }
      return true
    }
    let found = lines.values.map { found in
      var line = found.line
      line.batches = found.batches.count
      return line
    }
    return (found.sorted { ($0.at, $0.counts.rule) < ($1.at, $1.counts.rule) }, isUnclear)
  }

  private func count(_ returned: ReturnedKeys, in bound: BoundRecordSet) throws -> ReturnedLine {
    var counts = ReturnedLine(
      recordSet: bound.recordSet.name, rule: returned.group.rule, action: returned.group.action)
    let all = try tally(returned, in: bound, .always, NoHolds()).count
    let again = try tally(
      returned, in: bound, again(returned, in: bound, includingKept: false), context.holds(for: bound))
    counts.again = again.count
    counts.held = again.held
    counts.new = try tally(returned, in: bound, isNew(returned, in: bound), NoHolds()).count
    counts.kept = all - counts.again - counts.new
    return counts
  }

  private func tally(
    _ returned: ReturnedKeys, in bound: BoundRecordSet, _ predicate: Predicate, _ holds: any HoldTest
  ) throws -> Tally {
    guard predicate != .never else { return Tally() }
    return try context.stores.store(named: bound.recordSet.store).tally(
      try selection(of: returned, in: bound, predicate), holds: holds)
  }

  /// Why what was found cannot be purged again, and what could not be looked at.
  private func refusals(
    of bound: BoundRecordSet, found: [Reconciliation.Line], isUnclear: Bool, now: Instant
  ) throws -> [RecordSetRefusal] {
    let actions = Set(found.map(\.action))
    guard !actions.isEmpty || isUnclear else { return [] }
    let preflight = try Preflight(context, bound, for: .again(actions), at: now)
    var refusals = preflight.refusals + preflight.forbidden
    var findings: [SchemaFinding] = []
    let table = bound.recordSet.table
    if actions.contains(.archive), context.bindings.archive(of: bound) == nil {
      findings.append(
        .other(
          table: table, message: "records that were archived are back, and there is no archive any more",
          remedy: "name one under `archive`"))
    }
    if isUnclear {
      findings.append(
        .other(
          table: table,
          message:
            "records were pseudonymised, and nothing says how any more, so that nobody can tell which came back",
          remedy: "name their columns under `pseudonymise`"))
    }
    refusals += findings.map(RecordSetRefusal.schema)
    return refusals
  }

  // MARK: Telling them apart

  /// The rows of the listed keys that meet the predicate; of records that were pseudonymised, those that are not now.
  func selection(
    of returned: ReturnedKeys, in bound: BoundRecordSet, _ predicate: Predicate
  ) throws -> Selection {
    // What a column looks like when it is done does not depend on the day.
    let day = context.schedule.timeZone.civilDate(at: returned.origin.time)
    var selection = Selection(
      recordSet: bound.recordSet, predicate: predicate,
      pseudonymising: returned.group.action == .pseudonymise
        ? try StageChanges(context).trustedChanges(of: bound, on: day) : nil)
    selection.keys = returned.keys
    // Only listed rows go, so that a row which refers to another keeps it until it is gone itself.
    if returned.group.action != .pseudonymise, bound.recordSet.dependents.contains(where: \.canKeep) {
      selection.dependents = DependentTest(going: [:])
    }
    return selection
  }

  /// The rows to purge again.
  func again(
    _ returned: ReturnedKeys, in bound: BoundRecordSet, includingKept: Bool
  ) throws -> Predicate {
    includingKept
      ? Predicate.not(try isNew(returned, in: bound)).simplified : try wasPurged(returned, in: bound)
  }

  /// What judges the rows to purge again a second time: as of the day of their purge, or, where kept ones go, by what tells them from another record.
  func judge(
    of returned: ReturnedKeys, in bound: BoundRecordSet, includingKept: Bool
  ) throws -> (any RowJudge)? {
    guard includingKept else {
      return try originalConditions(returned, in: bound).map { conditions, rule in
        conditions.judge(of: returned.group.action, under: rule)
      }
    }
    // A row of which the conditions of then were met is purged again whatever its dates say.
    guard try wasPurged(returned, in: bound) == .never else { return nil }
    return ReturnedJudgement(
      events: events(of: bound), related: bound.recordSet.related, rule: returned.group.rule,
      later: daysAfter(returned))
  }

  /// The condition that the batch's rows met when it purged them; false where it cannot be asked any more.
  private func wasPurged(_ returned: ReturnedKeys, in bound: BoundRecordSet) throws -> Predicate {
    guard let (conditions, rule) = try originalConditions(returned, in: bound) else { return .never }
    let due = conditions.due(for: returned.group.action, under: rule)
    let judge = conditions.judge(of: returned.group.action, under: rule)
    let read = due.columns.union(judge.events.map(\.column)).union(judge.columns)
    guard read.isSubset(of: try columns(of: bound.recordSet)) else { return .never }
    // A table that is not what it was then says nothing of its rows any more.
    var related = due.relatedColumns
    for event in judge.related {
      let columns = Set(event.rows.theirColumns).union(event.rows.condition.columns).union(
        [event.date.column] + event.columns)
      related[event.rows.table, default: []].formUnion(columns)
    }
    for (table, read) in related {
      // Under a name of its own: what a store remembers of a record set is not this table's.
      let name = RecordSetName("\(bound.recordSet.name)/\(table)")
      let set = RecordSet(name: name, store: bound.recordSet.store, table: table, key: [])
      guard read.isSubset(of: try columns(of: set)) else { return .never }
    }
    // A row that came after the purge tells of another life, whether or not it counts.
    let events = (conditions.rules[rule].trigger?.events ?? []).compactMap { bound.events[$0]?.related }
    let came = events.map {
      Predicate.some($0.rows.regardless, .event($0.date, .plausible(daysAfter(returned))))
    }
    return Predicate.all([due, .not(.any(came))]).simplified
  }

  /// The conditions under which the batch's rows were purged, and its rule among them; nil if they are not known any more.
  private func originalConditions(_ returned: ReturnedKeys, in bound: BoundRecordSet) throws
    -> (DueConditions, rule: Int)?
  {
    let intent = returned.origin.intent
    guard let earlier = try context(under: intent.configuration),
      let then = earlier.bindings.recordSet(named: bound.recordSet.name),
      then.recordSet.table == bound.recordSet.table
    else { return nil }
    let conditions = earlier.conditions(for: then, now: returned.origin.time)
    return conditions.rules.firstIndex { $0.id == intent.rule }.map { (conditions, $0) }
  }

  /// Rows with a date after the day of the purge, which what was purged does not have; but for an event that did not matter
  /// to the rule, or that was still to come then.
  private func isNew(_ returned: ReturnedKeys, in bound: BoundRecordSet) throws -> Predicate {
    let after = daysAfter(returned)
    let isLater = bound.events.sorted { $0.key < $1.key }.map { _, event in
      event.anyDate { .event($0, .plausible(after)) }
    }
    return Predicate.all([.any(isLater), .not(try wasPurged(returned, in: bound))]).simplified
  }

  private func events(of bound: BoundRecordSet) -> [EventColumn] {
    Set(bound.events.values.flatMap(\.ownDates)).sorted { $0.column < $1.column }
  }

  private func daysAfter(_ returned: ReturnedKeys) -> PlausibleDays {
    let zone = context.schedule.timeZone
    return PlausibleDays(
      first: zone.civilDate(at: returned.origin.time).adding(days: 1), last: PlausibleDays.bounds.upperBound,
      zone: zone)
  }

  private func context(under digest: ConfigurationDigest) throws -> PurgeContext? {
    if let known = earlier[digest] { return known }
    // A configuration that this version does not read any more tells nothing of its rows: they are kept.
    let found = try? context.under(digest)
    earlier[digest] = .some(found)
    return found
  }

  /// - Parameter recordSet: or a table by itself, of which nothing but its name is known.
  private func columns(of recordSet: RecordSet) throws -> Set<String> {
    let place = "\(recordSet.store)|\(recordSet.table)"
    if let known = columns[place] { return known }
    let use = SchemaUse(deletes: false, changedColumns: [], archive: nil, readColumns: [], events: [])
    let found = Set(
      try context.stores.store(named: recordSet.store).describe(recordSet, use: use).columns.map(\.name))
    columns[place] = found
    return found
  }
}
