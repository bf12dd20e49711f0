/// Texts that would not come as they are stored: two values could pass for one, and a record go for another.
extension SchemaReview {
  /// Refuses the record set if that can happen to what identifies a row, says whom it is about, decides about it, leads on from it or is kept of it.
  mutating func reviewTexts() throws {
    let words = Set(use.words.map(\.column))
    // A date that does not come as it is stored is none, and its row stays.
    let read = use.readColumns.subtracting(use.events.map(\.column)).union(words)
    var columns = read.union(recordSet.key).union(use.changedColumns.map(\.column))
    columns.formUnion(recordSet.files.map(\.column))
    columns.formUnion(recordSet.dependents.flatMap(\.parentColumns))
    if let subject = recordSet.subject { columns.insert(subject) }
    if use.archive != nil || use.receives { columns.formUnion(self.columns.map(\.name)) }
    try reviewTexts(in: columns, of: recordSet.table)
  }

  mutating func reviewTexts(ofArchive archive: RecordSet) throws {
    try reviewTexts(in: Set(catalogue.columns(of: archive.table).map(\.name)), of: archive.table)
  }

  /// The same of a table whose rows go with a record, or keep it.
  mutating func reviewTexts(of dependent: Dependent, primaryKey: [String]) throws {
    var columns = Set(primaryKey + dependent.files.map(\.column))
    columns.formUnion(dependent.dependents.flatMap(\.parentColumns))
    if let subject = dependent.subject { columns.insert(subject) }
    try reviewTexts(in: columns, of: dependent.table)
  }

  private mutating func reviewTexts(in columns: Set<String>, of table: String) throws {
    if let finding = try catalogue.alteredTexts(in: columns, of: table), !refusals.contains(finding) {
      refusals.append(finding)
    }
  }
}
