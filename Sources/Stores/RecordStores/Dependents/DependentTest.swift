package import Words

/// Which dependents of a selection's rows will be gone when their record's turn comes. All others that can keep a record do.
package struct DependentTest: Sendable {
  /// By record set. Of one that is not among them every row keeps its record.
  package let going: [RecordSetName: Going]

  /// The rows of one record set that leave it in the same run.
  package struct Going: Sendable {
    package let recordSet: RecordSet
    /// Rows that are due to go; held ones and those that their own dependents keep are the walk's to find.
    package let predicate: Predicate

    package init(recordSet: RecordSet, predicate: Predicate) {
      self.recordSet = recordSet
      self.predicate = predicate
    }
  }

  package init(going: [RecordSetName: Going]) { self.going = going }
}

/// The question of which rows refer to some others.
package struct ReferringRows: Sendable {
  package let table: String
  /// The columns that refer.
  package let columns: [String]
  /// What they refer to: for each parent the values of its columns, none of them null.
  package let parents: [[ColumnValue]]
  /// The columns to read of each row.
  package let reading: [String]
  /// What to ask of each row.
  package let predicate: Predicate
  /// Tells if the rows are what others depend on, and not what goes with them: whoever asks under a lock keeps them from being changed, and
  /// keeps nobody from referring to them.
  package var isUpwards = false
  /// Tells if whoever asks under a lock waits for rows that others have locked.
  package var waitsForLocks = true
  /// How many rows may be found, and what is thrown where more are.
  package var bound: (rows: Int, error: StoreError)?
  /// Which of the rows are asked for, by their own columns.
  ///
  /// Whoever asks under a lock locks the others, too: a row that somebody moves into the condition meanwhile would be overlooked by a statement that looks for those
  /// that meet it.
  package var condition: Predicate = .always
  /// Tells if the rows are locked although nothing is asked of them, so that a row which only keeps its record does not become one that goes with it.
  package var locksKeepers = false

  package init(
    table: String, columns: [String], parents: [[ColumnValue]], reading: [String], predicate: Predicate,
    isUpwards: Bool = false, waitsForLocks: Bool = true
  ) {
    self.table = table
    self.columns = columns
    self.parents = parents
    self.reading = reading
    self.predicate = predicate
    self.isUpwards = isUpwards
    self.waitsForLocks = waitsForLocks
  }

  /// - Throws: the bound's error if so many rows are more than there may be.
  package func check(_ found: Int) throws {
    if let bound, found > bound.rows { throw bound.error }
  }
}

/// A row that refers to another.
package struct ReferringRow: Sendable {
  /// The place of what it refers to among the question's parents.
  package let parent: Int
  /// In the order of `ReferringRows.reading`.
  package let values: [ColumnValue]
  package let matches: Bool

  package init(parent: Int, values: [ColumnValue], matches: Bool) {
    self.parent = parent
    self.values = values
    self.matches = matches
  }
}
