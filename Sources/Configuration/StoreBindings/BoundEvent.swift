package import RecordStores

/// An event of a record set: where a row has its date, and which rows say that it never was.
package struct BoundEvent: Hashable, Sendable {
  package let date: EventColumn
  /// Tells of a row without the date that the event never was: `latestOf` ignores it there. `never` where the binding says nothing of it.
  package let neverWas: Predicate

  package init(date: EventColumn, neverWas: Predicate = .never) {
    self.date = date
    self.neverWas = neverWas
  }

  /// The rows of which the event never was. One that has a date of it all the same is none of them: the date counts.
  package var never: Predicate { Predicate.all([neverWas, .event(date, .missing)]).simplified }
}
