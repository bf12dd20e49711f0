public import Identifiers

/// One table of a store as the seam knows it: what identifies a row, whom it is about, and what goes with it.
public struct RecordSet: Hashable, Sendable {
  /// The name in `stores.json`, unique in the file.
  public let name: String
  /// The store that holds it, by its name in `stores.json`.
  public let store: String
  public let table: String
  /// The domain whose rules it is kept by; empty where nobody asks.
  public let domain: String
  /// The columns that identify a row, in order.
  public let key: [String]
  /// The column with the subject's identifier, if the table has one.
  public let subject: String?
  /// What kind of identifier that is.
  public let subjectForm: SubjectForm
  /// The column that is set when a row has been pseudonymised, if the administrator named one.
  public let marker: Marker?
  public private(set) var dependents: [Dependent]
  /// The files that go with a row.
  public let files: [OwnedFiles]
  /// What names say, in a store of documents; `table` is the folder there.
  public let documents: DocumentNaming?
  /// Whether a partition whose every row is due goes in one step, and not row by row.
  public private(set) var dropsPartitions: Bool

  public init(
    name: String, store: String, table: String, domain: String = "", key: [String], subject: String? = nil,
    subjectForm: SubjectForm = .text, marker: Marker? = nil,
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
    self.marker = marker
    self.dependents = dependents
  }

  /// The same of which no partition goes whole.
  public var goingByRows: RecordSet {
    var other = self
    other.dropsPartitions = false
    return other
  }

  /// The same with other dependents.
  public func with(dependents: [Dependent]) -> RecordSet {
    var other = self
    other.dependents = dependents
    return other
  }
}

/// The column that says when a row was pseudonymised: null until then.
public struct Marker: Hashable, Sendable {
  public enum Content: String, Hashable, Sendable, CaseIterable {
    /// The day of the run in the rules' time zone, `YYYY-MM-DD`.
    case date
    /// Seconds since the epoch.
    case epochSeconds = "epoch-seconds"
    /// The integer 1.
    case flag
  }

  public let column: String
  public let content: Content

  public init(column: String, content: Content) {
    self.column = column
    self.content = content
  }
}

/// Rows of a table of the same store that refer to a record: they go with it when it is deleted, or keep it.
///
/// Rows of a table that is a record set itself have periods of their own. They never go with a record: as long as one is there, the record stays.
public struct Dependent: Hashable, Sendable {
  public let table: String
  /// Pairs of the dependent's column and the column of its parent that it refers to.
  public let references: [Reference]
  /// The column with the identifier of the person whom the rows are about, where that can be another than the record's: a hold on that person
  /// keeps the record, too.
  public let subject: String?
  /// What kind of identifier that is.
  public let subjectForm: SubjectForm
  /// The record sets that the table's rows belong to, if it is bound to a domain; the record's own set, where the table refers to itself.
  public let recordSets: [String]
  /// Rows that go with the dependent in turn. One of the same table says that its rows refer to each other.
  public let dependents: [Dependent]
  /// The files that go with a row.
  public let files: [OwnedFiles]

  public struct Reference: Hashable, Sendable {
    public let column: String
    public let parentColumn: String

    public init(column: String, parentColumn: String) {
      self.column = column
      self.parentColumn = parentColumn
    }
  }

  public init(
    table: String, references: [Reference], subject: String? = nil, subjectForm: SubjectForm = .text,
    recordSets: [String] = [], dependents: [Dependent] = [], files: [OwnedFiles] = []
  ) {
    self.files = files
    self.subjectForm = subjectForm
    self.table = table
    self.references = references
    self.subject = subject
    self.recordSets = recordSets
    self.dependents = dependents
  }

  public var columns: [String] { references.map(\.column) }
  public var parentColumns: [String] { references.map(\.parentColumn) }

  /// Whether its rows, or some below them, can keep the record that they refer to.
  public var canKeep: Bool { subject != nil || !recordSets.isEmpty || dependents.contains(where: \.canKeep) }

  /// Whether files go with its rows, or with some below them.
  var hasFiles: Bool { !files.isEmpty || dependents.contains(where: \.hasFiles) }

  /// Whether rows of `parent` refer to others of the same table.
  public func refersToItself(in parent: String) -> Bool { table.lowercased() == parent.lowercased() }
}
