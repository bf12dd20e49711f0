internal import JSONText
internal import RecordStores
internal import Transforms
internal import Words

/// Compares the record sets, dependents and stores of the whole file with each other: one that is right by itself may not fit the others.
struct BindingsCheck {
  let recordSets: [BoundRecordSet]
  let fields: [(name: String, field: Field)]
  let keys: KeySources
  let stores: [StoreDefinition]

  func archives() {
    for (bound, (_, field)) in zip(recordSets, fields) {
      guard let name = bound.archive else { continue }
      guard let target = recordSets.first(where: { $0.recordSet.name == name }) else {
        field.report(
          "it archives into \"\(name)\", which is no record set", "add the record set, or correct the name")
        continue
      }
      if target.domain != bound.domain {
        field.report("its archive \"\(name)\" is of domain \(target.domain)", "bind both to one domain")
      }
      if target.recordSet.key != bound.recordSet.key, !target.recordSet.isKeyless, !bound.recordSet.isKeyless
      {
        field.report(
          "its archive \"\(name)\" has another key",
          "give both the same key columns, so that a move can be repeated")
      }
      if let place = place(of: bound.recordSet), place == self.place(of: target.recordSet) {
        field.report("it archives into its own table", "name another table")
      }
    }
  }

  /// What belongs to a record set of its own goes by that set's rules, and what goes with it is said there.
  func dependents() {
    for (bound, (_, field)) in zip(recordSets, fields) {
      if let target = recordSets.first(where: { $0.recordSet.name == bound.archive })?.recordSet,
        !Set(bound.recordSet.files.map(\.column)).isSubset(of: target.files.map(\.column))
      {
        field.peek("files")?.report(
          "its archive \"\(target.name)\" does not own the files, which stay when a record moves there",
          "add the same \"files\" to \"\(target.name)\"")
      }
      if bound.archive != nil, bound.recordSet.dependents.contains(where: \.goes) {
        field.peek("dependents")?.report(
          "dependents of records that are archived would be left behind",
          "move them by record sets of their own in the same domain")
      }
      if bound.archive != nil, let dependent = bound.recordSet.losing.first {
        field.peek("dependents")?.report(
          "rows of \(dependent.table) would lose their reference to records that are archived, and are still there",
          "move them by record sets of their own in the same domain, which keep the records until then: remove \"onDelete\""
        )
      }
      for dependent in bound.recordSet.dependents { check(dependent, field) }
    }
    LostReferences(recordSets: recordSets, fields: fields).run()
  }

  /// Each says whose periods its rows are kept by, or why nobody's.
  func dependentDomains(_ domains: DependentDomains) {
    for (bound, (_, field)) in zip(recordSets, fields) {
      for problem in domains.problems(of: bound.recordSet) {
        var place = field
        for index in problem.places {
          guard let list = place.peek("dependents"), let fields = list.array, fields.indices.contains(index)
          else { break }
          place = fields[index]
        }
        (place.peek("domain") ?? place).report(problem.cause, problem.remedy)
      }
    }
  }

  /// A subject is the parent's only where the row refers to a record of that set.
  func subjects() {
    for (bound, (_, field)) in zip(recordSets, fields) {
      let own = bound.recordSet
      func check(_ parent: RecordSetName?, of table: String, _ field: Field?) {
        guard let parent else { return }
        let tables = own.ancestry.ancestors(of: table)
        let set = recordSets.map(\.recordSet).first { $0.name == parent && $0.store == own.store }
        if set == nil || !tables.contains(set?.table.lowercased() ?? "") {
          field?.report(
            "\(table) is not among the dependents of a record set \"\(parent)\" of the same store",
            "name a record set that its rows refer to, and name the table under that set's \"dependents\"")
        }
      }
      check(own.subjectParent, of: own.table, field.peek("subject"))
      func check(_ dependents: [Dependent]) {
        for dependent in dependents {
          check(dependent.subjectParent, of: dependent.table, field.peek("dependents"))
          check(dependent.dependents)
        }
      }
      check(own.dependents)
    }
  }

