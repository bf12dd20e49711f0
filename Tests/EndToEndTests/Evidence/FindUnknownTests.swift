import Foundation
import SQLite
import Testing

/// What `journal find` says where it cannot know, and of whom it says that they approved.
@Suite struct FindUnknownTests {
  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}},
    "visit": {"store": "main", "table": "visit", "domain": "rights", "key": ["place", "number"],
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX person_ended ON person (ended);
    INSERT INTO person VALUES (1, 'old'), (2, 'old'), (3, 'new');
    CREATE TABLE visit (place TEXT NOT NULL, number INTEGER NOT NULL, ended TEXT, PRIMARY KEY (place, number));
    CREATE INDEX visit_ended ON visit (ended); INSERT INTO visit VALUES ('01', 7, 'old');
    """

  private func purged() throws -> SmallConfiguration {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
    try #require(small.purge().program.exitCode == 0)
    return small
  }

  /// Writes the stores file anew and approves it.
  private func change(_ small: SmallConfiguration, _ replace: (String) -> String) throws {
    let path = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: path, encoding: .utf8)
    try Data(replace(text).utf8).write(to: path)
    let plan = try Program(["plan", "--format", "json"] + small.files)
    let digest = try #require(
      plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.errors)"
    ).1
    let approved = try Program(["approve", String(digest), "--by", "B"] + small.files)
    try #require(approved.exitCode == 0, "\(approved.errors)")
  }

  private func find(_ small: SmallConfiguration, _ arguments: String...) throws -> Program {
    try Program(["journal", "find"] + arguments + small.files)
  }

  @Test("Whatever is asked, the answer says for what it looked, and never that nothing was changed")
  func looked() throws {
    let small = try purged()
    for (key, code) in [("1", 0), ("01", 66), ("3", 66), ("x", 66)] as [(String, Int32)] {
      let found = try find(small, "person", key)
      #expect(found.exitCode == code && !found.output.contains("has not changed"), "\(found)")
      for words in [
        "Looked for", "record set  person: 1 batch in store main", "key         id as the text \"\(key)\"",
        "key id      ",
      ] {
        #expect(found.output.contains(words), "\(words): \(found.output)")
      }
      #expect(found.output.contains("Not listed: none of the 1 batch") == (code == 66))
      #expect(found.output.contains("Unknown: a record whose key is the number 1.") == (key == "01"))
    }
    #expect(try find(small, "visit", "01", "7").exitCode == 0)
    #expect(try find(small, "visit", "1", "7").exitCode == 66)
    let parts = try find(small, "visit", "01")
    #expect(parts.exitCode == 64 && parts.errors.contains("the key has 2 parts"), "\(parts.errors)")
    let nothing = try find(small, "nothing", "1")
    #expect(nothing.exitCode == 66 && nothing.errors.contains("it has person, visit"), "\(nothing.errors)")
  }

  /// How stores.json can change so that the names of before are no longer there.
  private static let changes: [(name: String, asked: String, change: @Sendable (String) -> String)] = [
    (
      "renamed record set, asked by its new name", "people",
      { $0.replacing("\"person\": {", with: "\"people\": {") }
    ),
    (
      "renamed record set, asked by its old name", "person",
      { $0.replacing("\"person\": {", with: "\"people\": {") }
    ),
    (
      "renamed store", "person",
      {
        $0.replacing("\"main\":", with: "\"first\":").replacing(
          "\"store\": \"main\"", with: "\"store\": \"first\"")
      }
    ),
    (
      "both renamed", "people",
      {
        $0.replacing("\"main\":", with: "\"first\":").replacing(
          "\"store\": \"main\"", with: "\"store\": \"first\""
        )
        .replacing("\"person\": {", with: "\"people\": {")
      }
    ),
    ("another key", "person", { $0.replacing(#""key": ["id"]"#, with: #""key": ["id", "ended"]"#) }),
  ]

  @Test("A record is found under every name that its table had", arguments: 0..<5)
  func renamed(number: Int) throws {
    let (name, asked, replace) = Self.changes[number]
    let small = try purged()
    try change(small, replace)
    let found = try find(small, asked, "1")
    #expect(found.exitCode == 0 && found.output.hasPrefix("Deleted at "), "\(name): \(found)")
    let kept = try find(small, asked, "3")
    #expect(
      kept.exitCode == 66 && kept.output.contains("Not listed: none of the 1 batch"), "\(name): \(kept)")
  }

  @Test("A record set that stores.json has no more is asked by its name, and named where another is asked")
  func removed() throws {
    let small = try purged()
    try change(small) { text in
      String(text.prefix(upTo: text.range(of: "\"person\": {")!.lowerBound))
        + String(text.suffix(from: text.range(of: "\"visit\": {")!.lowerBound))
    }
    #expect(try find(small, "person", "1").exitCode == 0)
    let other = try find(small, "visit", "01", "8")
    #expect(
      other.exitCode == 66
        && other.output.contains("Unknown: whether the record was once in record set person of store main"),
      "\(other.output)")
  }

  @Test(
    "Evidence that is not there, or not what was signed, is no answer",
    arguments: [
      "DELETE FROM batch", "UPDATE batch SET locators = zeroblob(length(locators))",
      "UPDATE batch SET locators = substr(locators, 1, 32)",
    ])
  func tampered(statement: String) throws {
    let small = try purged()
    try Connection(
      path: small.folder.appending(path: "journal.sqlite").path, mode: .readWrite, busySeconds: 1
    )
    .execute(statement)
    for key in ["1", "3"] {
      let found = try find(small, "person", key)
      #expect(found.exitCode == 74 && found.output.isEmpty, "\(found)")
    }
  }

  @Test(
    "Who approved a past run is who had when it began, in every place that names them, whoever approves later"
  )
  func approver() throws {
    let small = try SmallConfiguration(
      content: Self.content.replacing(
        "(id INTEGER PRIMARY KEY, ended TEXT)", with: "(id INTEGER PRIMARY KEY, nir TEXT, ended TEXT)"
      )
      .replacing("VALUES (1, 'old'), (2, 'old'), (3, 'new')", with: "VALUES (1, '0840588123401', 'old')"),
      recordSets: Self.recordSets.replacing(
        #""table": "person", "domain": "rights", "key": ["id"],"#,
        with: #""table": "person", "domain": "rights", "key": ["id"], "subject": "nir","#))
    func approve(_ by: String) throws {
      let plan = try Program(["plan", "--format", "json"] + small.files)
      let digest = try #require(plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1
      #expect(try Program(["approve", String(digest), "--by", by] + small.files).exitCode == 0)
    }
    try approve("Anne Before")
    #expect(try small.purge().program.exitCode == 0)
    try approve("Bernard Later")
    let folder = small.folder.appending(path: "proofs").path
    let statements = [
      try find(small, "person", "1", "--proofs", folder).output,
      try find(small, "--subject", "0840588123401").output,
      try Program(["journal", "certificate"] + small.files).output,
      try Program(["journal", "certificate", "--language", "fr"] + small.files).output,
      try String(
        contentsOfFile: folder + "/"
          + #require(
            try FileManager.default.contentsOfDirectory(atPath: folder).first {
              $0.hasSuffix(".approval.json")
            }),
        encoding: .utf8),
    ]
    for text in statements {
      #expect(text.contains("Anne Before") && !text.contains("Bernard Later"), "\(text)")
    }
  }
}
