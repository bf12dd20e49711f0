internal import RecordStores
internal import SQLWords
internal import SQLite

/// Answers what single rows depend on, as a SQLite file has it: each question is compiled once and not for each row.
final class AncestorQuestions {
  private let connection: Connection
  private var compiled: [Question: Compiled] = [:]

  private struct Question: Hashable {
    let table: String
    let columns: [String]
  }

  private final class Compiled {
    let statement: Statement

    init(_ statement: consuming Statement) { self.statement = statement }
  }

  init(on connection: Connection) { self.connection = connection }

  func answer(_ question: ReferringRows) throws -> [ReferringRow] {
    guard question.parents.count == 1, let values = question.parents.first else {
      return try SQLiteStore.referring(question, on: connection)
    }
    let statement = try compiled(question)
    // Nothing stays open behind it that would keep a transaction from its end.
    defer { statement.statement.reset() }
    statement.statement.bind(values)
    var found: [ReferringRow] = []
    while try statement.statement.step() {
      found.append(
        ReferringRow(
          parent: 0, values: question.reading.indices.map { statement.statement.value($0 + 1) },
          matches: false))
    }
    return found
  }

  /// What is read of a table's rows is the same in all questions.
  private func compiled(_ question: ReferringRows) throws -> Compiled {
    let key = Question(table: question.table, columns: question.columns)
    if let known = compiled[key] { return known }
    let condition = question.columns.map { "\(sqlite.quoted($0)) = ?" }.joined(separator: " AND ")
    let read = question.reading.map { ", " + sqlite.quoted($0) }.joined()
    let new = Compiled(
      try connection.prepare(
        "SELECT 1\(read) FROM \(sqlite.table(question.table)) WHERE \(condition)"))
    compiled[key] = new
    return new
  }
}
