import Foundation
import RecordStores
import SQLWords
import TestNames
import Testing

@testable import MariaDBStore
@testable import PostgreSQLStore
@testable import SQLiteStore
@testable import ServerStores

/// What each dialect says is pinned, word by word: a change here is a change of what rows are asked, and is read before it is agreed to.
///
/// `RETENTIOND_PIN=1` writes the files anew.
@Suite struct PinnedWordsTests {
  @Test func sqliteSaysAsPinned() throws {
    var pinned = Pinned()
    pinned.add(predicates: SQLiteConditions(alias: "t"))
    pinned.add(predicates: SQLiteConditions(alias: "t", untyped: ["amount"]), "without types")
    for encoding in try PinnedWords.encodings() {
      pinned.add(SQLiteEventConditions(PinnedWords.event(encoding)), PinnedWords.name(of: encoding))
    }
    pinned.add(ledger: sqlite)
    let table = SQLiteTable(recordSet: Self.recordSet)
    pinned.add("behind a key", table.isBehind(key: [.integer(1), .text("x")]))
    pinned.add("same to the last bit", SQLText(sqlite.isSame("a.\"note\"", "s.\"note\"")))
    try pinned.compare(with: "sqlite")
  }

  @Test func postgreSQLSaysAsPinned() throws {
    try compare(PostgresDialect(schema: "public"), with: "postgresql", types: Self.postgresTypes)
  }

  @Test func mariaDBSaysAsPinned() throws {
    try compare(
      MariaDBDialect(database: "insurer", kind: .mariaDB), with: "mariadb", types: Self.mariaDBTypes)
  }

  /// The kinds of server that speak MariaDB's protocol differ in no condition.
  @Test func mySQLSaysTheSame() throws {
    let (mariaDB, mySQL) = (
      MariaDBDialect(database: "insurer", kind: .mariaDB), MariaDBDialect(database: "insurer", kind: .mySQL)
    )
    for (name, predicate) in PinnedWords.predicates {
      let (one, other) = (
        Self.conditions(mariaDB, Self.mariaDBTypes), Self.conditions(mySQL, Self.mariaDBTypes)
      )
      #expect(one.condition(predicate) == other.condition(predicate), "\(name)")
    }
    #expect(mariaDB.directDelete(from: "claims") != nil)
    #expect(mySQL.directDelete(from: "claims") == nil)
  }

  private static let recordSet = RecordSet(
    name: "claims", store: "insurer", table: "claims", key: ["amount", "note"])

  private static let postgresTypes: [(TypeFamily, String)] = [
    (.date, "date"), (.timestamp, "timestamp without time zone"), (.instant, "timestamp with time zone"),
    (.text, "text"), (.integer, "bigint"), (.number, "double precision"), (.number, "numeric(20,6)"),
  ]

  private static let mariaDBTypes: [(TypeFamily, String)] = [
    (.date, "date"), (.timestamp, "datetime(6)"), (.instant, "datetime(6)"), (.text, "varchar(1000)"),
    (.integer, "bigint"), (.number, "double"), (.number, "decimal(20,6)"),
  ]

  private static func column(_ name: String, _ type: (family: TypeFamily, name: String)) -> ColumnShape {
    ColumnShape(name: name, type: type.name, family: type.family, isGenerated: false)
  }

  private static func conditions(_ dialect: any ServerDialect, _ types: [(TypeFamily, String)])
    -> ServerConditions
  {
    let columns = [column("note", types[3]), column("amount", types[4])]
    return ServerConditions(words: dialect, shape: TableShape(columns: columns), alias: "t")
  }

  private func compare(_ dialect: any ServerDialect, with name: String, types: [(TypeFamily, String)]) throws
  {
    var pinned = Pinned()
    let conditions = Self.conditions(dialect, types)
    pinned.add(predicates: conditions)
    for encoding in try PinnedWords.encodings() {
      for type in types where ServerEventConditions.fits(encoding, Self.column("ended", type)) {
        let event = ServerEventConditions(
          PinnedWords.event(encoding), column: Self.column("ended", type), words: dialect, alias: "t")
        pinned.add(event, "\(PinnedWords.name(of: encoding)), \(type.1)")
      }
    }
    pinned.add(ledger: dialect)
    let columns = conditions.shape.columns
    let list = dialect.list(columns, rows: [[.text("x"), .integer(1)], [.null, .integer(2)]])
    let (first, second) = (dialect.listed(0, columns[0]), dialect.listed(1, columns[1]))
    pinned.add("a list", list)
    pinned.add("delete the rows of a list", dialect.delete(from: "claims", list: list, on: "\(second) = 1"))
    pinned.add(
      "update the rows of a list",
      dialect.update("claims", set: [("note", first)], from: list, on: "\(second) = 1"))
    for column in types.map({ Self.column("c", $0) }) {
      pinned.add("same to the last bit, \(column.type)", dialect.isSame("a.c", "t.c", column))
      pinned.add("bytes, \(column.type)", dialect.byteCount("t.c", column))
    }
    try pinned.compare(with: name)
  }
}

/// Statements under their names.
private struct Pinned {
  private var lines: [String] = []

  mutating func add(_ name: String, _ sql: SQLText) {
    lines += ["-- \(name)", "  " + PinnedWords.shown(sql), ""]
  }

  mutating func add(predicates conditions: some TableConditions, _ title: String? = nil) {
    for (name, predicate) in PinnedWords.predicates {
      add(title.map { "\($0): \(name)" } ?? name, conditions.condition(predicate))
    }
  }

  mutating func add(_ conditions: some EventConditions, _ name: String) {
    for (test, question) in PinnedWords.tests { add("\(name): \(test)", conditions.condition(question)) }
    add("\(name): order", conditions.orderExpression)
  }

  mutating func add(ledger dialect: any SQLDialect) {
    let statements = LedgerStatements(Ledger(table: "ledger", journal: "origin"), dialect)
    for question in statements.recorded(["b1", "b2"]) { add("ledger: recorded", question) }
    add("ledger: time", statements.time(of: "b1"))
    add("ledger: insert", statements.insert("b1", at: "now"))
    add("ledger: insert if absent", statements.insertIfAbsent("b1", at: LedgerStatements.void))
  }

  func compare(with name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Pinned/\(name).sql")
    let said = lines.joined(separator: "\n")
    if ProcessInfo.processInfo.environment["RETENTIOND_PIN"] != nil {
      try said.write(to: file, atomically: true, encoding: .utf8)
    }
    let pinned = try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    let now = said.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(now.count == pinned.count)
    for (line, (was, says)) in zip(pinned, now).enumerated() where was != says {
      Issue.record("\(name).sql:\(line + 1) has\n\(was)\nand the dialect says\n\(says)")
      return
    }
  }
}
