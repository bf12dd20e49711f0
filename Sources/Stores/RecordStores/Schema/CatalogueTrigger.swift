/// What is done to a table, as triggers tell it apart.
package enum TableEvent: String, CaseIterable, Sendable {
  case delete = "DELETE"
  case insert = "INSERT"
  case update = "UPDATE"
}

/// A trigger of a table, or a rule that writes a statement anew.
package struct CatalogueTrigger: Hashable, Sendable {
  package let name: String
  /// What sets it off.
  package let events: Set<TableEvent>
  /// The columns of which one must be assigned for an UPDATE to set it off; nil if every UPDATE does.
  package let assignedColumns: Set<String>?

  package init(name: String, events: Set<TableEvent>, assignedColumns: Set<String>? = nil) {
    self.name = name
    self.events = events
    self.assignedColumns = assignedColumns
  }
}

/// Statements that a run makes on one table.
package struct TableStatements {
  package let events: Set<TableEvent>
  /// The columns that an UPDATE assigns.
  package let assignedColumns: Set<String>

  package init(_ events: Set<TableEvent>, assigning columns: Set<String> = []) {
    self.events = events
    assignedColumns = columns
  }

  /// Returns what of the statements sets a trigger off; nil if the trigger has nothing to do with them. Names are compared without case: a doubt refuses.
  ///
  /// - Parameter generated: the table's generated columns. One is assigned wherever a column is that it is made from.
  func event(settingOff trigger: CatalogueTrigger, generated: Set<String>) -> TableEvent? {
    TableEvent.allCases.first { event in
      guard events.contains(event), trigger.events.contains(event) else { return false }
      guard event == .update, let columns = trigger.assignedColumns else { return true }
      let assigned = assignedColumns.union(generated).map { $0.lowercased() }
      return columns.contains { assigned.contains($0.lowercased()) }
    }
  }
}
