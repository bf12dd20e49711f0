/// What an account must be allowed on one table, for statements that a run makes (decision 156).
package struct TableRights: Hashable, Sendable {
  package let table: String
  /// The columns that are read; nil for all that the table has.
  package var reads: Set<String>?
  /// The columns that are written.
  package var updates: Set<String>
  /// A column of the table if rows are locked until a batch ends: PostgreSQL asks the right to update one for it.
  package var locks: String?
  package var inserts: Bool
  package var deletes: Bool
  /// Tells if it is the ledger, whose rows are added by a statement that leaves one that is there as it is.
  package var isLedger = false
  /// Tells if a trigger that was reviewed writes to it, so that its own triggers must be seen.
  package var isWrittenByTriggers = false

  package init(
    table: String, reads: Set<String>?, updates: Set<String> = [], locks: String? = nil,
    inserts: Bool = false,
    deletes: Bool = false
  ) {
    self.table = table
    self.reads = reads
    self.updates = updates
    self.locks = locks
    self.inserts = inserts
    self.deletes = deletes
  }

  /// The columns of which one may be written by whoever locks rows or changes them; empty if that is nobody.
  package var written: [String] { updates.isEmpty ? [locks].compactMap(\.self) : updates.sorted() }

  /// Tells if a row is changed.
  package var changes: Bool { inserts || deletes || !updates.isEmpty }

  /// The same, of somebody who only reads.
  package var toRead: TableRights { TableRights(table: table, reads: reads) }

  mutating func formUnion(_ other: TableRights) {
    if let own = reads, let others = other.reads { reads = own.union(others) } else { reads = nil }
    updates.formUnion(other.updates)
    locks = locks ?? other.locks
    inserts = inserts || other.inserts
    deletes = deletes || other.deletes
    isLedger = isLedger || other.isLedger
    isWrittenByTriggers = isWrittenByTriggers || other.isWrittenByTriggers
  }

  /// What a ledger needs: it is read, and batches are added to it and dropped from it.
  package static func ledger(_ table: String) -> TableRights {
    var rights = TableRights(table: table, reads: nil, inserts: true, deletes: true)
    rights.isLedger = true
    return rights
  }
}

extension [TableRights] {
  /// One for each table, in the order of their names.
  package var byTable: [TableRights] {
    Dictionary(grouping: self) { $0.table.lowercased() }.sorted { $0.key < $1.key }.map { _, rights in
      rights.dropFirst().reduce(into: rights[0]) { $0.formUnion($1) }
    }
  }
}

extension SchemaUse {
  /// What a run needs on each table of the record set's store that it reads or changes for the record set's sake.
  ///
  /// The rows of a record set are read by the columns that stores.json names, and whole where they move to an archive or have no key. Of the tables of dependents everything
  /// is read: the evidence of their rows has their primary key, which only the store knows.
  package func rights(on recordSet: RecordSet) -> [TableRights] {
    var own = TableRights(table: recordSet.table, reads: reads(of: recordSet))
    var all = ledger.map { [TableRights.ledger($0)] } ?? []
    if receives {
      own.inserts = true
      // Copies are taken back if their source was never committed.
      own.deletes = true
      return [own] + all
    }
    own.deletes = deletes
    if deletes || !changedColumns.isEmpty {
      own.locks = recordSet.key.first ?? events.first?.column ?? readColumns.min()
    }
    if !changedColumns.isEmpty {
      own.updates = Set(changedColumns.map(\.column) + (recordSet.marker.map { [$0.column] } ?? []))
    }
    all.append(own)
    if let archive, archive.store == recordSet.store {
      all.append(TableRights(table: archive.table, reads: nil, inserts: true))
    }
    if deletes {
      add(recordSet.dependents, of: recordSet.table, to: &all)
      let loose = recordSet.looseColumns
      if !loose.isEmpty {
        var opened = TableRights(table: recordSet.table, reads: reads(of: recordSet))
        opened.updates = Set(loose)
        all.append(opened)
      }
    }
    for event in recordSet.related {
      var read = TableRights(table: event.rows.table, reads: nil)
      // The rows that date a record stay as they are until its batch ends.
      if deletes || !changedColumns.isEmpty { read.locks = event.rows.theirColumns.first }
      all.append(read)
    }
    for table in recordSet.triggerTables.sorted() {
      var seen = TableRights(table: table, reads: [])
      // The table is named by a statement that reads no row, to see that it is the one that was looked at.
      if recordSet.triggerWrites.contains(table) { seen = TableRights(table: table, reads: nil) }
      seen.isWrittenByTriggers = true
      all.append(seen)
    }
    all += parentRights(on: recordSet)
    let ancestry = recordSet.ancestry
    for step in ancestry.steps
    where ancestry.ancestors(of: recordSet.table).contains(step.parent.lowercased()) {
      let reads = ancestry.reading(of: step.parent) + step.references.map(\.parentColumn)
      all.append(
        TableRights(table: step.parent, reads: Set(reads), locks: step.references.first?.parentColumn))
    }
    return all.byTable
  }

  /// The row that tells a fact stays as it is until its record's batch ends.
  private func parentRights(on recordSet: RecordSet) -> [TableRights] {
    recordSet.parents.map { parent in
      var read = TableRights(table: parent.rows.table, reads: parent.allColumns)
      if deletes || !changedColumns.isEmpty { read.locks = parent.rows.theirColumns.first }
      return read
    }
  }

  private func reads(of recordSet: RecordSet) -> Set<String>? {
    // The digest of a row without a key is over all that it has.
    guard archive == nil, !receives, !recordSet.isKeyless else { return nil }
    let columns =
      recordSet.key + [recordSet.subject, recordSet.marker?.column].compactMap(\.self)
      + events.map(\.column) + changedColumns.map(\.column) + recordSet.files.map(\.column)
      + words.filter { $0.table == nil }.map(\.column) + (anonymity?.quasiIdentifiers ?? [])
      + recordSet.dependents.flatMap(\.parentColumns) + recordSet.ancestry.columns(from: recordSet.table)
      + recordSet.ancestry.reading(of: recordSet.table)
    return readColumns.union(columns)
  }

  private func add(_ dependents: [Dependent], of parent: String, to rights: inout [TableRights]) {
    for dependent in dependents {
      var needed = TableRights(table: dependent.table, reads: nil)
      if dependent.recordSets.isEmpty {
        needed.deletes = dependent.goes
        needed.locks = dependent.columns.first
        // Of these a review leaves out those that may not be null, as only the store knows.
        if dependent.losesReference { needed.updates = Set(dependent.columns) }
      }
      rights.append(needed)
      guard !dependent.refersToItself(in: parent) else { continue }
      add(dependent.dependents, of: dependent.table, to: &rights)
    }
  }
}
