internal import RecordStores
internal import SQLWords

/// Asks within a statement whether a row depends on a held record, as `AncestorWalk` answers it: SQLite looks the records up itself, and calls a function
/// for each, which costs a third of what a question for each row does.
///
/// Only the walk can follow ways that lead back to a table that they came through, or that some rows have and others do not.
struct AncestorSQL {
  /// The tests of the records, by the first argument of the function's calls.
  private(set) var tests: [any HoldTest] = []
  /// True of a row that depends on a held record, or refers to what is not there.
  private(set) var condition = ""
  private let walk: AncestorWalk
  private var tables = 0

  /// A statement joins no more than 64 tables, and says everything in 1 000 levels.
  private static let mostTables = 40

  /// Nil if nothing is asked of the table's rows, or the walk has to be.
  init?(_ walk: AncestorWalk, table: String) {
    self.walk = walk
    guard let condition = dependsOnHeld(table, as: sqlite.quoted(table), after: []), !condition.isEmpty
    else {
      return nil
    }
    self.condition = "(\(condition))"
  }

  /// - Parameter name: what the statement calls the row.
  /// - Returns: nil where the ways do not end, are too many, or are not every row's.
  private mutating func dependsOnHeld(_ table: String, as name: String, after passed: Set<String>) -> String?
  {
    let passed = passed.union([table.lowercased()])
    var ways: [String] = []
    for steps in walk.ways(from: table) {
      var answers: [String] = []
      for step in steps {
        tables += 1
        guard tables <= Self.mostTables, !passed.contains(step.parent.lowercased()),
          step.condition == .always
        else { return nil }
        let parent = "retentiond_above_\(tables)"
        guard let above = dependsOnHeld(step.parent, as: parent, after: passed) else { return nil }
        let held = walk.tests(of: step.parent).map { call($0, parent) } + (above.isEmpty ? [] : [above])
        // A value that was read would have no affinity either.
        let isParent = step.references.map {
          "\(parent).\(sqlite.quoted($0.parentColumn)) = +\(name).\(sqlite.quoted($0.column))"
        }
        answers.append(
          """
          coalesce((SELECT max(\(held.isEmpty ? "0" : held.joined(separator: " OR "))) FROM \(sqlite.table(step.parent)) \
          AS \(parent) WHERE \(isParent.joined(separator: " AND "))), -1)
          """)
      }
      // 1 where a parent is held, 0 where none is, -1 where there is none.
      let answer = answers.count == 1 ? answers[0] : "max(\(answers.joined(separator: ", ")))"
      let refers = (steps.first?.references ?? []).map { "\(name).\(sqlite.quoted($0.column)) IS NOT NULL" }
      ways.append("(\(refers.joined(separator: " AND ")) AND \(answer) <> 0)")
    }
    return ways.joined(separator: " OR ")
  }

  private mutating func call(_ test: AncestorWalk.Test, _ parent: String) -> String {
    tests.append(test.holds)
    let subject = test.subject.map { "\(parent).\(sqlite.quoted($0))" } ?? "NULL"
    let key = test.holds.needsKey ? test.key.map { ", \(parent).\(sqlite.quoted($0))" }.joined() : ""
    return "\(RowFunctions.heldAbove)(\(tests.count - 1), \(subject)\(key))"
  }
}
