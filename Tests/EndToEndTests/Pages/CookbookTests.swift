import CivilTime
import Foundation
import JSONText
import Purging
import RetentionPolicy
import SQLite
import StoreBindings
import TestServers
import Testing
import Words

@testable import retentiond

/// The recipes of docs/cookbook.md, each read from the page itself, on every engine that it names.
@Suite struct CookbookTests {
  @Test("Each recipe does what its page says", arguments: try Recipe.all.get().flatMap(\.runs))
  func recipe(run: RecipeRun) throws {
    let recipe = run.recipe
    let kitchen = try Kitchen(run)
    try kitchen.expectCheck()
    let digest = try kitchen.expectVerdicts()
    // From the day on which a row that stays falls due, a run says something else. Only SQLite, where no other clock is compared, is run on the page's day.
    let isDated = run.engine == nil || recipe.records.allSatisfy { !$0.isDue(on: Kitchen.today) }
    try #require(isDated, "a row that this recipe keeps is due by today: give it a later date")
    try kitchen.expectRun(approving: digest)
  }

  @Test(
    "Each recipe is whole and no longer than a page, and says what it is for, which rows go and which stay")
  func whole() throws {
    let recipes = try Recipe.all.get()
    #expect(recipes.count > 12)
    for recipe in recipes {
      #expect(recipe.lines <= 90, "\(recipe.title) has \(recipe.lines) lines")
      #expect(
        recipe.records.count == recipe.rows, "\(recipe.title) has a row in its table that cannot be read")
      for block in recipe.blocks {
        let isKnown = ["sql", "sh", "json", "text check", "text left"].contains { kind in
          ["", " sqlite", " postgresql", " mariadb"].contains {
            kind + $0 == block.words.joined(separator: " ")
          }
        }
        #expect(isKnown, "\(recipe.title) has a block of which the tests know nothing: \(block.words)")
      }
      #expect(!recipe.records.isEmpty && !recipe.left.isEmpty && !recipe.engines.isEmpty, "\(recipe.title)")
      #expect(
        recipe.records.contains { $0.verdict == "due" }, "\(recipe.title) says of no record that it goes")
      #expect(
        recipe.records.contains { $0.verdict != "due" }, "\(recipe.title) says of no record that it stays")
    }
  }
}

/// A recipe on one engine.
struct RecipeRun: CustomTestStringConvertible, Sendable {
  let recipe: Recipe
  /// SQLite if it is nil.
  let engine: TestEngine?

  var testDescription: String { "\(recipe.title), \(engine?.rawValue ?? "sqlite")" }
}

/// A section of docs/cookbook.md with a binding in it.
struct Recipe: Sendable {
  /// A fenced block: the words behind the fence, and what it holds.
  struct Block: Sendable {
    let words: [String]
    let text: String
  }

  /// A line of the table of verdicts.
  struct Record: Sendable {
    let recordSet: String
    let key: [String]
    let verdict: String
    /// The day from which a record that stays is due; nil if none is certain.
    let dueFrom: String?

    /// How many equal rows of a table without a key it is, which none can be told from: `log (3 rows)`.
    var count: Int? { key.first.flatMap { $0.hasPrefix("(") ? Int($0.dropFirst()) : nil } }

    func isDue(on day: String) -> Bool { dueFrom.map { $0 <= day } ?? false }
  }

  /// What is left of a table: the values of the columns that are named, and its only or first key otherwise.
  struct Remainder: Sendable {
    let table: String
    let columns: [String]
    let rows: Set<[String?]>
  }

  let title: String
  let lines: Int
  let engines: [TestEngine?]
  let blocks: [Block]
  /// How many rows the table of verdicts has.
  let rows: Int
  let records: [Record]
  let left: [Remainder]

  var runs: [RecipeRun] { engines.map { RecipeRun(recipe: self, engine: $0) } }

  /// The blocks of a kind that are for all engines or for this one.
  func blocks(_ words: String..., for engine: TestEngine?) -> [Block] {
    blocks.filter { $0.words == words || $0.words == words + [engine?.rawValue ?? "sqlite"] }
  }

  static let page = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../docs/cookbook.md").standardized

  static let all = Result {
    try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n## ").dropFirst()
      .map { try Recipe(section: $0) }
  }

