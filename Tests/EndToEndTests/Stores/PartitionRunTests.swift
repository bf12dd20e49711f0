import Foundation
import SQLite
import Testing

/// Runs that drop partitions, by the program itself, with a process that dies at every write of its evidence.
@Suite struct PartitionRunTests {
  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id", "ended"], "subject": "nir",
      "partitions": "drop", "events": {"ended": {"column": "ended", "as": "date"}}}
    """

  /// Three years of which two are due; the third has a row of yesterday.
  private func make(_ engine: TestEngine) throws -> SmallConfiguration {
    let rows = (1...60).map { number in
      "(\(number), '\(840_588_123_400 + number)', '\(2010 + number / 20)-06-15')"
    }
    return try SmallConfiguration(
      content: "CREATE TABLE other (id INTEGER PRIMARY KEY)", recordSets: Self.recordSets, on: engine,
      arrange: { copy in
        try copy.makePeople(byYears: 2010...2012)
        try copy.run("INSERT INTO person VALUES \(rows.joined(separator: ", "))")
        try copy.run("INSERT INTO person SELECT 99, 'new', CURRENT_DATE FROM person WHERE id = 1")
      })
  }

  private func ids(_ small: SmallConfiguration) throws -> Set<Int> {
    Set(try small.rows(of: "person", columns: ["id"]).compactMap { $0[0].flatMap { Int($0) } })
  }

  private func partitions(_ small: SmallConfiguration) throws -> [String] {
    let entries = try Program(["journal", "show", "--json"] + small.files).output
    return entries.matches(of: #/"partition":"([^"]+)"/#).map { String($0.1) }
  }

  @Test(
    "Each record of a dropped partition is proven like any other, and report, certificate and journal say how it went",
    arguments: TestEngine.allCases)
  func run(engine: TestEngine) throws {
    let small = try make(engine)
    let (program, report) = try small.purge()
    #expect(program.exitCode == 0, "\(program.errors)")
    let changed = try #require((report["changed"] as? [[String: Any]])?.first)
    #expect(changed["count"] as? Int == 60 && changed["partitions"] as? Int == 2)
    #expect(try partitions(small) == ["y2010", "y2011"])
    #expect(try ids(small) == [99])
    let found = try Program(["journal", "find", "person", "7", "2010-06-15"] + small.files)
    #expect(found.exitCode == 0 && found.output.contains("Deleted at"), "\(found.output)\(found.errors)")
    #expect(found.output.contains("partition   y2010, all of whose records went in one step"))
    let other = try Program(["journal", "find", "person", "99", "2010-06-15"] + small.files)
    #expect(!other.output.contains("Deleted"))
    let page = try Program(["journal", "certificate", "--language", "fr"] + small.files)
    #expect(page.output.contains("supprimés (2 partitions, chacune d’un seul tenant)"), "\(page.errors)")
    #expect(try Program(["reconcile"] + small.files).exitCode == 0)
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test("A held person keeps a partition from going whole, and stays alone", arguments: TestEngine.allCases)
  func held(engine: TestEngine) throws {
    let small = try make(engine)
    let hold = try Program(
      ["hold", "add", "--subject", "-", "--reference", "case 1", "--reason", "suit"] + small.files,
      input: "840588123425\n")
    try #require(hold.exitCode == 0, "\(hold.errors)")
    _ = try small.purge()
    #expect(try partitions(small) == ["y2010"])
    #expect(try ids(small) == [25, 99])
  }

  @Test(
    "Wherever the process dies, what is gone is explained, what is not is still there, and the next run ends it",
    arguments: TestEngine.allCases)
  func killed(engine: TestEngine) throws {
    var sawUndone = false
    var sawDone = false
    for number in 1...40 {
      let small = try make(engine)
      guard try Program.isKilled(atSync: number, ["purge"] + small.files) else { break }
      // What the journal says is open, beside what is still there.
      let open = try Connection(
        path: small.folder.appending(path: "journal.sqlite").path, mode: .readWrite, busySeconds: 5
      ).integer("SELECT count(*) FROM batch WHERE outcome IS NULL")
      let before = try ids(small)
      let last = try partitions(small).last
      if open == 1, let last {
        let isThere = before.contains(last == "y2010" ? 7 : 27)
        if isThere { sawUndone = true } else { sawDone = true }
      }
      // Each step is taken or is not.
      #expect([61, 42, 22, 1].contains(before.count) && before.contains(99))
      for id in [7, 27] where !before.contains(id) {
        #expect(try partitions(small).contains(id == 7 ? "y2010" : "y2011"))
      }
      #expect(try small.purge().program.exitCode == 0)
      #expect(try ids(small) == [99])
      let verified = try Program(["journal", "verify"] + small.files)
      #expect(verified.exitCode == 0, "\(verified.output)")
      for (id, year) in [(7, 2010), (27, 2011), (47, 2012)] {
        let found = try Program(["journal", "find", "person", String(id), "\(year)-06-15"] + small.files)
        #expect(found.output.contains("Deleted at"), "\(number): \(id): \(found.output)")
      }
    }
    #expect(sawUndone, "no death between intent and commit")
    #expect(sawDone, "no death between commit and outcome")
  }
}