  private func check(_ dependent: Dependent, _ field: Field) {
    if let owner = dependent.recordSets.first {
      if !dependent.dependents.isEmpty {
        field.peek("dependents")?.report(
          "\(dependent.table) belongs to record set \(owner), and has dependents here",
          "name them under \(owner), whose rows go by their own rules")
      }
      if dependent.subject != nil {
        field.peek("dependents")?.report(
          "\(dependent.table) belongs to record set \(owner), and has a subject here",
          "name it under \(owner)")
      }
    }
    for nested in dependent.dependents { check(nested, field) }
  }

  /// A document belongs to one record set: those of a folder within another's would be both sets'.
  func folders() {
    for (bound, (_, field)) in zip(recordSets, fields) {
      let own = bound.recordSet
      guard own.documents != nil else { continue }
      let outer = recordSets.map(\.recordSet).first {
        $0.store == own.store && $0.documents != nil && $0.table != own.table
          && ($0.table == "." || own.table.hasPrefix($0.table + "/"))
      }
      if let outer {
        field.peek("folder")?.report(
          "it lies within the folder of record set \"\(outer.name)\", whose rules its documents would come under, too",
          "give each record set a folder beside the others'")
      }
    }
  }

  func unusedStores(_ fields: [(name: String, field: Field)]) {
    for (name, field) in fields where !recordSets.contains(where: { $0.recordSet.store.rawValue == name }) {
      field.report("no record set is in the store \"\(name)\"", "add its record sets, or remove it")
    }
  }

  /// Compares the tables that stores name, a ledger's and those of reviewed triggers, with what the record sets do to them.
  func namedTables(_ fields: [(name: String, field: Field)]) {
    ledgers(fields)
    triggers(fields)
  }

  /// A ledger is a table of its own: rows of a record set or a dependent go.
  private func ledgers(_ fields: [(name: String, field: Field)]) {
    for store in stores {
      guard let ledger = store.ledger?.lowercased(),
        recordSets.contains(where: {
          $0.recordSet.store == store.name && tables(of: $0.recordSet).contains(ledger)
        })
      else { continue }
      fields.first { $0.name == store.name.rawValue }?.field.peek("ledger")?.report(
        "a table whose rows are purged", "name a table that is made for the ledger alone")
    }
  }

  private func tables(of recordSet: RecordSet) -> [String] {
    func tables(of dependents: [Dependent]) -> [String] {
      dependents.flatMap { [$0.table.lowercased()] + tables(of: $0.dependents) }
    }
    return [recordSet.table.lowercased()] + tables(of: recordSet.dependents)
  }

  /// A person's dates move by one number of days in all tables, or what lies between them is lost.
  func dateShifts() {
    var first: [DomainID: (recordSet: RecordSetName, transform: TransformSpecification)] = [:]
    for (bound, (_, field)) in zip(recordSets, fields) {
      for change in bound.changes where change.transform.needsSubject {
        guard let other = first[bound.domain] else {
          first[bound.domain] = (bound.recordSet.name, change.transform)
          continue
        }
        guard other.transform != change.transform else { continue }
        (field.peek("pseudonymise")?.peek("columns")?.peek(change.column) ?? field).report(
          "record set \"\(other.recordSet)\" of the same domain moves dates in another way",
          "give both the same \"maximumDays\" and \"normalise\"")
      }
    }
  }

  func pseudonymKeys(_ keysField: Field) {
    for bound in recordSets
    where bound.changes.contains(where: \.transform.isKeyed) && keys.pseudonyms[bound.domain] == nil {
      keysField.report(
        "domain \(bound.domain) makes pseudonyms and has no key",
        "add \"pseudonyms\": {\"\(bound.domain)\": [{\"version\": 1, \"credential\": \"…\"}]}")
    }
  }
}
