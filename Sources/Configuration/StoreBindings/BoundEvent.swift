package import RecordStores

/// An event of a record set: where a row has its date, and which rows say that it never was.
package struct BoundEvent: Hashable, Sendable {
  package let date: EventColumn
  /// Tells of a row without the date that the event never was: a `latestOf` ignores it then. `.never` if the binding has no `neverWas`.
  package let neverWas: Predicate

  /// - Parameter neverWas: as the binding has it. Where a column that it reads is null or empty, the row says nothing, whatever `not` makes of that.
  package init(date: EventColumn, neverWas: Predicate = .never) {
    self.date = date
    let says = neverWas.columns.sorted().flatMap { column -> [Predicate] in
      [.not(.isNull(column: column)), .not(.isOneOf(column: column, [.text("")]))]
    }
    self.neverWas = Predicate.all([neverWas] + says).simplified
  }

  /// The rows of which the event never was. One that has a date of it all the same is none of them: the date counts.
  package var never: Predicate { Predicate.all([neverWas, .event(date, .missing)]).simplified }
}
