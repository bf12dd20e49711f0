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
  /// The record set that says whom a row is about, where the row refers to its record and has no column of its own for it.
  public let subjectParent: String?
  /// The column that is set when a row has been pseudonymised, if the administrator named one.
  public let marker: Marker?
  public private(set) var dependents: [Dependent]
  /// Which rows of its store depend on which.
  public private(set) var ancestry: Ancestry = .none
  /// The files that go with a row.
  public let files: [OwnedFiles]
  /// What names say, in a store of documents; `table` is the folder there.
  public let documents: DocumentNaming?
  /// Tells if a partition whose every row is due goes in one step, and not row by row.
  public private(set) var dropsPartitions: Bool

  public init(
    name: String, store: String, table: String, domain: String = "", key: [String], subject: String? = nil,
    subjectForm: SubjectForm = .text, subjectParent: String? = nil, marker: Marker? = nil,
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

  /// The domains that its rows, and those that go with them, are kept by.
  public var allDomains: Set<String> { dependents.reduce(into: [domain]) { $0.formUnion($1.allDomains) } }

  /// The same of which no partition goes whole.
  public var goingByRows: RecordSet {
    var other = self
    other.dropsPartitions = false
    return other
  }

  /// The same, of which is known what it depends on.
  public func with(ancestry: Ancestry) -> RecordSet {
    var other = self
    other.ancestry = ancestry
    return other
  }

  /// Tells if holds on records that its rows depend on, or that rows which go with them depend on, can keep a row.
  public var asksAncestors: Bool {
    !ancestry.steps.isEmpty && (!dependents.isEmpty || !ancestry.steps(from: table).isEmpty)
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
