/// Looks for what keeps copies of a table's rows, by what the engine knows and by what other tables are called.
package struct CopyReview {
  /// With fewer columns than this, a table that has them all is no sign of anything.
  private static let leastColumns = 3

  private let catalogue: any SchemaCatalogue

  package init(_ catalogue: any SchemaCatalogue) { self.catalogue = catalogue }

  /// Returns what the engine knows to keep rows, or words of them, of the tables that a batch changes.
  package func copies(of recordSet: RecordSet) throws -> [KeptCopy] {
    var found: [KeptCopy] = []
    for table in recordSet.changedTables {
      for copy in try catalogue.keepers(of: table) where !found.contains(copy) { found.append(copy) }
    }
    return found
  }

  /// Returns tables that may have rows of the record set's table, or rows that belong to its records, without the schema saying so.
  package func guesses(for recordSet: RecordSet) throws -> [KeptCopy] {
    let own = try catalogue.columns(of: recordSet.table).map { $0.name.lowercased() }
    let references = Set(try catalogue.references(to: recordSet.table).map { $0.table.lowercased() })
    let names = Self.referenceNames(to: recordSet)
    return try catalogue.otherTables(than: recordSet.table).flatMap { other -> [KeptCopy] in
      let columns = other.columns.map { $0.lowercased() }
      if own.count >= Self.leastColumns, Set(own).isSubset(of: columns) {
        return [
          KeptCopy(
            "table \(other.name)", table: other.name, isGuess: true,
            "has all of its columns: if it is its history or a copy, give it rules as a record set of its own"
          )
        ]
      }
      guard !references.contains(other.name.lowercased()) else { return [] }
      return zip(other.columns, columns).filter { names.contains($1) }.map { column, _ in
        KeptCopy(
          "\(other.name).\(column)", table: other.name, isGuess: true,
          "looks like a reference to it, and no foreign key says so: if its rows belong to these records, bind \(other.name) under \"dependents\""
        )
      }
    }
  }

  /// The names, in small letters, that a column elsewhere has if it refers to the key: `person_id`, `personid`, and the key's own name if it names its table.
  private static func referenceNames(to recordSet: RecordSet) -> Set<String> {
    guard recordSet.key.count == 1, let key = recordSet.key.first?.lowercased() else { return [] }
    let table = recordSet.table.lowercased().split(separator: ".").last.map(String.init) ?? ""
    let singular = table.hasSuffix("s") ? String(table.dropLast()) : table
    guard !singular.isEmpty else { return [] }
    var names: Set<String> = []
    for word in [table, singular] { names.formUnion([word + "_" + key, word + key]) }
    if key.contains(singular), key != singular { names.insert(key) }
    return names
  }
}

extension RecordSet {
  /// The tables whose rows a batch deletes or changes, each once.
  package var changedTables: [String] {
    func tables(_ dependents: [Dependent]) -> [String] {
      dependents.filter(\.recordSets.isEmpty).flatMap { [$0.table] + tables($0.dependents) }
    }
    return ([table] + tables(dependents)).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
