import Foundation
import SQLite
import TestNames
import Testing

@testable import retentiond

/// What is approved is in force: a service that reads files which nobody has approved goes on as before.
@Suite("What is approved is in force") struct InForceTests {
  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX person_ended ON person (ended);
    """

  /// A service with a run every other second, or never.
  private func make(calendar: String) throws -> SmallConfiguration {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
    try change(small, "\"recordSets\":", to: "\"calendar\": [\"\(calendar)\"], \"recordSets\":")
    try approve(small)
    return small
  }

  private func change(_ small: SmallConfiguration, _ old: String, to new: String) throws {
    let url = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: url, encoding: .utf8)
    try #require(text.contains(old))
    try Data(text.replacing(old, with: new).utf8).write(to: url)
  }

  private func approve(_ small: SmallConfiguration) throws {
    let plan = try Program(["plan", "--format", "json"] + small.files)
    let digest = try #require(
      plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.errors)"
    ).1
    try #require(Program(["approve", String(digest)] + small.files).exitCode == 0)
  }

  private func fill(_ small: SmallConfiguration) throws {
    try SmallConfiguration.fill(small.path, "INSERT INTO person (ended) VALUES ('old')")
  }

  private func isEmpty(_ small: SmallConfiguration) throws -> Bool {
    try SmallConfiguration.ids(small.path, "person").isEmpty
  }

  @Test(
    "A calendar that nobody approved neither stops the runs nor begins any; the approval puts it in force")
  func calendar() throws {
    let small = try make(calendar: "*:*:0/2")
    let service = try RunningService(small)
    defer { service.kill() }
    #expect(service.waits { service.isReady })
    try change(small, "*:*:0/2", to: "2099-01-01")
    service.send(SIGHUP)
    #expect(service.waits { service.text.contains("is not approved") }, "\(service.text)")
    #expect(
      service.statuses.contains { $0.contains("loaded; NOT approved, so that") }, "\(service.statuses)")
    try fill(small)
    #expect(try service.waits { try isEmpty(small) }, "\(service.text)")
    #expect(
      service.waits {
        service.statuses.last?.contains("configuration NOT approved, the former goes on") ?? false
      }, "\(service.statuses)")
    try approve(small)
    #expect(
      service.waits { service.statuses.last?.contains("Waiting until 2099-01-01 00:00:00 +01:00") ?? false },
      "\(service.statuses)")
    try fill(small)
    sleep(6)
    #expect(try !isEmpty(small))
    let status = try Program(["status"] + small.files)
    #expect(status.output.contains("Next run       2099-01-01"), "\(status.output)")
  }

  @Test("A shorter calendar that nobody approved begins no run")
  func notYet() throws {
    let small = try make(calendar: "2099-01-01")
    let service = try RunningService(small)
    defer { service.kill() }
    #expect(service.waits { service.isReady })
    try fill(small)
    try change(small, "2099-01-01", to: "*:*:0/2")
    service.send(SIGHUP)
    #expect(service.waits { service.text.contains("is not approved") }, "\(service.text)")
    sleep(6)
    #expect(try !isEmpty(small))
    let health = try Program(["health"] + small.files)
    #expect(health.output.contains("the next run is at 2099-01-01 00:00:00 +01:00"), "\(health.output)")
    try approve(small)
    #expect(try service.waits { try isEmpty(small) }, "\(service.text)")
  }

  @Test("Files that are wrong are told in the status until files that are right were read")
  func wrong() throws {
    let small = try make(calendar: "2099-01-01")
    let service = try RunningService(small)
    defer { service.kill() }
    #expect(service.waits { service.isReady })
    try change(small, "\"rights\"", to: "\"wrongs\"")
    service.send(SIGHUP)
    #expect(
      service.waits {
        service.statuses.last?.hasSuffix("the files read last are WRONG, the former go on") ?? false
      },
      "\(service.statuses)")
    try change(small, "\"wrongs\"", to: "\"rights\"")
    service.send(SIGHUP)
    #expect(
      service.waits { service.statuses.last?.hasSuffix("; no run yet") ?? false }, "\(service.statuses)")
  }
}
