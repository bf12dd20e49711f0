/// Finds whom rows are about that name nobody themselves, by the record that they depend on: `"subject": {"parent": …}`.
///
/// It asks the question that `AncestorWalk` asks, one for each declared way on the way up, for all rows of a batch at once. A row that depends on
/// several people is about the first, in the order of the declared ways.
package struct ParentSubjects {
  /// The columns that rows are to be given with.
  package let columns: [String]
  private let recordSet: RecordSet
  private let parent: RecordSet
  private let subject: String
  private let tags: SubjectTags
  private let ask: (ReferringRows) throws -> [ReferringRow]

  /// - Parameter ask: answers as the store is inside of the batch's transaction, before its rows change.
  /// - Returns: nil where nobody asks whom the rows are about, or no way leads from them to a record that says so.
  package init?(
    of recordSet: RecordSet, tags: SubjectTags?, ask: @escaping (ReferringRows) throws -> [ReferringRow]
  ) {
    guard let tags, let parent = Self.parent(of: recordSet), let subject = parent.subject else { return nil }
    self.recordSet = recordSet
    self.parent = parent
    self.subject = subject
    self.tags = tags
    self.ask = ask
    columns = recordSet.ancestry.columns(from: recordSet.table)
  }

  /// Tells if rows of the record set can be about the person of a record that they depend on.
  package static func areThere(for recordSet: RecordSet) -> Bool { parent(of: recordSet)?.subject != nil }

  private static func parent(of recordSet: RecordSet) -> RecordSet? {
    guard let name = recordSet.subjectParent, let parent = recordSet.ancestry.recordSet(named: name),
      recordSet.ancestry.ancestors(of: recordSet.table).contains(parent.table.lowercased())
    else { return nil }
    return parent
  }

  /// - Parameter rows: each with the values of `columns`.
  /// - Returns: for each row the tag of its record's subject.
  package func tags(of rows: [[String: ColumnValue]]) throws -> [UInt64?] {
    try tags(of: rows, in: recordSet.table, after: [])
  }

  private func tags(of rows: [[String: ColumnValue]], in table: String, after passed: Set<String>) throws
    -> [UInt64?]
  {
    let ancestry = recordSet.ancestry
    let target = parent.table.lowercased()
    let passed = passed.union([table.lowercased()])
    var found = [UInt64?](repeating: nil, count: rows.count)
    for step in ancestry.steps(from: table) {
      let above = step.parent.lowercased()
      guard !passed.contains(above), above == target || ancestry.ancestors(of: above).contains(target) else {
        continue
      }
      var places: [[ColumnValue]: [Int]] = [:]
      for (place, row) in rows.enumerated() where found[place] == nil && step.leads(from: row) {
        let values = step.references.map { row[$0.column] ?? .null }
        if !values.contains(.null) { places[values, default: []].append(place) }
      }
      guard !places.isEmpty else { continue }
      let parents = Array(places.keys)
      let reading = above == target ? [subject] : ancestry.columns(from: step.parent)
      let answers = try ask(
        ReferringRows(
          table: step.parent, columns: step.references.map(\.parentColumn), parents: parents,
          reading: reading, predicate: .never, isUpwards: true))
      let told =
        above == target
        ? answers.map { tags.tag(of: $0.values.first ?? .null, as: parent.subjectForm) }
        : try tags(
          of: answers.map { Dictionary(uniqueKeysWithValues: zip(reading, $0.values)) }, in: step.parent,
          after: passed)
      for (answer, tag) in zip(answers, told) {
        for place in places[parents[answer.parent]] ?? [] where found[place] == nil { found[place] = tag }
      }
    }
    return found
  }
}
