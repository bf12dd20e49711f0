import Foundation
import SQLite
import Testing

/// `retentiond scrub`, by the program itself.
@Suite struct ScrubCommandTests {
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
  func scrub(engine: TestEngine?) throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets, on: engine)
    let run = try Program(["purge"] + small.files)
    #expect(
      run.exitCode == 0 && run.output.contains("What deletion left in files and logs:"), "\(run.errors)")
    if engine != nil { #expect(run.output.contains("retentiond scrub --rewrite main")) }
    let scrubbed = try Program(["scrub", "--rewrite", "--json", "main"] + small.files)
    #expect(scrubbed.exitCode == 0, "\(scrubbed.errors)")
    let places = try #require(
      try JSONSerialization.jsonObject(with: Data(scrubbed.output.utf8)) as? [[String: Any]])
    let first = try #require(places.first)
    #expect(first["store"] as? String == "main" && first["scrubbed"] as? Bool == true)
    #expect(places.last?["scrubbed"] as? Bool == false)
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
    let scrubbed = try Program(["scrub", "other"] + small.files)
    #expect(
      scrubbed.exitCode == 66 && scrubbed.errors.contains("no store other; it has main"), "\(scrubbed.errors)"
    )
  }

  @Test("Nothing is scrubbed before its configuration is approved")
  func unapproved() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
    let path = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: path, encoding: .utf8)
    try Data((text + "\n").utf8).write(to: path)
    let scrubbed = try Program(["scrub", "--rewrite"] + small.files)
    #expect(scrubbed.exitCode == 77 && scrubbed.errors.contains("is not approved"), "\(scrubbed.errors)")
  }

  @Test("The former name of the command is refused with the new one, whatever stands behind it")
  func formerName() throws {
    for arguments in [[], ["--rewrite", "main"], ["--help"], ["--config", "/nowhere"]] {
      let refused = try Program(["erase"] + arguments)
      #expect(refused.exitCode == 64, "\(arguments)")
      #expect(refused.errors.contains("retentiond scrub"), "\(refused.errors)")
      #expect(refused.output.isEmpty, "\(arguments)")
    }
  }
}
