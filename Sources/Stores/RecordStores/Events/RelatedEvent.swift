/// An event whose date lies in another table: in the latest or the earliest of the rows that refer to a record, or in the row that it refers to.
package struct RelatedEvent: Hashable, Sendable {
  package enum Choice: Hashable, Sendable, CaseIterable {
    case latest, earliest
    /// There is one row at most.
    case only
  }

  package let rows: RelatedRows
  /// The column of the related rows.
  package let date: EventColumn
  package let choice: Choice
  /// The other columns of the related rows whose values are read: those that tell facts.
  package private(set) var columns: [String] = []

  package init(rows: RelatedRows, date: EventColumn, choice: Choice) {
    self.rows = rows
    self.date = date
    self.choice = choice
  }

  /// What a judge is shown of the row that tells facts of a record. It has no date that anybody asks for.
  package init(reading parent: ParentColumns) {
    rows = parent.rows
    columns = parent.columns.sorted()
    date = EventColumn(column: parent.rows.theirColumns[0], encoding: .date)
    choice = .only
  }
}

/// What the rows that are related to one record have of an event: each value once, however many rows have it.
package struct RelatedValues: Hashable, Sendable {
  /// The values of the rows that count.
  package private(set) var values: Set<EventValue> = []
  /// The values of the rows that do not.
  package private(set) var others: Set<EventValue> = []
  /// What the rows that count have in `RelatedEvent.columns`.
  package private(set) var columns: Set<[RelatedColumn]> = []

  package init() {}

  package mutating func add(_ value: EventValue, counts: Bool, columns: [RelatedColumn] = []) {
    if counts { values.insert(value) } else { others.insert(value) }
    if counts, !columns.isEmpty { self.columns.insert(columns) }
  }
}

extension RelatedEvent {
  /// How many rows one batch reads, and locks, to date its records by.
  private static let mostRead = 100_000

  /// The bound for a batch of so many records: with more rows it is divided. A single record is dated by all that it has, however many.
  package func bound(records: Int, of recordSet: RecordSet) -> (rows: Int, error: StoreError)? {
    guard records > 1 else { return nil }
    let cause = "more than \(Self.mostRead) rows of \(rows.table) date its records"
    return (Self.mostRead, .tooLarge(store: recordSet.store, cause: cause))
  }
}

/// One row that is related to a record, as `RecordStore.related` reads it.
package struct RelatedRow: Sendable {
  /// The values of its primary key; empty if its table has none.
  package let key: [ColumnValue]
  package let value: EventValue
  /// Tells if it meets the condition of its `RelatedRows`.
  package let counts: Bool
  /// In the order of `RelatedEvent.columns`.
  package let columns: [RelatedColumn]

  package init(key: [ColumnValue], value: EventValue, counts: Bool, columns: [RelatedColumn] = []) {
    self.key = key
    self.value = value
    self.counts = counts
    self.columns = columns
  }
}
