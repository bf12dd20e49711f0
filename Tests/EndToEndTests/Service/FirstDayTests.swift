import Foundation
import SQLite
import Testing

/// The service on its first day: installed, and nobody has made a journal.
@Suite struct FirstDayTests {
  private func make() throws -> SmallConfiguration {
    try SmallConfiguration(
      content:
        "CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended); INSERT INTO t VALUES (1, 'old'), (2, 'new')",
      recordSets: """
        "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """
    ) { folder in
      let file = folder.appending(path: "stores.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      try Data(text.replacing(#""firstRun""#, with: #""calendar": ["*:*:*"], "firstRun""#).utf8).write(
        to: file)
    }
  }

  /// - Parameter isLost: whether something of the journal is left.
  private func removeJournal(of small: SmallConfiguration, isLost: Bool) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: small.folder.path)
    where name.hasPrefix("journal") && !(isLost && name.hasSuffix(".tlog")) {
      try FileManager.default.removeItem(at: small.folder.appending(path: name))
    }
  }

  private func count(_ small: SmallConfiguration) throws -> Int {
    try small.rows(of: "t", columns: ["id"]).count
  }

  @Test(
    "Without a journal the service is ready, purges nothing and says so; once somebody has made one, it purges"
  )
  func noJournal() throws {
    let small = try make()
    try removeJournal(of: small, isLost: false)
    let service = try RunningService(small)
    defer { service.kill() }
    #expect(service.waits { service.isReady && service.statuses.contains { $0.contains("no journal yet") } })
    // Its calendar comes each second.
    usleep(2_500_000)
    #expect(try count(small) == 2 && service.exitCode == nil)
    let words = service.text.split(separator: "\n").filter { $0.contains("no journal yet") }
    #expect(words.count == 1 && !service.text.contains("cannot"), "\(service.text)")

    #expect(try Program(["journal", "create"] + small.files).exitCode == 0)
    let plan = try Program(["plan", "--format", "json"] + small.files)
    let digest = try #require(plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1
    #expect(try Program(["approve", String(digest)] + small.files).exitCode == 0)
    #expect(try service.waits { try count(small) == 1 }, "\(service.text)")
  }

  @Test("The wait for a journal ends with the service")
  func stopped() throws {
    let small = try make()
    try removeJournal(of: small, isLost: false)
    let service = try RunningService(small)
    #expect(service.waits { service.isReady })
    #expect(service.ends(by: SIGTERM) && service.exitCode == 0, "\(service.text)")
  }

  @Test("A journal that is lost, whose folder for auditors is there, is no first day: the service fails")
  func lost() throws {
    let small = try make()
    _ = try small.purge()
    try removeJournal(of: small, isLost: true)
    let service = try RunningService(small)
    defer { service.kill() }
    #expect(service.waits { service.exitCode == 74 }, "\(service.text)")
  }
}
