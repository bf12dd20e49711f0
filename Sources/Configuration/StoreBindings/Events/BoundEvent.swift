package import RecordStores

/// An event of a record set: where a record has its date, and which records say that it never was.
package struct BoundEvent: Hashable, Sendable {
  /// Where the date is.
  package enum Source: Hashable, Sendable {
    case column(EventColumn)
    /// In rows of another table. `ifNone` is the record's own column that counts if there is no such row; without it the record is undated then.
    case related(RelatedEvent, ifNone: EventColumn?)
  }

  package let source: Source
  /// Tells of a record without the date that the event never was: a `latestOf` ignores it then. `.never` if the binding has no `neverWas`.
  package let neverWas: Predicate

  /// - Parameter neverWas: as the binding has it. Where a column that it reads is null or empty, the row says nothing, whatever `not` makes of that.
  package init(_ source: Source, neverWas: Predicate = .never) {
    self.source = source
    let says = neverWas.columns.sorted().flatMap { column -> [Predicate] in
      [.not(.isNull(column: column)), .not(.isOneOf(column: column, [.text("")]))]
    }
    self.neverWas = Predicate.all([neverWas] + says).simplified
  }

  package init(date: EventColumn, neverWas: Predicate = .never) {
    self.init(.column(date), neverWas: neverWas)
  }

  /// The record's own column, if the date is there and nowhere else.
  package var column: EventColumn? { if case .column(let column) = source { column } else { nil } }

  package var related: RelatedEvent? { if case .related(let event, _) = source { event } else { nil } }

  /// The columns of the record's own table that have a date of it.
  package var ownDates: [EventColumn] {
    switch source {
    case .column(let column): [column]
    case .related(_, let ifNone): ifNone.map { [$0] } ?? []
    }
  }

  /// Every column that has a date of it, in whichever table.
  package var dates: [EventColumn] { (related.map { [$0.date] } ?? []) + ownDates }

  /// The columns of the record's own table that are read to find its date.
  package var ownColumns: Set<String> {
    Set(ownDates.map(\.column) + (related?.rows.ownColumns ?? [])).union(neverWas.columns)
  }
}
