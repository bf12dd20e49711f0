/// Columns that move with a change which does not name them.
extension SchemaReview {
  /// Refuses what pseudonymising would move: a date, a fact, a key or a subject that the engine sets anew with each change of its row, or makes from a
  /// column that is transformed.
  mutating func reviewMoving(_ found: [CatalogueColumn]) {
    guard !use.changedColumns.isEmpty else { return }
    let written = Set(use.changedColumns.map(\.column) + (recordSet.marker.map { [$0.column] } ?? []))
    let read = use.readColumns.union(use.events.map(\.column)).subtracting(written)
    for column in found where read.contains(column.name) {
      if column.updatesItself {
        refuse(
          "\(column.name) is set anew with each change of its row (ON UPDATE), so that pseudonymising would move it",
          "drop ON UPDATE from the column, or bind another")
      }
      guard column.isGenerated else { continue }
      guard let sources = sources(of: column, among: found) else {
        refuse(
          "\(column.name) is generated, and the catalogue does not say from which columns, so that pseudonymising may move it",
          "bind a column that is not generated")
        continue
      }
      let changed = written.filter { sources.contains($0.lowercased()) }.sorted()
      if !changed.isEmpty {
        refuse(
          "\(column.name) is generated from \(changed.joined(separator: ", ")), which pseudonymising writes, so that it would move",
          "bind a column that is not made from them, or transform others")
      }
    }
  }

  /// All columns that a generated one is made from, through others that are generated, too; nil where one of them does not say.
  func sources(of column: CatalogueColumn, among found: [CatalogueColumn]) -> Set<String>? {
    var known: Set<String> = []
    var open = [column]
    while let next = open.popLast() {
      guard let sources = next.sources else { return nil }
      for source in sources where known.insert(source.lowercased()).inserted {
        open += found.filter { $0.name.lowercased() == source.lowercased() && $0.isGenerated }
      }
    }
    return known
  }

  private mutating func refuse(_ message: String, _ remedy: String) {
    refusals.append(.other(table: recordSet.table, message: message, remedy: remedy))
  }
}
