internal import AuditJournal
internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Tells since when each column of a record set is transformed as it is now (decision 68).
///
/// A row's marker says that it was pseudonymised, and not by which transforms. What an application wrote again in clear is told by a column's form,
/// and so is what another transform left; only since the transform is as it is now do the two differ.
struct TransformHistory {
  private let context: PurgeContext

  init(_ context: PurgeContext) { self.context = context }

  /// Returns, for each column that is transformed, the rows in which the marker alone says that it is done.
  ///
  /// Those are the rows that were marked up to the day on which the column's transform was approved as it is now; none if it was never another. Without a
  /// journal nobody knows, and the marker counts.
  func trust(of bound: BoundRecordSet) throws -> [String: MarkerTrust] {
    guard let marker = bound.recordSet.marker else { return [:] }
    guard let journal = context.journal else { return allTrusted(bound) }
    if let known = context.knownTrust.byRecordSet[bound.recordSet.name] { return known }
    let trust = try trust(of: bound, marker, by: journal)
    context.knownTrust.byRecordSet[bound.recordSet.name] = trust
    return trust
  }

  private func allTrusted(_ bound: BoundRecordSet) -> [String: MarkerTrust] {
    Dictionary(uniqueKeysWithValues: bound.changes.map { ($0.column, .all) })
  }

  private func trust(of bound: BoundRecordSet, _ marker: Marker, by journal: AuditJournal) throws
    -> [String: MarkerTrust]
  {
    var trust: [String: MarkerTrust] = [:]
    var unsettled = bound.changes
    // From the last approval back: the one behind the first that says otherwise is since when the transform is as it is.
    var since: Instant?
    for approval in try journal.approvals() where !unsettled.isEmpty {
      // A configuration that this version does not read any more may have said anything.
      let earlier = try? context.under(approval.digest)
      for change in unsettled where earlier?.bindings.transforms(bound.recordSet, otherwise: change) ?? true {
        trust[change.column] = since.map { upTo($0, marker) } ?? .all
      }
      unsettled.removeAll { trust[$0.column] != nil }
      since = try journal.entry(at: approval.entry).time
    }
    return trust
  }

  /// The rows that were marked up to the end of the day: a run that began before may have gone on under what was in force then.
  private func upTo(_ time: Instant, _ marker: Marker) -> MarkerTrust {
    let day = context.schedule.timeZone.civilDate(at: time)
    switch marker.content {
    case .date: return .upTo(.text(day.description))
    case .epochSeconds:
      let end = context.schedule.timeZone.startOfDay(day.adding(days: 1))
      return .upTo(.integer(Int64(end.secondsSinceEpoch) - 1))
    // It does not say when.
    case .flag: return .all
    }
  }
}

/// What `TransformHistory` found, so that it reads the approvals once a record set.
final class KnownTrust {
  /// For each record set that was asked about, the rows in which a column's form does not count.
  fileprivate var byRecordSet: [RecordSetName: [String: MarkerTrust]] = [:]
}

extension StoreBindings {
  /// Tells if rows of the table may have been marked under this configuration without that change.
  fileprivate func transforms(_ recordSet: RecordSet, otherwise change: ColumnSpecification) -> Bool {
    recordSets.contains { bound in
      bound.recordSet.store == recordSet.store && bound.recordSet.table == recordSet.table
        && !bound.changes.isEmpty
        && (bound.recordSet.marker != recordSet.marker || !bound.changes.contains(change))
    }
  }
}
