import AuditJournal
import Foundation
import Purging
import SQLite
import StoreBindings
import Testing
import Words

/// The same rules on the same data, on every engine: the same result.
@Suite struct EngineTests {
  /// Takes out what only SQLite can hold: text in columns of numbers.
  private func removeMisplaced(_ insurer: Insurer) throws {
    for store in insurer.configuration.bindings.stores {
      guard case .sqlite(let path, _) = store.engine else { continue }
      let connection = try Connection(path: path, mode: .readWrite, busySeconds: 5)
      for (table, _) in try tables(path) {
        let columns = try connection.prepare(
          "SELECT name FROM pragma_table_info(?1) WHERE type IN ('INTEGER', 'REAL')")
        columns.bind(1, table)
        while try columns.step() {
          try connection.execute(
            "DELETE FROM \"\(table)\" WHERE typeof(\"\(columns.text(0) ?? "")\") = 'text'")
        }
      }
    }
  }

  /// Moves some stores of an insurer to servers, and has somebody agree to the changed file.
  func move(_ insurer: Insurer, to engine: (String) -> TestEngine?) throws -> [String: CopiedDatabase] {
    let file = insurer.folder.appending(path: "stores.json")
    var text = try String(contentsOf: file, encoding: .utf8)
    var copies: [String: CopiedDatabase] = [:]
    for store in insurer.configuration.bindings.stores {
      guard case .sqlite(let path, _) = store.engine, let kind = engine(store.name.rawValue) else { continue }
      let copy = try CopiedDatabase(of: path, on: kind)
      copies[store.name.rawValue] = copy
      let name = try Regex(
        "\"\(store.name)\": *\\{\\s*\"engine\": *\"sqlite\",\\s*\"path\": *\"[^\"]*\"\\s*\\}")
      let definition = try copy.definition
      try #require(text.contains(name), "\(store.name)")
      text.replace(name, with: "\"\(store.name)\": \(definition)")
    }
    try text.write(to: file, atomically: true, encoding: .utf8)
    let plan = try Program(["plan", "--format", "json"] + insurer.files)
    let digest = try #require(
      plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.errors)"
    ).1
    #expect(try Program(["approve", String(digest)] + insurer.files).exitCode == 0)
    return copies
  }

  func tables(_ path: String) throws -> [(name: String, columns: [String])] {
    let connection = try Connection(path: path, mode: .readOnly, busySeconds: 5)
    let query = try connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    var tables: [(String, [String])] = []
    while try query.step() {
      let columns = try connection.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")
      columns.bind(1, query.text(0) ?? "")
      var names: [String] = []
      while try columns.step() { names.append(columns.text(0) ?? "") }
      tables.append((query.text(0) ?? "", names))
    }
    return tables
  }

  func rows(_ path: String, _ table: String, _ columns: [String]) throws -> Set<[String?]> {
    let connection = try Connection(path: path, mode: .readOnly, busySeconds: 5)
    let query = try connection.prepare("SELECT * FROM \"\(table)\"")
    var rows: Set<[String?]> = []
    while try query.step() {
      rows.insert(
        columns.indices.map { query.kind($0) == .real ? query.real($0).description : query.text($0) })
    }
    return rows
  }

  /// What a run says of itself, without what differs from run to run.
  /// A report without the time at which each record set was surveyed.
  private func withoutSurveyTimes(_ value: Any) -> Any {
    if let list = value as? [Any] { return list.map(withoutSurveyTimes) }
    guard let members = value as? [String: Any] else { return value }
    return members.filter { $0.key != "surveyed" }.mapValues(withoutSurveyTimes)
  }

  private func report(_ program: Program) throws -> [String: Any] {
    var report = try #require(
      try JSONSerialization.jsonObject(with: Data(program.output.utf8)) as? [String: Any], "\(program.errors)"
    )
    for key in ["plan", "run", "scrub"] { report[key] = nil }
    return try #require(withoutSurveyTimes(report) as? [String: Any])
  }

  @Test(
    "The same sample on another engine ends row for row as on SQLite, with the same report",
    arguments: TestEngine.allCases)
  func same(engine: TestEngine) throws {
    let reference = try Insurer(subjects: 120, seed: 11, at: nil)
    let other = try Insurer(subjects: 120, seed: 11, at: nil, copying: reference)
    for insurer in [reference, other] { try removeMisplaced(insurer) }
    let copies = try move(other) { _ in engine }
    try expectSame(reference, other, copies)
  }

  @Test(
    "Stores of three engines in one configuration: records are archived from one engine to another, and end the same"
  )
  func mixed() throws {
    let reference = try Insurer(subjects: 120, seed: 12, at: nil)
    let other = try Insurer(subjects: 120, seed: 12, at: nil, copying: reference)
    // The records' store and its archive are always of different engines.
    let engines: [String: TestEngine?] = [
      "dmp": .mariadb, "dmp-archive": .postgresql, "droits": .postgresql, "web": .mariadb,
    ]
    for insurer in [reference, other] { try removeMisplaced(insurer) }
    let copies = try move(other) { engines[$0] ?? nil }
    #expect(copies.count == 4)
    try expectSame(reference, other, copies)
  }

  private func expectSame(_ reference: Insurer, _ other: Insurer, _ copies: [String: CopiedDatabase]) throws {
    let first = try Program(["purge", "--json"] + reference.files)
    let second = try Program(["purge", "--json"] + other.files)
    #expect(first.exitCode == second.exitCode, "\(second.errors)")
    let reports = try (report(first), report(second))
    #expect(try #require(reports.0["changed"] as? [Any]).count > 5)
    #expect(reports.0 as NSDictionary == reports.1 as NSDictionary, "\(reports)")
    for store in reference.configuration.bindings.stores {
      guard case .sqlite(let path, _) = store.engine, let copy = copies[store.name.rawValue] else { continue }
      for (table, columns) in try tables(path) {
        let (expected, found) = try (rows(path, table, columns), copy.rows(of: table, columns: columns))
        #expect(!expected.isEmpty || found.isEmpty)
        #expect(expected == found, "\(store.name).\(table): \(expected.symmetricDifference(found).prefix(4))")
      }
    }
    #expect(try other.verify().findings == [])
    let again = try Program(["purge", "--json"] + other.files)
    #expect(try (report(again)["changed"] as? [Any])?.isEmpty == true, "a second run finds nothing")
  }
}
