/// Which dependents of a selection's rows will be gone when their record's turn comes. All others that can keep a record do.
public struct DependentTest: Sendable {
  /// By record set. Of one that is not among them every row keeps its record.
  public let going: [String: Going]

  /// The rows of one record set that leave it in the same run.
  public struct Going: Sendable {
    public let recordSet: RecordSet
    /// Rows that are due to go; held ones and those that their own dependents keep are the walk's to find.
    public let predicate: Predicate

    public init(recordSet: RecordSet, predicate: Predicate) {
      self.recordSet = recordSet
      self.predicate = predicate
    }
  }

  public init(going: [String: Going]) { self.going = going }
}

/// The question of which rows refer to some others.
public struct ReferringRows: Sendable {
  public let table: String
  /// The columns that refer.
  public let columns: [String]
  /// What they refer to: for each parent the values of its columns, none of them null.
  public let parents: [[ColumnValue]]
  /// The columns to read of each row.
  public let reading: [String]
  /// What to ask of each row.
  public let predicate: Predicate
  /// Tells if the rows are what others depend on, and not what goes with them: whoever asks under a lock keeps them from being changed, and
  /// keeps nobody from referring to them.
  public var isUpwards = false
}

/// A row that refers to another.
public struct ReferringRow: Sendable {
  /// The place of what it refers to among the question's parents.
  public let parent: Int
  /// In the order of `ReferringRows.reading`.
  public let values: [ColumnValue]
  public let matches: Bool

  public init(parent: Int, values: [ColumnValue], matches: Bool) {
    self.parent = parent
    self.values = values
    self.matches = matches
  }
}
