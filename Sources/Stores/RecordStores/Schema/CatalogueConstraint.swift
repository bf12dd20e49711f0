/// Something that can refuse a row for what is in it, beside the types, the plain unique indexes and the references of its table.
package struct CatalogueConstraint: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// No two rows may be alike, in a way that no plain index over whole columns says: by an expression, of some rows only, by a column's first characters.
    /// `nullsAreAlike` of one in which two nulls are alike, too.
    case unique(nullsAreAlike: Bool)
    /// PostgreSQL's EXCLUDE.
    case exclusion
    /// A condition on each row. `isNotNull` of one that says of one column that it is not null, and nothing else.
    case check(isNotNull: Bool)
    /// A number that the server gives, and lets nobody change.
    case identity
  }

  package let name: String
  package let kind: Kind
  /// The columns that it is about.
  package let columns: Set<String>
  /// The text that the catalogue writes.
  package let definition: String

  package init(name: String, kind: Kind, columns: Set<String>, definition: String) {
    self.name = name
    self.kind = kind
    self.columns = columns
    self.definition = definition
  }
}

/// What may refuse the rows that pseudonymising or a move to an archive would write.
///
/// A condition refuses rows and not tables, so that it is a warning: the batch that meets it sets the row aside or ends the record set, and says so.
extension SchemaReview {
  /// - Parameters:
  ///   - found: the table's columns.
  ///   - unique: the columns of its plain unique indexes, the primary key among them.
  mutating func reviewConstraints(_ found: [CatalogueColumn], unique: [[String]]) throws {
    guard !use.changedColumns.isEmpty else { return }
    let marker = recordSet.marker.map { [ChangedColumn(column: $0.column, merges: true)] } ?? []
    let change = WrittenColumns(table: recordSet.table, columns: use.changedColumns, words: .transform)
    try reviewConstraints(on: change, and: marker, found, unique: unique)
  }

  /// - Parameter marker: columns that are written beside, and of which no index over a generated column is asked.
  mutating func reviewConstraints(
    on written: WrittenColumns, and marker: [ChangedColumn] = [], _ found: [CatalogueColumn],
    unique: [[String]]
  ) throws {
    let changed = written.columns + marker
    for constraint in try catalogue.constraints(of: written.table) {
      let touched = changed.filter { constraint.isAbout($0.column, among: found) == true }
      guard let change = touched.first(where: \.merges) ?? touched.first(where: \.isNulled) ?? touched.first
      else { continue }
      review(change, of: written, against: constraint)
    }
    // A plain index over a generated column is one over the columns that it is made from.
    for index in unique {
      for column in found where column.isGenerated && index.contains(column.name) {
        let made = CatalogueConstraint(
          name: index.joined(separator: ", "), kind: .unique(nullsAreAlike: false), columns: [column.name],
          definition: "over the generated column \(column.name)")
        let touched = written.columns.filter { made.isAbout($0.column, among: found) != false }
        // Where the catalogue does not say what a column is made from, nobody knows that it changes.
        guard let change = touched.first(where: \.merges) ?? touched.first else { continue }
        review(change, of: written, against: made, isSure: made.isAbout(change.column, among: found) == true)
      }
    }
  }

