package import AuditJournal
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
package import StoreBindings
internal import Transforms
package import Words

/// Tells the last survey of each record set, as far as it is one of the rules and the binding that are in force.
package struct LastSurveys {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// The last survey of a record set under the rules and the binding that are in force; nil if there is none.
  package func survey(of bound: BoundRecordSet) throws -> LastSurvey? {
    guard let last = try context.journal?.lastSurvey(of: bound.recordSet.name),
      last.record.binding == context.configuration.bindingDigest(of: bound)
    else { return nil }
    return last
  }

  /// The last survey of each record set, in the order of the stores file.
  package func all() throws -> [(recordSet: RecordSetName, survey: LastSurvey?)] {
    try context.bindings.recordSets.map { ($0.recordSet.name, try survey(of: $0)) }
  }

  /// The record sets whose last survey lies before the last time that the calendar `survey` gave.
  ///
  /// - Parameter started: what counts for one without a survey: the run makes its first.
  package func due(at now: Instant, since started: Instant) throws -> Set<RecordSetName> {
    Set(
      try all().filter { _, survey in
        let next = context.bindings.nextSurvey(after: survey?.time ?? started, in: context.schedule.timeZone)
        return next.map { $0 <= now } ?? false
      }.map(\.recordSet))
  }

  /// The record sets that no survey of these bindings tells of.
  package func unsurveyed() throws -> Set<RecordSetName> {
    Set(try context.bindings.recordSets.filter { try !isSurveyed($0) }.map(\.recordSet.name))
  }

  /// A survey of an empty table tells nothing of the rows that have come since.
  private func isSurveyed(_ bound: BoundRecordSet) throws -> Bool {
    guard let last = try survey(of: bound) else { return false }
    guard last.record.counts.rows == 0 else { return true }
    do throws(StoreError) {
      return try context.stores.store(named: bound.recordSet.store).isEmpty(bound.recordSet)
    } catch {
      // The run's own look says what is wrong.
      return false
    }
  }
}
