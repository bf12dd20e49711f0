import AuditJournal
import CivilTime
import Foundation
import JSONText
import SQLite
import StoreBindings
import TestNames
import Testing
import Words

@testable import Purging
@testable import retentiond

/// What monitoring asks: each trouble is found by its question, with its weight, whatever the other questions say.
@Suite("The command `health`") struct HealthCommandTests {
  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
    INSERT INTO person VALUES (1, '0840588123411', 'old'), (2, '0840588123412', 'old'), (3, '0840588123413', 'new');
    """

  private static func make(firstRun: String = "false") throws -> SmallConfiguration {
    let small = try SmallConfiguration(content: content, recordSets: recordSets, firstRun: firstRun)
    try change(small, "stores.json") {
      $0.replacing("\"recordSets\":", with: "\"calendar\": [\"*-*-* 02:30\"], \"recordSets\":")
    }
    try approve(small)
    return small
  }

  private static func approve(_ small: SmallConfiguration) throws {
    let plan = try Program(["plan", "--format", "json"] + small.files)
    let digest = try #require(plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1
    try #require(Program(["approve", String(digest)] + small.files).exitCode == 0)
  }

  private static func change(_ small: SmallConfiguration, _ file: String, _ change: (String) -> String) throws
  {
    let url = small.folder.appending(path: file)
    let text = try String(contentsOf: url, encoding: .utf8)
    let changed = change(text)
    try #require(changed != text, "\(text)")
    try Data(changed.utf8).write(to: url)
  }

  private static func run(_ small: SmallConfiguration, _ sql: String) throws {
    try Connection(path: small.path, mode: .readWrite, busySeconds: 1).execute(sql)
  }

  struct Trouble: Sendable, CustomTestStringConvertible {
    let name: String
    let question: HealthQuestion
    let level: HealthLevel
    /// What the answer has to say.
    let says: String
    var firstRun = "false"
    /// How long after everything the question is asked.
    var later = 0
    let make: @Sendable (SmallConfiguration) throws -> Void

    var testDescription: String { "\(question.rawValue): \(name)" }
  }

  private static let purge: @Sendable (SmallConfiguration) throws -> Void = {
    _ = try Program(["purge"] + $0.files)
  }

  static let troubles: [Trouble] = [
    Trouble(name: "none was made", question: .journal, level: .critical, says: "journal create") {
      try FileManager.default.removeItem(at: $0.folder.appending(path: "journal.sqlite"))
    },
    Trouble(name: "a key is missing", question: .keys, level: .critical, says: "evidence.key") {
      try FileManager.default.removeItem(at: $0.folder.appending(path: "evidence.key"))
    },
    Trouble(name: "other files are in force", question: .approval, level: .warning, says: "NOT approved") {
      try change($0, "stores.json") { $0.replacing("\"table\": ", with: "\"table\":  ") }
    },
    Trouble(name: "a day that never comes", question: .calendar, level: .critical, says: "no run ever comes")
    {
      try change($0, "stores.json") { $0.replacing("*-*-* 02:30", with: "*-02-30") }
      try approve($0)
    },
    Trouble(
      name: "the clock is behind the journal", question: .clock, level: .critical, says: "would not believe",
      later: -86_400 * 3
    ) { try purge($0) },
    Trouble(name: "runs are paused", question: .pause, level: .warning, says: "a migration") {
      try #require(try Program(["pause", "--reason", "a migration"] + $0.files).exitCode == 0)
    },
    Trouble(
      name: "for a week", question: .pause, level: .critical, says: "a migration", later: 8 * 86_400
    ) { try #require(try Program(["pause", "--reason", "a migration"] + $0.files).exitCode == 0) },
    Trouble(name: "no window opens", question: .calendar, level: .critical, says: "no run ever comes") {
      try change($0, "stores.json") {
        $0.replacing(
          "\"recordSets\":",
          with:
            "\"windows\": [{\"from\": \"2020-01-01 00:00\", \"until\": \"2020-01-02 00:00\"}], \"recordSets\":"
        )
      }
      try approve($0)
    },
    Trouble(name: "no run yet", question: .lastSuccess, level: .warning, says: "no run has ended yet") {
      _ in
    },
    Trouble(
      name: "a night is missed", question: .lastSuccess, level: .warning, says: "asked for 1 run(s) since",
      later: 86_400 + 3_700
    ) { try purge($0) },
    Trouble(
      name: "four nights are missed", question: .lastSuccess, level: .critical,
      says: "three runs or more since",
      later: 86_400 * 4 + 3_700
    ) { try purge($0) },
    Trouble(
      name: "a record set is refused", question: .lastRun, level: .warning, says: "refused: person"
    ) {
      try run($0, "CREATE TRIGGER keeps BEFORE DELETE ON person BEGIN SELECT 1; END")
      try purge($0)
    },
    Trouble(
      name: "one has no end", question: .lastRun, level: .warning, says: "has no end", later: 7_200
    ) { _ = try SmallJournal($0).openBatch(recordSet: "person", store: "main") },
    Trouble(name: "rows are left", question: .overdue, level: .warning, says: "2 records are past") {
      try run($0, "CREATE TRIGGER keeps BEFORE DELETE ON person BEGIN SELECT 1; END")
      try purge($0)
    },
    Trouble(
      name: "the store is away", question: .overdue, level: .warning, says: "0, and not known of person"
    ) {
      try FileManager.default.removeItem(atPath: $0.path)
      try purge($0)
    },
    Trouble(
      name: "one is open since yesterday", question: .openBatches, level: .warning, says: "journal settle",
      later: 86_400
    ) { _ = try SmallJournal($0).openBatch(recordSet: "person", store: "main") },
    Trouble(
      name: "it waits", question: .firstRuns, level: .warning, says: "person wait for a word", firstRun: "1"
    ) { try purge($0) },
    Trouble(
      name: "one night late", question: .verification, level: .warning, says: "never whole",
      later: 86_400 * 400
    ) { _ in },
    Trouble(name: "one is due", question: .reviews, level: .warning, says: "review", later: 86_400 * 3) {
      let tomorrow = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: 86_400)).prefix(10)
      let added = try Program(
        [
          "hold", "add", "--record-set", "person", "--reference", "R-1", "--reason", "court", "--review",
          String(tomorrow),
        ]
          + $0.files)
      try #require(added.exitCode == 0, "\(added.errors)")
    },
  ]

  @Test("Each trouble is found by its question", arguments: troubles)
  func trouble(_ trouble: Trouble) throws {
    let small = try Self.make(firstRun: trouble.firstRun)
    try trouble.make(small)
    let now = SystemClock.now().adding(seconds: trouble.later)
    let health = HealthCheck(session: try ServerRuns.session(of: small), now: now).answers()
    let answer = try #require(
      health.answers.first { $0.question == trouble.question }, "\(health.unanswered)")
    #expect(answer.level == trouble.level && answer.sentence.contains(trouble.says), "\(answer)")
  }

  @Test("Every question but few is asked by a trouble above")
  func all() {
    // A death needs a process that dies: `DeathCommandTests` has one. Files are tried below, with the whole program.
    let others: Set<HealthQuestion> = [.files, .deaths, .filesLeft, .survey, .anchors, .space]
    #expect(Set(Self.troubles.map(\.question)).union(others) == Set(HealthQuestion.allCases))
  }

  @Test("After a night that went well all is well, in words and as JSON, with exit code 0")
  func well() throws {
    let small = try Self.make()
    #expect(try small.purge().program.exitCode == 0)
    let health = try Program(["health"] + small.files)
    #expect(health.exitCode == 0, "\(health.output)\(health.errors)")
    #expect(health.output.hasPrefix("WELL: \(HealthQuestion.allCases.count) questions\n"), "\(health.output)")
    let printed = try Program(["health", "--json"] + small.files).output
    let json = try #require(JSONSerialization.jsonObject(with: Data(printed.utf8)) as? [String: Any])
    #expect(json["level"] as? String == "well")
    let answers = try #require(json["answers"] as? [[String: Any]])
    #expect(answers.compactMap { $0["question"] as? String } == HealthQuestion.allCases.map(\.rawValue))
    #expect(answers.first { $0["question"] as? String == "overdue" }?["overdue"] as? Int == 0)
  }

  @Test("What is critical ends with 2 and names what nobody can tell; a warning ends with 1")
  func codes() throws {
    let small = try Self.make()
    let warned = try Program(["health"] + small.files)
    #expect(warned.exitCode == 1 && warned.output.hasPrefix("WARNING: lastSuccess"), "\(warned.output)")
    try Self.change(small, "stores.json") { $0.replacing("\"rights\"", with: "\"wrongs\"") }
    let wrong = try Program(["health"] + small.files)
    #expect(wrong.exitCode == 2 && wrong.output.hasPrefix("CRITICAL: files\n"), "\(wrong.output)")
    #expect(wrong.output.contains("not known: journal, keys, approval"), "\(wrong.output)")
  }

  @Test("It waits for no run, and leaves everything as it is")
  func waitsForNobody() throws {
    let small = try Self.make()
    let lock = try ServerRuns.session(of: small).journal(.run)
    let size = lock.size
    #expect(try Program(["health"] + small.files).exitCode == 1)
    #expect(lock.size == size)
  }
}
