import Foundation
import SQLite
import TestConfiguration
import Testing

/// A configuration of a test's own: one store, filled by a script, with keys, a journal and an approval.
final class SmallConfiguration {
  let folder: URL
  /// The store where it is a SQLite file; what a server's was copied from.
  var path: String { folder.appending(path: "main.sqlite").path }
  let copy: CopiedDatabase?

  /// The options that name its files.
  var files: [String] { ["--config", folder.path] }

  /// One domain, `rights`, whose records go five years after the event `ended`.
  static let rules = TestRules.rights

  /// Yesterday, which no period of the rules has passed.
  static var yesterday: String {
    String(ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: -86_400)).prefix(10))
  }

  /// - Parameters:
  ///   - content: makes the tables; `'old'` stands for a day long before the period's end, `'new'` for yesterday.
  ///   - recordSets: the members of `recordSets`.
  ///   - rules: the whole rules file, where it is another.
  ///   - pseudonymKeys: a key's versions for the domain `rights`, as stores.json has them; the files that they name are made.
  ///   - otherStores: members of `stores` behind `main`, each with a comma before it.
  ///   - firstRun: what stores.json says of first runs; most tests purge everything at once.
  ///   - prepare: what else the folder needs before anything looks at it.
  ///   - arrange: what a server's database is made into before anything looks at it.
  convenience init(
    content: String, recordSets: String, on engine: TestEngine? = nil,
    rules: String = SmallConfiguration.rules, pseudonymKeys: String? = nil, otherStores: String = "",
    firstRun: String = "false",
    prepare: (URL) throws -> Void = { _ in }, arrange: (CopiedDatabase) throws -> Void = { _ in }
  ) throws {
    let folder = try Self.makeFolder()
    let path = folder.appending(path: "main.sqlite").path
    try Connection(path: path, mode: .create, busySeconds: 1).execute(
      content.replacing("'old'", with: "'2015-01-01'").replacing("'new'", with: "'\(Self.yesterday)'"))
    let copy = try engine.map { try CopiedDatabase(of: path, on: $0) }
    if let copy { try arrange(copy) }
    let store = try copy?.definition ?? #"{"engine": "sqlite", "path": "main.sqlite"}"#
    try self.init(
      folder: folder, store: store + otherStores, copy: copy, rules: rules, pseudonymKeys: pseudonymKeys,
      recordSets: recordSets, firstRun: firstRun, prepare: prepare)
  }

  /// - Parameter store: what stores.json says of a store that is there.
  convenience init(store: String, recordSets: String, firstRun: String = "false") throws {
    try self.init(
      folder: Self.makeFolder(), store: store, copy: nil, rules: Self.rules, pseudonymKeys: nil,
      recordSets: recordSets, firstRun: firstRun, prepare: { _ in })
  }

  private static func makeFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "small-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// - Parameter store: of the store `main`, with what other stores there are behind it.
  private init(
    folder: URL, store: String, copy: CopiedDatabase?, rules: String, pseudonymKeys: String?,
    recordSets: String, firstRun: String, prepare: (URL) throws -> Void
  ) throws {
    self.folder = folder
    self.copy = copy
    try Data(rules.utf8).write(to: folder.appending(path: "retention-rules.json"))
    var stores = TestStores(stores: "\"main\": \(store)", recordSets: recordSets)
    stores.pseudonymKeys = pseudonymKeys.map { "\"rights\": \($0)" }
    stores.firstRun = firstRun
    stores.elsewhere = #"{"*": "not in this test"}"#
    try Data(stores.text.utf8).write(to: folder.appending(path: "stores.json"))
    try prepare(folder)
    let keys = ["signing", "evidence"].map { folder.appending(path: "\($0).key").path }
    try run("keys", "generate", keys[0], keys[1], withFiles: false)
    for name in (pseudonymKeys ?? "").matches(of: #/"file": "([^"]+)"/#) {
      try run("keys", "generate", folder.appending(path: String(name.1)).path, withFiles: false)
    }
    try run("journal", "create")
    let plan = try Program(["plan", "--format", "json"] + files)
    let digest = try #require(
      plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.errors)"
    ).1
    try run("approve", String(digest))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func run(_ arguments: String..., withFiles: Bool = true) throws {
    let made = try Program(arguments + (withFiles ? files : []))
    try #require(made.exitCode == 0, "\(arguments): \(made.errors)")
  }

  /// Some columns of every row.
  func rows(of table: String, columns: [String]) throws -> Set<[String?]> {
    if let copy { return try copy.rows(of: table, columns: columns) }
    let connection = try Connection(path: path, mode: .readOnly, busySeconds: 5)
    let query = try connection.prepare("SELECT \(columns.joined(separator: ", ")) FROM \(table)")
    var rows: Set<[String?]> = []
    while try query.step() { rows.insert(columns.indices.map { query.text($0) }) }
    return rows
  }

  /// A purge, and its report.
  func purge() throws -> (program: Program, report: [String: Any]) {
    let program = try Program(["purge", "--json"] + files)
    let report = try JSONSerialization.jsonObject(with: Data(program.output.utf8)) as? [String: Any]
    return (program, try #require(report, "\(program.errors)"))
  }
}

extension SmallConfiguration {
  /// Runs a script on a SQLite file, which is made if it is not there.
  static func fill(_ path: String, _ content: String) throws {
    try Connection(path: path, mode: .create, busySeconds: 1).execute(
      content.replacing("'old'", with: "'2015-01-01'").replacing("'new'", with: "'\(yesterday)'"))
  }

  /// The rules with another action first, five years after the event.
  static func rules(first action: String) -> String {
    TestRules.file(
      TestRules.domain(
        "rights",
        TestRules.rule(
          "rights", bounds: TestRules.Bounds(minimum: "P5Y"), period: "P60Y",
          #"{"action": "\#(action)", "at": "minimum"}, \#(TestRules.delete)"#)))
  }

  /// The numbers of the rows of a table of a SQLite file, in order.
  static func ids(_ path: String, _ table: String) throws -> [Int] {
    let query = try Connection(path: path, mode: .readOnly, busySeconds: 5).prepare(
      "SELECT id FROM \(table) ORDER BY id")
    var ids: [Int] = []
    while try query.step() { ids.append(Int(query.integer(0))) }
    return ids
  }
}
