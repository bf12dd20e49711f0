/// Counts the rows that go with records, by table, each once: as many as a batch that deletes these records will list.
///
/// It goes from the records to what refers to them, level by level, with one question a level and declared way. A row that refers to several
/// records is counted with the first of them.
package struct DependentCount {
  private let recordSet: RecordSet
  private let ask: (ReferringRows) throws -> [ReferringRow]
  private let count: (ReferringRows) throws -> Int
  /// The declared ways into each table whose rows go, by its name in lower case: the columns that refer.
  private let ways: [String: [[String]]]
  /// What rows that are counted refer to, by the way: a row of which one way is there is counted.
  private var counted: [Way: Set<[ColumnValue]>] = [:]

  /// By table, as the file names it.
  package private(set) var rows: [String: Int] = [:]

  private struct Way: Hashable {
    let table: String
    let columns: [String]
  }

  /// - Parameters:
  ///   - ask: reads the rows that refer to some others.
  ///   - count: counts them.
  package init(
    recordSet: RecordSet, ask: @escaping (ReferringRows) throws -> [ReferringRow],
    count: @escaping (ReferringRows) throws -> Int
  ) {
    self.recordSet = recordSet
    self.ask = ask
    self.count = count
    var ways: [String: [[String]]] = [:]
    func add(_ dependents: [Dependent]) {
      for dependent in dependents where dependent.recordSets.isEmpty {
        if !ways[dependent.table.lowercased(), default: []].contains(dependent.columns) {
          ways[dependent.table.lowercased(), default: []].append(dependent.columns)
        }
        add(dependent.dependents)
      }
    }
    add(recordSet.dependents)
    self.ways = ways
  }

  /// Tells if anything goes with the record set's rows.
  package static func isWorthwhile(_ recordSet: RecordSet) -> Bool {
    recordSet.dependents.contains { $0.recordSets.isEmpty }
  }

  /// Adds what goes with some more records.
  ///
  /// - Parameter records: the values of `DependentWalk.columns(of:)`.
  package mutating func add(_ records: [[ColumnValue]]) throws {
    let columns = DependentWalk.columns(of: recordSet)
    try add(recordSet.dependents, below: records.map { Dictionary(uniqueKeysWithValues: zip(columns, $0)) })
  }

  private mutating func add(_ dependents: [Dependent], below rows: [[String: ColumnValue]]) throws {
    for dependent in dependents where dependent.recordSets.isEmpty {
      var parents: Set<[ColumnValue]> = []
      for row in rows {
        let values = dependent.parentColumns.compactMap { row[$0] }
        if values.count == dependent.parentColumns.count, !values.contains(.null) { parents.insert(values) }
      }
      guard !parents.isEmpty else { continue }
      let below = self.below(dependent)
      let ways = ways[dependent.table.lowercased()] ?? []
      let isLeaf = ways.count == 1 && below.isEmpty
      let reading =
        isLeaf
        ? []
        : (ways.flatMap(\.self) + below.flatMap(\.parentColumns)).reduce(into: [String]()) {
          if !$0.contains($1) { $0.append($1) }
        }
      let question = ReferringRows(
        table: dependent.table, columns: dependent.columns, parents: Array(parents), reading: reading,
        predicate: .always)
      if isLeaf {
        self.rows[dependent.table, default: 0] += try count(question)
        continue
      }
      let found = try ask(question).map { Dictionary(uniqueKeysWithValues: zip(reading, $0.values)) }
      let new = found.filter { row in
        !ways.contains { columns in
          counted[Way(table: dependent.table.lowercased(), columns: columns)]?.contains(
            columns.map { row[$0] ?? .null }) ?? false
        }
      }
      if ways.count > 1 {
        let way = Way(table: dependent.table.lowercased(), columns: dependent.columns)
        counted[way, default: []].formUnion(found.map { row in dependent.columns.map { row[$0] ?? .null } })
      }
      self.rows[dependent.table, default: 0] += new.count
      try add(below, below: new)
    }
  }

  /// What goes with a dependent's rows. Rows of one table that refer to each other have in common what refers to the table.
  private func below(_ dependent: Dependent) -> [Dependent] {
    guard dependent.dependents.contains(where: { $0.refersToItself(in: dependent.table) }) else {
      return dependent.dependents
    }
    return dependent.dependents.map { nested in
      guard nested.refersToItself(in: dependent.table) else { return nested }
      return Dependent(
        table: nested.table, references: nested.references, recordSets: nested.recordSets,
        dependents: dependent.dependents)
    }
  }
}