  private init(section: String) throws {
    let lines = section.trimmingCharacters(in: .newlines).components(separatedBy: "\n")
    title = lines[0]
    self.lines = lines.count
    let named = try #require(
      section.firstMatch(of: #/\nEngines: ([^\n]*)\.\n/#), "\(lines[0]) names no engine"
    ).1
    engines = try named.components(separatedBy: ", ").map { name in
      guard name != "SQLite", name != "documents" else { return nil }
      let engine: TestEngine = try #require(TestEngine(rawValue: name.lowercased()), "\(lines[0]): \(name)")
      return engine
    }
    blocks = section.matches(of: #/```([^\n]+)\n([\s\S]*?)```/#).map {
      Block(words: $0.1.components(separatedBy: " "), text: String($0.2))
    }
    rows = lines.count { $0.hasPrefix("| ") } - 1
    records = section.matches(of: #/\n\| `([\w-]+) ([^`]+)` \| ([^|]+) \|/#).map { match in
      let parts = match.3.components(separatedBy: ", due from ")
      return Record(
        recordSet: String(match.1), key: match.2.components(separatedBy: " "), verdict: parts[0],
        dueFrom: parts.count > 1 ? parts[1] : nil)
    }
    left = blocks.filter { $0.words == ["text", "left"] }.flatMap { $0.text.split(separator: "\n") }.map {
      line in
      let match = line.firstMatch(of: #/^(\w+)(?: \(([^)]+)\))?: ?(.*)$/#)
      let columns = match?.2?.components(separatedBy: ", ") ?? ["id"]
      let rows = match?.3.split(separator: ", ").map { row in
        row.components(separatedBy: " | ").map { $0 == "NULL" ? nil : $0 }
      }
      return Remainder(table: match.map { String($0.1) } ?? "", columns: columns, rows: Set(rows ?? []))
    }
  }
}

/// A folder with the files of a recipe, and its database on one engine, as somebody makes them who follows the page.
final class Kitchen {
  /// The day on which the page is read.
  static let day = "2026-11-28"
  static var today: String { String(ISO8601DateFormatter().string(from: .now).prefix(10)) }

  private let run: RecipeRun
  private let folder: URL
  private let copy: CopiedDatabase?
  /// Seconds from now to the page's day. A run compares its clock with a server's, which stays what it is.
  private let clockShift: Int
  private var path: String { folder.appending(path: "own.sqlite").path }

  init(_ run: RecipeRun) throws {
    self.run = run
    clockShift =
      run.engine == nil ? Int(try Date("\(Self.day)T12:00:00Z", strategy: .iso8601).timeIntervalSinceNow) : 0
    folder = FileManager.default.temporaryDirectory.appending(path: "cookbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let database = try Connection(
      path: folder.appending(path: "own.sqlite").path, mode: .create, busySeconds: 5)
    let scripts = run.recipe.blocks("sql", for: run.engine).map(\.text)
    if run.engine == nil { for script in scripts { try database.execute(script) } }
    copy = try run.engine.map { [path = folder.appending(path: "own.sqlite").path] in
      try CopiedDatabase(of: path, on: $0)
    }
    for script in scripts {
      for statement in script.split(separator: ";\n") { try copy?.run(String(statement)) }
    }
    for block in run.recipe.blocks("sh", for: run.engine) { try shell(block.text) }
    try writeFiles()
    for (name, key) in try Self.keys.get() {
      let file = folder.appending(path: name).path
      try #require(
        FileManager.default.createFile(atPath: file, contents: key, attributes: [.posixPermissions: 0o600]))
    }
    try make("journal", "create")
  }

