package import RecordStores

/// What is asked of an event, as predicates: one formula for a date in the record's row and for one in other tables (decision 195).
///
/// No question has an aggregate. The latest of several rows has been reached if there is one and none of them has not been reached; a row without a date, or
/// with an impossible one, has not. So the statement that changes a record can ask it again.
///
/// Each column is asked by its own days and cutoff (`ask`), since an epoch and a date beside it mean other days.
extension BoundEvent {
  /// A question about the date in one column.
  package typealias Question = (EventColumn) -> Predicate

  /// The records in which the event has a date of which `ask` is true, such as one that can be meant, or one at or before a cutoff.
  package func dated(_ ask: Question) -> Predicate {
    switch source {
    case .column(let column): ask(column)
    case .related(let event, let ifNone):
      switch event.choice {
      case .latest:
        .any([
          .all([.not(.some(event.rows, .not(ask(event.date)))), isThere]),
          ifNone.map { whereNone(ask($0)) } ?? .never,
        ])
      case .earliest:
        .any([.some(event.rows, ask(event.date)), ifNone.map { whereNone(ask($0)) } ?? .never])
      case .only: .some(event.rows, ask(event.date))
      }
    }
  }

  /// The records in which the event has a value that cannot be meant.
  ///
  /// - Parameters:
  ///   - isImplausible: asks it of a column.
  ///   - isPlausible: asks of a column whether its value can be meant.
  package func implausible(_ isImplausible: Question, _ isPlausible: Question) -> Predicate {
    switch source {
    case .column(let column): isImplausible(column)
    case .related(let event, let ifNone):
      switch event.choice {
      case .latest:
        .any([
          .some(event.rows, isImplausible(event.date)), ifNone.map { whereNone(isImplausible($0)) } ?? .never,
        ])
      case .earliest:
        // As in an earliestOf, one that cannot be meant is passed over beside one that can.
        .any([
          .all([
            .not(.some(event.rows, isPlausible(event.date))), .some(event.rows, isImplausible(event.date)),
          ]),
          ifNone.map { whereNone(isImplausible($0)) } ?? .never,
        ])
      case .only: .some(event.rows, isImplausible(event.date))
      }
    }
  }

  /// The records in which the event has no date: exactly those in which it has neither one that can be meant nor one that cannot.
  package func missing(_ isImplausible: Question, _ isPlausible: Question) -> Predicate {
    switch source {
    case .column(let column): .event(column, .missing)
    case .related(let event, let ifNone):
      switch event.choice {
      case .latest:
        .all([
          .not(.some(event.rows, isImplausible(event.date))),
          .any([.some(event.rows, .event(event.date, .missing)), whereNone(Self.missing(ifNone))]),
        ])
      case .earliest:
        .all([
          .not(.some(event.rows, isPlausible(event.date))),
          .not(.some(event.rows, isImplausible(event.date))),
          .any([isThere, Self.missing(ifNone)]),
        ])
      case .only:
        .all([
          .not(.some(event.rows, isPlausible(event.date))),
          .not(.some(event.rows, isImplausible(event.date))),
        ])
      }
    }
  }

  /// The records of which the event never was. One that has a date of it all the same is none of them: the date counts, and so does a row of the other
  /// table that has none yet.
  package var never: Predicate {
    switch source {
    case .column(let column): Predicate.all([neverWas, .event(column, .missing)]).simplified
    case .related(let event, let ifNone):
      Predicate.all([neverWas, .not(.some(event.rows, .always)), Self.missing(ifNone)]).simplified
    }
  }

  /// The records that lack a date which its column's binding calls required. A record without any row in the other table lacks none there.
  package var lackingRequired: Predicate {
    func lacking(_ column: EventColumn?) -> Predicate {
      column.map { $0.isRequired ? .event($0, .missing) : .never } ?? .never
    }
    switch source {
    case .column(let column): return .all([lacking(column), .not(neverWas)])
    case .related(let event, let ifNone):
      return .all([
        .any([.some(event.rows, lacking(event.date)), whereNone(lacking(ifNone))]), .not(never),
      ])
    }
  }

  /// The records that have a date of which `ask` is true, in whichever row: also where it is not the one that counts, and in rows that do not count.
  ///
  /// A restored record with one date after its purge is another one, however old its other rows are.
  package func anyDate(_ ask: Question) -> Predicate {
    .any((related.map { [.some($0.rows.regardless, ask($0.date))] } ?? []) + ownDates.map(ask))
  }

  /// The records to which a row of the other table is related that counts, whatever is in its date.
  private var isThere: Predicate { related.map { .some($0.rows, .always) } ?? .never }

  private func whereNone(_ predicate: Predicate) -> Predicate { .all([.not(isThere), predicate]) }

  private static func missing(_ ifNone: EventColumn?) -> Predicate {
    ifNone.map { .event($0, .missing) } ?? .always
  }
}
