/// What is asked of rows that are looked at one by one and not changed.
package struct RowQuestion: Sendable {
  package let recordSet: RecordSet
  /// Questions that the store answers itself, in the words that a batch would use.
  package var predicates: [Predicate]
  /// Events to decode as `RecordStore.examine` does. One column can be asked for in several encodings.
  package var events: [EventColumn]
  /// Columns whose values are read.
  package var columns: [String]
  /// Columns of the rows that the record set's own refer to: each value is read, null where no such row is.
  package var parents: [ParentColumn] = []

  package init(
    recordSet: RecordSet, predicates: [Predicate] = [], events: [EventColumn] = [], columns: [String] = []
  ) {
    self.recordSet = recordSet
    self.predicates = predicates
    self.events = events
    self.columns = columns
  }

  /// Every column that it reads besides the key.
  package var columnNames: Set<String> {
    predicates.reduce(into: Set(events.map(\.column) + columns + parents.flatMap(\.rows.ownColumns))) {
      $0.formUnion($1.columns)
    }
  }

  /// What is asked of the store, with the tables of the parents' columns.
  package var asked: [Predicate] {
    predicates + parents.map { .some($0.rows, .isNull(column: $0.column)) }
  }
}

/// One column of the row that a record refers to.
package struct ParentColumn: Hashable, Sendable {
  package let rows: RelatedRows
  package let column: String

  package init(rows: RelatedRows, column: String) {
    self.rows = rows
    self.column = column
  }
}

/// Where in a table rows are looked at, and in which order.
package enum RowPlace: Hashable, Sendable {
  /// In the order of the key, from behind a key in `KeyList`'s encoding; nil for the first rows.
  case behind([UInt8]?)
  /// In the order of the key, from the first row on whose first key column is this value or comes later.
  case from(ColumnValue)
  /// The last rows in the order of the key, the last of them first.
  case end
  /// The rows with the smallest values of an event's column. Only ask it of a column that leads an index: the whole table is sorted otherwise.
  case smallest(EventColumn)
  /// The rows with the largest values.
  case largest(EventColumn)
}

/// One row as a `RowQuestion` has it answered, each part in the order that it was asked for.
package struct RowLook: Sendable {
  /// In `KeyList`'s encoding.
  package let key: [UInt8]
  package let events: [EventValue]
  /// Of the question's columns, and behind them of its parents.
  package let values: [ColumnValue]
  package let answers: [Bool]

  package init(
    key: [UInt8], events: [EventValue], values: [ColumnValue], answers: [Bool]
  ) {
    self.key = key
    self.answers = answers
    self.events = events
    self.values = values
  }
}
