/// Rows of another table of the same store that belong to a record: those that refer to it, or the one that it refers to (decision 194).
///
/// An example: the invoices of a customer, of which `condition` leaves out the drafts.
package struct RelatedRows: Hashable, Sendable {
  package enum Direction: Hashable, Sendable {
    /// The rows refer to the record.
    case children
    /// The record refers to the row.
    case parent
  }

  package let table: String
  package let direction: Direction
  /// Pairs of the column that refers and the column that is referred to, whichever of the two tables each is in.
  package let references: [Dependent.Reference]
  /// Which of the rows count. It reads their columns alone.
  package let condition: Predicate

  package init(
    table: String, direction: Direction, references: [Dependent.Reference], condition: Predicate = .always
  ) {
    self.table = table
    self.direction = direction
    self.references = references
    self.condition = condition
  }

  /// The record's own columns of the references, in order.
  package var ownColumns: [String] {
    references.map { direction == .children ? $0.parentColumn : $0.column }
  }

  /// The related rows' columns of the references, in the same order.
  package var theirColumns: [String] {
    references.map { direction == .children ? $0.column : $0.parentColumn }
  }

  /// The same rows, whether or not they count.
  package var regardless: RelatedRows {
    RelatedRows(table: table, direction: direction, references: references)
  }
}

extension Predicate {
  /// Every table beside the record's own of which the predicate asks.
  package var relatedTables: Set<String> { Set(relatedRows.map(\.table)) }

  /// All that are asked about.
  package var relatedRows: Set<RelatedRows> {
    switch self {
    case .some(let rows, let part): part.relatedRows.union([rows])
    case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.relatedRows) }
    case .not(let part): part.relatedRows
    case .always, .never, .compare, .isNull, .isOneOf, .startsWith, .event: []
    }
  }

  /// Every column of another table that the predicate reads, by table.
  package var relatedColumns: [String: Set<String>] {
    switch self {
    case .some(let rows, let part):
      [rows.table: Set(rows.theirColumns).union(rows.condition.columns).union(part.columns)]
    case .all(let parts), .any(let parts):
      parts.reduce(into: [:]) { $0.merge($1.relatedColumns) { $0.union($1) } }
    case .not(let part): part.relatedColumns
    case .always, .never, .compare, .isNull, .isOneOf, .startsWith, .event: [:]
    }
  }
}
