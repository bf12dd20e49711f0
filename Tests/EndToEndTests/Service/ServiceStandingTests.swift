import AuditJournal
import CivilTime
import Foundation
import SQLite
import StoreBindings
import TestNames
import Testing
import Words

@testable import Purging
@testable import Systemd
@testable import retentiond

/// What `systemctl status` shows while the service waits.
@Suite("The status line of a service that waits") struct ServiceStandingTests {
  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX person_ended ON person (ended);
    INSERT INTO person VALUES (1, 'old'), (2, 'old'), (3, 'new');
    """

  private func make() throws -> SmallConfiguration {
    try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
  }

  private func line(_ small: SmallConfiguration, _ known: StandingWatch.Known = .init()) throws -> String {
    StandingWatch.standing(try ServerRuns.session(of: small).configuration, known).line
  }

  private func change(_ small: SmallConfiguration, _ file: String, _ change: (String) -> String) throws {
    let url = small.folder.appending(path: file)
    try Data(change(String(contentsOf: url, encoding: .utf8)).utf8).write(to: url)
  }

  @Test("Before the first run it says so, and at what time of the rules' zone the next one comes")
  func waiting() throws {
    let small = try make()
    let next = try #require(Instant(iso8601: "2026-11-29T01:30:00Z"))
    #expect(
      try line(small, StandingWatch.Known(next: next))
        == "Waiting until 2026-11-29 02:30:00 +01:00; no run yet")
    #expect(try line(small) == "Waiting; the calendar has no next run; no run yet")
  }

  @Test("A success is told with what it changed, and nothing else")
  func success() throws {
    let small = try make()
    #expect(try small.purge().program.exitCode == 0)
    #expect(try line(small).hasSuffix("; last run complete: 2 record(s) changed, none overdue"))
  }

  @Test("Stores that gave no answer are named, and no figure stands for what is not known")
  func storeDown() throws {
    let small = try make()
    try FileManager.default.removeItem(atPath: small.path)
    _ = try Program(["purge"] + small.files)
    let line = try line(small, StandingWatch.Known(unanswering: ["main"]))
    #expect(
      line.contains(
        "last run incomplete: 0 record(s) changed, not known of person, refused: person; no answer from main"),
      "\(line)")
  }

  @Test("A run that did not begin takes the place of the last one")
  func failure() throws {
    let small = try make()
    #expect(try small.purge().program.exitCode == 0)
    let entries = try ServerRuns.session(of: small).readingJournal().size
    let known = StandingWatch.Known(failure: .init(reason: "the clock is wrong", entries: entries))
    let refused = try line(small, known)
    #expect(
      refused.contains("; last run refused: the clock is wrong") && !refused.contains("complete"),
      "\(refused)")
    // Somebody purges at a shell.
    #expect(try small.purge().program.exitCode == 0)
    #expect(try line(small, known).hasSuffix("; last run complete: 0 record(s) changed, none overdue"))
  }

  @Test("A run that a guard stopped is told from the journal, until another one ends")
  func guarded() throws {
    let small = try make()
    try change(small, "stores.json") {
      $0.replacing("\"key\": [\"id\"],", with: "\"key\": [\"id\"], \"guard\": {\"maximumRows\": 1},")
    }
    try SmallJournal(small).approveAsBefore()
    #expect(try Program(["purge"] + small.files).exitCode == 79)
    #expect(try line(small).contains("; last run refused: "))
    try Connection(path: small.path, mode: .readWrite, busySeconds: 1).execute(
      "DELETE FROM person WHERE id = 2")
    #expect(try Program(["purge"] + small.files).exitCode == 0)
    #expect(try line(small).hasSuffix("; last run complete: 1 record(s) changed, none overdue"))
  }

  @Test("A run without an end hides the one before, and is told as under way or broken off")
  func unended() throws {
    let small = try make()
    #expect(try small.purge().program.exitCode == 0)
    _ = try SmallJournal(small).openBatch(recordSet: "person", store: "main")
    #expect(try line(small).contains("; a run began and has no end: it is under way, or broke off"))
  }

  @Test("Files that nobody approved are told, and whether others are in force; so are files that are wrong")
  func files() throws {
    let small = try make()
    try change(small, "stores.json") {
      $0.replacing("\"table\": \"person\",", with: "\"table\":  \"person\",")
    }
    #expect(try line(small).hasSuffix("; configuration NOT approved, the former goes on"))
    #expect(
      try line(small, StandingWatch.Known(hasWrongFiles: true))
        .hasSuffix("; the files read last are WRONG, the former go on"))
  }

  @Test("A journal that cannot be read comes before all else", arguments: ["evidence.key", "journal.sqlite"])
  func doubt(file: String) throws {
    let small = try make()
    try FileManager.default.removeItem(at: small.folder.appending(path: file))
    let line = try line(small)
    #expect(line.hasPrefix("Waiting; the calendar has no next run; NO RUN WOULD BEGIN: "), "\(line)")
    #expect(line.contains(file == "evidence.key" ? "evidence.key" : "journal create"), "\(line)")
  }

  @Test("What changes the standing is seen, and nothing else")
  func watch() throws {
    let small = try make()
    let configuration = try ServerRuns.session(of: small).configuration
    var (watch, known) = (StandingWatch(), StandingWatch.Known())
    var seen = [watch.hasChanged(configuration, known), watch.hasChanged(configuration, known)]
    known.hasWrongFiles = true
    seen.append(watch.hasChanged(configuration, known))
    // A purge of another process.
    #expect(try small.purge().program.exitCode == 0)
    seen += [watch.hasChanged(configuration, known), watch.hasChanged(configuration, known)]
    watch.forget()
    seen.append(watch.hasChanged(configuration, known))
    #expect(seen == [true, false, true, true, false, true])
  }
}
