import Foundation
import SQLite
import Testing

/// A hold from its placing to its end, at the command line.
@Suite struct HoldLifeTests {
  private func made() throws -> SmallConfiguration {
    try SmallConfiguration(content: HoldCommandTests.content, recordSets: HoldCommandTests.recordSets)
  }

  private func run(
    _ small: SmallConfiguration, _ arguments: [String], days: Int = 0, input: String = ""
  ) throws -> Program {
    try Program(
      arguments + small.files, input: input,
      environment: ["RETENTIOND_TEST_CLOCK_SHIFT": String(days * 86_400)])
  }

  private func add(_ small: SmallConfiguration, _ arguments: [String], input: String = "") throws -> Program {
    try run(small, ["hold", "add", "--reference", "A", "--reason", "suit"] + arguments, input: input)
  }

  private static func day(_ days: Int) -> String {
    let format = DateFormatter()
    format.timeZone = TimeZone(identifier: "Europe/Paris")
    format.dateFormat = "yyyy-MM-dd"
    return format.string(from: Date(timeIntervalSinceNow: Double(days) * 86_400))
  }

  private static let person = ["--subject", "2990578006084"]

  private func isThere(_ small: SmallConfiguration) throws -> Bool {
    try small.rows(of: "person", columns: ["id"]).contains(["2"])
  }

  @Test(
    "The last day of a hold is its own; the first run after it ends the hold with an entry, and then what it kept goes"
  )
  func until() throws {
    let small = try made()
    let placed = try add(small, Self.person + ["--until", Self.day(1)])
    #expect(placed.output.hasPrefix("Hold 1 is in force until the end of \(Self.day(1)).\n"))
    for days in [0, 1] {
      #expect(try run(small, ["purge"], days: days).exitCode == 0)
      #expect(try isThere(small), "day \(days)")
    }
    #expect(try run(small, ["hold", "list"], days: 2).output.contains("warning hold 1 had its last day"))
    #expect(try run(small, ["check"], days: 2).exitCode == 2)
    #expect(try run(small, ["purge"], days: 2).exitCode == 0)
    #expect(try !isThere(small))
    #expect(try run(small, ["hold", "list"], days: 2).output == "No hold is in force.\n")
    #expect(try run(small, ["journal", "show"], days: 2).output.contains("ended=\(Self.day(1))"))
    #expect(try run(small, ["journal", "verify"], days: 2).exitCode == 0)
  }

  @Test(
    "A run whose clock is doubted, or whose journal's row was changed, ends no hold",
    arguments: ["clock", "row", "entry"])
  func untilByTheEntry(what: String) throws {
    let small = try made()
    _ = try add(small, Self.person + (what == "row" ? [] : ["--until", Self.day(300)]))
    let journal = try Connection(
      path: small.folder.appending(path: "journal.sqlite").path, mode: .readWrite, busySeconds: 5)
    switch what {
    case "row": try journal.execute("UPDATE hold SET until = '2020-01-01'")
    case "entry": try journal.execute("UPDATE hold SET until = '2020-01-01', changed = 0")
    default: break
    }
    let purge = try run(small, ["purge"], days: what == "clock" ? 7_000 : 0)
    #expect(purge.exitCode == (what == "clock" ? 79 : 74), "\(purge.errors)")
    #expect(try isThere(small))
    let list = try run(small, ["hold", "list"])
    // A row that somebody changed is not listed as a hold either.
    #expect(what == "clock" ? list.output.contains("1 person") : list.exitCode == 74, "\(list.errors)")
  }

