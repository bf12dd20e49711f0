/// What an engine's catalogue says of its tables, for `SchemaReview`. Names compare as the engine compares them.
package protocol SchemaCatalogue {
  /// `table`, or what it is instead, such as `view`; nil if there is nothing of the name.
  func kind(of table: String) throws -> String?
  /// In the table's order.
  func columns(of table: String) throws -> [CatalogueColumn]
  /// The columns of each index over all rows, in order, and whether it is unique.
  func indexes(of table: String) throws -> [(columns: [String], isUnique: Bool)]
  /// Every foreign key that refers to the table.
  func references(to table: String) throws -> [CatalogueReference]
  /// Returns the triggers of the table that are not switched off, with what sets each off.
  func triggers(of table: String) throws -> [CatalogueTrigger]
  /// Returns the triggers and references of the table that this account may not see. A change by such a statement could set them off, and rows that no key
  /// lists would change; so `check` refuses the table and names the GRANT.
  func unseen(of table: String, events: Set<TableEvent>) throws -> [SchemaFinding]
  /// Tells if a row has null in the column.
  func hasNull(in column: String, of table: String) throws -> Bool
  /// Tells if no row can have the word, because the column's type has no such value.
  func lacks(_ word: BoundWord, in table: String) throws -> Bool
  /// Tells if the column can have a value of that kind.
  func takes(_ content: ChangedColumn.Content, _ column: CatalogueColumn) -> Bool
  /// The most characters that the engine keeps in the column; nil for no bound.
  func characterLimit(of column: CatalogueColumn) -> Int?
  /// Why this account cannot drop partitions of the table with the evidence that rows have; nil for a table that has none.
  func partitionObstacles(of table: String, hasLedger: Bool) throws -> [PartitionObstacle]?
  /// The findings that deserve a look and stop nothing.
  func warnings(about table: String) throws -> [SchemaFinding]
  /// What can refuse a row for what is in it, beside types, plain unique indexes and references.
  func constraints(of table: String) throws -> [CatalogueConstraint]
  /// Returns the rights that the account lacks, each with the GRANT that gives it: those to read, and all others.
  func lacking(_ rights: TableRights) throws -> (toRead: [SchemaFinding], toChange: [SchemaFinding])
  /// What the account may do to the table beside what a run needs.
  func excess(on table: String) throws -> [SchemaFinding]
  /// A name as a statement has it, between the engine's quotes.
  func quoted(_ name: String) -> String
  /// What has rows of the table, or words of them, and keeps them when they go.
  func keepers(of table: String) throws -> [KeptCopy]
  /// The other tables beside it, as far as the account may see them.
  func otherTables(than table: String) throws -> [CatalogueTable]
  /// What else of the server keeps a table's rows from being changed.
  func otherRefusals(of table: String) throws -> [SchemaFinding]
  /// Tells if others can write to the store while a batch is open.
  var hasOtherWriters: Bool { get }
  /// Tells if the engine says how many rows triggers change, so that a review of one can be held against it.
  var countsTriggers: Bool { get }
  /// Tells if it says so of this table.
  func countsChanges(of table: String) throws -> Bool
  /// Why batches cannot take rows of the table if it has no key; nil if they can.
  func keylessObstacle(of table: String) throws -> SchemaFinding?
}

extension SchemaCatalogue {
  package var hasOtherWriters: Bool { true }
  package var countsTriggers: Bool { true }
  package func keylessObstacle(of table: String) throws -> SchemaFinding? { nil }
  package func countsChanges(of table: String) throws -> Bool { true }
  package func lacks(_ word: BoundWord, in table: String) throws -> Bool { false }
  package func partitionObstacles(of table: String, hasLedger: Bool) -> [PartitionObstacle]? { nil }
  package func warnings(about table: String) -> [SchemaFinding] { [] }
  package func constraints(of table: String) throws -> [CatalogueConstraint] { [] }
  package func excess(on table: String) throws -> [SchemaFinding] { [] }

  /// Tells if an index begins with the column, so that rows are found by its values without reading the whole table.
  package func hasIndex(beginningWith column: String, of table: String) throws -> Bool {
    try indexes(of: table).contains { $0.columns.first?.lowercased() == column.lowercased() }
  }
}

