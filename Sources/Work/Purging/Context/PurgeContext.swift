package import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
package import Transforms
package import Words

/// What every part of a purge works on: a checked configuration, the stores behind it, the keys and the journal.
///
/// A part is a type over it: `Planner(context).plan(at: now)`. One thread at a time.
package struct PurgeContext {
  package let configuration: Configuration
  /// Nil for a plan or a check without a journal: no holds are known then.
  package let journal: AuditJournal?
  let keys: KeyRing
  let stores: OpenStores
  let kernelClock: () -> KernelClock
  /// Tells if the account of the stores is one that only reads, so that what it may not change refuses nothing.
  package var onlyReads = false
  /// Who starts the runs, as the journal notes it; nil if nobody says.
  package var account: RunAccount?
  /// Where words on the pace are left for a run that is under way.
  package var throttle = PaceThrottle()
  let knownTrust = KnownTrust()
  /// What tells the work to end, and is told that it goes on.
  package let work: WorkInHand

  /// - Parameters:
  ///   - keys: the pseudonym keys; empty is enough for plans.
  ///   - openStore: makes the adapter for a store's definition; called once a store.
  ///   - kernelClock: asks the kernel about its clock, each time.
  ///   - work: the work of the thread that uses the context.
  package init(
    configuration: Configuration, journal: AuditJournal?, keys: KeyRing,
    openStore: @escaping OpenStores.Open, kernelClock: @escaping () -> KernelClock = { .unknown },
    work: WorkInHand = WorkInHand()
  ) {
    self.configuration = configuration
    self.journal = journal
    self.keys = keys
    self.kernelClock = kernelClock
    self.work = work
    stores = OpenStores(configuration.bindings.stores, work: work, open: openStore)
  }

  var schedule: Schedule { configuration.schedule }
  var bindings: StoreBindings { configuration.bindings }

  /// Returns the same under a configuration that was approved before, which the journal keeps.
  ///
  /// - Throws: `RunError` if the journal has no such configuration, and what the loader says of one that this version does not read any more.
  func under(_ digest: ConfigurationDigest) throws -> PurgeContext {
    guard digest != configuration.digest else { return self }
    guard let journal, let approval = try journal.approval(for: digest) else {
      throw RunError.unknownConfiguration(digest: digest)
    }
    let earlier = try Configuration.load(
      approval, rulesFile: "rules of \(digest.short)", storesFile: "stores of \(digest.short)"
    ).reached(as: configuration, knownTo: journal)
    let context = PurgeContext(
      configuration: earlier, journal: journal, keys: keys, openStore: stores.open, kernelClock: kernelClock,
      work: work)
    context.stores.leaveOut(likewise: stores)
    return context
  }

  // MARK: A record set

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

  /// Runs a body that works on a record set: if the process dies in it, the next run knows where.
  func working<Result>(on bound: BoundRecordSet, _ body: () throws -> Result) throws -> Result {
    guard let journal else { return try body() }
    return try journal.working(on: bound.recordSet.name, stop: work.stop, body)
  }

  /// Returns why a record set is left alone although nothing is wrong with what can be seen of it; nil if nothing is in its way.
  func deathRefusal(of bound: BoundRecordSet) throws -> RecordSetRefusal? {
    let name = bound.recordSet.name
    guard let deaths = try journal?.deaths(inRecordSet: name), deaths >= AuditJournal.deathsUntilPassedOver
    else {
      return nil
    }
    return .died(recordSet: name, deaths: deaths)
  }
}
