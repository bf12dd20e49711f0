internal import Words

/// Finds what keeps records because it refers to them: the choke point that every deletion of a record with such dependents passes.
///
/// It goes from the records to what refers to them, level by level, with one question a level for all of them. It ends where rows refer to each
/// other in a circle, too: no row is met twice on the way from one record.
package struct DependentWalk {
  private let recordSet: RecordSet
  private let test: DependentTest
  private let holds: any HoldTest
  private let ask: (ReferringRows) throws -> [ReferringRow]
  private let ancestors: AncestorWalk

  /// The rows that keep each record, by the record's place, and by record set or table.
  package private(set) var keepers: [Int: [String: Int]] = [:]
  /// Rows of the record set itself that refer to a record, however far: they go in one batch with it.
  package private(set) var companions: [Int: [Companion]] = [:]
  /// Tells if rows of the record set refer to each other in a circle, or to one of them on two ways.
  package private(set) var isTangled = false
  /// The rows that were found to go with a record, by what identifies each (`Dependent.identity`). Whoever deletes takes no others: a row that came since, where no foreign
  /// key keeps it from coming, has not been asked about.
  package private(set) var judged: [Dependent: Set<[ColumnValue]>] = [:]
  private var primaryKey: ((_ table: String) throws -> [String])?
  private var met: Set<Meeting> = []

  package struct Companion: Sendable {
    package let key: [ColumnValue]
    /// How many references lie between it and the record: the furthest goes first.
    package let depth: Int
  }

  private struct Meeting: Hashable {
    let record: Int
    let place: String
    let values: [ColumnValue]
  }

  /// A row on the way, and the record that it was reached from.
  private struct Row {
    let record: Int
    let values: [String: ColumnValue]
  }

  /// - Parameters:
  ///   - holds: the test for the record set's own rows.
  ///   - ask: answers as the store is when it is asked, under a lock if the records are to go.
  package init(
    recordSet: RecordSet, test: DependentTest, holds: any HoldTest,
    ask: @escaping (ReferringRows) throws -> [ReferringRow]
  ) {
    self.recordSet = recordSet
    self.test = test
    self.holds = holds
    self.ask = ask
    ancestors = AncestorWalk(recordSet: recordSet, holds: holds, ask: ask)
  }

  /// Notes from now on which rows go with a record (`judged`).
  ///
  /// - Parameter primaryKey: the columns of a table's primary key, in order; none where it has none.
  package mutating func noteJudged(by primaryKey: @escaping (_ table: String) throws -> [String]) {
    self.primaryKey = primaryKey
  }

  /// The columns of a record that the walk begins with: its key, and what is referred to beside it.
  package static func columns(of recordSet: RecordSet) -> [String] {
    columns(recordSet.key + recordSet.dependents.flatMap(\.parentColumns))
  }

  private static func columns(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// - Parameter records: the values of `columns(of:)`.
  package mutating func run(from records: [[ColumnValue]]) throws {
    let columns = Self.columns(of: recordSet)
    let rows = records.enumerated().map { place, values in
      Row(record: place, values: Dictionary(uniqueKeysWithValues: zip(columns, values)))
    }
    for row in rows { _ = isNew(row, in: recordSet.name.rawValue, by: recordSet.key) }
    try followAll(recordSet.dependents, of: recordSet.table, from: rows, depth: 1)
  }

  private mutating func followAll(
    _ dependents: [Dependent], of parent: String, from rows: [Row], depth: Int
  ) throws {
    for dependent in dependents where dependent.canKeep {
      if primaryKey != nil { judged[dependent, default: []].formUnion([]) }
      let parents = rows.filter { row in
        dependent.parentColumns.allSatisfy { row.values[$0].map { $0 != .null } ?? false }
      }
      guard !parents.isEmpty else { continue }
      if dependent.recordSets.isEmpty {
        let refersToItself = dependent.refersToItself(in: parent)
        // Rows of one table that refer to each other have in common what refers to the table.
        try follow(
          dependent, from: parents, below: refersToItself ? dependents : dependent.dependents,
          inCircle: refersToItself, depth: depth)
      } else {
        for name in dependent.recordSets { try follow(dependent, in: name, from: parents, depth: depth) }
      }
    }
  }

  /// The columns that identify a row of a dependent, where somebody asks.
  private func identity(of dependent: Dependent) throws -> [String]? {
    guard let primaryKey else { return nil }
    return dependent.identity(try primaryKey(dependent.table))
  }

  /// Rows that belong to no record set, or to one of which no rule applies to them: they go with their record, unless their subject is held, their record set, or
  /// another record that they refer to.
  private mutating func follow(
    _ dependent: Dependent, from rows: [Row], below: [Dependent], inCircle: Bool, depth: Int
  ) throws {
    let above = dependent.hasOtherParents ? ancestors.columns(of: dependent.table) : []
    let sets = dependent.recordsOf.compactMap { recordSet.ancestry.recordSet(named: $0) }
    let identity = try identity(of: dependent)
    let reading = Self.columns(
      (dependent.subject.map { [$0] } ?? []) + below.flatMap(\.parentColumns) + above
        + sets.flatMap { $0.key + ($0.subject.map { [$0] } ?? []) } + (identity ?? []))
    let setHolds = tests(of: sets)
    let holds = holds.test(of: dependent)
    var going: [Row] = []
    var identities: Set<[ColumnValue]> = []
    let found = try find(dependent, from: rows, reading: reading, predicate: .always)
    let held = above.isEmpty ? [] : try ancestors.held(of: dependent.table, found.map(\.row.values))
    for (place, (row, _)) in found.enumerated() {
      if held.contains(place) {
        keep(row, by: dependent.table)
      } else if let subject = dependent.subject,
        try holds.isHeld(subject: row.values[subject] ?? .null, key: [])
      {
        keep(row, by: dependent.table)
      } else if let set = try holder(of: row, among: sets, setHolds) {
        keep(row, by: set.rawValue)
      } else if !inCircle || isNew(row, in: dependent.table, by: reading) {
        if let identity { identities.insert(identity.map { row.values[$0] ?? .null }) }
        going.append(row)
      }
    }
    if identity != nil { judged[dependent, default: []].formUnion(identities) }
    try followAll(below, of: dependent.table, from: going, depth: depth + 1)
  }

  /// Rows that go by their own periods: those that stay keep their record.
  private mutating func follow(_ dependent: Dependent, in name: RecordSetName, from rows: [Row], depth: Int)
    throws
  {
    let going = test.going[name]
    let isOwn = name == recordSet.name
    let set = going?.recordSet
    let reading = set.map { set in
      Self.columns(
        Self.columns(of: set) + (set.subject.map { [$0] } ?? []) + ancestors.columns(of: set.table))
    }
    var holds = holds
    if !isOwn, let set { holds = holds.test(of: set) }
    var next: [Row] = []
    let found = try find(
      dependent, from: rows, reading: reading ?? [], predicate: going?.predicate ?? .never)
    let held = set == nil ? [] : try ancestors.held(of: dependent.table, found.map(\.row.values))
    for (place, (row, matches)) in found.enumerated() {
      guard let set else {
        keep(row, by: name.rawValue)
        continue
      }
      // Without a key two rows are never taken for one.
      guard set.isKeyless || isNew(row, in: name.rawValue, by: set.key) else {
        if isOwn { isTangled = true }
        continue
      }
      let key = set.key.compactMap { row.values[$0] }
      let subject = set.subject.flatMap { row.values[$0] } ?? .null
      guard try matches && !held.contains(place) && !holds.isHeld(subject: subject, key: key) else {
        keep(row, by: name.rawValue)
        continue
      }
      if isOwn { companions[row.record, default: []].append(Companion(key: key, depth: depth)) }
      next.append(row)
    }
    try followAll(set?.dependents ?? [], of: dependent.table, from: next, depth: depth + 1)
  }

  private func tests(of sets: [RecordSet]) -> [any HoldTest] { sets.map { holds.test(of: $0) } }

  /// The record set of whose rows a hold keeps this one.
  private func holder(of row: Row, among sets: [RecordSet], _ tests: [any HoldTest]) throws -> RecordSetName?
  {
    for (set, test) in zip(sets, tests) {
      let subject = set.subject.flatMap { row.values[$0] } ?? .null
      let key = set.key.map { row.values[$0] ?? .null }
      if try test.isHeld(subject: subject, key: key) { return set.name }
    }
    return nil
  }

  private func find(
    _ dependent: Dependent, from rows: [Row], reading: [String], predicate: Predicate
  ) throws -> [(row: Row, matches: Bool)] {
    let parents = rows.map { row in dependent.parentColumns.compactMap { row.values[$0] } }
    var question = ReferringRows(
      table: dependent.table, columns: dependent.columns, parents: parents, reading: reading,
      predicate: predicate)
    question.condition = dependent.rows
    question.locksKeepers = dependent.share != .always
    return try ask(question).map { found in
      let values = Dictionary(uniqueKeysWithValues: zip(reading, found.values))
      return (Row(record: rows[found.parent].record, values: values), found.matches)
    }
  }

  private mutating func keep(_ row: Row, by keeper: String) {
    keepers[row.record, default: [:]][keeper, default: 0] += 1
  }

  private mutating func isNew(_ row: Row, in place: String, by columns: [String]) -> Bool {
    met.insert(Meeting(record: row.record, place: place, values: columns.compactMap { row.values[$0] }))
      .inserted
  }
}

extension Dependent {
  /// The columns that a row is known again by; where there is no primary key, what a hold is asked by.
  package func identity(_ primaryKey: [String]) -> [String] {
    guard primaryKey.isEmpty else { return primaryKey }
    return columns + (subject.map { [$0] } ?? []).filter { !columns.contains($0) }
  }
}
