/// Counts the rows that go with records, and those that stay and lose their reference, by table, each once: as many as a batch that deletes these records will list.
///
/// It goes from the records to what refers to them, level by level, with one question a level and declared way. A row that refers to several
/// records is counted with the first of them.
package struct DependentCount {
  private let recordSet: RecordSet
  private let ask: (ReferringRows) throws -> [ReferringRow]
  private let count: (ReferringRows) throws -> Int
  private let primaryKey: (_ table: String) throws -> [String]
  /// The declared ways into each table whose rows go, by its name in lower case.
  private let ways: [String: [Way]]
  /// How many declared ways there are into each table whose rows lose their reference.
  private let losing: [String: Int]
  /// What rows that are counted refer to, by the way: a row of which one way is there is counted.
  private var counted: [String: [Way: Set<[ColumnValue]>]] = [:]
  /// The rows that are counted, where a way is not every row's.
  private var met: [String: Set<[ColumnValue]>] = [:]
  /// The rows that are counted because they lose a reference, where they can lose several.
  private var lost: [String: Set<[ColumnValue]>] = [:]

  /// By table, as the file names it.
  package private(set) var rows: [String: Int] = [:]
  /// The rows that stay and lose their reference, by table.
  package private(set) var withoutReference: [String: Int] = [:]

  private struct Way: Hashable {
    /// The columns that refer.
    let columns: [String]
    /// Which rows refer so.
    let rows: Predicate

    init(_ dependent: Dependent) { (columns, rows) = (dependent.columns, dependent.rows) }
  }

  /// - Parameters:
  ///   - ask: reads the rows that refer to some others.
  ///   - count: counts them.
  ///   - primaryKey: the columns of a table's primary key, in order; none where it has none.
  package init(
    recordSet: RecordSet, ask: @escaping (ReferringRows) throws -> [ReferringRow],
    count: @escaping (ReferringRows) throws -> Int, primaryKey: @escaping (_ table: String) throws -> [String]
  ) {
    self.recordSet = recordSet
    self.ask = ask
    self.count = count
    self.primaryKey = primaryKey
    var ways: [String: [Way]] = [:]
    var losing: [String: Int] = [:]
    func add(_ dependents: [Dependent]) {
      for dependent in dependents where dependent.losesReference {
        losing[dependent.table.lowercased(), default: 0] += 1
      }
      for dependent in dependents where dependent.goes {
        if !ways[dependent.table.lowercased(), default: []].contains(Way(dependent)) {
          ways[dependent.table.lowercased(), default: []].append(Way(dependent))
        }
        add(dependent.dependents)
      }
    }
    add(recordSet.dependents)
    self.ways = ways
    self.losing = losing
  }

  /// Tells if anything goes with the record set's rows, or loses its reference.
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
    for dependent in dependents where dependent.goes {
      let parents = Self.parents(of: dependent, rows)
      guard !parents.isEmpty else { continue }
      let below = self.below(dependent)
      let table = dependent.table.lowercased()
      let ways = ways[table] ?? []
      let isLeaf = ways.count == 1 && below.isEmpty && losing[table] == nil
      // The columns of a way do not tell whether the row refers that way.
      let asksKey = losing[table] != nil || ways.count > 1 && ways.contains { $0.rows != .always }
      let key = asksKey ? try primaryKey(dependent.table) : []
      let reading =
        isLeaf
        ? []
        : (ways.flatMap(\.columns) + below.flatMap(\.parentColumns) + key).reduce(into: [String]()) {
          if !$0.contains($1) { $0.append($1) }
        }
      var question = ReferringRows(
        table: dependent.table, columns: dependent.columns, parents: Array(parents), reading: reading,
        predicate: .always)
      question.condition = dependent.rows
      if isLeaf {
        self.rows[dependent.table, default: 0] += try count(question)
        continue
      }
      let found = try ask(question).map { Dictionary(uniqueKeysWithValues: zip(reading, $0.values)) }
      let new = leaveCounted(found, of: dependent, by: key)
      self.rows[dependent.table, default: 0] += new.count
      try add(below, below: new)
    }
    for dependent in dependents where dependent.losesReference { try addLosing(dependent, below: rows) }
  }

  private static func parents(of dependent: Dependent, _ rows: [[String: ColumnValue]]) -> Set<[ColumnValue]>
  {
    var parents: Set<[ColumnValue]> = []
    for row in rows {
      let values = dependent.parentColumns.compactMap { row[$0] }
      if values.count == dependent.parentColumns.count, !values.contains(.null) { parents.insert(values) }
    }
    return parents
  }

  /// Adds the rows that stay without what they refer to. One that goes with a record loses nothing, and one that loses several references is one row.
  private mutating func addLosing(_ dependent: Dependent, below rows: [[String: ColumnValue]]) throws {
    let parents = Self.parents(of: dependent, rows)
    guard !parents.isEmpty else { return }
    let table = dependent.table.lowercased()
    let isSingle = losing[table] == 1 && ways[table] == nil
    let key = isSingle ? [] : try primaryKey(dependent.table)
    var question = ReferringRows(
      table: dependent.table, columns: dependent.columns, parents: Array(parents), reading: key,
      predicate: .always)
    question.condition = dependent.rows
    guard !key.isEmpty else {
      withoutReference[dependent.table, default: 0] += try count(question)
      return
    }
    let gone = met[table] ?? []
    let new = try ask(question).count {
      $0.values.contains(.null)
        || !gone.contains($0.values) && lost[table, default: []].insert($0.values).inserted
    }
    withoutReference[dependent.table, default: 0] += new
  }

  /// Takes out the rows that were counted before, and notes the others.
  private mutating func leaveCounted(
    _ found: [[String: ColumnValue]], of dependent: Dependent, by key: [String]
  ) -> [[String: ColumnValue]] {
    let table = dependent.table.lowercased()
    guard key.isEmpty else {
      return found.filter { row in
        met[table, default: []].insert(key.map { row[$0] ?? .null }).inserted
      }
    }
    let own = Way(dependent)
    let ways = ways[table] ?? []
    let known = counted[table] ?? [:]
    let new = found.filter { row in
      !ways.contains { way in
        // Rows of one way's columns and another condition are others.
        (way == own || way.columns != own.columns)
          && known[way]?.contains(way.columns.map { row[$0] ?? .null }) ?? false
      }
    }
    if ways.count > 1 {
      let values = found.map { row in dependent.columns.map { row[$0] ?? .null } }
      counted[table, default: [:]][own, default: []].formUnion(values)
    }
    return new
  }

  /// What goes with a dependent's rows. Rows of one table that refer to each other have in common what refers to the table.
  private func below(_ dependent: Dependent) -> [Dependent] {
    guard dependent.dependents.contains(where: { $0.refersToItself(in: dependent.table) }) else {
      return dependent.dependents
    }
    return dependent.dependents.map { nested in
      guard nested.refersToItself(in: dependent.table) else { return nested }
      var other = nested
      other.dependents = dependent.dependents
      return other
    }
  }
}
