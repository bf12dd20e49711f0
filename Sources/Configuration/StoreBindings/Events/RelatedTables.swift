internal import CivilTime
internal import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import Words

/// Compares the events and facts that lie in other tables with what the same file does to those tables (decisions 196 and 238).
///
/// Nothing of ours may take the rows that keep a record. An example: a person is kept three years after the last visit, and visits go after one year; with the
/// last visit gone the person would be dated by nothing, or by the day on which its row was made, and go too early.
struct RelatedTables {
  let check: BindingsCheck
  let schedule: Schedule

  /// One event or fact of a record set, and where it stands in the file.
  private struct Place {
    let bound: BoundRecordSet
    let name: String
    let rows: RelatedRows
    /// Every column of the other table that is read.
    let read: Set<String>
    /// The date that is read, and which row's; nil for a fact.
    let date: (column: EventColumn, choice: RelatedEvent.Choice)?
    let field: Field

    var choice: RelatedEvent.Choice { date?.choice ?? .only }
    var kind: String { date == nil ? "fact" : "event" }

    func report(_ cause: String, _ remedy: String) { field.report(cause, remedy) }
  }

  func run() {
    for (bound, (_, field)) in zip(check.recordSets, check.fields) {
      for (name, event) in bound.events.sorted(by: { $0.key < $1.key }) {
        guard let related = event.related, bound.recordSet.documents == nil else { continue }
        let own = field.peek("events")?.peek(name)
        let word = RelatedEventLoader.choices.first { $0.choice == related.choice }?.name ?? "latest"
        run(
          Place(
            bound: bound, name: name, rows: related.rows,
            read: Set([related.date.column] + related.rows.theirColumns).union(
              related.rows.condition.columns), date: (related.date, related.choice),
            field: own?.peek(word) ?? own ?? field))
      }
      for (name, fact) in bound.facts.sorted(by: { $0.key < $1.key }) {
        guard let parent = fact.parent, bound.recordSet.documents == nil else { continue }
        let own = field.peek("conditions")?.peek(name)
        run(
          Place(
            bound: bound, name: name, rows: parent.rows, read: parent.allColumns, date: nil,
            field: own?.peek("parent") ?? own ?? field))
      }
    }
  }

  private func run(_ place: Place) {
    let table = place.rows.table
    if TableName(table).schema != nil {
      return place.report(
        "\(table) is in another schema",
        "name a table of the store's own, or bind what a view of it has in one of its own")
    }
    if isSame(table, place.bound.recordSet.table) {
      return place.report(
        "the record's own table, of which a batch takes rows that others are \(place.date == nil ? "told" : "dated") by",
        "name a column of the record, or another table")
    }
    stores(place)
    triggers(place)
    anonymity(place)
    archive(place)
    ownDependents(place)
    for other in check.recordSets where other.recordSet.documents == nil { self.other(other, place) }
  }

  private func isSame(_ table: String, _ other: String) -> Bool { table.lowercased() == other.lowercased() }

  private func stores(_ place: Place) {
    let store = check.stores.first { $0.name == place.bound.recordSet.store }
    guard case .server(let address)? = store?.engine, address.isTwoPhase else { return }
    place.report(
      "batches of store \(place.bound.recordSet.store) are prepared before their intent, when nothing can be asked any more",
      "give the store a ledger in the place of \"commit\": \"two-phase\"")
  }

  /// A trigger that a batch sets off could change the word of the batch's next record.
  private func triggers(_ place: Place) {
    let store = check.stores.first { $0.name == place.bound.recordSet.store }
    let writing = store?.triggers.first { $0.writes.contains { isSame($0, place.rows.table) } }
    guard let writing else { return }
    place.report(
      "trigger \(writing.name), which was reviewed, writes to \(place.rows.table), and could change the \(place.date == nil ? "word" : "date") by which a record is kept",
      "bind the \(place.kind) to a column of the record")
  }

  /// Such records are taken part by part, and rows of one class may lie in several.
  private func anonymity(_ place: Place) {
    guard place.bound.anonymity != nil else { return }
    place.report(
      "the record set is anonymised, by classes of rows that are taken together",
      "bind the \(place.kind) to a column of the record, or choose another effect")
  }

