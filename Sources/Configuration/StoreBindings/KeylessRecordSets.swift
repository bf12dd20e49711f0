internal import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import Words

/// Looks at record sets whose table has no key (`"key": []`): what needs to name a row is refused, and what became of a batch only a ledger tells (decision 245).
struct KeylessRecordSets {
  let check: BindingsCheck
  let schedule: Schedule

  private var recordSets: [BoundRecordSet] { check.recordSets }
  private var fields: [(name: String, field: Field)] { check.fields }

  func run() {
    for (bound, (_, field)) in zip(recordSets, fields) where bound.recordSet.isKeyless {
      needs(bound, field)
      members(of: bound, field)
      rules(of: bound, field)
      users(of: bound)
    }
  }

  private func needs(_ bound: BoundRecordSet, _ field: Field) {
    guard let store = check.stores.first(where: { $0.name == bound.recordSet.store }), store.ledger == nil
    else {
      return
    }
    (field.peek("key") ?? field).report(
      "it has no key, so that after a crash its rows cannot tell what became of a batch, and store \(store.name) has no ledger",
      "add \"ledger\": a table's name to the store, or name a unique key")
  }

  /// Members of the record set that are about single rows.
  private func members(of bound: BoundRecordSet, _ field: Field) {
    func refuse(_ name: String, _ cause: String, _ remedy: String) {
      field.peek(name)?.report("it has no key (\"key\": []), and \(cause)", remedy)
    }
    let remedy = "remove it, or name a unique key"
    refuse("pseudonymise", "a row that stays would have to be found again to be changed", remedy)
    refuse("archive", "a row that moves has to be told from others in its archive", remedy)
    refuse("files", "the files of one row have to be told from those of an equal one", remedy)
    refuse("dependents", "nothing can refer to a row that has no key", remedy)
    if bound.recordSet.dropsPartitions {
      refuse(
        "partitions", "rows are deleted with what they are listed by, in one statement", "write \"rows\"")
    }
    for (name, event) in bound.events where event.related != nil {
      field.peek("events")?.peek(name)?.report(
        "it has no key (\"key\": []), and a date in another table is looked at again by its record's key",
        "bind a column of the table itself, or name a unique key")
    }
    for (name, fact) in bound.facts where fact.parent != nil {
      field.peek("conditions")?.peek(name)?.report(
        "it has no key (\"key\": []), and a fact in another table is looked at again by its record's key",
        "bind a column of the table itself, or name a unique key")
    }
  }

  private func rules(of bound: BoundRecordSet, _ field: Field) {
    guard let domain = schedule.domain(bound.domain) else { return }
    for rule in domain.rules where bound.applies(rule) != .never {
      guard let action = rule.declaredActions.subtracting([.delete]).min() else { continue }
      (field.peek("key") ?? field).report(
        "rule \(rule.id) has the stage \(action.rawValue), and of a row without a key nothing is done but to delete it",
        "name a unique key, or bind the table to a domain whose rules only delete")
    }
  }

  /// Other record sets that name one of its rows.
  private func users(of bound: BoundRecordSet) {
    let name = bound.recordSet.name
    for (other, (_, field)) in zip(recordSets, fields) {
      if other.archive == name {
        field.peek("archive")?.report(
          "its archive \"\(name)\" has no key, so that a move could not be repeated",
          "give \"\(name)\" a unique key")
      }
      func takes(_ dependents: [Dependent]) -> Bool {
        dependents.contains { dependent in
          dependent.takesRest && other.recordSet.store == bound.recordSet.store
            && dependent.refersToItself(in: bound.recordSet.table) || takes(dependent.dependents)
        }
      }
      if takes(other.recordSet.dependents) {
        field.peek("dependents")?.report(
          "\"otherwise\" takes rows of \"\(name)\", which has no key, so that none of them could be told in evidence",
          "remove \"otherwise\", or give \"\(name)\" a unique key")
      }
      if other.recordSet.subjectParent == name {
        field.peek("subject")?.report(
          "\"\(name)\" has no key, so that no row can refer to one of its records", "name another record set")
      }
    }
  }
}

extension BindingsCheck {
  /// Looks at the rows that rules count from, and at those that nothing names.
  func rows(by schedule: Schedule) {
    RelatedTables(check: self, schedule: schedule).run()
    KeylessRecordSets(check: self, schedule: schedule).run()
  }
}