  /// The keys of every kitchen, made once.
  private static let keys = Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cookbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let names = ["signing.key", "evidence.key"]
    let made = try Program(["keys", "generate"] + names.map { folder.appending(path: $0).path })
    try #require(made.exitCode == 0, "\(made.errors)")
    return try names.map { ($0, try Data(contentsOf: folder.appending(path: $0))) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func shell(_ script: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-ec", script]
    process.currentDirectoryURL = folder
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(script)")
  }

  /// The page's two files, whose database is this engine's, and whose machine is a test's: nobody sets its clock, and nobody looks at its first runs.
  private func writeFiles() throws {
    let files = run.recipe.blocks("json", for: run.engine).map(\.text)
    try #require(files.count == 2, "\(run.recipe.title) has a rules file and a stores file")
    try Data(files[0].utf8).write(to: folder.appending(path: "retention-rules.json"))
    let database = try copy?.definition ?? #"{"engine": "sqlite", "path": "own.sqlite"}"#
    let marked = files[1].replacing(#/\{"engine": "(?:sqlite|postgresql|mariadb)"[^}]*\}/#) { match in
      // A ledger is the store's own, whatever engine it has.
      let ledger = match.output.firstMatch(of: #/, "ledger": "\w+"/#).map { String($0.output) } ?? ""
      return String(database.dropLast()) + ledger + "}"
    }
    let stores = "{\"clock\": {\"requireSynchronised\": false}, \"firstRun\": false,\n" + marked.dropFirst()
    try Data(stores.utf8).write(to: folder.appending(path: "stores.json"))
  }

  private func program(_ arguments: [String]) throws -> Program {
    return try Program(
      arguments + ["--config", folder.path],
      environment: ["RETENTIOND_TEST_CLOCK_SHIFT": String(clockShift)])
  }

  private func make(_ arguments: String...) throws {
    let made = try program(arguments)
    try #require(made.exitCode == 0, "\(arguments): \(made.output) \(made.errors)")
  }

  // MARK: What is expected

  /// `check` refuses nothing, says what the page says that it says, and warns of nothing else.
  func expectCheck() throws {
    let check = try program(["check"])
    #expect(check.exitCode == 0, "\(check.output) \(check.errors)")
    // On the page the tables of a server lie in the schema `public`.
    let output = copy.map { check.output.replacing($0.name, with: "public") } ?? check.output
    let said = run.recipe.blocks("text", "check", for: run.engine).flatMap { $0.text.split(separator: "\n") }
    for line in said {
      #expect(output.contains(line), "\(line)\n— is not what check says:\n\(output)")
    }
    // Whose the rows are is left out on the page, and the account of the tests may do everything.
    for line in output.split(separator: "\n")
    where line.hasPrefix("warning") || line.hasPrefix("remark") {
      let isUsual = ["has no \"subject\"", "superuser", "may do everything"].contains(where: line.contains)
      if !isUsual, !said.contains(where: line.contains) { Issue.record("the page does not say: \(line)") }
    }
  }

  /// `explain` says of each record what the table says, and `plan` counts as many due ones.
  ///
  /// - Returns: the digest of the configuration.
  func expectVerdicts() throws -> String {
    func read(_ name: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }
    // In this process: the program would open the store again for each record.
    let session = Session(
      configuration: try Configuration.load(
        rules: read("retention-rules.json"), rulesFile: "rules", stores: read("stores.json"),
        storesFile: "stores",
        baseDirectory: folder.path))
    let explainer = Explainer(try session.readingContext())
    let moment = DayArgument.moment(
      DayArgument(argument: Self.day), zone: session.configuration.schedule.timeZone)
    for record in run.recipe.records where record.count == nil {
      let explanation = try explainer.explain(
        recordSet: RecordSetName(record.recordSet), key: record.key, at: moment)
      let printout = ExplanationView.printout(of: explanation, in: LanguageArgument.english.tag)
      let name = "\(record.recordSet) \(record.key.joined(separator: " "))"
      guard case .object(let members) = printout.json else { continue }
      #expect(members["verdict"] == .string(record.verdict), "\(name): \(printout.page)")
      if let day = record.dueFrom {
        #expect(printout.page.contains("due from \(day)"), "\(name): \(printout.page)")
      }
    }
    let plan = try program(["plan", "--at", Self.day, "--json"])
    let due = plan.output.firstMatch(of: #/\n  "due": (\d+)/#).flatMap { Int($0.1) }
    #expect(
      plan.exitCode == 0
        && due == run.recipe.records.reduce(0) { $0 + ($1.verdict == "due" ? $1.count ?? 1 : 0) },
      "\(plan.output)")
    return String(
      try #require(plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.errors)").1)
  }

  /// A run ends complete, and leaves what the page says that it leaves.
  func expectRun(approving digest: String) throws {
    try make("approve", digest)
    let purge = try program(["purge"])
    #expect(purge.exitCode == 0, "\(purge.output) \(purge.errors)")
    for left in run.recipe.left {
      let rows = try rows(of: left.table, columns: left.columns)
      #expect(rows == left.rows, "\(left.table)")
    }
  }

  /// What a table holds; the files below a folder of the store of documents or of scans are a table `files`.
  private func rows(of table: String, columns: [String]) throws -> Set<[String?]> {
    if table == "files" {
      let root = folder.appending(path: columns[0]).path
      let all = try FileManager.default.subpathsOfDirectory(atPath: root).filter { path in
        let attributes = try FileManager.default.attributesOfItem(atPath: root + "/" + path)
        return attributes[.type] as? FileAttributeType == .typeRegular && !path.hasPrefix(".retentiond")
      }
      return Set(all.map { [$0] })
    }
    if let copy { return try copy.rows(of: table, columns: columns) }
    let query = try Connection(path: path, mode: .readOnly, busySeconds: 5).prepare(
      "SELECT \(columns.joined(separator: ", ")) FROM \(table)")
    var rows: Set<[String?]> = []
    while try query.step() { rows.insert(columns.indices.map { query.text($0) }) }
    return rows
  }
}
