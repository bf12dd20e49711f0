import Foundation
import Testing

@testable import AuditJournal

/// `pause` and `resume`, by every command that would change a store, and by the service.
@Suite struct PauseCommandTests {
  private static func pause(_ small: SmallConfiguration, _ more: String...) throws {
    try EveryEventTests.program(["pause", "--reason", "a migration", "--by", "dba"] + more, small)
  }

  private static func count(_ small: SmallConfiguration) throws -> Int {
    try SmallConfiguration.ids(small.path, "t").count
  }

  @Test(
    "No command changes a store while runs are paused, and each says who paused them, since when, why and how they go on"
  )
  func commands() throws {
    let small = try EveryEventTests.people()
    try Self.pause(small)
    for command in [["purge"], ["purge", "--outside-window"], ["reconcile", "--purge"], ["scrub"]] {
      let refused = try Program(command + small.files)
      #expect(refused.exitCode == 75, "\(command): \(refused.output)\(refused.errors)")
      for part in ["paused since", "by dba", "a migration", "retentiond resume"] {
        #expect(refused.errors.contains(part), "\(command): \(refused.errors)")
      }
    }
    #expect(try Self.count(small) == 4)
    // What changes nothing goes on.
    for command in [["plan"], ["status"], ["check"]] {
      #expect(try Program(command + small.files).exitCode == 0, "\(command)")
    }
    let status = try Program(["status"] + small.files).output
    #expect(status.contains("paused since") && status.contains("a migration"), "\(status)")
    try EveryEventTests.program(["resume", "--reason", "it is done"], small)
    let again = try Program(["resume", "--reason", "it is done"] + small.files)
    #expect(again.exitCode == 66 || again.errors.contains("not paused"), "\(again.errors)")
    #expect(try Program(["purge"] + small.files).exitCode == 0)
    #expect(try Self.count(small) == 1)
  }

  @Test("health warns of a pause, and is critical of one that somebody forgot")
  func health() throws {
    let small = try EveryEventTests.people()
    func level(days: Int) throws -> String? {
      let health = try Program(
        ["health", "--json"] + small.files,
        environment: ["RETENTIOND_TEST_CLOCK_SHIFT": String(days * 86_400)])
      let json = try JSONSerialization.jsonObject(with: Data(health.output.utf8)) as? [String: Any]
      let answers = json?["answers"] as? [[String: Any]] ?? []
      return answers.first { $0["question"] as? String == "pause" }?["level"] as? String
    }
    #expect(try level(days: 0) == "well")
    try Self.pause(small)
    #expect(try level(days: 0) == "warning")
    #expect(try level(days: 8) == "critical")
  }

  @Test("--until takes a duration or a time on the rules' clocks, and nothing that is over or no time")
  func until() throws {
    let small = try EveryEventTests.people()
    for text in ["PT4H", "P2D", "2090-01-01 06:00", "2090-01-01T06:00", "2090-01-01T06:00:00Z"] {
      try Self.pause(small, "--until", text)
    }
    for text in ["2001-01-01 06:00", "PT0S", "soon", "2090-01-01", "P1Y", "-PT4H", "2090-02-30 06:00"] {
      let refused = try Program(["pause", "--reason", "a migration", "--until", text] + small.files)
      #expect(refused.exitCode == 64, "\(text): \(refused.output)\(refused.errors)")
    }
    let shown = try Program(["journal", "show", "--json"] + small.files).output
    #expect(
      shown.contains(#""until":"2090-01-01T06:00:00Z""#) || shown.contains(#""until": "2090"#), "\(shown)")
    #expect(shown.contains(#""account""#))
  }

  @Test(
    "The service ends a run after the batch in hand, begins none while it is paused, and makes up for it afterwards"
  )
  func service() throws {
    let small = try EveryEventTests.people(
      stores: EveryEventTests.calendar("*:*:0/2"),
      more:
        "WITH RECURSIVE n (i) AS (SELECT 2000 UNION ALL SELECT i + 1 FROM n WHERE i < 7000) INSERT INTO t SELECT i, 'old' FROM n;"
    )
    let service = try RunningService(small)
    defer { service.kill() }
    #expect(
      service.waits(every: 5_000) {
        service.text.contains("batch") && service.text.contains("run-")
          || service.statuses.contains { $0.contains("so far") }
      })
    try Self.pause(small)
    #expect(service.waits { service.text.contains("runs are paused since") }, "\(service.text.suffix(2_000))")
    #expect(service.waits { service.statuses.last?.contains("PAUSED") ?? false })
    let left = try Self.count(small)
    #expect(left > 1)
    sleep(6)
    #expect(try Self.count(small) == left)
    #expect(service.text.contains("was stopped because runs are paused"))
    try EveryEventTests.program(["resume", "--reason", "it is done"], small)
    #expect(try service.waits { try Self.count(small) == 1 }, "\(service.text.suffix(2_000))")
    #expect(service.text.contains("runs are no longer paused"))
  }
}
