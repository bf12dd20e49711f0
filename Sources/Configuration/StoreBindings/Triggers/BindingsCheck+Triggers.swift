internal import JSONText
internal import RecordStores
internal import Words

/// Reviewed triggers are of tables that the file names, and write to no others: what they write there has periods, too.
extension BindingsCheck {
  func triggers(_ fields: [(name: String, field: Field)]) {
    for store in stores {
      guard let list = fields.first(where: { $0.name == store.name.rawValue })?.field.peek("triggers"),
        let entries = list.array, entries.count == store.triggers.count
      else { continue }
      let declared = declaredTables(of: store)
      for (trigger, entry) in zip(store.triggers, entries) {
        check(trigger.table, declared, entry.peek("table") ?? entry, of: store) {
          (
            "no record set and no dependent of store \(store.name) is in the table \(trigger.table)",
            "correct the name, or remove the entry"
          )
        }
        for (written, place) in zip(trigger.writes, entry.peek("writes")?.array ?? []) {
          check(written, declared, place, of: store) {
            (
              "trigger \(trigger.name) writes to \(written), which is no record set's table and no dependent of store \(store.name)",
              "add a record set for \(written), so that what is written there has a period, or drop the trigger"
            )
          }
        }
      }
    }
  }

  private func check(
    _ table: String, _ declared: [String], _ field: Field, of store: StoreDefinition,
    otherwise: () -> (cause: String, remedy: String)
  ) {
    let named = place(of: table, in: store.name)
    guard let same = declared.first(where: { place(of: $0, in: store.name) == named }) else {
      let (cause, remedy) = otherwise()
      return field.report(cause, remedy)
    }
    // What is compared with the catalogue is the name that the rest of the file has.
    if !declared.contains(where: { $0.lowercased() == table.lowercased() }) {
      field.report("the file has the table by another name", "write \"\(same)\"")
    }
  }

  private func declaredTables(of store: StoreDefinition) -> [String] {
    func tables(_ dependents: [Dependent]) -> [String] {
      dependents.flatMap { [$0.table] + tables($0.dependents) }
    }
    return recordSets.map(\.recordSet).filter { $0.store == store.name }.flatMap {
      [$0.table] + tables($0.dependents)
    }
  }
}
