internal import Words

/// Lists the rows that go with a batch's records because they refer to them, before they go, and those that stay and lose their reference: what the evidence of them is
/// made from.
///
/// It asks the question that `DependentWalk` asks, level by level. A row is located by its table's primary key; in a table without one by the values
/// of its references, and its number among those that have the same.
package struct GoingDependents {
  /// The number of parents that are asked about at once, so that what is found of them stays small.
  private static let parentsAtOnce = 500

  package private(set) var rows = DependentRows()
  /// The rows that stay and lose their reference. One that goes is none of them.
  package private(set) var withoutReference = DependentRows()
  private let tags: SubjectTags
  private let limit: Int
  private let primaryKey: (_ table: String) throws -> [String]
  private let ask: (ReferringRows) throws -> [ReferringRow]
  private var met: Set<Meeting> = []
  private var numbers: [Meeting: Int64] = [:]
  private var keyless: Set<String> = []

  private struct Meeting: Hashable {
    let table: String
    let values: [ColumnValue]
  }

  /// A row that goes, and whom it is about.
  private struct Row {
    let values: [String: ColumnValue]
    let subject: UInt64?
  }

  /// A batch has more rows of dependents than it may, and is to be made smaller.
  private struct TooMany: Error {}

  /// - Parameters:
  ///   - primaryKey: the columns of a table's primary key, in order; none where it has none.
  ///   - ask: answers as the store is inside of the batch's transaction.
  package init(
    tags: SubjectTags, limit: BatchLimit, primaryKey: @escaping (_ table: String) throws -> [String],
    ask: @escaping (ReferringRows) throws -> [ReferringRow]
  ) {
    self.tags = tags
    // A batch of one record cannot be made smaller.
    self.limit = limit.rows == 1 ? .max : limit.dependents
    self.primaryKey = primaryKey
    self.ask = ask
  }

  /// The columns of a record that the list begins with: what is referred to, and its subject.
  package static func columns(of recordSet: RecordSet) -> [String] {
    unique(
      recordSet.dependents.filter(\.recordSets.isEmpty).flatMap(\.parentColumns)
        + (recordSet.subject.map { [$0] } ?? []))
  }

  private static func unique(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Tells if anything goes with the record set's rows.
  package static func areThere(in recordSet: RecordSet) -> Bool {
    recordSet.dependents.contains(where: \.recordSets.isEmpty)
  }

  /// - Parameters:
  ///   - records: the values of `columns(of:)`.
  ///   - others: the tags of the records' subjects, for those that have none of their own.
  /// - Throws: `StoreError.tooLarge` if more rows go than a batch may have, and whatever `ask` throws.
  package mutating func run(
    from records: [[ColumnValue]], of recordSet: RecordSet, about others: [UInt64?]
  ) throws {
    let columns = Self.columns(of: recordSet)
    let rows = zip(records, others).map { values, other in
      let values = Dictionary(uniqueKeysWithValues: zip(columns, values))
      return Row(
        values: values,
        subject: recordSet.subject.flatMap { values[$0] }.flatMap {
          tags.tag(of: $0, as: recordSet.subjectForm)
        } ?? other)
    }
    do {
      try followAll(recordSet.dependents, of: recordSet.table, from: rows)
    } catch is TooMany {
      throw StoreError.tooLarge(
        store: recordSet.store, cause: "more than \(limit) rows of dependents go or change with its records")
    }
  }

  private mutating func followAll(_ dependents: [Dependent], of parent: String, from rows: [Row]) throws {
    // What goes first, as a batch takes it: it has no reference left to lose.
    for dependent in dependents.filter(\.goes) + dependents.filter(\.losesReference) {
      let refersToItself = dependent.refersToItself(in: parent)
      // Rows of one table that refer to each other have in common what refers to the table.
      let below = refersToItself ? dependents : dependent.dependents
      let parents = rows.filter { row in
        dependent.parentColumns.allSatisfy { row.values[$0].map { $0 != .null } ?? false }
      }
      for start in stride(from: 0, to: parents.count, by: Self.parentsAtOnce) {
        let part = Array(parents[start..<min(start + Self.parentsAtOnce, parents.count)])
        try followAll(below, of: dependent.table, from: try list(dependent, from: part, below: below))
      }
    }
  }

  /// - Returns: the rows that were not listed before.
  private mutating func list(_ dependent: Dependent, from parents: [Row], below: [Dependent]) throws -> [Row]
  {
    let primaryKey = try primaryKey(dependent.table)
    let reading = Self.unique(
      primaryKey + dependent.columns + (dependent.subject.map { [$0] } ?? [])
        + below.filter(\.recordSets.isEmpty).flatMap(\.parentColumns))
    var question = ReferringRows(
      table: dependent.table, columns: dependent.columns,
      parents: parents.map { row in dependent.parentColumns.compactMap { row.values[$0] } },
      reading: reading, predicate: .always)
    question.condition = dependent.rows
    let found = try ask(question)
    var new: [Row] = []
    for row in found {
      let values = Dictionary(uniqueKeysWithValues: zip(reading, row.values))
      guard let key = place(of: values, in: dependent, primaryKey) else { continue }
      let own = dependent.subject.flatMap { values[$0] }.flatMap {
        tags.tag(of: $0, as: dependent.subjectForm)
      }
      let subject = own ?? parents[row.parent].subject
      if dependent.losesReference {
        withoutReference.append(key: key, subject: subject, of: dependent.table)
      } else {
        rows.append(key: key, subject: subject, of: dependent.table)
        new.append(Row(values: values, subject: subject))
      }
    }
    guard rows.count + withoutReference.count <= limit else { throw TooMany() }
    return new
  }

  /// - Returns: what locates the row; nil if it was listed before.
  private mutating func place(
    of values: [String: ColumnValue], in dependent: Dependent, _ primaryKey: [String]
  ) -> [ColumnValue]? {
    let table = dependent.table.lowercased()
    let key = primaryKey.map { values[$0] ?? .null }
    // SQLite lets a primary key of text be null: it names no row then.
    guard key.isEmpty || key.contains(.null) else {
      return met.insert(Meeting(table: table, values: key)).inserted ? key : nil
    }
    keyless.insert(dependent.table)
    let references = dependent.columns.map { values[$0] ?? .null }
    let number = numbers[Meeting(table: table, values: references), default: 0] + 1
    numbers[Meeting(table: table, values: references)] = number
    return references + [.integer(number)]
  }

  /// Compares the lists with the rows that went and those that lost their reference, by table.
  ///
  /// In a table without a primary key a row that refers to two records cannot be told from two rows: it is listed for the first.
  ///
  /// - Returns: a table of which other rows were changed than are listed; nil if there is none.
  package mutating func difference(from gone: [String: Int], withoutReference lost: [String: Int]) -> String?
  {
    for table in keyless {
      rows.cut(table, to: gone[table] ?? 0)
      withoutReference.cut(table, to: lost[table] ?? 0)
    }
    return rows.difference(from: gone) ?? withoutReference.difference(from: lost)
  }
}
