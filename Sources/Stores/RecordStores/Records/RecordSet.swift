package import Identifiers
package import Words

/// One table of a store as the seam knows it: what identifies a row, whom it is about, and what goes with it.
package struct RecordSet: Hashable, Sendable {
  /// The name in `stores.json`, unique in the file.
  package let name: RecordSetName
  /// The store that it is in, by its name in `stores.json`.
  package let store: StoreName
  package let table: String
  /// The domain whose rules it is kept by; nil where nobody asks.
  package let domain: DomainID?
  /// The columns that identify a row, in order; empty if its table has no key (`isKeyless`), or where nobody asks.
  package let key: [String]
  /// The column with the subject's identifier, if the table has one.
  package let subject: String?
  /// What kind of identifier that is.
  package let subjectForm: SubjectForm
  /// The record set that says whom a row is about, where the row refers to its record and has no column of its own for it.
  package let subjectParent: RecordSetName?
  /// The column that is set when a row has been pseudonymised, if the administrator named one.
  package let marker: Marker?
  package private(set) var dependents: [Dependent]
  /// Which rows of its store depend on which.
  package private(set) var ancestry: Ancestry = .none
  /// The events whose dates lie in other tables of its store.
  package private(set) var related: [RelatedEvent] = []
  /// The triggers that were reviewed and that a change of its rows can set off.
  package private(set) var triggers: [ReviewedTrigger] = []
  /// The columns of other tables of its store that tell facts, each row that a record refers to once.
  package private(set) var parents: [ParentColumns] = []
  /// The files that go with a row.
  package let files: [OwnedFiles]
  /// What names say, in a store of documents; `table` is the folder there.
  package let documents: DocumentNaming?
  /// Tells if a partition whose every row is due goes in one step, and not row by row.
  package private(set) var dropsPartitions: Bool

  package init(
    name: RecordSetName, store: StoreName, table: String, domain: DomainID? = nil, key: [String],
    subject: String? = nil,
    subjectForm: SubjectForm = .text, subjectParent: RecordSetName? = nil, marker: Marker? = nil,
    dependents: [Dependent] = [], files: [OwnedFiles] = [], documents: DocumentNaming? = nil,
    dropsPartitions: Bool = false
  ) {
    self.documents = documents
    self.files = files
    self.dropsPartitions = dropsPartitions
    self.name = name
    self.store = store
    self.table = table
    self.domain = domain
    self.key = key
    self.subject = subject
    self.subjectForm = subjectForm
    self.subjectParent = subjectParent
    self.marker = marker
    self.dependents = dependents
  }

  /// Stands for a store as a whole where it is asked about none of its record sets, as for its clock: an error that comes of the question names only the store.
  package static func whole(_ store: StoreName) -> RecordSet {
    RecordSet(name: RecordSetName(""), store: store, table: "", key: [])
  }

  /// The domains that its rows, and those that go with them, are kept by.
  package var allDomains: Set<DomainID> {
    dependents.reduce(into: Set([domain].compactMap(\.self))) { $0.formUnion($1.allDomains) }
  }

  /// The same of which no partition goes whole.
  package var goingByRows: RecordSet {
    var other = self
    other.dropsPartitions = false
    return other
  }

  /// The same, of which is known what it depends on.
  package func with(ancestry: Ancestry) -> RecordSet {
    var other = self
    other.ancestry = ancestry
    return other
  }

  /// Tells if holds on records that its rows depend on, or that rows which go with them depend on, can keep a row.
  package var asksAncestors: Bool {
    !ancestry.steps.isEmpty && (!dependents.isEmpty || !ancestry.steps(from: table).isEmpty)
  }

  /// The same with events whose dates lie in other tables.
  package func with(related: [RelatedEvent]) -> RecordSet {
    var other = self
    other.related = related
    return other
  }

  /// The same with triggers that were reviewed.
  package func with(triggers: [ReviewedTrigger]) -> RecordSet {
    var other = self
    other.triggers = triggers
    return other
  }

  /// The same with facts that columns of other tables tell.
  package func with(parents: [ParentColumns]) -> RecordSet {
    var other = self
    other.parents = parents
    return other
  }

  /// Every table that is read beside its own and those of its dependents, for a date or a fact.
  package var relatedTables: Set<String> { Set(related.map(\.rows.table) + parents.map(\.rows.table)) }

  /// The same with other dependents.
  package func with(dependents: [Dependent]) -> RecordSet {
    var other = self
    other.dependents = dependents
    return other
  }
}

/// The column that says when a row was pseudonymised: null until then.
package struct Marker: Hashable, Sendable {
  package enum Content: String, Hashable, Sendable, CaseIterable {
    /// The day of the run in the rules' time zone, `YYYY-MM-DD`.
    case date
    /// Seconds since the epoch.
    case epochSeconds = "epoch-seconds"
    /// The integer 1.
    case flag
  }

  package let column: String
  package let content: Content

  package init(column: String, content: Content) {
    self.column = column
    self.content = content
  }
}
