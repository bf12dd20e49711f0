import Foundation
import SQLite
import Testing

@testable import AuditJournal
@testable import retentiond

/// Every type of entry comes from something that the program does.
@Suite struct EveryEntryTests {
  /// What is done, and the types of entries that come of it, without their beginning `retentiond.`.
  struct Scenario: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let types: Set<String>
    /// - Returns: the configuration whose journal has the entries.
    let perform: @Sendable () throws -> SmallConfiguration

    init(
      _ name: String, _ types: Set<String>, _ perform: @escaping @Sendable () throws -> SmallConfiguration
    ) {
      testDescription = name
      self.types = types
      self.perform = perform
    }
  }

  /// Types whose scenario is a test of its own, which compares the entry: each with the file and the name of the test.
  static let elsewhere: [String: (file: String, function: String)] = [
    "anchor.receipt": ("EndToEndTests/Evidence/AnchorCommandTests", "afterRun"),
    "batch.files": ("EndToEndTests/Stores/OwnedFileTests", "go"),
    "files.settled": ("EndToEndTests/Stores/OwnedFileTests", "go"),
    "key.pinned": ("EndToEndTests/Evidence/KeyRotationTests", "rotated"),
    "key.rotated": ("EndToEndTests/Evidence/EvidenceCommandTests", "rotateKey"),
    "evidence-key.rotated": ("EndToEndTests/Evidence/KeyRotationTests", "rotated"),
    "evidence-key.destroyed": ("EndToEndTests/Evidence/KeyRotationTests", "rotated"),
    "key.destroyed": ("EndToEndTests/Evidence/KeyRotationTests", "destroyed"),
    "history.accepted": ("EndToEndTests/Evidence/HistoryCommandTests", "accepted"),
    "record-set.resumed": ("EndToEndTests/Service/DeathCommandTests", "twice"),
    // An entry of more than 64 KiB needs hundreds of record sets.
    "entry.part": ("AuditJournalTests/EntryPartsTests", "wholeRun"),
  ]

  @Test("A scenario writes the entries that it is there for", arguments: scenarios)
  func written(scenario: Scenario) throws {
    let small = try scenario.perform()
    let shown = try Program(["journal", "show", "--json"] + small.files).output
    let found = Set(shown.matches(of: /"type":"retentiond\.([a-z.-]+)"/).map { String($0.1) })
    #expect(scenario.types.subtracting(found) == [], "these were written: \(found.sorted())")
    let verified = try Program(["journal", "verify"] + small.files)
    #expect(verified.exitCode == 0, "\(verified.output)\(verified.errors)")
  }

  @Test("There is a scenario or a test for every type of entry that the program names")
  func whole() throws {
    let known = Set(
      EntryKind.first.union(EntryKind.later).map { kind in
        String(kind.prefix { $0 != "|" }.dropFirst("retentiond.".count))
      })
    let expected = Self.scenarios.reduce(into: Set(Self.elsewhere.keys)) { $0.formUnion($1.types) }
    #expect(known.subtracting(expected) == [], "no scenario writes these")
    #expect(expected.subtracting(known) == [], "these are no types")
    for (type, test) in Self.elsewhere {
      let file = Insurer.repository.appending(path: "Tests/\(test.file).swift")
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text.contains("func \(test.function)("), "\(type): \(test.file) has no test \(test.function)")
    }
  }
}

extension EveryEntryTests {
  private typealias Events = EveryEventTests

  static let scenarios = [
    Scenario(
      "a run, its survey, its copy and its verification",
      [
        "journal.created", "configuration.approved", "plan.made", "run.started", "batch.prepared",
        "batch.outcome", "run.ended", "store.identified", "store.erased", "journal.verified", "backup.began",
        "backup.made", "survey.made", "first-run.continued",
      ]
    ) {
      let small = try Events.people(20, firstRun: "7")
      try Events.program(["purge"], small, exitCode: 1)
      try Events.program(["first-run", "continue", "--reason", "compared"], small)
      try Events.program(["purge"], small)
      try Events.program(["scrub"], small)
      try Events.program(["journal", "backup", small.path + ".journal"], small)
      try Events.program(["journal", "verify"], small)
      return small
    },
    Scenario("a pause", ["runs.paused", "runs.resumed"]) {
      let small = try Events.people()
      try Events.program(["pause", "--until", "PT4H", "--reason", "a migration"], small)
      try Events.program(["resume", "--reason", "it is done"], small)
      return small
    },
    Scenario("the service", ["service.started", "rules.loaded", "service.stopped"]) {
      let small = try Events.people(stores: Events.calendar("2090-01-01"))
      let service = try RunningService(small)
      let isReady = service.waits { service.isReady }
      service.kill()
      try #require(isReady, "\(service.text)")
      return small
    },
    Scenario("holds", ["hold.placed", "hold.changed", "hold.narrowed", "hold.lifted"]) {
      let small = try SmallConfiguration(
        content: HoldCommandTests.content, recordSets: HoldCommandTests.recordSets)
      let list = small.folder.appending(path: "list")
      try Data("1850578006084\n2990578006084\n".utf8).write(to: list)
      let terms = ["--reference", "A", "--reason", "suit"]
      try Events.program(["hold", "add", "--subjects", list.path] + terms, small)
      try Events.program(["hold", "change", "1", "--review", "2090-01-01", "--reason", "appeal"], small)
      try Data("1850578006084\n".utf8).write(to: list)
      try Events.program(["hold", "lift", "--subjects", list.path] + terms, small)
      try Events.program(["hold", "lift", "1", "--reason", "it is over"], small)
      return small
    },
    Scenario("a clock that is wrong", ["refusal", "clock.accepted"]) {
      let small = try Events.people()
      let years = ["RETENTIOND_TEST_CLOCK_SHIFT": String(20 * 365 * 86_400)]
      try Events.program(["purge"], small, years, exitCode: 79)
      try Events.program(["clock", "accept", "--reason", "looked at"], small)
      return small
    },
    Scenario("a process that dies in a commit", ["batch.recovered"]) {
      let small = try Events.people()
      try Events.dieInCommit(small)
      try Events.program(["purge"], small)
      return small
    },
    Scenario("a process that dies in a record set", ["record-set.died", "record-set.passed"]) {
      let small = try Events.people()
      try Events.dieInRecordSet(small)
      try Events.program(["purge"], small)
      return small
    },
    Scenario(
      "a store that is restored, and another in its place",
      ["store.restored", "reconcile.found", "reconcile.ended", "store.accepted"]
    ) {
      let small = try Events.ledgered()
      let before = try Data(contentsOf: URL(filePath: small.path))
      try Events.program(["purge"], small)
      try Events.restore(small, before)
      try Events.program(["purge"], small)
      try Events.restore(small, before)
      try Events.program(["reconcile", "--purge"], small)
      try Events.exchange(small)
      try Events.program(["store", "accept", "main", "--reason", "moved"], small)
      return small
    },
    Scenario("a row that an archive refuses", ["row.set-aside"]) {
      let small = try Events.refusingArchive()
      try Events.program(["purge"], small, exitCode: 1)
      return small
    },
    Scenario("rows of which too few are alike", ["rows.too-few"]) {
      let small = try Events.tooFewAlike()
      try Events.program(["purge"], small, exitCode: 1)
      return small
    },
  ]
}
