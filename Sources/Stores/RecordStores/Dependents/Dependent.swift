package import Identifiers
package import Words

/// Rows of a table of the same store that refer to a record: they go with it when it is deleted, or keep it.
///
/// Rows of a table that is a record set itself have periods of their own. They never go with a record: as long as one is there, the record stays. Those of them to
/// which no rule applies can be declared to go with it (`takesRest`): then the dependent is bound as two parts, of which one keeps the record and the
/// other goes with it, and each row is of one of the two (decision 226).
package struct Dependent: Hashable, Sendable {
  package let table: String
  /// Pairs of the dependent's column and the column of its parent that it refers to.
  package let references: [Reference]
  /// The domain whose periods the rows are kept by; nil where nobody has said.
  package var domain: DependentDomain?
  /// The column with the identifier of the person whom the rows are about, where that can be another than the record's: a hold on that person
  /// keeps the record, too.
  package let subject: String?
  /// What kind of identifier that is.
  package let subjectForm: SubjectForm
  /// The record set that says whom a row is about, where the row has no column of its own for it.
  package let subjectParent: RecordSetName?
  /// The record sets that the table's rows belong to, if it is bound to a domain; the record's own set, where the table refers to itself.
  package var recordSets: [RecordSetName]
  /// Tells if its rows depend on others beside what they are declared under here: a hold on one of those keeps the row.
  package var hasOtherParents: Bool
  /// Rows that go with the dependent in turn. One of the same table says that its rows refer to each other.
  package var dependents: [Dependent]
  /// The files that go with a row.
  package let files: [OwnedFiles]
  /// Which rows of the table are dependents, by their own columns. A row outside of it is none, whatever it refers to.
  package var condition: Predicate = .always
  /// Tells if rows of the table's record set to which no rule applies go with the record.
  package var takesRest = false
  /// Which of the dependents this part is about; all of them unless some keep the record and the others go with it.
  package var share: Predicate = .always
  /// The record sets whose rows are changed with the record although they have periods of their own: they go with it, since no rule applies to them, or lose their
  /// reference. Holds on these record sets keep them.
  package var recordsOf: [RecordSetName] = []
  /// Tells if its rows stay when what they refer to goes, and refer to nothing from then on: `"onDelete": "set-null"` (decision 241).
  package var losesReference = false
  /// Of the table's columns those that may not be lost, each with what would change with it; set where rows lose a reference.
  package var neededColumns: [String: String] = [:]

  package struct Reference: Hashable, Sendable {
    package let column: String
    package let parentColumn: String

    package init(column: String, parentColumn: String) {
      self.column = column
      self.parentColumn = parentColumn
    }
  }

  package init(
    table: String, references: [Reference], domain: DependentDomain? = nil, subject: String? = nil,
    subjectForm: SubjectForm = .text, subjectParent: RecordSetName? = nil, recordSets: [RecordSetName] = [],
    hasOtherParents: Bool = false, dependents: [Dependent] = [], files: [OwnedFiles] = []
  ) {
    self.files = files
    self.domain = domain
    self.subjectForm = subjectForm
    self.subjectParent = subjectParent
    self.table = table
    self.references = references
    self.subject = subject
    self.recordSets = recordSets
    self.hasOtherParents = hasOtherParents
    self.dependents = dependents
  }

  package var columns: [String] { references.map(\.column) }
  /// Tells if its rows go with what they refer to. Others keep it, or stay without it.
  package var goes: Bool { recordSets.isEmpty && !losesReference }
  /// Tells if it is the part of a record set's rows that go with the record since no rule applies to them: such a part is no place of the file.
  package var isRest: Bool { !recordsOf.isEmpty && !losesReference }
  /// The rows of the table that it is about.
  package var rows: Predicate { Predicate.all([condition, share]).simplified }
  package var parentColumns: [String] { references.map(\.parentColumn) }

  /// Tells if its rows, or some below them, can keep the record that they refer to.
  package var canKeep: Bool {
    subject != nil || hasOtherParents || !recordsOf.isEmpty || keepsWithoutHolds
      || dependents.contains(where: \.canKeep)
  }

  /// Tells if they can where no hold is in force.
  var keepsWithoutHolds: Bool { !recordSets.isEmpty || dependents.contains(where: \.keepsWithoutHolds) }

  /// The domains that its rows and those below them are kept by: a hold on one of them keeps the record.
  package var allDomains: Set<DomainID> {
    let below = dependents.reduce(into: Set<DomainID>()) { $0.formUnion($1.allDomains) }
    return if case .named(let name) = domain { below.union([name]) } else { below }
  }

  /// Tells if files go with its rows, or with some below them.
  var hasFiles: Bool { !files.isEmpty || dependents.contains(where: \.hasFiles) }

  /// Tells if rows of `parent` refer to others of the same table.
  package func refersToItself(in parent: String) -> Bool { table.lowercased() == parent.lowercased() }

  /// The columns that the engine sets anew with each change of a row, and that are not lost.
  package func timedColumns(_ found: [CatalogueColumn]) -> [String] {
    let lost = Set(lostColumns(found).map { $0.lowercased() })
    return found.filter { $0.updatesItself && !lost.contains($0.name.lowercased()) }.map(\.name)
  }

  /// The columns of its reference that a row loses: those that may be null.
  package func lostColumns(_ found: [CatalogueColumn]) -> [String] {
    columns.filter { name in
      found.contains { $0.name.lowercased() == name.lowercased() && $0.isNullable }
    }
  }
}

/// Which periods the rows of a dependent are kept by.
package enum DependentDomain: Hashable, Sendable {
  /// The periods of a domain of the schedule.
  case named(DomainID)
  /// None of their own, with the reason: they are kept as long as their record is.
  case none(reason: String)
}
