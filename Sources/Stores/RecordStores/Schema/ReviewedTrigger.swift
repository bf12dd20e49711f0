/// A trigger that a database administrator has read, so that a run may set it off (decision 232).
package struct ReviewedTrigger: Hashable, Sendable {
  package let table: String
  package let name: String
  /// `TriggerText.digest` of the text that was read.
  package let digest: String
  /// The tables in which it may insert and change rows, each declared in stores.json.
  package let writes: [String]

  package init(table: String, name: String, digest: String, writes: [String]) {
    self.table = table
    self.name = name
    self.digest = digest
    self.writes = writes
  }
}

extension [ReviewedTrigger] {
  /// Returns those that a run can set off which changes these tables: triggers on them, and triggers on the tables that such triggers write.
  package func reached(from tables: [String]) -> [ReviewedTrigger] {
    var open = tables.map { $0.lowercased() }
    var known = Set(open)
    while let table = open.popLast() {
      for trigger in self where trigger.table.lowercased() == table {
        open += trigger.writes.map { $0.lowercased() }.filter { known.insert($0).inserted }
      }
    }
    return filter { known.contains($0.table.lowercased()) }
  }
}

extension RecordSet {
  /// Every table that its triggers are on, or write.
  package var triggerTables: Set<String> { Set(triggers.flatMap { [$0.table] + $0.writes }) }

  /// The tables in which its triggers may insert and change rows.
  package var triggerWrites: Set<String> { Set(triggers.flatMap(\.writes)) }

  /// Tells if a trigger may write to a record that is about to be deleted or moved: one of another table, such as a dependent's.
  package var triggersMoveRecords: Bool {
    triggers.contains { trigger in trigger.writes.contains { $0.lowercased() == table.lowercased() } }
  }
}
