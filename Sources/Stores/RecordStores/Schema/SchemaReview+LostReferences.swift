/// What is wrong with rows that stay and lose their reference: each of its columns that may be null is set to null before what it refers to goes (decision 242).
extension SchemaReview {
  mutating func reviewLoss(of dependent: Dependent, _ found: [CatalogueColumn]) throws {
    let table = dependent.table
    let lost = dependent.lostColumns(found)
    guard !lost.isEmpty else {
      return refuse(
        table,
        "\(dependent.columns.joined(separator: ", ")) may not be null, so that no row can stay without what it refers to",
        "have its owner allow null there, or let the rows go or keep their record: remove \"onDelete\"")
    }
    let columns = found.filter { column in lost.contains { $0.lowercased() == column.name.lowercased() } }
    for column in columns { review(lost: column, of: dependent) }
    try reviewMoved(with: columns, of: dependent, among: found)
    let indexes = try catalogue.indexes(of: table)
    let key = found.primaryKey
    try reviewConstraints(
      on: WrittenColumns(
        table: table, columns: columns.map { ChangedColumn(column: $0.name, isNulled: true) },
        words: .lostReference), found,
      unique: indexes.filter(\.isUnique).map(\.columns) + (key.isEmpty ? [] : [key]))
    for reference in try catalogue.references(to: table) {
      let referred = reference.parentColumns.filter { name in
        lost.contains { $0.lowercased() == name.lowercased() }
      }
      guard !referred.isEmpty else { continue }
      refuse(
        table,
        "\(reference.table) refers to \(referred.joined(separator: ", ")), and would have to change with it",
        "let it refer to the primary key, or let the rows go or keep their record: remove \"onDelete\"")
    }
    refusals += try catalogue.otherRefusals(of: table)
    let statements = TableStatements([.update], assigning: Set(lost))
    try reviewTriggers(of: table, setOffBy: statements)
    try refuseTriggers(setOffBy: statements, of: dependent, found)
  }

  /// Refuses each trigger of a table that is a record set, also one that was reviewed: it could move a date, a fact, a key or a person of a row that stays, and rows that lose a reference
  /// are not compared with what they were.
  private mutating func refuseTriggers(
    setOffBy statements: TableStatements, of dependent: Dependent, _ found: [CatalogueColumn]
  ) throws {
    guard !dependent.recordsOf.isEmpty else { return }
    let generated = Set(found.filter(\.isGenerated).map(\.name))
    for trigger in try catalogue.triggers(of: dependent.table)
    where statements.event(settingOff: trigger, generated: generated) != nil {
      refuse(
        dependent.table,
        "trigger \(trigger.name) runs when a row loses its reference, and could move a date, a fact or a person by which the row is kept from then on",
        "have it run on UPDATE OF other columns, or let the rows keep their record: remove \"onDelete\"")
    }
  }

  private mutating func review(lost column: CatalogueColumn, of dependent: Dependent) {
    let rule: String? =
      if column.isGenerated {
        "is generated, and cannot be set to null"
      } else if column.keyPlace > 0 {
        "is in its primary key, by which its rows are told apart"
      } else {
        dependent.neededColumns[column.name.lowercased()]
      }
    guard let rule else { return }
    refuse(
      dependent.table, "\(column.name) \(rule), so that no row can lose it",
      "let the rows go or keep their record: remove \"onDelete\"")
  }

  /// Refuses what an UPDATE would move that names other columns: dates and facts that the engine sets anew, or makes from what is lost.
  private mutating func reviewMoved(
    with lost: [CatalogueColumn], of dependent: Dependent, among found: [CatalogueColumn]
  ) throws {
    for column in found {
      guard let rule = dependent.neededColumns[column.name.lowercased()] else { continue }
      let sources = column.isGenerated ? sources(of: column, among: found) : []
      let isMade = sources.map { known in lost.contains { known.contains($0.name.lowercased()) } }
      guard column.updatesItself || isMade != false else { continue }
      refuse(
        dependent.table,
        column.updatesItself
          ? "\(column.name) \(rule), and is set anew with each change of its row (ON UPDATE)"
          : "\(column.name) \(rule), and may be generated from \(lost.map(\.name).joined(separator: ", "))",
        "bind another column, or let the rows go or keep their record: remove \"onDelete\"")
    }
  }

  private mutating func refuse(_ table: String, _ message: String, _ remedy: String) {
    refusals.append(.other(table: table, message: message, remedy: remedy))
  }

  /// Takes from rights those to change columns that may not be null, and that no row can lose, and adds those to columns that are to keep their time.
  func leaveOutKept(_ rights: inout TableRights) throws {
    let losing = recordSet.losing.filter { $0.table.lowercased() == rights.table.lowercased() }
    guard !losing.isEmpty, rights.table.lowercased() != recordSet.table.lowercased() else { return }
    let found = try catalogue.columns(of: rights.table)
    let lost = Set(losing.flatMap { $0.lostColumns(found) })
    let kept = Set(losing.flatMap(\.columns)).subtracting(lost)
    rights.updates.subtract(kept)
    rights.updates.formUnion(losing.flatMap { $0.timedColumns(found) })
  }
}

extension RecordSet {
  /// Its dependents, at any depth, whose rows stay and lose their reference.
  package var losing: [Dependent] {
    func losing(_ dependents: [Dependent]) -> [Dependent] {
      dependents.flatMap { ($0.losesReference ? [$0] : []) + losing($0.dependents) }
    }
    return losing(dependents)
  }
}
