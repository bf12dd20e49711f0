internal import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import Words

/// Looks at dependents of which not every row goes with its record, or keeps it: `where` and `otherwise`.
struct ConditionalDependents {
  let recordSets: [BoundRecordSet]
  let fields: [(name: String, field: Field)]
  let schedule: Schedule

  func run() {
    for (bound, (_, field)) in zip(recordSets, fields) {
      check(bound.recordSet.dependents, field, path: [bound.recordSet.table], in: bound)
    }
  }

  /// - Parameter path: the tables from the record to these dependents.
  private func check(_ dependents: [Dependent], _ field: Field, path: [String], in bound: BoundRecordSet) {
    let places = field.peek("dependents")?.array ?? []
    for (dependent, place) in zip(dependents.filter { !$0.isRest }, places) {
      let isInPath = path.contains(where: dependent.refersToItself)
      if dependent.condition != .always {
        condition(of: dependent, place.peek("where") ?? place, isInPath: isInPath, in: bound)
      }
      if dependent.takesRest {
        rest(of: dependent, place.peek("otherwise") ?? place, isInPath: isInPath, in: bound)
      }
      check(dependent.dependents, place, path: path + [dependent.table], in: bound)
    }
  }

  private func condition(
    of dependent: Dependent, _ place: Field, isInPath: Bool, in bound: BoundRecordSet
  ) {
    if isInPath {
      place.report(
        "rows of \(dependent.table) depend on others of \(dependent.table) here, and all that hang together go in one batch",
        "remove it")
    }
    for other in sets(of: dependent, in: bound) {
      let written = other.changes.map(\.column) + (other.recordSet.marker.map { [$0.column] } ?? [])
      let asked = Set(dependent.condition.columns.map { $0.lowercased() })
      for column in written.filter({ asked.contains($0.lowercased()) }).sorted() {
        place.report(
          "record set \"\(other.recordSet.name)\" pseudonymises \"\(column)\", by which its rows are told to belong to a record",
          "leave \"\(column)\" as it is there, or ask for another column here")
      }
    }
  }

  private func rest(of dependent: Dependent, _ place: Field, isInPath: Bool, in bound: BoundRecordSet) {
    let table = dependent.table
    let sets = sets(of: dependent, in: bound)
    guard let set = sets.first else {
      return place.report(
        "\(table) is no record set, so that all of its rows go with the record",
        "remove it, or bind \(table) to a record set whose rules keep some of its rows")
    }
    if sets.count > 1 {
      place.report(
        "\(table) belongs to several record sets (\(sets.map(\.recordSet.name).joined(separator: ", ")))",
        "bind it to one, whose rules say which of its rows stay")
    }
    if isInPath {
      place.report(
        "rows of \(table) depend on others of \(table) here, and each is a record with periods of its own",
        "remove it")
    } else if set.recordSet.dependents.contains(where: { $0.refersToItself(in: table) }) {
      place.report(
        "rows of \(table) refer to each other, and one that stays would keep others that go",
        "remove it, and give the rows that go a rule of their own")
    }
    if let fact = set.facts.filter({ $0.value.parent != nil }).keys.min() {
      place.report(
        "rows of other tables tell \"\(fact)\" of \"\(set.recordSet.name)\", and could change while its rows go with a record",
        "remove it, and give the rows that go a rule of their own")
    }
    if let domain = schedule.domain(set.domain), set.hasNoRule(in: domain) == .never {
      place.report(
        "a rule of domain \(domain.id) applies to every row of \"\(set.recordSet.name)\", so that none goes with its record",
        "remove it, or say by \"when\" in the rules which rows they are for")
    }
  }

  private func sets(of dependent: Dependent, in bound: BoundRecordSet) -> [BoundRecordSet] {
    recordSets.filter {
      $0.recordSet.store == bound.recordSet.store && dependent.refersToItself(in: $0.recordSet.table)
    }
  }
}