/// One column of a table.
package struct CatalogueColumn: Hashable, Sendable {
  package let name: String
  package let type: String
  /// Tells if a null can be in it, whatever the declaration says.
  package let isNullable: Bool
  package let isGenerated: Bool
  /// Tells if a row that does not name the column gets a value in it all the same.
  package let hasDefault: Bool
  /// Its place in the primary key, from 1; 0 if it is not in it.
  package let keyPlace: Int
  package let content: ColumnContent
  /// Tells if the engine sets it anew with each change of its row.
  package let updatesItself: Bool
  /// The columns that a generated one is made from; nil where the catalogue does not say.
  package let sources: Set<String>?
  /// By which order its texts are equal, where two columns of one type may differ in it; nil where the catalogue does not say.
  package var collation: String?

  package init(
    name: String, type: String, isNullable: Bool, isGenerated: Bool, hasDefault: Bool = false, keyPlace: Int,
    content: ColumnContent = .anything, updatesItself: Bool = false, sources: Set<String>? = nil
  ) {
    self.content = content
    self.updatesItself = updatesItself
    self.sources = sources
    self.hasDefault = hasDefault
    self.name = name
    self.type = type
    self.isNullable = isNullable
    self.isGenerated = isGenerated
    self.keyPlace = keyPlace
  }
}

extension [CatalogueColumn] {
  /// The columns of the primary key, in order.
  package var primaryKey: [String] {
    filter { $0.keyPlace > 0 }.sorted { $0.keyPlace < $1.keyPlace }.map(\.name)
  }
}

/// A foreign key of another table.
package struct CatalogueReference: Hashable, Sendable {
  package let table: String
  package let columns: [String]
  package let parentColumns: [String]
  package let onDelete: String
  /// Tells if the engine compares each new row with it. A key can be switched off.
  package let isEnforced: Bool

  package init(
    table: String, columns: [String], parentColumns: [String], onDelete: String, isEnforced: Bool = true
  ) {
    self.isEnforced = isEnforced
    self.table = table
    self.columns = columns
    self.parentColumns = parentColumns
    self.onDelete = onDelete
  }
}

