import Foundation
import Testing

/// `--format table|json|csv` on everything that prints data: which commands those are is asked of the parser itself.
@Suite struct OutputFormatTests {
  /// Commands that print no data, and why. What does something says what it did, in a sentence.
  private static let without: [String: String] = [
    "run": "the service logs", "metrics": "prints Prometheus' own form", "approve": "acts",
    "journal create": "acts", "journal export": "acts",
    "journal settle": "acts", "journal backup": "acts", "journal accept-history": "acts",
    "journal rotate-key": "acts", "journal receipt": "writes files", "journal certificate": "writes a page",
    "journal prove": "prints a C2SP proof", "journal consistency": "prints a C2SP proof",
    "keys generate": "acts", "keys accept": "acts", "keys destroy": "acts", "keys rotate-evidence": "acts",
    "keys destroy-evidence": "acts", "hold add": "acts", "hold change": "acts", "hold lift": "acts",
    "hold export": "writes a file", "hold import": "acts", "clock accept": "acts",
    "record-set resume": "acts", "store accept": "acts", "files settle": "acts", "first-run continue": "acts",
    "reload": "acts", "run-now": "acts", "throttle": "acts", "pause": "acts", "resume": "acts",
    "relay": "hands callers on",
  ]

  private struct Dump: Decodable {
    struct Command: Decodable {
      struct Argument: Decodable {
        struct Name: Decodable { let name: String }
        let names: [Name]?
      }
      let commandName: String
      let subcommands: [Command]?
      let arguments: [Argument]?

      /// The commands that do something, each with its words.
      func leaves(_ path: [String] = []) -> [(words: String, command: Command)] {
        let own = subcommands?.filter { $0.commandName != "help" } ?? []
        return own.isEmpty
          ? [(path.joined(separator: " "), self)] : own.flatMap { $0.leaves(path + [$0.commandName]) }
      }

      var options: Set<String> { Set((arguments ?? []).flatMap { $0.names ?? [] }.map(\.name)) }
    }
    let command: Command
  }

  private static func commands() throws -> [(words: String, command: Dump.Command)] {
    let dump = try Program(["--experimental-dump-help"])
    return try JSONDecoder().decode(Dump.self, from: Data(dump.output.utf8)).command.leaves()
  }

  @Test("Each command of the program has --format and --json, or prints no data")
  func options() throws {
    let commands = try Self.commands()
    #expect(commands.count > 30)
    for (words, command) in commands {
      let isPrinting = Self.without[words] == nil
      #expect(command.options.contains("format") == isPrinting, "\(words)")
      #expect(command.options.contains("json") == isPrinting, "\(words)")
    }
    #expect(Set(Self.without.keys).isSubset(of: commands.map(\.words)))
  }

  @Test(
    "Each of them prints JSON and CSV that a reader takes, ends as its page does, and --json is --format json"
  )
  func forms() throws {
    let fixture = try KeyFixture()
    try #require(try fixture.run(["purge"]).exitCode == 0)
    let hold = try fixture.run(["hold", "add", "--record-set", "person", "--reference", "A", "--reason", "r"])
    try #require(hold.exitCode == 0, "\(hold.errors)")
    for words in try Self.commands().map(\.words) where Self.without[words] == nil {
      // Personal data, on a terminal alone.
      if words == "first-run show" { continue }
      let given = try #require(KeyRefusalTests.commands[words], "\(words)")
      let arguments = words.split(separator: " ").map(String.init) + given
      let table = try fixture.run(arguments)
      let json = try fixture.run(arguments + ["--format", "json"])
      let csv = try fixture.run(arguments + ["--format", "csv"])
      let synonym = try fixture.run(arguments + ["--json"])
      for form in [json, csv, synonym] {
        #expect(form.exitCode == table.exitCode, "\(words): \(form.errors), and \(table.errors) for the page")
      }
      // An anchor that there is not is an error of the command line in every form.
      if table.exitCode == 64 { continue }
      expectJSON(json.output, isOfLines: words == "journal show", words)
      expectJSON(synonym.output, isOfLines: words == "journal show", words)
      expectCSV(csv.output, words)
      expectColumns(of: csv.output, in: json.output, words)
      expectFacts(of: csv.output, in: json.output, words)
    }
  }

  private func expectJSON(_ text: String, isOfLines: Bool, _ words: String) {
    for part in isOfLines ? text.split(separator: "\n").map(String.init) : [text] {
      #expect(
        (try? JSONSerialization.jsonObject(with: Data(part.utf8))) != nil,
        "\(words) is no JSON: \(part.prefix(300))")
    }
  }

  /// The columns that are no member of some JSON row: those of facts one below the other, and those whose member is left out where there is nothing to say.
  private static let ownColumns: [String: Set<String>] = [
    "plan": ["STAGE", "NO RULE"], "status": ["FACT", "VALUE"], "clock show": ["FACT", "VALUE"],
    "journal verify": ["FACT", "VALUE"], "hold list": ["SCOPE", "REVIEW", "UNTIL", "AUTHORITY"],
    "store show": ["ERROR"], "journal show": ["INDEX"],
  ]

  /// Each column of a table with rows is a member of the JSON, by its name: a column of a member that there is not would be empty.
  private func expectColumns(of csv: String, in json: String, _ words: String) {
    let lines = csv.split(separator: "\r\n")
    guard lines.count > 1 else { return }
    for title in lines[0].split(separator: ",").map(String.init)
    where !(Self.ownColumns[words] ?? []).contains(title) {
      let parts = title.split(separator: " ").map { $0.lowercased() }
      let member = parts[0] + parts.dropFirst().map(\.capitalized).joined()
      #expect(json.contains("\"\(member)\""), "\(words): \(title)")
    }
  }

  /// Of facts one below the other none is missing: an empty list has a line, too.
  private func expectFacts(of csv: String, in json: String, _ words: String) {
    let lines = csv.split(separator: "\r\n")
    guard lines.first == "FACT,VALUE" else { return }
    let members = (try? JSONSerialization.jsonObject(with: Data(json.utf8))) as? [String: Any] ?? [:]
    let facts = Set(lines.dropFirst().map { String($0.prefix { $0 != "," }) })
    #expect(!members.isEmpty)
    #expect(Set(members.keys).subtracting(facts) == [], "\(words)")
  }

  /// The lines of a reader of RFC 4180 have as many fields as the first.
  private func expectCSV(_ text: String, _ words: String) {
    var counts: [Int] = []
    var (fields, isQuoted) = (1, false)
    for character in text {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields += 1
      case "\r\n" where !isQuoted:
        counts.append(fields)
        fields = 1
      default: break
      }
    }
    #expect(!counts.isEmpty, "\(words) has no CSV: \(text.prefix(300))")
    #expect(Set(counts).count == 1, "\(words): \(counts)")
    #expect(text.hasSuffix("\r\n"), "\(words)")
  }

  @Test("Two forms at once are refused")
  func contradiction() throws {
    let program = try Program(["plan", "--json", "--format", "csv"])
    #expect(program.exitCode == 64)
    #expect(program.errors.contains("leave one out"), "\(program.errors)")
  }
}
