package import AuditJournal
internal import CivilTime
package import RecordStores
internal import RetentionPolicy
package import StoreBindings
package import Transforms
internal import Words

/// Joins a checked configuration, the stores behind it and the journal. One thread at a time.
package final class Engine {
  package let configuration: Configuration
  /// Nil for a plan or a check without a journal: no holds are known then.
  package let journal: AuditJournal?
  let keys: KeyRing
  let kernelClock: () -> KernelClock
  let openStore: (StoreDefinition) throws(StoreError) -> any RecordStore
  var stores: [String: any RecordStore] = [:]
  /// What each store said that it is, when it was asked in this run.
  var identities: [String: StoreIdentity] = [:]
  /// The stores that are not asked again in this run, with what they answered last.
  var leftOut: [String: StoreError] = [:]
  /// Tells if the account of the stores is one that only reads, so that what it may not change refuses nothing.
  package var onlyReads = false
  /// Who starts the runs of this engine, as the journal notes it; nil where nobody says.
  package var account: RunAccount?
  /// For each record set that was asked about, the rows in which a column's form does not count.
  var knownTrust: [String: [String: MarkerTrust]] = [:]

  /// - Parameters:
  ///   - keys: the pseudonym keys; empty is enough for plans.
  ///   - openStore: makes the adapter for a store's definition; called once a store.
  ///   - kernelClock: asks the kernel about its clock, each time.
  package init(
    configuration: Configuration, journal: AuditJournal?, keys: KeyRing,
    openStore: @escaping (StoreDefinition) throws(StoreError) -> any RecordStore,
    kernelClock: @escaping () -> KernelClock = { .unknown }
  ) {
    self.configuration = configuration
    self.journal = journal
    self.keys = keys
    self.kernelClock = kernelClock
    self.openStore = openStore
  }

  var schedule: Schedule { configuration.schedule }
  var bindings: StoreBindings { configuration.bindings }

  func boundRecordSet(named name: String) -> BoundRecordSet? {
    bindings.recordSets.first { $0.recordSet.name == name }
  }

  func conditions(for bound: BoundRecordSet, now: Instant) -> DueConditions {
    // The loader refuses a record set whose domain does not exist.
    guard let domain = schedule.domain(bound.domain) else {
      preconditionFailure("unknown domain \(bound.domain)")
    }
    return DueConditions(bound: bound, domain: domain, now: now, zone: schedule.timeZone)
  }

  func holds(for bound: BoundRecordSet) throws -> any HoldTest {
    guard let journal else { return NoHolds() }
    return try journal.holdTest(for: bound.recordSet)
  }

  /// What a run would do with the record set, for the adapter's look at the schema.
  func use(of bound: BoundRecordSet, conditions: DueConditions) -> SchemaUse {
    var read = Set(conditions.rules.indices.flatMap { conditions.appliesPredicate($0).columns })
    read.formUnion(bound.recordSet.key)
    if let subject = bound.recordSet.subject { read.insert(subject) }
    if let marker = bound.recordSet.marker { read.insert(marker.column) }
    let archives = conditions.actions.contains(.archive)
    // What would go wrong once a period is chosen is said before.
    let deletes = conditions.rules.contains { $0.declaredActions.contains(.delete) }
    var use = SchemaUse(
      deletes: deletes || archives,
      changedColumns: bound.changes.map { keys.changedColumn($0.column, $0.transform, domain: bound.domain) },
      archive: archives ? bound.archive.flatMap { boundRecordSet(named: $0)?.recordSet } : nil,
      readColumns: read, events: Array(Set(bound.events.values)).sorted { $0.column < $1.column },
      hasLedger: ledger(ofStore: bound.recordSet.store) != nil,
      anonymity: conditions.actions.contains(.pseudonymise) ? bound.anonymity : nil)
    use.ledger = ledger(ofStore: bound.recordSet.store)?.table
    let vocabulary = schedule.domain(bound.domain)?.facts ?? [:]
    use.words = bound.facts.sorted { $0.key < $1.key }.flatMap { fact, binding in
      binding.words(of: fact, vocabulary: vocabulary[fact] ?? [])
    }
    return use
  }
}