/// Compares a record set with the catalogue: what refuses a run, and what deserves a look.
package struct SchemaReview {
  let catalogue: any SchemaCatalogue
  let recordSet: RecordSet
  let use: SchemaUse
  package private(set) var columns: [SchemaDescription.Column] = []
  package private(set) var indexedColumns: Set<String> = []
  package internal(set) var refusals: [SchemaFinding] = []
  package internal(set) var warnings: [SchemaFinding] = []
  /// What the account may not change, each with the GRANT.
  package internal(set) var forbidden: [SchemaFinding] = []
  /// The other tables that dates are read from, and the columns that may say what rows of dependents refer to.
  package internal(set) var related: [String: SchemaDescription.RelatedTable] = [:]
  package internal(set) var kindColumns: [SchemaDescription.KindColumn] = []
  /// The tables that reviewed triggers write and that were looked at, in lower case.
  var lookedAt: Set<String> = []

  package init(catalogue: any SchemaCatalogue, recordSet: RecordSet, use: SchemaUse) {
    self.catalogue = catalogue
    self.recordSet = recordSet
    self.use = use
  }

  package mutating func run() throws {
    let table = recordSet.table
    guard let kind = try catalogue.kind(of: table) else {
      refusals.append(.tableMissing(table: table))
      // A server that shows an account nothing of a table that it may not read.
      refusals += try catalogue.lacking(TableRights(table: table, reads: nil)).toRead
      return
    }
    guard kind == "table" else { return refusals.append(.notATable(table: table, kind: kind)) }
    try reviewRights()
    try reviewColumns()
    refusals += try catalogue.otherRefusals(of: table)
    try reviewFiles(recordSet.files, of: table)
    try reviewRelated()
    try reviewReferences(toChangedColumnsOf: table)
    if use.deletes { try reviewReferences(to: table, declared: recordSet.dependents, path: [table]) }
    try reviewTriggers(of: table, setOffBy: use.statements(on: recordSet))
    try reviewPartitions()
    warnings += try catalogue.warnings(about: table)
    if let archive = use.archive, archive.store == recordSet.store { try review(archive: archive) }
    if use.receives { try reviewConstraints(ofArchive: recordSet) }
    try reviewForgotten()
  }

  private mutating func reviewRights() throws {
    for var rights in use.rights(on: recordSet) {
      guard try rights.table == recordSet.table || catalogue.kind(of: rights.table) == "table" else {
        continue
      }
      try leaveOutKept(&rights)
      let lacking = try catalogue.lacking(rights)
      refusals += lacking.toRead
      forbidden += lacking.toChange
      // Whoever is to drop partitions has to own them.
      if !recordSet.dropsPartitions { warnings += try catalogue.excess(on: rights.table) }
    }
  }

  private mutating func reviewColumns() throws {
    let table = recordSet.table
    let found = try catalogue.columns(of: table)
    let indexes = try catalogue.indexes(of: table)
    let key = found.filter { $0.keyPlace > 0 }.sorted { $0.keyPlace < $1.keyPlace }.map(\.name)
    let unique = indexes.filter(\.isUnique).map(\.columns) + (key.isEmpty ? [] : [key])
    columns = found.map { column in
      SchemaDescription.Column(
        name: column.name, declaredType: column.type, isNullable: column.isNullable,
        isGenerated: column.isGenerated,
        isUnique: unique.contains { $0 == [column.name] }, content: column.content)
    }
    indexedColumns = Set((indexes.map(\.columns) + [key]).compactMap(\.first))
    let names = Set(found.map(\.name))
    let changed = use.changedColumns.map(\.column)
    let read = use.readColumns.union(use.events.map(\.column)).union(changed)
    for column in read.sorted() where !names.contains(column) {
      refusals.append(.columnMissing(table: table, column: column))
    }
    try reviewKey(among: found, unique: unique)
    for change in use.changedColumns {
      guard let column = found.first(where: { $0.name == change.column }) else { continue }
      review(change, of: column, unique: unique)
    }
    if let column = found.first(where: { $0.name == recordSet.marker?.column }) { review(marker: column) }
    try reviewConstraints(found, unique: unique)
    reviewMoving(found)
    if let anonymity = use.anonymity { review(anonymity, of: found.map(\.name), unique: unique) }
    try reviewWords(found)
    for event in use.events where names.contains(event.column) { review(event) }
  }

  private mutating func review(_ anonymity: Anonymity, of columns: [String], unique: [[String]]) {
    review(anonymity, of: columns)
    guard let subject = recordSet.subject, !unique.contains([subject]) else { return }
    warnings.append(
      .other(
        table: recordSet.table,
        message:
          "k counts rows, and \(subject) is not unique: the rows of one person can be a class by themselves",
        remedy: "write a larger k, or bind a table that has one row a person"))
  }

  private mutating func review(_ event: EventColumn) {
    if !event.encoding.isOrdered {
      warnings.append(.encodingNotSortable(table: recordSet.table, column: event.column))
    } else if !indexedColumns.contains(event.column) {
      warnings.append(.noIndex(table: recordSet.table, column: event.column))
    }
  }

  /// A word that the column's type lacks matches no row. The rule may be meant for others; a spelling mistake would look the same.
  private mutating func reviewWords(_ columns: [CatalogueColumn]) throws {
    for (table, word) in use.words.map({ ($0.table ?? recordSet.table, $0) }) {
      let columns = word.table == nil ? columns : try catalogue.columns(of: table)
      guard let column = columns.first(where: { $0.name == word.column }),
        try catalogue.lacks(word, in: table)
      else { continue }
      warnings.append(
        .other(
          table: table,
          message:
            "column \(word.column) is of type \(column.type), which has no value \(word.shown), so that no row has the \(word.fact) that the word stands for",
          remedy: "correct the word in stores.json, or leave it if no row is to have it"))
    }
  }

  /// Refuses a marker that has a value from the beginning: every row would count as done, and nothing ever be pseudonymised.
  private mutating func review(marker column: CatalogueColumn) {
    let table = recordSet.table
    if column.isGenerated {
      refusals.append(.generatedColumnChanged(table: table, column: column.name))
    } else if !column.isNullable {
      refusals.append(
        .other(
          table: table,
          message: "the marker \(column.name) is NOT NULL, so that every row would count as done",
          remedy: "name a column that is null until its row is pseudonymised"))
    } else if column.hasDefault {
      refusals.append(
        .other(
          table: table,
          message: "the marker \(column.name) has a default, so that every new row would count as done",
          remedy: "drop the default, and set the column to null in rows that are not pseudonymised"))
    }
  }

  /// What stays of a row must not lead to a person either, and each batch asks how many rows are like its own.
  private mutating func review(_ anonymity: Anonymity, of columns: [String]) {
    let table = recordSet.table
    for column in anonymity.quasiIdentifiers where !columns.contains(column) {
      refusals.append(.columnMissing(table: table, column: column))
    }
    if indexedColumns.isDisjoint(with: anonymity.quasiIdentifiers),
      let column = anonymity.quasiIdentifiers.first
    {
      warnings.append(.noIndex(table: table, column: column))
    }
    let known = Set(
      recordSet.key + use.changedColumns.map(\.column) + anonymity.quasiIdentifiers
        + (recordSet.marker.map { [$0.column] } ?? []))
    let left = columns.filter { !known.contains($0) }
    if !left.isEmpty {
      warnings.append(
        .other(
          table: table,
          message: "\(left.joined(separator: ", ")) stay as they are, and whoever knows them finds the row",
          remedy: "transform them, or name them under quasiIdentifiers"))
    }
  }

  /// Tells if the column can take what is written into it.
  private mutating func review(_ change: ChangedColumn, of column: CatalogueColumn, unique: [[String]]) {
    let table = recordSet.table
    if column.isGenerated {
      refusals.append(.generatedColumnChanged(table: table, column: column.name))
    }
    if !column.isNullable && change.isNulled {
      refusals.append(.notNullable(table: table, column: column.name))
    }
    if !catalogue.takes(change.content, column), change.content == .identifier {
      refusals.append(
        .other(
          table: table,
          message:
            "\(column.name) is of type \(column.type), which does not keep the letters and zeros in front that its transform gives",
          remedy: "use another transform, or make it a column of text or of whole numbers"))
    } else if !catalogue.takes(change.content, column) {
      refusals.append(.wrongType(table: table, column: column.name, type: column.type))
    } else if let length = change.length, let limit = catalogue.characterLimit(of: column), limit < length {
      refusals.append(.tooShort(table: table, column: column.name, limit: limit, needed: length))
    }
    // What is left of an index must still tell rows apart.
    let merged = Set(use.changedColumns.filter(\.merges).map(\.column))
    let isAtRisk = unique.first { index in
      index.contains(column.name)
        && !unique.contains { Set($0).isSubset(of: Set(index).subtracting(merged)) }
    }
    if change.merges, let index = isAtRisk {
      refusals.append(.mergedUnique(table: table, column: column.name, index: index))
    }
  }

  /// A file that another row names stays, which is asked for every file.
  mutating func reviewFiles(_ files: [OwnedFiles], of table: String) throws {
    guard !files.isEmpty else { return }
    let names = Set(try catalogue.columns(of: table).map(\.name))
    let indexed = Set(try catalogue.indexes(of: table).compactMap(\.columns.first))
    for column in Set(files.map(\.column)).sorted() {
      if !names.contains(column) {
        refusals.append(.columnMissing(table: table, column: column))
      } else if !indexed.contains(column) {
        warnings.append(.noIndex(table: table, column: column))
      }
    }
  }

  /// What refers to a column that changes would change with it, unlisted, or forbid it.
  private mutating func reviewReferences(toChangedColumnsOf table: String) throws {
    let changed = Set(use.changedColumns.map { $0.column.lowercased() })
    guard !changed.isEmpty else { return }
    for reference in try catalogue.references(to: table) {
      let columns = reference.parentColumns.filter { changed.contains($0.lowercased()) }
      guard !columns.isEmpty else { continue }
      refusals.append(
        .other(
          table: table,
          message:
            "\(reference.table) refers to \(columns.joined(separator: ", ")), and would have to change with it",
          remedy: "let it refer to the key, or leave the column out of `pseudonymise`"))
    }
  }

  private mutating func review(archive: RecordSet) throws {
    guard let kind = try catalogue.kind(of: archive.table) else {
      return refusals.append(.tableMissing(table: archive.table))
    }
    guard kind == "table" else { return refusals.append(.notATable(table: archive.table, kind: kind)) }
    let kept = try catalogue.columns(of: archive.table).map { column in
      SchemaDescription.Column(
        name: column.name, declaredType: column.type, isNullable: column.isNullable,
        isGenerated: column.isGenerated, isUnique: false, content: column.content)
    }
    refusals += columns.losses(of: recordSet.table, in: kept, of: archive.table)
    try reviewTriggers(of: archive.table, setOffBy: TableStatements([.insert]))
    try reviewConstraints(ofArchive: archive)
  }
}

extension [SchemaDescription.Column] {
  /// The columns of a table that an archive lacks, or whose values it cannot keep as they are.
  package func losses(of table: String, in archive: [SchemaDescription.Column], of archiveTable: String)
    -> [SchemaFinding]
  {
    filter { !$0.isGenerated }.compactMap { column in
      guard let kept = archive.first(where: { $0.name.lowercased() == column.name.lowercased() }) else {
        return .archiveColumnMissing(table: table, archive: archiveTable, column: column.name)
      }
      if kept.isGenerated { return .generatedColumnChanged(table: archiveTable, column: kept.name) }
      return column.content.loss(in: kept.content).map { reason in
        .archiveColumnLossy(
          table: table, archive: archiveTable, column: column.name, from: column.declaredType,
          to: kept.declaredType, reason: reason)
      }
    }
  }
}