  private mutating func review(
    _ change: ChangedColumn, of written: WrittenColumns, against constraint: CatalogueConstraint,
    isSure: Bool = true
  ) {
    let table = written.table
    let shown = "\(constraint.name) (\(constraint.definition))"
    func mayRefuse(_ rule: String) -> SchemaFinding {
      .other(
        table: table,
        message:
          "the \(rule) \(shown) reads \(change.column), and may refuse rows \(written.words.cause)",
        remedy: "try \(written.words.trial) on a copy of the store")
    }
    switch constraint.kind {
    case .identity:
      refusals.append(
        .other(
          table: table,
          message:
            "\(change.column) is numbered by the server (\(constraint.definition)), which lets nobody change it",
          remedy: written.words.withoutColumn))
    case .check(isNotNull: true) where change.isNulled:
      refusals.append(written.words.mayNotBeNull(change.column, of: table, constraint.name))
    case .unique, .exclusion:
      let isAlike = change.merges || (change.isNulled && constraint.kind == .unique(nullsAreAlike: true))
      let rule = constraint.kind == .exclusion ? "exclusion constraint" : "unique index"
      if isAlike, isSure {
        refusals.append(
          .other(
            table: table,
            message:
              "\(change.column) is in the \(rule) \(shown), and what is written there gives different rows the same value",
            remedy: written.words.otherValue))
      } else {
        warnings.append(mayRefuse(rule))
      }
    case .check: warnings.append(mayRefuse("CHECK"))
    }
  }

  /// Returns what in an archive may refuse rows that were kept in the table: rows of before, and conditions of its own.
  mutating func reviewConstraints(ofArchive archive: RecordSet) throws {
    let table = archive.table
    let columns = try catalogue.columns(of: table)
    let key = columns.primaryKey
    let indexes = try catalogue.indexes(of: table).filter {
      $0.isUnique && Set($0.columns) != Set(key) && Set($0.columns) != Set(archive.key)
    }
    let plain = indexes.map { index in
      "the unique index (\(index.columns.joined(separator: ", ")))"
    }
    let others = try catalogue.constraints(of: table).compactMap { constraint -> String? in
      let shown = "\(constraint.name) (\(constraint.definition))"
      return switch constraint.kind {
      case .unique: "the unique index \(shown)"
      case .exclusion: "the exclusion constraint \(shown)"
      case .check: "the CHECK \(shown)"
      // A move says its numbers outright.
      case .identity: nil
      }
    }
    for shown in plain + others {
      warnings.append(
        .other(
          table: table,
          message: "\(shown) may refuse rows that are moved there, which then stay where they are",
          remedy: "drop it from the archive, unless the table has the same"))
    }
  }
}

/// Columns of one table that are written, and how findings speak of that.
struct WrittenColumns {
  let table: String
  let columns: [ChangedColumn]
  let words: Words

  enum Words {
    /// Transforms of pseudonymising write them.
    case transform
    /// Rows lose their reference.
    case lostReference

    var cause: String {
      self == .transform ? "for what its transform gives" : "that lose their reference"
    }
    var trial: String { self == .transform ? "the transform" : "a run" }
    var withoutColumn: String {
      self == .transform
        ? "leave the column out of `pseudonymise`"
        : "let the rows go with what they refer to, or keep it: remove \"onDelete\""
    }
    var otherValue: String {
      self == .transform
        ? "use a pseudonym or a surrogate, or drop it"
        : "drop it, or let the rows go with what they refer to: remove \"onDelete\""
    }

    func mayNotBeNull(_ column: String, of table: String, _ constraint: String) -> SchemaFinding {
      self == .transform
        ? .notNullable(table: table, column: column)
        : .other(
          table: table,
          message: "\(constraint) wants \(column) not to be null, so that no row can lose it",
          remedy: "drop it, or let the rows go with what they refer to: remove \"onDelete\"")
    }
  }
}

extension CatalogueConstraint {
  /// Tells if it is about a column, or about one that is generated from it; nil where the catalogue does not say what a generated one is made from.
  fileprivate func isAbout(_ column: String, among found: [CatalogueColumn]) -> Bool? {
    var isUnknown = false
    var open = Array(columns)
    var known = Set(open.map { $0.lowercased() })
    while let next = open.popLast() {
      if next.lowercased() == column.lowercased() { return true }
      guard
        let generated = found.first(where: { $0.name.lowercased() == next.lowercased() && $0.isGenerated })
      else { continue }
      guard let sources = generated.sources else {
        isUnknown = true
        continue
      }
      for source in sources where known.insert(source.lowercased()).inserted { open.append(source) }
    }
    return isUnknown ? nil : false
  }
}
