/// What a store's catalogue says about one record set.
package struct SchemaDescription: Hashable, Sendable {
  package struct Column: Hashable, Sendable {
    package let name: String
    package let declaredType: String
    package let isNullable: Bool
    package let isGenerated: Bool
    /// Tells if a unique index or the primary key covers the column alone.
    package let isUnique: Bool
    package let content: ColumnContent

    package init(
      name: String, declaredType: String, isNullable: Bool, isGenerated: Bool, isUnique: Bool,
      content: ColumnContent = .anything
    ) {
      self.content = content
      self.name = name
      self.declaredType = declaredType
      self.isNullable = isNullable
      self.isGenerated = isGenerated
      self.isUnique = isUnique
    }
  }

  /// What is known of another table that dates are read from.
  package struct RelatedTable: Hashable, Sendable {
    /// The columns of its primary key, in order; empty if it has none.
    package let key: [String]
    package let indexedColumns: Set<String>
  }

  /// A column of a dependent that stands beside its reference and, by its name, may say what a row refers to: `record_type` beside `record_id`.
  package struct KindColumn: Hashable, Sendable {
    package let table: String
    package let reference: String
    package let column: String
  }

  package let columns: [Column]
  /// Of dependents that have no condition, and that no foreign key binds to their record.
  package var kindColumns: [KindColumn] = []
  package var related: [String: RelatedTable] = [:]
  /// Columns that lead an index, so that a comparison on them need not read the whole table.
  package let indexedColumns: Set<String>
  /// Why a run on the record set is refused, each with its remedy; empty when it may run.
  package let refusals: [SchemaFinding]
  /// What a run would have to do and this account may not, each with the GRANT. Who only reads can leave it be.
  package let forbidden: [SchemaFinding]
  /// What deserves a look and stops nothing.
  package let warnings: [SchemaFinding]
  /// A value that changes when the table's definition, or that of anything that hangs on it, changes.
  package let fingerprint: String

  package init(
    columns: [Column], indexedColumns: Set<String>, refusals: [SchemaFinding], warnings: [SchemaFinding],
    forbidden: [SchemaFinding] = [], fingerprint: String
  ) {
    self.forbidden = forbidden
    self.columns = columns
    self.indexedColumns = indexedColumns
    self.refusals = refusals
    self.warnings = warnings
    self.fingerprint = fingerprint
  }
}

/// One thing that a schema check found.
package enum SchemaFinding: Hashable, Sendable {
  case tableMissing(table: String)
  case notATable(table: String, kind: String)
  case columnMissing(table: String, column: String)
  case keyNotUnique(table: String, key: [String])
  case undeclaredReference(
    table: String, from: String, onDelete: String, columns: [String], parentColumns: [String])
  case trigger(table: String, name: String, event: TableEvent, review: TriggerReview)
  case noIndex(table: String, column: String)
  case generatedColumnChanged(table: String, column: String)
  case notNullable(table: String, column: String)
  case wrongType(table: String, column: String, type: String)
  case tooShort(table: String, column: String, limit: Int, needed: Int)
  case mergedUnique(table: String, column: String, index: [String])
  case archiveColumnMissing(table: String, archive: String, column: String)
  case archiveColumnLossy(
    table: String, archive: String, column: String, from: String, to: String, reason: String)
  case encodingNotSortable(table: String, column: String)
  case dependentIndexMissing(table: String, columns: [String])
  /// - Parameter grant: the statement that allows it.
  case notAllowed(table: String, rights: [String], grant: String)
  /// Row-level security hides rows of the table from the account.
  case rowsHidden(table: String, account: String)
  /// - Parameter place: the file or folder.
  case notWritable(place: String, cause: String)
  case other(table: String, message: String, remedy: String)
}