  @Test("A last day that is over is refused, also as a change")
  func past() throws {
    let small = try made()
    #expect(try add(small, Self.person + ["--until", Self.day(-1)]).exitCode == 64)
    #expect(try add(small, Self.person + ["--until", "2026-02-30"]).exitCode == 64)
    #expect(try run(small, ["hold", "list"]).output == "No hold is in force.\n")
    #expect(try add(small, Self.person + ["--until", Self.day(0)]).exitCode == 0)
    #expect(
      try run(small, ["hold", "change", "1", "--until", Self.day(-1), "--reason", "x"]).exitCode == 64)
  }

  @Test("A hold gets other days, or none, and its entry says so; what is not named stays")
  func changed() throws {
    let small = try made()
    _ = try add(small, Self.person + ["--until", Self.day(1), "--review", Self.day(1)])
    #expect(try run(small, ["hold", "change", "1", "--reason", "x"]).exitCode == 64)
    #expect(try run(small, ["hold", "change", "2", "--until", "none", "--reason", "x"]).exitCode == 66)
    #expect(try run(small, ["hold", "change", "1", "--until", "none", "--reason", "appeal"]).exitCode == 0)
    #expect(try run(small, ["purge"], days: 3).exitCode == 0)
    #expect(try isThere(small))
    let list = try run(small, ["hold", "list"], days: 3).output
    #expect(
      list.contains(Self.day(1)) && list.contains("warning hold 1 was to be reviewed on \(Self.day(1))"))
    #expect(try run(small, ["journal", "verify"], days: 3).exitCode == 0)
    #expect(
      try run(small, ["hold", "change", "1", "--until", Self.day(4), "--reason", "won"], days: 3).exitCode
        == 0)
    #expect(try run(small, ["purge"], days: 5).exitCode == 0)
    #expect(try !isThere(small))
    #expect(try run(small, ["journal", "verify"], days: 5).exitCode == 0)
  }

  @Test("A review day that has passed is warned of by check, status, the list and each run, and ends nothing")
  func review() throws {
    let small = try made()
    _ = try add(small, Self.person + ["--review", Self.day(0)])
    for (days, isWarned) in [(0, false), (1, true)] {
      for command in [["check"], ["status"], ["hold", "list"], ["purge"]] {
        let program = try run(small, command, days: days)
        let text = program.output + program.errors
        #expect(
          text.contains("was to be reviewed on \(Self.day(0))") == isWarned, "\(command) on day \(days)")
        #expect(program.exitCode == (isWarned && command == ["check"] ? 2 : 0), "\(command): \(text)")
      }
    }
    #expect(try isThere(small))
  }

  @Test("`explain` and the list say why and until when, by which hold, and never whom")
  func said() throws {
    let small = try made()
    _ = try add(small, Self.person + ["--authority", "TJ Lyon", "--until", Self.day(9), "--restriction"])
    _ = try add(small, ["--record-set", "person"])
    _ = try add(small, ["--subject", "1850578006084"])
    let explained = try run(small, ["explain", "person", "2"]).output
    #expect(
      explained.contains(
        "Legal hold: yes\n  restriction (article 18) 1, until the end of \(Self.day(9)): suit (A, ordered by TJ Lyon)\n  hold 2, until it is lifted: suit (A)\n"
      ),
      "\(explained)")
    #expect(!explained.contains("hold 3"))
    for arguments in [["hold", "list"], ["hold", "list", "--json"]] {
      let list = try run(small, arguments).output
      for word in ["TJ Lyon", Self.day(9), "restriction", "person", "suit"] {
        #expect(list.contains(word), "\(word)")
      }
      #expect(!list.contains("2990578006084"))
    }
    #expect(
      try
        (JSONSerialization.jsonObject(with: Data(run(small, ["hold", "list", "--json"]).output.utf8))
        as? [Any])?.count == 3)
  }

  @Test("A run that meets held rows says by which holds in force, why and until when, as a table and as JSON")
  func report() throws {
    let small = try made()
    #expect(try !run(small, ["plan"]).output.contains("held by"))
    _ = try add(small, Self.person + ["--until", Self.day(9)])
    let told = try run(small, ["purge"])
    #expect(
      told.output.contains("held by hold 1, until the end of \(Self.day(9)): suit (A)"), "\(told.output)")
    let json = try run(small, ["purge", "--json"]).output
    #expect(json.contains("\"holds\": [") && json.contains(Self.day(9)), "\(json)")
    for text in [told.output, json] { #expect(!text.contains("2990578006084")) }
  }

  @Test("Some of a list are lifted by a list: they go, the others stay, and who was not held is said by line")
  func liftedInPart() throws {
    let small = try made()
    let list = "1850578006084\n2990578006084\nother\n"
    _ = try add(small, ["--subjects", "-"], input: list)
    let lift = ["hold", "lift", "--reference", "A", "--reason", "over", "--subjects", "-"]
    let nobody = try run(small, lift, input: "nobody\n")
    #expect(nobody.exitCode == 66 && nobody.output.contains("Not held under it: line 1."))
    let lifted = try run(small, lift, input: "2 99 05 78 006 084\nnobody\nother")
    #expect(
      lifted.exitCode == 0 && lifted.output.contains("keep 2 of the 3 persons no more")
        && lifted.output.contains("Not held under it: line 2."),
      "\(lifted.output)")
    #expect(try run(small, ["hold", "list"]).output.contains("1 person"))
    #expect(try run(small, ["journal", "verify"]).exitCode == 0)
    #expect(try run(small, ["purge"]).exitCode == 0)
    #expect(try small.rows(of: "person", columns: ["id"]) == [["1"], ["3"]])
    #expect(try small.rows(of: "visit", columns: ["id"]) == [["1"]])
    #expect(try run(small, lift, input: "185057800608436").exitCode == 0)
    #expect(try run(small, ["hold", "list"]).output == "No hold is in force.\n")
    #expect(try run(small, ["journal", "verify"]).exitCode == 0)
  }

  @Test(
    "A hold on a name that the configuration no longer has stops every run, and check, approve and purge say it"
  )
  func renamed() throws {
    for (scope, from, to) in [
      (["--record-set", "visit"], "\"visit\": {", "\"visits\": {"),
      (["--record", "visit", "1"], "\"visit\": {", "\"visits\": {"),
      (["--store", "main"], "\"main\"", "\"central\""),
    ] as [([String], String, String)] {
      let small = try made()
      #expect(try add(small, scope).exitCode == 0)
      let stores = small.folder.appending(path: "stores.json")
      try String(contentsOf: stores, encoding: .utf8).replacing(from, with: to).write(
        to: stores, atomically: true, encoding: .utf8)
      let check = try run(small, ["check"])
      #expect(check.exitCode == 2 && check.output.contains("REFUSED hold 1 is on"), "\(check.output)")
      let plan = try run(small, ["plan", "--format", "json"])
      let digest = try #require(plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1
      #expect(try run(small, ["approve", String(digest)]).errors.contains("no run begins: hold 1 is on"))
      let purge = try run(small, ["purge"])
      #expect(purge.exitCode == 78 && purge.errors.contains("hold 1 is on"), "\(purge.errors)")
      #expect(try small.rows(of: "visit", columns: ["id"]).count == 2)
      #expect(try run(small, ["hold", "lift", "1", "--reason", "renamed"]).exitCode == 0)
      #expect(try run(small, ["purge"]).exitCode == 0)
    }
  }

  @Test(
    "A hold of any kind is exported and placed in another journal under the same evidence key, and under no other"
  )
  func transferred() throws {
    for scope in [
      ["--subjects", "-"], ["--subject", "1850578006084"], ["--record", "person", "2"],
      ["--record-set", "visit"],
      ["--domain", "rights"], ["--store", "main"],
    ] {
      let (from, to, other) = (try made(), try made(), try made())
      for (key, folder) in [("evidence.key", to.folder)] {
        for name in [
          "journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "journal.sqlite.lock", key,
        ] {
          try? FileManager.default.removeItem(at: folder.appending(path: name))
        }
        try FileManager.default.copyItem(
          at: from.folder.appending(path: key), to: folder.appending(path: key))
      }
      #expect(try run(to, ["journal", "create"]).exitCode == 0)
      let terms = [
        "--authority", "TJ Lyon", "--until", Self.day(9), "--review", Self.day(8), "--restriction",
      ]
      _ = try add(from, scope + terms, input: "1850578006084\n2990578006084\n")
      let file = from.folder.appending(path: "hold.json").path
      #expect(try run(from, ["hold", "export", "1", file]).exitCode == 0)
      #expect(try run(from, ["hold", "export", "1", file]).exitCode == 73)
      #expect(try !String(contentsOfFile: file, encoding: .utf8).contains("1850578006084"))
      let placed = try run(to, ["hold", "import", file])
      #expect(placed.exitCode == 0 && placed.output.contains("It keeps"), "\(scope) \(placed.errors)")
      func held(_ small: SmallConfiguration) throws -> String {
        try run(small, ["hold", "list", "--json"]).output.replacing(#/"(since|by)": "[^"]*"/#, with: "")
      }
      #expect(try held(to) == held(from))
      #expect(try run(to, ["journal", "verify"]).exitCode == 0)
      let refused = try run(other, ["hold", "import", file])
      #expect(refused.exitCode == 77 && refused.errors.contains("evidence key"), "\(refused.errors)")
      let text = try String(contentsOfFile: file, encoding: .utf8)
      for changed in [text.replacing("TJ Lyon", with: "TJ Paris"), String(text.dropLast(20)), "{}", "", "x"] {
        try changed.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try run(to, ["hold", "import", file]).exitCode == 64)
      }
    }
  }
}
