internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Transforms
internal import Words

/// Says what a stage does to the rows of a record set, column by column.
struct StageChanges {
  private let context: PurgeContext

  init(_ context: PurgeContext) { self.context = context }

  /// Returns the column changes of a record set's pseudonymising stage.
  ///
  /// - Throws: when a key that they need is not at hand.
  func changes(of bound: BoundRecordSet, on day: CivilDate) throws -> [ColumnChange] {
    try bound.changes.map { change in
      let place = TransformPlace(
        domain: bound.domain, store: bound.recordSet.store, table: bound.recordSet.table,
        column: change.column, day: day)
      return ColumnChange(
        column: change.column, transform: try change.transform.transform(at: place, keys: context.keys))
    }
  }

  /// The same, each with the rows in which the marker alone says that the column is done: for questions of which rows are not done.
  ///
  /// What became of a batch is asked without this: it left each column in its form, whatever was in force before.
  func trustedChanges(of bound: BoundRecordSet, on day: CivilDate) throws -> [ColumnChange] {
    let trust = try TransformHistory(context).trust(of: bound)
    return try changes(of: bound, on: day).map { change in
      var change = change
      change.trust = trust[change.column] ?? .none
      return change
    }
  }

  /// Returns what a stage does to the rows of a record set.
  ///
  /// - Parameter sink: the open receiving batch of a move to another store; nil if only keys are asked for.
  func change(
    for action: StageAction, of bound: BoundRecordSet, sink: (any ArchiveSink)?, on day: CivilDate,
    at now: Instant
  ) throws -> Change {
    switch action {
    case .delete: .delete
    case .pseudonymise:
      .pseudonymise(
        try changes(of: bound, on: day),
        markerValue: bound.recordSet.marker.map { $0.value(on: day, at: now) } ?? .null,
        anonymity: bound.anonymity)
    case .archive:
      switch (sink, context.bindings.archive(of: bound)) {
      case (let sink?, _): .archiveElsewhere(sink)
      case (nil, let target?) where target.store == bound.recordSet.store: .archive(into: target)
      // For questions about keys alone a move is a deletion here.
      case (nil, _): .delete
      }
    }
  }
}

extension Marker {
  func value(on day: CivilDate, at now: Instant) -> ColumnValue {
    switch content {
    case .date: .text(day.description)
    case .epochSeconds: .integer(Int64(now.secondsSinceEpoch))
    case .flag: .integer(1)
    }
  }
}
