package import RecordStores
internal import RetentionPolicy
package import Words

/// Finds out which dependents are record sets themselves, in which order record sets go, and which triggers their changes can set off.
struct DependentBinding {
  private let recordSets: [BoundRecordSet]
  private let ancestry: Ancestry
  private let store: StoreName
  private let schedule: Schedule

  /// The record sets with their dependents bound: a table of another set of the same store goes by that set's rules wherever it depends, and what
  /// depends on several records is known to.
  static func bind(_ recordSets: [BoundRecordSet], _ stores: [StoreDefinition], schedule: Schedule)
    -> [BoundRecordSet]
  {
    let ancestries = Dictionary(grouping: recordSets.map(\.recordSet), by: \.store).mapValues {
      Ancestry($0)
    }
    return recordSets.map { bound in
      let own = bound.recordSet
      let binding = DependentBinding(
        recordSets: recordSets, ancestry: ancestries[own.store] ?? .none, store: own.store, schedule: schedule
      )
      let set = own.with(dependents: binding.bind(own.dependents, of: own.table, path: [own.table]))
        .with(ancestry: binding.ancestry)
      let archive = recordSets.map(\.recordSet).first { $0.name == bound.archive && $0.store == own.store }
      let reviewed = stores.first { $0.name == own.store }?.triggers ?? []
      return bound.with(
        set.with(triggers: reviewed.reached(from: set.changedTables + (archive.map { [$0.table] } ?? []))))
    }
  }

  /// Binds what refers to a table. What goes with its rows because no rule applies to it stands behind the others, which keep the places that they have in the file.
  ///
  /// - Parameter path: the tables from the record to these dependents.
  private func bind(_ dependents: [Dependent], of parent: String, path: [String]) -> [Dependent] {
    let rests = dependents.map { rest(of: $0, parent, path) }
    return zip(dependents, rests).map { dependent, rest in
      var bound = dependent.losesReference ? losing(dependent, of: parent) : dependent
      if !dependent.losesReference { bound.recordSets = sets(of: dependent).map(\.recordSet.name) }
      bound.hasOtherParents = hasOtherParents(dependent, parent)
      bound.dependents = bind(dependent.dependents, of: dependent.table, path: path + [dependent.table])
      if let rest { bound.share = Predicate.not(rest.share).simplified }
      return bound
    } + rests.compactMap(\.self)
  }

  /// The rows of a dependent's record set that go with the record; nil if none does.
  ///
  /// What refers to them in turn is what the record set says of its rows.
  private func rest(of dependent: Dependent, _ parent: String, _ path: [String]) -> Dependent? {
    let sets = sets(of: dependent)
    guard dependent.takesRest, sets.count == 1, let set = sets.first,
      let domain = schedule.domain(set.domain),
      !path.contains(where: dependent.refersToItself)
    else { return nil }
    let share = set.isOfNoRule(in: domain)
    guard share != .never else { return nil }
    let own = set.recordSet
    var rest = Dependent(
      table: dependent.table, references: dependent.references, subject: own.subject,
      subjectForm: own.subjectForm, subjectParent: own.subjectParent,
      hasOtherParents: hasOtherParents(dependent, parent),
      dependents: bind(own.dependents, of: dependent.table, path: path + [dependent.table]), files: own.files)
    (rest.condition, rest.share, rest.recordsOf) = (dependent.condition, share, [own.name])
    return rest
  }

  /// Rows that stay and lose their reference: they keep nothing by being there. Where they are a record set's, holds on that keep their record, and they are about whom it
  /// says.
  private func losing(_ dependent: Dependent, of parent: String) -> Dependent {
    let sets = sets(of: dependent)
    let own = sets.count == 1 ? sets[0].recordSet : nil
    var losing = Dependent(
      table: dependent.table, references: dependent.references, domain: dependent.domain,
      subject: dependent.subject ?? own?.subject,
      subjectForm: dependent.subject == nil
        ? own?.subjectForm ?? dependent.subjectForm : dependent.subjectForm,
      subjectParent: dependent.subjectParent ?? own?.subjectParent)
    losing.condition = dependent.condition
    losing.losesReference = true
    losing.recordsOf = sets.map(\.recordSet.name)
    losing.neededColumns = neededColumns(of: dependent, parent)
    return losing
  }

  /// The columns that rows may not lose, in lower case, each with what would change with it.
  private func neededColumns(of dependent: Dependent, _ parent: String) -> [String: String] {
    var needed: [String: String] = [:]
    func note(_ columns: some Sequence<String>, _ rule: String) {
      for column in columns { needed[column.lowercased()] = needed[column.lowercased()] ?? rule }
    }
    for set in sets(of: dependent) {
      let own = set.recordSet
      note(own.key, "is in the key of record set \(own.name)")
      note(own.marker.map { [$0.column] } ?? [], "is the marker of record set \(own.name)")
      for (name, event) in set.events.sorted(by: { $0.key < $1.key }) {
        note(event.ownColumns, "dates \(name) of record set \(own.name)")
      }
      for (name, fact) in set.facts.sorted(by: { $0.key < $1.key }) {
        note(fact.columns, "tells \(name) of record set \(own.name)")
      }
      note(set.anonymity?.quasiIdentifiers ?? [], "makes rows of record set \(own.name) alike")
      note(own.files.map(\.column), "names files of record set \(own.name)")
    }
    let others = recordSets.map(\.recordSet).filter { $0.store == store }
    for other in others {
      for event in other.related where dependent.refersToItself(in: event.rows.table) {
        let isOwn =
          event.rows.direction == .children && other.table.lowercased() == parent.lowercased()
          && Set(event.rows.references) == Set(dependent.references)
        // What dates a record that goes dates nothing any more.
        guard !isOwn else { continue }
        note(
          Set([event.date.column] + event.rows.theirColumns).union(event.rows.condition.columns),
          "dates records of record set \(other.name)")
      }
      for fact in other.parents where dependent.refersToItself(in: fact.rows.table) {
        note(fact.allColumns, "tells facts of record set \(other.name)")
      }
      noteWays(other.dependents, of: other.table, beside: dependent, parent, note)
    }
    return needed
  }

