import Foundation
import SQLite
import Testing

/// Whatever has a run go on where it would have stopped leaves an entry, and so does the account that started it.
@Suite struct OverrideTests {
  private static let recordSet = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX person_ended ON person (ended);
    INSERT INTO person VALUES (1, 'old'), (2, 'new');
    """

  /// Each option that is a switch, by its command: the kind of entry that tells of it, or empty for one that changes only
  /// what is shown or asked.
  private static let switches: [String: String] = [
    "purge --accept-empty": "run.started", "purge --outside-window": "run.started",
    "reconcile --purge": "reconcile.found",
    "reconcile --include-kept": "reconcile.found", "scrub --rewrite": "store.erased",
    "scrub --purge-binary-logs": "store.erased", "journal settle --without-store": "batch.recovered",
    "hold add --restriction": "hold.placed",
    "check --data": "", "check --reading-only": "", "plan --reading-only": "",
    "files list --paths": "", "files orphans --paths": "",
    "run-now --wait": "", "run-now --outside-window": "run.started",
    // How fast rows go is told to the log (decision 278).
    "throttle --off": "",
  ]

  /// A command of the help that the parser prints as JSON.
  private struct Help: Decodable {
    struct Argument: Decodable {
      struct Name: Decodable { let kind: String, name: String }
      let kind: String
      let preferredName: Name?
    }
    let commandName: String
    let arguments: [Argument]?
    let subcommands: [Help]?

    func switches(of path: [String]) -> [String] {
      let path = path + [commandName]
      let own = (arguments ?? []).filter { $0.kind == "flag" }.compactMap(\.preferredName).filter {
        // By which way a command comes to the journal, each entry says as "caller".
        !["help", "version", "h", "json", "via-service"].contains($0.name)
      }
      return own.map { (path.dropFirst() + ["--" + $0.name]).joined(separator: " ") }
        + (subcommands ?? []).flatMap { $0.switches(of: path) }
    }
  }
  private struct Dump: Decodable { let command: Help }

  @Test("Each switch of each command is known to change what is shown alone, or to have an entry")
  func all() throws {
    let dump = try Program(["--experimental-dump-help"])
    let found = try JSONDecoder().decode(Dump.self, from: Data(dump.output.utf8)).command.switches(of: [])
    #expect(found.count > 6, "\(dump.output.prefix(400))")
    for one in found {
      #expect(Self.switches[one] != nil, "\(one): say in this test which entry tells of it")
    }
    for one in Self.switches.keys { #expect(found.contains(one), "\(one) is there no more") }
  }

  private func entries(_ small: SmallConfiguration, _ kind: String) throws -> String {
    try Program(["journal", "show", "--json", "--type", kind] + small.files).output
  }

  @Test(
    "A record set that is believed to be empty is an entry, by name, with the account; where the option was not needed that is said",
    arguments: [true, false])
  func acceptEmpty(isNeeded: Bool) throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSet)
    #expect(try small.purge().program.exitCode == 0)
    if isNeeded {
      try Connection(path: small.path, mode: .readWrite, busySeconds: 1).execute("DELETE FROM person")
      #expect(try Program(["purge"] + small.files).exitCode == 1)
    }
    #expect(try Program(["purge", "--accept-empty"] + small.files).exitCode == 0)
    let last = try #require(try entries(small, "run.started").split(separator: "\n").last)
    #expect(
      last.contains(
        #""overrides":[{"option":"accept-empty","recordSets":[\#(isNeeded ? #""person""# : "")]}]"#),
      "\(last)")
    let html = try Program(["journal", "certificate"] + small.files).output
    #expect(html.contains("--accept-empty: \(isNeeded ? "person" : "given, and not needed")"), "\(html)")
    #expect(try !entries(small, "run.started").split(separator: "\n")[0].contains("overrides"))
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test(
    "The account that started it is in the first entry of each run and in that of each scrub, whatever the environment says",
    arguments: [["purge"], ["reconcile", "--purge"], ["scrub"]])
  func account(command: [String]) throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSet)
    let done = try Program(command + small.files, environment: ["SUDO_USER": "somebody-else"])
    #expect(done.exitCode == 0, "\(done.errors)")
    let kinds = ["purge": "run.started", "reconcile": "reconcile.found", "scrub": "store.erased"]
    let entry = try entries(small, try #require(kinds[command[0]]))
    #expect(entry.contains(#""from":"shell""#) && entry.contains(#""uid":\#(getuid())"#), "\(entry)")
    #expect(!entry.contains("somebody-else"), "\(entry)")
    if command == ["purge"] {
      let html = try Program(["journal", "certificate"] + small.files).output
      #expect(html.contains("(uid \(getuid())), from a shell"), "\(html)")
    }
  }

  @Test("What comes back is taken with an entry that says whether kept records were, too")
  func includeKept() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSet)
    #expect(try small.purge().program.exitCode == 0)
    try Connection(path: small.path, mode: .readWrite, busySeconds: 1).execute(
      "INSERT INTO person VALUES (1, '2015-01-01')")
    #expect(try Program(["reconcile", "--purge", "--include-kept"] + small.files).exitCode == 0)
    let entry = try entries(small, "reconcile.found")
    #expect(entry.contains(#""includesKept":true"#) && entry.contains(#""run":"run-"#), "\(entry)")
  }
}