  /// What was moved has left the rows that dated it behind.
  private func archive(_ place: Place) {
    let archive = check.recordSets.first { $0.recordSet.name == place.bound.archive }
    if place.date != nil, let archive, archive.events[place.name]?.column == nil {
      place.report(
        "records move to \"\(archive.recordSet.name)\", where no row refers to them, and would have another date there",
        "keep the date in a column of the record before it is archived, and bind \"\(place.name)\" to it there"
      )
    }
    if place.bound.isArchive {
      place.report(
        place.date == nil
          ? "an archive, whose records have left the row that told the fact behind"
          : "an archive, whose records have left the rows that dated them behind",
        "bind a column of the record")
    }
  }

  /// Which of the rows go with the record is known before it goes.
  private func ownDependents(_ place: Place) {
    func occurrences(_ dependents: [Dependent], depth: Int) -> [(dependent: Dependent, depth: Int)] {
      dependents.flatMap { dependent in
        (isSame(dependent.table, place.rows.table) ? [(dependent, depth)] : [])
          + occurrences(dependent.dependents, depth: depth + 1)
      }
    }
    let found = occurrences(place.bound.recordSet.dependents, depth: 0)
    guard found.allSatisfy({ $0.dependent.rows == .always }) else {
      return place.report(
        "only some rows of \(place.rows.table) go with the record, and which of them date it cannot be told when it goes",
        "bind the event to a column of the record, or remove \"where\" and \"otherwise\" of the dependent")
    }
    let isRight = found.allSatisfy { dependent, depth in
      depth == 0 && place.rows.direction == .children
        && Set(dependent.references) == Set(place.rows.references)
    }
    guard !isRight || found.count > 1 else { return }
    place.report(
      place.rows.direction == .children
        ? "\(place.rows.table) is among the record's dependents by other columns, so that some of its rows go with the record and others stay"
        : "\(place.rows.table) is among the record's dependents, so that the row that it refers to could go with another one",
      place.rows.direction == .children
        ? "give the event and the dependent the same \"references\""
        : "bind the \(place.kind) to a column of the record")
  }

  // MARK: Other record sets

  private func other(_ other: BoundRecordSet, _ place: Place) {
    let own = place.bound.recordSet
    if isTheTable(other.recordSet.table, of: other.recordSet.store, place) {
      changes(of: other, place)
      leaving(of: other, place)
    }
    guard other.recordSet.name != own.name else { return }
    if takes(other.recordSet.dependents, other.recordSet, place) {
      place.report(
        "rows of \(place.rows.table) go with records of \"\(other.recordSet.name)\", by their periods, and \"\(place.name)\" would change with them",
        "bind the \(place.kind) to a column of the record, or the table to a record set of its own")
    }
  }

  /// Tells if rows of the table go with records of the set, at any depth.
  private func takes(_ dependents: [Dependent], _ recordSet: RecordSet, _ place: Place) -> Bool {
    dependents.contains { dependent in
      // What rows may not lose is said of those that lose a reference.
      guard dependent.goes else { return false }
      return isTheTable(dependent.table, of: recordSet.store, place)
        || takes(dependent.dependents, recordSet, place)
    }
  }

  /// Tells if it is the table that the event or fact is read from, however the two are spelt. A store beside it may name the table with its schema.
  private func isTheTable(_ table: String, of store: StoreName, _ place: Place) -> Bool {
    let own = place.bound.recordSet.store
    guard let one = check.place(of: table, in: store),
      let other = check.place(of: place.rows.table, in: own)
    else { return false }
    if store == own { return one == other }
    func address(_ name: StoreName) -> ServerAddress? {
      check.stores.first { $0.name == name }?.engine.serverAddress
    }
    guard let first = address(store), let second = address(own), first.isSameServer(as: second) else {
      return false
    }
    // A database of PostgreSQL sees no other; one of MariaDB is its schema.
    return one.schema == other.schema && one.table == other.table
      && (first.kind == .mariadb || first.database == second.database)
  }

  /// What is pseudonymised is not what it was.
  private func changes(of other: BoundRecordSet, _ place: Place) {
    let written = other.changes.map(\.column) + (other.recordSet.marker.map { [$0.column] } ?? [])
    for column in written.filter({ column in place.read.contains { isSame($0, column) } }).sorted() {
      place.report(
        "\"\(other.recordSet.name)\" pseudonymises \"\(column)\", which the \(place.kind) is read from",
        "leave it as it is there, or bind a column of the record")
    }
  }

