internal import Words

/// What the rows of one store's tables depend on, as the dependents of its record sets say it: which rows refer to which, and who is asked about those.
package struct Ancestry: Hashable, Sendable {
  /// One declared way from a row to what it depends on.
  package struct Step: Hashable, Sendable {
    /// The table whose rows refer.
    package let table: String
    package let references: [Dependent.Reference]
    /// The table that they refer to.
    package let parent: String
    /// Which rows refer so. In others the columns have numbers of something else.
    package let condition: Predicate

    package init(
      table: String, references: [Dependent.Reference], parent: String, condition: Predicate = .always
    ) {
      self.condition = condition
      self.table = table
      self.references = references
      self.parent = parent
    }

    /// Tells if a row may refer so. In doubt it may: what it refers to can be held.
    func mayLead(from row: [String: ColumnValue]) -> Bool { condition.canBeMet { row[$0] ?? .null } }

    /// Tells if a row refers so for certain: in doubt evidence names nobody.
    func leads(from row: [String: ColumnValue]) -> Bool { condition.isMetForCertain { row[$0] ?? .null } }
  }

  /// Who can be held in a table that others refer to.
  struct Place: Hashable, Sendable {
    /// The record sets that its rows belong to.
    var recordSets: [RecordSet] = []
    /// The dependents of this table whose rows name a person.
    var dependents: [Dependent] = []
  }

  /// Nothing depends on anything.
  package static let none = Ancestry()

  package let steps: [Step]
  /// By the table's name in lower case.
  let places: [String: Place]

  /// - Parameter recordSets: those of one store.
  package init(_ recordSets: [RecordSet]) {
    var steps: [Step] = []
    var places: [String: Place] = [:]
    func add(_ dependents: [Dependent], of parent: String) {
      for dependent in dependents {
        let step = Step(
          table: dependent.table, references: dependent.references, parent: parent,
          condition: dependent.condition)
        if !steps.contains(step) { steps.append(step) }
        if dependent.subject != nil {
          let bare = Dependent(
            table: dependent.table, references: dependent.references, subject: dependent.subject,
            subjectForm: dependent.subjectForm)
          places[dependent.table.lowercased(), default: Place()].dependents.append(bare)
        }
        add(dependent.dependents, of: dependent.table)
      }
    }
    for set in recordSets {
      add(set.dependents, of: set.table)
      places[set.table.lowercased(), default: Place()].recordSets.append(
        set.with(dependents: []).with(ancestry: Ancestry()))
    }
    self.steps = steps
    self.places = places
  }

  private init() {
    steps = []
    places = [:]
  }

  /// One of the record sets that it was made of.
  func recordSet(named name: RecordSetName) -> RecordSet? {
    places.values.lazy.flatMap(\.recordSets).first { $0.name == name }
  }

  /// The ways that begin at rows of a table.
  package func steps(from table: String) -> [Step] {
    let name = table.lowercased()
    return steps.filter { $0.table.lowercased() == name }
  }

  /// The tables that a table's rows depend on, however far, in lower case.
  package func ancestors(of table: String) -> Set<String> {
    var found: Set<String> = []
    var next = [table]
    while let table = next.popLast() {
      for step in steps(from: table) where found.insert(step.parent.lowercased()).inserted {
        next.append(step.parent)
      }
    }
    return found
  }

  /// Tells if somebody can be held in a table that a table's rows depend on, however far: a hold on that person keeps the row, too.
  package func namesPeople(above table: String) -> Bool {
    ancestors(of: table).contains { name in
      let place = places[name] ?? Place()
      return !place.dependents.isEmpty || place.recordSets.contains { $0.subject != nil }
    }
  }

  /// The columns of a table's rows that tell which others they refer to.
  package func columns(from table: String) -> [String] {
    steps(from: table).flatMap { $0.references.map(\.column) + $0.condition.columns.sorted() }.reduce(into: []
    ) {
      if !$0.contains($1) { $0.append($1) }
    }
  }

  /// The columns that are read of a table's rows: what tells who is held, and what leads on.
  func reading(of table: String) -> [String] {
    let place = places[table.lowercased()] ?? Place()
    let columns =
      place.recordSets.flatMap { $0.key + ($0.subject.map { [$0] } ?? []) }
      + place.dependents.compactMap(\.subject) + columns(from: table)
    return columns.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
