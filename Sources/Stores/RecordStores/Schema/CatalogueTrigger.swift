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
  /// What a review is of; nil for what nobody can review, such as a rule of PostgreSQL.
  package let text: TriggerText?
  /// Set if the trigger's function finds no name but those of the server's own schema: the statement that gives it a search path.
  package let pathRemedy: String?

  package init(
    name: String, events: Set<TableEvent>, assignedColumns: Set<String>? = nil, text: TriggerText? = nil,
    pathRemedy: String? = nil
  ) {
    self.name = name
    self.events = events
    self.assignedColumns = assignedColumns
    self.text = text
    self.pathRemedy = pathRemedy
  }
}

/// Why a trigger is refused that the run sets off.
package enum TriggerReview: Hashable, Sendable {
  /// Nobody has reviewed it; the digest is that of its text.
  case missing(digest: String)
  /// It has another text than the one that was reviewed.
  case changed(digest: String)
  /// A review is of no use.
  case useless(cause: String, remedy: String)
}

/// Statements that a run makes on one table.
package struct TableStatements {
  package let events: Set<TableEvent>
  /// The columns that an UPDATE assigns; nil if it can be any.
  package let assignedColumns: Set<String>?

  package init(_ events: Set<TableEvent>, assigning columns: Set<String>? = []) {
    self.events = events
    assignedColumns = columns
  }

  /// Returns what of the statements sets a trigger off; nil if the trigger has nothing to do with them. Names are compared without case: a doubt refuses.
  ///
  /// - Parameter generated: the table's generated columns. One is assigned wherever a column is that it is made from.
  func event(settingOff trigger: CatalogueTrigger, generated: Set<String>) -> TableEvent? {
    TableEvent.allCases.first { event in
      guard events.contains(event), trigger.events.contains(event) else { return false }
      guard event == .update, let columns = trigger.assignedColumns, let assignedColumns else { return true }
      let assigned = assignedColumns.union(generated).map { $0.lowercased() }
      return columns.contains { assigned.contains($0.lowercased()) }
    }
  }
}