  /// Rows that go by periods of their own have to stay for as long as they date the record.
  private func leaving(of other: BoundRecordSet, _ place: Place) {
    let rules = self.rules(of: other)
    let leaving = rules.flatMap { rule in
      rule.stages.filter { $0.action != .pseudonymise && (rule.isUnset || other.canTake($0.action)) }.map {
        (rule: rule, stage: $0)
      }
    }
    guard !leaving.isEmpty else { return }
    let shown = "\"\(other.recordSet.name)\""
    switch place.choice {
    case .only:
      // A parent that its record keeps is there as long as the record is. Rows that a condition leaves out keep nothing.
      let isKept = other.recordSet.dependents.contains {
        $0.recordSets.contains(place.bound.recordSet.name) && $0.condition == .always
          && Set($0.references) == Set(place.rows.references)
      }
      guard !isKept else { return }
      place.report(
        "rows of \(shown) go by their own periods, and the record would have no \(place.date == nil ? "word of \"\(place.name)\"" : "date")",
        "name the record's table among the dependents of \(shown), so that it keeps them")
    case .earliest:
      place.report(
        "rows of \(shown) go by their own periods, the earliest first, and \"\(place.name)\" would change with them",
        "bind the event to a column of the record")
    case .latest:
      guard let date = place.date?.column else { return }
      for (rule, stage) in leaving {
        guard counts(rule, in: other, from: date) else {
          return place.report(
            "rows of \(shown) go by rule \(rule.id), which counts from another date than \(date.column), or reads it otherwise",
            "have the rules of \(shown) count from \(date.column), bound there by the same words, or bind the event to a column of the record"
          )
        }
        if let longer = self.rules(of: place.bound).first(where: {
          isLonger($0, than: stage.moment, place.name)
        }) {
          return place.report(
            "rows of \(shown) go \(stage.moment) (rule \(rule.id)), and rule \(longer.id) counts \(longer.lastMoment) from the last of them",
            "keep the rows of \(shown) for as long, or bind the event to a column of the record")
        }
      }
    }
  }

  /// Tells if the rule needs rows that have gone by that moment.
  private func isLonger(_ rule: Rule, than moment: Moment, _ event: String) -> Bool {
    guard rule.trigger?.events.contains(event) ?? false else { return false }
    // Of a period that nobody has chosen yet nobody can say that it is no longer.
    return rule.isUnset || rule.stages.contains { !moment.isNotBefore($0.moment) }
  }

  private func counts(_ rule: Rule, in bound: BoundRecordSet, from date: EventColumn) -> Bool {
    guard case .event(let name)? = rule.trigger, let own = bound.events[name]?.column else { return false }
    // Whatever one of the two takes for a date and the other does not would be gone while it dates a record.
    return isSame(own.column, date.column) && own.encoding == date.encoding && own.noDate == date.noDate
      && own.earliest == date.earliest && own.latest == date.latest
  }

  /// The rules that can apply to some row.
  private func rules(of bound: BoundRecordSet) -> [Rule] {
    (schedule.domain(bound.domain)?.rules ?? []).filter { rule in
      rule.when.allSatisfy { fact, values in
        guard let binding = bound.facts[fact] else { return true }
        return values.contains { binding.predicate(for: $0).simplified != .never }
      }
    }
  }
}

extension Rule {
  fileprivate var lastMoment: String {
    isUnset ? "a period that is not chosen" : stages.last?.moment.description ?? ""
  }
}

extension Moment {
  /// Tells if this moment never comes before another, both counted from one date.
  fileprivate func isNotBefore(_ other: Moment) -> Bool {
    switch (self, other) {
    case (_, .atOnce): true
    case (.atTrigger, .atTrigger): true
    case (.after(let period), .atTrigger): !period.isElapsed
    case (.after(let period), .after(let other)): [.longer, .equal].contains(period.compare(to: other))
    case (.atOnce, .atTrigger), (.atOnce, .after), (.atTrigger, .after): false
    }
  }
}
