import Foundation
import JSONText
import OutsideOracles
import RecordStores
import RetentionPolicy
import TestNames
import Testing
import Words

@testable import StoreBindings

/// The stores file as its page documents it, and what it must not say.
@Suite struct StoresFileTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardized

  /// The example of docs/stores-file.md.
  static func example() throws -> String {
    let page = try String(contentsOf: repository.appending(path: "docs/stores-file.md"), encoding: .utf8)
    let block = try #require(page.firstMatch(of: #/\n## The whole file\n\n```json\n([\s\S]*?)```/#))
    return String(block.1)
  }

  static func load(_ text: String, companions: CompanionFiles = .read) throws -> (
    bindings: StoreBindings?, problems: [DocumentProblem]
  ) {
    let rules = try Data(contentsOf: repository.appending(path: "retention-rules.json"))
    let schedule = try Schedule.load([UInt8](rules), file: "retention-rules.json")
    do throws(DocumentProblems) {
      let bindings = try StoreBindings.load(
        Array(text.utf8), file: "stores.json", schedule: schedule, baseDirectory: "/etc/retentiond",
        companions: companions)
      return (bindings, [])
    } catch {
      return (nil, error.problems)
    }
  }

  @Test("The documented example loads as it reads, and the schema accepts it")
  func documented() throws {
    let loaded = try Self.load(Self.example())
    #expect(loaded.problems.isEmpty, "\(loaded.problems.map(\.description))")
    let bindings = try #require(loaded.bindings)
    #expect(bindings.journal.directory == "/var/lib/retentiond/journal.tlog")
    let anchors = try #require(bindings.journal.anchors)
    #expect(anchors.anchors.count == 3 && anchors.required == 2 && anchors.within == 86_400)
    #expect(anchors.onMiss == .warn && anchors.timeout == 10)
    #expect(bindings.recordSets.map(\.recordSet.name).sorted() == ["invitation", "letter", "person"])
    let invitation = try #require(bindings.recordSets.first { $0.recordSet.name == "invitation" })
    #expect(invitation.recordSet.key == ["campaign", "nir_key"] && invitation.changes.count == 4)
    #expect(invitation.recordSet.marker?.column == "pseudonymised_on")
    #expect(try JSONSchema.accepts([Self.example()], under: "stores.schema.json") == [true])
  }

  @Test(
    "How many rows a first run changes is said for all record sets or for one, and by itself it is a hundred",
    arguments: [
      (#""firstRun": 100,"#, "", 100, 100), ("", "", 100, 100), (#""firstRun": 7,"#, "", 7, 7),
      (#""firstRun": false,"#, "", nil, nil), (#""firstRun": false,"#, #""firstRun": 9, "#, nil, 9),
      (#""firstRun": 7,"#, #""firstRun": false, "#, 7, nil),
    ] as [(String, String, Int?, Int?)])
  func firstRuns(whole: String, person: String, others: Int?, own: Int?) throws {
    let text = try Self.example().replacing(#""firstRun": 100,"#, with: whole)
      .replacing(#""batch": {"rows": 1000"#, with: person + #""batch": {"rows": 1000"#)
    let bindings = try #require(try Self.load(text).bindings)
    for bound in bindings.recordSets {
      #expect(bound.firstRunRows == (bound.recordSet.name == "person" ? own : others))
    }
    #expect(try JSONSchema.accepts([text], under: "stores.schema.json") == [true])
  }

  @Test("A mistake is refused with its place, its cause and its remedy", arguments: FileMistake.all)
  func refused(_ mistake: FileMistake) throws {
    let right = try Self.example()
    let text = mistake.made(in: right)
    try #require(text != right)
    let problems = try Self.load(text).problems
    let found = problems.contains { mistake.isTold(by: $0) && $0.file == "stores.json" }
    #expect(found, "\(problems.map(\.description))")
  }

  @Test("All mistakes of a file come at once")
  func together() throws {
    var text = try Self.example()
    var expected: [String] = []
    let chosen: Set = [
      "an unknown key",
      "a password",
      "a domain that there is not",
      "a form of date that there is not",
      "a transform that there is not",
      "a calendar that is none",
      "a share above one",
      "a batch of no rows",
      "a dependent without a reference",
    ]
    for mistake in FileMistake.all
    where chosen.contains(mistake.description) && text.contains(mistake.change.0) {
      text = mistake.made(in: text)
      expected.append(mistake.path)
    }
    let paths = try Set(Self.load(text).problems.map(\.path))
    #expect(expected.count == 9 && paths.isSuperset(of: expected), "\(Set(expected).subtracting(paths))")
  }

  @Test(
    "A table is one record set's however its name is written, and two that the server tells apart are two",
    arguments: [
      ("postgresql", "person", true), ("postgresql", "\\\"person\\\"", true), ("postgresql", "Person", false),
      ("postgresql", "other.person", false), ("mariadb", "Person", true), ("mariadb", "person2", false),
    ])
  func sharedTable(engine: String, table: String, isRefused: Bool) throws {
    let other =
      #""other": {"store": "rights", "table": "\#(table)", "domain": "rights-and-care", "key": ["id"], "conditions": {"concerned": {"always": "insured"}}, "events": {"rights-ended": {"column": "rights_end", "as": "date"}}}"#
    let text = try Self.example()
      .replacing(
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        with: #""engine": "\#(engine)", "database": "d""#
      )
      .replacing(#""person": {"#, with: other + #", "person": {"#)
    let problems = try Self.load(text).problems
    #expect(
      problems.map(\.path) == (isRefused ? ["$.recordSets.person.table"] : []),
      "\(problems.map(\.description))")
  }

  @Test("What a schema can see it refuses, too")
  func schema() throws {
    #expect(
      try JSONSchema.overlooks(FileMistake.all, in: Self.example(), under: "stores.schema.json").isEmpty)
  }

  @Test(
    "A table has one name in the file: neither its own schema before it, nor a record set of another store as nobody's rows"
  )
  func tableNames() throws {
    let server = try Self.example()
      .replacing(
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        with: #""engine": "postgresql", "database": "d""#
      )
      .replacing(
        #""engine": "sqlite", "path": "/srv/prevention.sqlite", "busyTimeout": "PT5S""#,
        with: #""engine": "postgresql", "database": "d", "schema": "other""#)
    #expect(try Self.load(server).problems.isEmpty)
    for (table, words) in [
      (#""table": "contact""#, nil), (#""table": "third.contact""#, nil),
      (#""table": "public.contact""#, "the store's own schema"),
      (#""table": "other.invitation""#, "is record set invitation of store prevention"),
    ] as [(String, String?)] {
      let problems = try Self.load(server.replacing(#""table": "contact""#, with: table)).problems
      #expect(problems.count == (words == nil ? 0 : 1), "\(table): \(problems)")
      if let words { #expect(problems.first.map { "\($0)" }?.contains(words) == true, "\(problems)") }
    }
  }
}
