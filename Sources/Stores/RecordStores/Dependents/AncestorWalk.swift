/// Finds the rows that stay because they depend on a record that a hold keeps: the choke point for what refers to held records.
///
/// It goes from the rows to what they refer to, level by level, with one question a level and declared way for all of them, and meets no row twice,
/// so that it ends where rows refer to each other in a circle. What it has asked it remembers: one walk serves one moment of the store, which is a
/// batch under its locks, or one question. Nothing is asked where no hold is in force.
///
/// A reference that leads to no row keeps the row, too: nobody can tell any more on whom it depends.
package final class AncestorWalk {
  private let ancestry: Ancestry
  private let holds: any HoldTest
  private let ask: (ReferringRows) throws -> [ReferringRow]

  /// Tells if no hold is in force, or nothing depends on anything.
  package let isNeedless: Bool

  private struct Question: Hashable {
    /// The way's place in the ancestry.
    let step: Int
    let values: [ColumnValue]
  }

  private struct Meeting: Hashable {
    let table: String
    let values: [ColumnValue]
  }

  /// A row that others depend on.
  private struct Ancestor {
    let table: String
    let values: [String: ColumnValue]
    var isHeld: Bool
    /// The rows found so far that depend on it, by their places.
    var children: [Int] = []
  }

  /// Who can be held in a table that others refer to: the test, and the columns that it is asked with.
  package struct Test {
    package let holds: any HoldTest
    package let subject: String?
    package let key: [String]
  }

  /// What is asked about rows of one table.
  private struct Place {
    /// The table in lower case.
    let name: String
    let reading: [String]
    let tests: [Test]
    /// The ways on, those by the same columns together: a reference is to a row of one of several tables.
    let steps: [[Int]]
  }

  private var ancestors: [Ancestor] = []
  /// The held rows whose dependents have not been told of it yet.
  private var untold: [Int] = []
  private var met: [Meeting: Int] = [:]
  private var answers: [Question: [Int]] = [:]
  private var places: [String: Place] = [:]

  /// More rows than that are forgotten before the next question.
  private static let memory = 50_000

  /// - Parameters:
  ///   - holds: the test for the record set's own rows.
  ///   - ask: answers as the store is when it is asked, under a lock if rows are to be changed.
  package init(
    recordSet: RecordSet, holds: any HoldTest, ask: @escaping (ReferringRows) throws -> [ReferringRow]
  ) {
    ancestry = recordSet.ancestry
    // What a run has set aside is no hold.
    self.holds = holds.isEmpty ? holds : holds.test(of: recordSet)
    self.ask = ask
    isNeedless = recordSet.ancestry.steps.isEmpty || self.holds.isEmpty
  }

  /// The columns that rows of a table are to be given with; none where nothing is asked of them.
  package func columns(of table: String) -> [String] { isNeedless ? [] : ancestry.columns(from: table) }

  /// Returns the declared ways on from a table's rows, those by the same columns together: a reference is to a row of one of several tables.
  ///
  /// With `tests(of:)` an adapter asks in words of its own what `held(of:_:)` answers.
  package func ways(from table: String) -> [[Ancestry.Step]] {
    isNeedless ? [] : place(of: table).steps.map { $0.map { ancestry.steps[$0] } }
  }

  /// Returns the tests that can hold a row of a table.
  package func tests(of table: String) -> [Test] { place(of: table).tests.filter { !$0.holds.isEmpty } }

  /// - Parameter rows: each with the values of `columns(of:)`.
  /// - Returns: the places of those that depend on a held record, or refer to what is not there.
  package func held(of table: String, _ rows: [[String: ColumnValue]]) throws -> Set<Int> {
    guard !isNeedless, !place(of: table).steps.isEmpty else { return [] }
    if ancestors.count > Self.memory {
      (ancestors, met, answers) = ([], [:], [:])
    }
    let firstNew = ancestors.count
    let links = try follow(rows, of: table)
    var next = firstNew
    while next < ancestors.count {
      // Those of one table that were found one after the other are asked about together.
      let table = ancestors[next].table
      var end = next
      while end < ancestors.count, ancestors[end].table == table { end += 1 }
      for (offset, link) in try follow(ancestors[next..<end].map(\.values), of: table).enumerated() {
        if link.isHeld || link.parents.contains(where: { ancestors[$0].isHeld }) { hold(next + offset) }
        for parent in link.parents { ancestors[parent].children.append(next + offset) }
      }
      next = end
    }
    spread()
    return Set(
      links.indices.filter { place in
        links[place].isHeld || links[place].parents.contains { ancestors[$0].isHeld }
      })
  }

  private func hold(_ place: Int) {
    guard !ancestors[place].isHeld else { return }
    ancestors[place].isHeld = true
    untold.append(place)
  }

  /// What is held keeps all that depend on it, however far.
  private func spread() {
    while let place = untold.popLast() {
      for child in ancestors[place].children { hold(child) }
    }
  }

  /// For each row what it refers to, by place; new ones are added behind the others.
  private func follow(
    _ rows: [[String: ColumnValue]], of table: String
  ) throws -> [(isHeld: Bool, parents: [Int])] {
    var links = rows.map { _ in (isHeld: false, parents: [Int]()) }
    for steps in place(of: table).steps {
      for step in steps { try answer(rows.compactMap { values(of: $0, by: step) }, step) }
      for (place, row) in rows.enumerated() {
        let questions = steps.compactMap { step in
          values(of: row, by: step).map { Question(step: step, values: $0) }
        }
        guard !questions.isEmpty else { continue }
        let parents = questions.flatMap { answers[$0] ?? [] }
        if parents.isEmpty { links[place].isHeld = true }
        links[place].parents += parents
      }
    }
    return links
  }

  /// What the row refers to; nil where a null, or the way's condition, says that it refers to nothing.
  private func values(of row: [String: ColumnValue], by step: Int) -> [ColumnValue]? {
    var values: [ColumnValue] = []
    guard ancestry.steps[step].mayLead(from: row) else { return nil }
    for reference in ancestry.steps[step].references {
      guard let value = row[reference.column], value != .null else { return nil }
      values.append(value)
    }
    return values
  }

  /// Asks the store for the rows that have these values, unless that is known.
  private func answer(_ wanted: [[ColumnValue]], _ step: Int) throws {
    var values: [[ColumnValue]] = []
    for value in wanted where answers[Question(step: step, values: value)] == nil {
      answers[Question(step: step, values: value)] = []
      values.append(value)
    }
    guard !values.isEmpty else { return }
    let way = ancestry.steps[step]
    let place = place(of: way.parent)
    let found = try ask(
      ReferringRows(
        table: way.parent, columns: way.references.map(\.parentColumn), parents: values,
        reading: place.reading, predicate: .never, isUpwards: true))
    for row in found {
      let ancestor = try meet(row.values, place)
      answers[Question(step: step, values: values[row.parent]), default: []].append(ancestor)
    }
  }

  private func meet(_ values: [ColumnValue], _ place: Place) throws -> Int {
    let meeting = Meeting(table: place.name, values: values)
    if let known = met[meeting] { return known }
    let named = Dictionary(uniqueKeysWithValues: zip(place.reading, values))
    let isHeld = try place.tests.contains { test in
      try test.holds.isHeld(
        subject: test.subject.flatMap { named[$0] } ?? .null, key: test.key.map { named[$0] ?? .null })
    }
    ancestors.append(Ancestor(table: place.name, values: named, isHeld: false))
    met[meeting] = ancestors.count - 1
    if isHeld { hold(ancestors.count - 1) }
    return ancestors.count - 1
  }

  private func place(of table: String) -> Place {
    if let known = places[table] { return known }
    let name = table.lowercased()
    let found = ancestry.places[name] ?? Ancestry.Place()
    var steps: [(columns: Set<String>, steps: [Int])] = []
    for (index, step) in ancestry.steps.enumerated() where step.table.lowercased() == name {
      let columns = Set(step.references.map { $0.column.lowercased() })
      if let known = steps.firstIndex(where: { $0.columns == columns }) {
        steps[known].steps.append(index)
      } else {
        steps.append((columns, [index]))
      }
    }
    let place = Place(
      name: name, reading: ancestry.reading(of: table),
      tests: found.recordSets.map { Test(holds: holds.test(of: $0), subject: $0.subject, key: $0.key) }
        + found.dependents.map { Test(holds: holds.test(of: $0), subject: $0.subject, key: []) },
      steps: steps.map(\.steps))
    places[table] = place
    return place
  }
}
