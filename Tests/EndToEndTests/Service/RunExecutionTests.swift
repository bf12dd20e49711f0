import AuditJournal
import CivilTime
import Foundation
import RecordStores
import SQLite
import StoreBindings
import TestNames
import Testing
import Words

@testable import Purging
@testable import Systemd
@testable import retentiond

/// One run of the service by itself: what it says in the log, and what it leaves as the service's status.
@Suite struct RunExecutionTests {
  private static let people = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir", "batch": {"rows": 10},
      "events": {"ended": {"column": "ended", "as": "date"}}},
    "other": {"store": "main", "table": "other", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """

  /// Twelve people who are due and three who are not, and a table without a row.
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
    CREATE TABLE other (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX other_ended ON other (ended);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 15)
      INSERT INTO person SELECT i, '08405881234' || (10 + i), CASE WHEN i <= 12 THEN 'old' ELSE 'new' END FROM n;
    """

  /// What differs between two runs, and what they say.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// A change of the rules file.
    var rules: @Sendable (String) -> String = { $0 }
    var firstRun = "false"
    /// What happens to the approved configuration before its run.
    var before: @Sendable (SmallConfiguration) throws -> Void = { _ in }
    /// What is in the service's status.
    let status: String
    /// What is in the log, in this order.
    let log: [String]
    /// How many people are left.
    let left: Int

    var testDescription: String { name }

    static func run(_ sql: String) -> @Sendable (SmallConfiguration) throws -> Void {
      { try Connection(path: $0.path, mode: .readWrite, busySeconds: 1).execute(sql) }
    }
  }

  static let cases = [
    Case(
      name: "All that is due goes", status: "last run complete: 12 record(s) changed, none overdue",
      log: [
        "starts: 12 rows due", "person: deleted 10 rows",
        "person: deleted 2 rows",
        "is complete: 12 changed, 0 set aside, 0 record sets refused, 0 overdue, in",
      ], left: 3),
    Case(
      name: "A record set is refused",
      before: Case.run("CREATE TRIGGER keeps BEFORE DELETE ON person BEGIN SELECT 1; END"),
      status: "last run incomplete: 0 record(s) changed, 12 overdue, refused: person",
      log: [
        "starts: 0 rows due, and ? in 1 record set",
        "record set person of store main is left out: trigger keeps",
        "person: 12 rows overdue under rights (refused; 0 held",
        "ended and left rows that are due, or could not judge them: 0 changed, 0 set aside, 1 record set refused, 12 overdue",
      ], left: 15),
    Case(
      name: "A person is held",
      before: { small in
        let session = try ServerRuns.session(of: small)
        _ = try session.journal(.append).placeHold(
          .subject("0840588123413"), reference: "R-1", reason: "court", by: "test", at: SystemClock.now())
      }, status: "last run complete: 11 record(s) changed, none overdue",
      log: [
        "starts: 11 rows due", "person: 1 row overdue under rights (held; 1 held",
        "is complete: 11 changed, 0 set aside, 0 record sets refused, 0 overdue",
      ], left: 4),
    Case(
      name: "One record set is not there any more", before: Case.run("DROP TABLE other"),
      status: "last run incomplete: 12 record(s) changed, not known of other, refused: other",
      log: [
        "starts: 12 rows due, and ? in 1 record set", "record set other of store main is left out",
        "12 changed, 0 set aside, 1 record set refused, 0 overdue, and ? in 1 record set",
      ], left: 3),
    Case(
      name: "The first run under an approval", firstRun: "7",
      status: "last run first-run: 7 record(s) changed, 5 overdue",
      log: [
        "starts:", "person: deleted 7 rows",
        "person: the first run under this approval changed 7 rows and waits",
        "was a first run, which changes few rows and waits for a word: 7 changed",
      ], left: 8),
    Case(
      name: "A rule without a period",
      rules: {
        $0.replacing(
          #""period": "P5Y""#, with: #""period": {"unset": {"fr": "À choisir", "en": "To be chosen"}}"#)
      }, status: "last run complete: 0 record(s) changed, none overdue",
      log: [
        "starts: 0 rows due", "person: rights has no period yet; 15 rows wait for one",
        "is complete: 0 changed",
      ],
      left: 15),
    Case(
      name: "The folder for auditors cannot be written",
      before: { small in
        let configuration = try ServerRuns.session(of: small).configuration
        let folder = URL(filePath: configuration.bindings.journal.directory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // A file where a folder has to be.
        try Data().write(to: folder.appending(path: "tile"))
      }, status: "last run complete: 12 record(s) changed, none overdue",
      log: [
        "is complete: 12 changed", "the folder for auditors was not extended; the journal itself is whole",
      ],
      left: 3),
  ]

  /// A log that a test reads, by its lines.
  private final class Log {
    private let path = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID().uuidString)")
    private let handle: FileHandle
    let log: EventLog

    init() throws {
      try Data().write(to: path)
      handle = try FileHandle(forWritingTo: path)
      log = EventLog(output: .text(colour: false), descriptor: handle.fileDescriptor)
    }

    deinit { try? FileManager.default.removeItem(at: path) }

    var text: String {
      get throws { try String(contentsOf: path, encoding: .utf8) }
    }
  }

  private func execution(_ small: SmallConfiguration, _ log: Log) throws -> RunExecution {
    RunExecution(
      configuration: try ServerRuns.session(of: small).configuration, log: log.log,
      notifier: ServiceNotifier(), liveness: Liveness(), clockJump: nil)
  }

  @Test(
    "A run tells in the log what it did and what it left, and the service's status says it in one line",
    arguments: cases)
  func ending(_ run: Case) throws {
    let small = try SmallConfiguration(
      content: Self.content, recordSets: Self.people, rules: run.rules(SmallConfiguration.rules),
      firstRun: run.firstRun)
    try run.before(small)
    let log = try Log()
    #expect(try execution(small, log).execute().unanswering.isEmpty)
    let status = StandingWatch.standing(
      try ServerRuns.session(of: small).configuration, StandingWatch.Known()
    )
    .line
    #expect(status.hasSuffix("; " + run.status), "\(status)")
    var rest = Substring(try log.text)
    for text in run.log {
      guard let range = rest.range(of: text) else {
        Issue.record("\"\(text)\" is not in its place in \(try log.text)")
        break
      }
      rest = rest[range.upperBound...]
    }
    #expect(try SmallConfiguration.ids(small.path, "person").count == run.left)
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test(
    "A run that may not begin changes nothing, says nothing of itself, and its error has a record of its own")
  func refused() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.people)
    let stores = small.folder.appending(path: "stores.json")
    try Data(String(contentsOf: stores, encoding: .utf8).replacing(#""rows": 10"#, with: #""rows": 11"#).utf8)
      .write(to: stores)
    let log = try Log()
    let execution = try execution(small, log)
    let error = try #require(throws: RunError.self) { try execution.execute() }
    #expect(execution.event(for: error).sentence.contains("is not approved: nothing is purged until it is"))
    #expect(try log.text == "")
    #expect(try SmallConfiguration.ids(small.path, "person").count == 15)
  }

  static let errors: [(error: any Error, sentence: String)] = [
    (JournalError.unknownHold(7), "the audit journal cannot be used, so nothing is purged: "),
    (RunError.clock(.notSynchronised), "no purge with this clock: "),
    (
      RunError.guardStopped([("person", .tooManyRows(due: 2, limit: 1))]),
      "a guard stopped the run before its first row: "
    ),
    (
      RunError.anchorsOverdue(
        OverdueAnchors(anchors: ["a"], since: Instant(secondsSinceEpoch: 0), required: 1, current: 0)),
      "the journal is not anchored as it should be: "
    ),
    (
      RunError.unapproved(digest: "0123"), "configuration 0123 is not approved: nothing is purged until it is"
    ),
    (RunError.unsettled(batch: "batch-4", reason: "nobody knows"), "the run failed: "),
    (StoreError.unavailable(store: "main", cause: "away"), "the run failed: "),
    (CocoaError(.fileNoSuchFile), "the run failed: "),
  ]

  @Test("Each error that ends a run has the record of its kind")
  func records() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.people)
    let execution = try execution(small, Log())
    for (error, sentence) in Self.errors {
      let event = execution.event(for: error)
      #expect(event.sentence.hasPrefix(sentence), "\(error): \(event.sentence)")
    }
  }
}
