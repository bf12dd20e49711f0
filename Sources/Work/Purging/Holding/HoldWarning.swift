package import AuditJournal
package import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
package import Words

/// Something about a hold in force that somebody should see to.
package enum HoldWarning: Hashable, Sendable, CustomStringConvertible {
  /// The day has passed on which somebody was to look if it is needed still.
  case review(hold: Int, since: CivilDate)
  /// Its last day is over, and no run has come since.
  case over(hold: Int, until: CivilDate)
  /// The configuration does not have what it names, so that it keeps nothing.
  case unknownName(hold: Int, kind: HoldKind, name: HeldName)
  /// The files that are in force let it keep rows of a record set's table, and these files would not.
  case released(hold: Int, recordSet: RecordSetName)
  /// These files say otherwise whom a record set's rows are about than those that are in force.
  case otherSubject(hold: Int, recordSet: RecordSetName)

  /// Tells if no run may begin, and no approval be given: a record that somebody held would go because of a new name.
  package var isRefusal: Bool {
    switch self {
    case .unknownName, .released: true
    case .review, .over, .otherSubject: false
    }
  }

  /// Tells if a change of the files would free what the hold keeps.
  package var isReleasing: Bool {
    switch self {
    case .released, .otherSubject: true
    case .review, .over, .unknownName: false
    }
  }

  package var hold: Int {
    switch self {
    case .review(let hold, _), .over(let hold, _), .unknownName(let hold, _, _), .released(let hold, _),
      .otherSubject(let hold, _):
      hold
    }
  }

  package var description: String {
    switch self {
    case .review(let hold, let since):
      "hold \(hold) was to be reviewed on \(since): lift it, or give it another day with `retentiond hold change \(hold) --review`"
    case .over(let hold, let until):
      "hold \(hold) had its last day on \(until): the next run ends it, unless `retentiond hold change \(hold) --until` gives it another"
    case .unknownName(let hold, let kind, let name):
      "hold \(hold) is on \(Self.words(kind)) \(name), which stores.json does not have, so that it would keep nothing: give back the name, or lift the hold and place it anew"
    case .released(let hold, let recordSet):
      "hold \(hold) keeps rows of the table of \(recordSet) under the files that are in force, and would not under these: give back the names and domains, or lift the hold and place it anew"
    case .otherSubject(let hold, let recordSet):
      "hold \(hold) is on persons, and \(recordSet) has another subject than in the files that are in force: see with `retentiond plan` that what is held stays held"
    }
  }

  private static func words(_ kind: HoldKind) -> String {
    switch kind {
    case .record: "a record of the record set"
    case .recordSet: "the record set"
    case .domain: "the domain"
    case .store: "the store"
    case .subject, .persons: "persons of"
    }
  }
}

extension Configuration {
  /// What somebody should see to in the holds in force.
  package func warnings(of holds: [Hold], on day: CivilDate) -> [HoldWarning] {
    let recordSets = Set(bindings.recordSets.map(\.recordSet.name))
    let domains = Set(bindings.recordSets.map(\.domain))
    let stores = Set(bindings.stores.map(\.name))
    return holds.flatMap { hold -> [HoldWarning] in
      var warnings: [HoldWarning] = []
      if let name = hold.name {
        let isKnown =
          switch name {
          case .recordSet(let name): recordSets.contains(name)
          case .domain(let id): domains.contains(id)
          case .store(let name): stores.contains(name)
          }
        if !isKnown { warnings.append(.unknownName(hold: hold.id, kind: hold.kind, name: name)) }
      }
      if let review = hold.terms.review, review < day {
        warnings.append(.review(hold: hold.id, since: review))
      }
      if let until = hold.terms.until, until < day { warnings.append(.over(hold: hold.id, until: until)) }
      return warnings
    }
  }
}
