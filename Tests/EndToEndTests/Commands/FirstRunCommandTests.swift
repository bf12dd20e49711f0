import Foundation
import Purging
import SQLite
import StoreBindings
import Testing
import Words

@testable import Systemd
@testable import retentiond

/// First runs by the program itself: exit codes, the terminal, the service, servers, and a process that dies.
@Suite struct FirstRunCommandTests {
  private static let table = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
    INSERT INTO person SELECT i, '08405881234' || (10 + i), 'old' FROM n;
    INSERT INTO person VALUES (99, '0840588123499', 'new')
    """
  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir", "batch": {"rows": 3},
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """

  private func make(on engine: TestEngine? = nil) throws -> SmallConfiguration {
    try SmallConfiguration(content: Self.table, recordSets: Self.recordSets, on: engine, firstRun: "7")
  }

  private func left(_ small: SmallConfiguration) throws -> Int {
    try small.rows(of: "person", columns: ["id"]).count
  }

  @Test("From cron to the word: each command says what it did by its exit code, and no key leaves a terminal")
  func commands() throws {
    let small = try make()
    let none = try Program(["first-run", "continue", "--reason", "r"] + small.files)
    #expect(none.exitCode == 66 && none.errors.contains("no first run waits"), "\(none.errors)")
    let (first, report) = try small.purge()
    #expect(first.exitCode == 1 && report["status"] as? String == "first-run")
    let waits = try #require(report["firstRun"] as? [[String: Any]])
    #expect(waits.map { $0["changed"] as? Int } == [7])
    #expect(try left(small) == 24)
    let again = try Program(["purge"] + small.files)
    #expect(again.exitCode == 1 && again.output.contains("`retentiond first-run show`"), "\(again.output)")
    #expect(try left(small) == 24)
    let show = try Program(["first-run", "show"] + small.files)
    #expect(show.exitCode == 64 && show.output.isEmpty && show.errors.contains("no terminal"))
    #expect(try Program(["status"] + small.files).output.contains("person waits for a word, until 20"))
    let page = try Program(["journal", "certificate", "--language", "fr"] + small.files)
    #expect(page.output.contains("première exécution"), "\(page.errors)")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    let word = try Program(["first-run", "continue", "--reason", "compared", "--by", "dba"] + small.files)
    #expect(word.exitCode == 0 && word.output.contains("goes on with person"), "\(word.errors)")
    let (last, rest) = try small.purge()
    #expect(last.exitCode == 0 && rest["status"] as? String == "complete")
    #expect(try left(small) == 1)
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    #expect(
      try Program([
        "journal", "verify", "--directory", small.folder.path + "/journal.tlog", "--key",
        try String(contentsOf: small.folder.appending(path: "journal.tlog/verifier-key"), encoding: .utf8)
          .trimmingCharacters(in: .whitespacesAndNewlines),
      ]).exitCode == 0)
  }

  /// What a person sees who runs the program on a terminal and types.
  ///
  /// - Parameter meanwhile: runs while the question is on the terminal.
  private func onTerminal(
    _ arguments: [String], typing: String, meanwhile: () throws -> Void = {}
  ) throws -> (output: String, exitCode: Int32) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/script")
    // The shell writes the exit code: what `script` returns is the code of a child that it may not have waited for.
    let code = FileManager.default.temporaryDirectory.appending(path: "exit-code-\(UUID())")
    defer { try? FileManager.default.removeItem(at: code) }
    let program = ([Program.process([]).executableURL?.path ?? ""] + arguments).joined(separator: " ")
    process.arguments = [
      "--quiet", "--command", "trap : INT; \(program); echo $? > \(code.path)", "/dev/null",
    ]
    let pipes = (input: Pipe(), output: Pipe())
    process.standardInput = pipes.input
    process.standardOutput = pipes.output
    process.standardError = pipes.output
    try process.run()
    var output = ""
    var hasTyped = false
    while true {
      let data = pipes.output.fileHandleForReading.availableData
      if data.isEmpty { break }
      output += String(decoding: data, as: UTF8.self)
      // Ctrl-C is a signal as soon as it is typed: the question must be there.
      guard !hasTyped, output.contains("[y/N]") else { continue }
      hasTyped = true
      try meanwhile()
      try pipes.input.fileHandleForWriting.write(contentsOf: Data(typing.utf8))
    }
    process.waitUntilExit()
    try? pipes.input.fileHandleForWriting.close()
    let written = try String(contentsOf: code, encoding: .utf8)
    return (output, try #require(Int32(written.trimmingCharacters(in: .whitespacesAndNewlines)), "\(output)"))
  }

  @Test(
    "On a terminal a purge shows the keys and asks; nothing but yes goes on",
    arguments: [("y\n", 1, Int32(0)), ("n\n", 24, 1), ("\n", 24, 1), ("\u{3}", 24, 1), ("\u{4}", 24, 1)])
  func asked(typing: String, rows: Int, exitCode: Int32) throws {
    let small = try make()
    let (output, code) = try onTerminal(["purge"] + small.files, typing: typing)
    #expect(output.contains("First run of person: 7 records, by id"), "\(output)")
    #expect(output.contains("delete  rights  batch-") && output.contains("shall it go on?"))
    #expect(try left(small) == rows, "\(output)")
    #expect(code == exitCode, "\(output)")
    let shown = try onTerminal(["first-run", "show"] + small.files, typing: "")
    #expect(shown.output.contains("by id") == (rows != 1) && shown.exitCode == (rows == 1 ? 66 : 0))
  }

  @Test(
    "The question keeps nobody out: other commands run meanwhile, and an answer to what is no longer so goes on with nothing",
    arguments: [
      (["purge"], Int32(1), Int32(0), 1), (["status"], 0, 0, 1),
      (["first-run", "continue", "--reason", "seen elsewhere"], 0, 75, 24),
    ])
  func askedMeanwhile(command: [String], itsCode: Int32, code: Int32, rows: Int) throws {
    let small = try make()
    var other: Program?
    let ending = try onTerminal(["purge"] + small.files, typing: "y\n") {
      other = try Program(command + small.files)
    }
    #expect(other?.exitCode == itsCode, "\(other?.errors ?? "")")
    #expect(ending.exitCode == code && ending.output.contains("no longer what was shown") == (code == 75))
    #expect(try left(small) == rows, "\(ending.output)")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test("The service's run waits, tells the log, and goes on once the word was said")
  func service() throws {
    let small = try make()
    let configuration = try Configuration.load(
      rules: [UInt8](Data(contentsOf: small.folder.appending(path: "retention-rules.json"))),
      rulesFile: "rules",
      stores: [UInt8](Data(contentsOf: small.folder.appending(path: "stores.json"))), storesFile: "stores",
      baseDirectory: small.folder.path)
    let session = Session(configuration: configuration)
    let execution = RunExecution(
      configuration: configuration, log: EventLog(), notifier: ServiceNotifier(), liveness: Liveness(),
      clockJump: nil)
    _ = try execution.execute()
    #expect(try session.lastRunNote().sentence.contains("first-run: 7 record(s)"))
    _ = try execution.execute()
    #expect(try session.lastRunNote().sentence.contains("first-run: 0 record(s)"))
    #expect(try left(small) == 24)
    #expect(try Program(["first-run", "continue", "--reason", "seen"] + small.files).exitCode == 0)
    _ = try execution.execute()
    #expect(try session.lastRunNote().sentence.contains("complete: 23 record(s)"))
  }

  @Test(
    "A first run on a server takes as many rows, one by one, whatever partitions could go",
    arguments: TestEngine.allCases)
  func servers(engine: TestEngine) throws {
    let rows = (1...60).map { "(\($0), '\(840_588_123_400 + $0)', '\(2010 + $0 / 20)-06-15')" }
    let small = try SmallConfiguration(
      content: "CREATE TABLE other (id INTEGER PRIMARY KEY)",
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id", "ended"], "subject": "nir",
          "partitions": "drop", "events": {"ended": {"column": "ended", "as": "date"}}}
        """, on: engine, firstRun: "7",
      arrange: { copy in
        try copy.makePeople(byYears: 2010...2013)
        try copy.run("INSERT INTO person VALUES \(rows.joined(separator: ", "))")
      })
    let (first, report) = try small.purge()
    #expect(first.exitCode == 1 && report["status"] as? String == "first-run", "\(first.errors)")
    let changed = try #require((report["changed"] as? [[String: Any]])?.first)
    #expect(changed["count"] as? Int == 7 && changed["partitions"] as? Int == 0)
    #expect(try left(small) == 53)
    #expect(try Program(["first-run", "continue", "--reason", "seen"] + small.files).exitCode == 0)
    let (last, rest) = try small.purge()
    #expect(last.exitCode == 0)
    let others = try #require((rest["changed"] as? [[String: Any]])?.first)
    #expect(others["count"] as? Int == 53 && others["partitions"] as? Int ?? 0 > 0)
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test("A first run takes as many documents, and its keys are their paths")
  func documents() throws {
    let small = try SmallConfiguration(
      content:
        "CREATE TABLE other (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX other_ended ON other (ended)",
      recordSets: """
        "letter": {"store": "papers", "folder": "letters", "domain": "rights", "subject": "nir", "batch": {"rows": 2},
          "documents": {"pattern": "{nir}_{ended}.pdf"}, "events": {"ended": {"column": "ended", "as": "compact-date"}}},
        "other": {"store": "main", "table": "other", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "ended", "as": "date"}}}
        """, otherStores: #", "papers": {"engine": "documents", "path": "papers"}"#, firstRun: "3",
      prepare: { folder in
        let letters = folder.appending(path: "papers/letters")
        try FileManager.default.createDirectory(at: letters, withIntermediateDirectories: true)
        for number in 1...9 {
          try Data("letter".utf8).write(to: letters.appending(path: "084058812340\(number)_20150101.pdf"))
        }
      })
    #expect(try small.purge().program.exitCode == 1)
    let folder = small.folder.appending(path: "papers/letters").path
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 6)
    let shown = try onTerminal(["first-run", "show"] + small.files, typing: "")
    #expect(shown.output.contains("_20150101.pdf") && shown.exitCode == 0, "\(shown.output)")
    #expect(try Program(["first-run", "continue", "--reason", "seen"] + small.files).exitCode == 0)
    #expect(try small.purge().program.exitCode == 0)
  }

  @Test(
    "Wherever the process dies, the first run stays within its number, and its keys are there for the look")
  func killed() throws {
    var deaths = 0
    for number in stride(from: 1, through: 40, by: 2) {
      let small = try make()
      guard try Program.isKilled(atSync: number, ["purge"] + small.files) else { break }
      deaths += 1
      // What died within a transaction is rolled back by the first who may write.
      let store = try Connection(path: small.path, mode: .readWrite, busySeconds: 5)
      #expect(try store.integer("SELECT count(*) FROM person") ?? 0 >= 24)
      let (program, report) = try small.purge()
      #expect(
        program.exitCode == 1 && report["status"] as? String == "first-run", "\(number): \(program.errors)")
      #expect(try left(small) == 24, "\(number)")
      let verified = try Program(["journal", "verify"] + small.files)
      #expect(verified.exitCode == 0, "\(number): \(verified.output)")
      let kept = try Connection(
        path: small.folder.appending(path: "journal.sqlite").path, mode: .readWrite, busySeconds: 5
      ).integer("SELECT count(*) FROM batch WHERE outcome = 'committed' AND sealed IS NOT NULL")
      #expect((kept ?? 0) >= 3, "\(number)")
    }
    #expect(deaths > 5)
  }
}