  /// Notes what other ways from the same table's rows are told by.
  private func noteWays(
    _ dependents: [Dependent], of table: String, beside dependent: Dependent, _ parent: String,
    _ note: ([String], String) -> Void
  ) {
    for other in dependents {
      noteWays(other.dependents, of: other.table, beside: dependent, parent, note)
      guard other.table.lowercased() == dependent.table.lowercased() else { continue }
      note(other.condition.columns.sorted(), "is asked for by \"where\" of a dependent")
      let isSame =
        Set(other.references) == Set(dependent.references) && table.lowercased() == parent.lowercased()
      // A row is of one kind, and refers to a row of that.
      let isOfAnotherKind =
        other.condition != .always && dependent.condition != .always && other.condition != dependent.condition
      if !isSame, !isOfAnotherKind { note(other.columns, "refers to \(table), too") }
    }
  }

  private func sets(of dependent: Dependent) -> [BoundRecordSet] {
    recordSets.filter {
      $0.recordSet.store == store && $0.recordSet.table.lowercased() == dependent.table.lowercased()
    }
  }

  private func hasOtherParents(_ dependent: Dependent, _ parent: String) -> Bool {
    let way = Ancestry.Step(
      table: dependent.table, references: dependent.references, parent: parent, condition: dependent.condition
    )
    return ancestry.steps(from: dependent.table).contains { $0 != way }
  }
}

extension BoundRecordSet {
  /// The same of which each row goes by itself, and no partition whole.
  package var goingByRows: BoundRecordSet { with(recordSet.goingByRows) }

  fileprivate func with(_ recordSet: RecordSet) -> BoundRecordSet {
    BoundRecordSet(
      recordSet: recordSet, domain: domain, events: events, facts: facts, changes: changes,
      anonymity: anonymity, effect: effect,
      archive: archive,
      isArchive: isArchive, limits: limits, warningShares: warningShares, batch: batch,
      firstRunRows: firstRunRows)
  }
}

extension StoreBindings {
  /// The record sets, each behind those whose rows keep its own: what goes by its own period makes room for what it refers to. Where they refer
  /// to each other in a circle, in the file's order.
  package var inPurgeOrder: [BoundRecordSet] {
    var ordered: [BoundRecordSet] = []
    var visited: Set<RecordSetName> = []
    func visit(_ bound: BoundRecordSet) {
      guard visited.insert(bound.recordSet.name).inserted else { return }
      for name in bound.recordSet.keepers {
        if let keeper = recordSets.first(where: { $0.recordSet.name == name }) { visit(keeper) }
      }
      ordered.append(bound)
    }
    for bound in recordSets { visit(bound) }
    return ordered
  }
}

extension RecordSet {
  /// Its table, and those whose rows go with its own.
  fileprivate var changedTables: [String] {
    func tables(_ dependents: [Dependent]) -> [String] {
      dependents.filter(\.recordSets.isEmpty).flatMap { [$0.table] + tables($0.dependents) }
    }
    return [table] + tables(dependents)
  }

  /// The record sets whose rows can keep its own, directly.
  fileprivate var keepers: [RecordSetName] {
    func names(_ dependents: [Dependent]) -> [RecordSetName] {
      dependents.flatMap { $0.recordSets + names($0.dependents) }
    }
    return names(dependents)
  }
}

extension StoreBindings {
  /// Tells if rows of a record set go with records of another one when no rule applies to them.
  package func restGoesWithRecords(of name: RecordSetName) -> Bool {
    func takes(_ dependents: [Dependent]) -> Bool {
      dependents.contains { $0.isRest && $0.recordsOf.contains(name) || takes($0.dependents) }
    }
    return recordSets.contains { takes($0.recordSet.dependents) }
  }

  /// Returns a predicate for the rows of a record set that refer to a record which takes its rows along when no rule applies to them.
  package func refersToTakers(of name: RecordSetName) -> Predicate {
    func takers(_ dependents: [Dependent]) -> [Dependent] {
      dependents.flatMap { ($0.isRest && $0.recordsOf.contains(name) ? [$0] : []) + takers($0.dependents) }
    }
    return Predicate.any(
      recordSets.flatMap { takers($0.recordSet.dependents) }.map { dependent in
        .all([dependent.condition] + dependent.references.map { .not(.isNull(column: $0.column)) })
      }
    ).simplified
  }
}

extension StoreBindings {
  /// Returns the ways by which a record set's rows refer to what they lose when it goes, each with the table that it leads to.
  package func lostReferences(of recordSet: RecordSet) -> [(table: String, dependent: Dependent)] {
    func ways(_ dependents: [Dependent], of table: String) -> [(table: String, dependent: Dependent)] {
      dependents.flatMap { dependent in
        (dependent.losesReference && dependent.recordsOf.contains(recordSet.name) ? [(table, dependent)] : [])
          + ways(dependent.dependents, of: dependent.table)
      }
    }
    return recordSets.map(\.recordSet).filter { $0.store == recordSet.store }.flatMap {
      ways($0.dependents, of: $0.table)
    }
  }
}
