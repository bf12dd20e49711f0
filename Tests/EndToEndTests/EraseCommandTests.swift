import Foundation
import SQLite
import Testing

/// `retentiond erase`, by the program itself.
@Suite struct EraseCommandTests {
  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """

  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
    INSERT INTO person VALUES (1, '0840588123401', 'old'), (2, '0840588123402', 'new');
    """

  private static let engines: [TestEngine?] = [nil] + TestEngine.allCases

  @Test(
    "A run's report names the command that goes further; the command says what is left, and the journal that it was done",
    arguments: engines)
  func erase(engine: TestEngine?) throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets, on: engine)
    let run = try Program(["purge"] + small.files)
    #expect(run.exitCode == 0 && run.output.contains("Physical erasure:"), "\(run.errors)")
    if engine != nil { #expect(run.output.contains("retentiond erase --rewrite main")) }
    let erased = try Program(["erase", "--rewrite", "--json", "main"] + small.files)
    #expect(erased.exitCode == 0, "\(erased.errors)")
    let places = try #require(
      try JSONSerialization.jsonObject(with: Data(erased.output.utf8)) as? [[String: Any]])
    let first = try #require(places.first)
    #expect(first["store"] as? String == "main" && first["erased"] as? Bool == true)
    #expect(places.last?["erased"] as? Bool == false)
    let entries = try Program(["journal", "show", "--json"] + small.files).output
    let entry = try #require(
      entries.split(separator: "\n").first { $0.contains("retentiond.store.erased") }.map(String.init))
    #expect(entry.contains(#""logsDropped":false"#) && entry.contains(#""rewritten":true"#))
    #expect(entry.contains(#""store":"main""#))
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    #expect(try small.rows(of: "person", columns: ["id"]) == [["2"]])
  }

  @Test("A store that stores.json does not have is told with those that it has")
  func unknown() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
    let erased = try Program(["erase", "other"] + small.files)
    #expect(
      erased.exitCode == 66 && erased.errors.contains("no store other: it has main"), "\(erased.errors)")
  }

  @Test("Nothing is erased before its configuration is approved")
  func unapproved() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
    let path = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: path, encoding: .utf8)
    try Data((text + "\n").utf8).write(to: path)
    let erased = try Program(["erase", "--rewrite"] + small.files)
    #expect(erased.exitCode == 77 && erased.errors.contains("is not approved"), "\(erased.errors)")
  }
}
