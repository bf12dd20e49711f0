import Foundation
import SQLite
import Testing

/// A key that is not the right one: every command refuses it, with one exit code, before it prints, believes or changes anything.
@Suite struct KeyRefusalTests {
  /// What each command is given, so that nothing but the key is in its way.
  static let commands: [String: [String]] = [
    "check": [], "plan": [], "explain": ["person", "1"], "grants": [], "status": [], "health": [],
    "metrics": [],
    "approve": ["0000"], "pause": ["--reason", "r"], "resume": ["--reason", "r"],
    "purge": [], "scrub": [], "reconcile": [], "run": [], "first-run show": [],
    "first-run continue": ["--reason", "r"],
    "hold add": ["--subject", "x", "--reference", "A", "--reason", "r"],
    "hold change": ["1", "--review", "2099-01-01", "--reason", "r"], "hold lift": ["1", "--reason", "r"],
    "hold list": [], "hold count": ["1"], "hold export": ["1", "FOLDER/hold.json"],
    "hold import": ["FOLDER/stores.json"], "clock show": [], "clock accept": ["--reason", "r"],
    "record-set resume": ["person", "--reason", "r"], "store show": [],
    "store accept": ["main", "--reason", "r"],
    "files list": [], "files settle": ["batch-9", "--reason", "r"], "files orphans": ["person"],
    "journal show": [], "journal verify": [], "journal find": ["person", "1"],
    "journal export": ["--to", "FOLDER/copy"], "journal prove": ["0"], "journal consistency": ["1"],
    "journal certificate": ["run-1"], "journal rotate-key": ["--to", "FOLDER/new.key", "--reason", "r"],
    "journal anchor": [], "journal receipt": ["x", "--to", "FOLDER/copy"],
    "journal settle": ["batch-9", "--as", "committed", "--reason", "r"],
    "journal backup": ["FOLDER/backup.sqlite"], "journal accept-history": ["--reason", "r"],
    "keys show": [], "keys accept": ["places.csv", "--reason", "r"],
    "keys destroy": ["rights", "1", "--reason", "r"],
    "keys rotate-evidence": ["--to", "FOLDER/new.key", "--reason", "r"],
    "keys destroy-evidence": ["0", "--reason", "r"],
  ]

  /// Those that need no key of the journal: they make one, or ask the service, which has it.
  private static let without: Set = [
    "keys generate", "journal create", "reload", "run-now", "throttle", "relay",
  ]

  /// A kind of wrong key.
  enum Bad: String, CaseIterable {
    case otherEvidence, otherSigning, zeroEvidence, zeroSigning, zeroPseudonym, repeatedEvidence,
      repeatedPseudonym,
      zerosInHexadecimal
    case evidenceIsSigning, pseudonymIsEvidence, pseudonymIsOtherVersion
    case otherPseudonym, versionsExchanged, holdersExchanged, secondHolderGone, secondHolderCame
    case hierarchyChanged, formerEvidenceIsStranger

    func arrange(_ fixture: KeyFixture) throws {
      let random = (0..<32).map { _ in UInt8.random(in: 0...255) }
      switch self {
      case .otherEvidence: try fixture.write(random, to: "evidence.key")
      case .otherSigning: try fixture.write(random, to: "signing.key")
      case .zeroEvidence: try fixture.write(repeatElement(0, count: 32), to: "evidence.key")
      case .zeroSigning: try fixture.write(repeatElement(0, count: 32), to: "signing.key")
      case .zeroPseudonym: try fixture.write(repeatElement(0, count: 32), to: "one.key")
      case .repeatedEvidence: try fixture.write(repeatElement(0x41, count: 32), to: "evidence.key")
      case .repeatedPseudonym: try fixture.write(repeatElement(0xFF, count: 32), to: "second.key")
      case .zerosInHexadecimal: try fixture.write(repeatElement(0x30, count: 64), to: "evidence.key")
      case .evidenceIsSigning: try fixture.write(fixture.key("signing.key"), to: "evidence.key")
      case .pseudonymIsEvidence: try fixture.write(fixture.key("evidence.key"), to: "one.key")
      case .pseudonymIsOtherVersion: try fixture.write(fixture.key("two.key"), to: "one.key")
      case .otherPseudonym: try fixture.write(random, to: "two.key")
      case .versionsExchanged: try exchange("one.key", "two.key", fixture)
      case .holdersExchanged: try exchange("two.key", "second.key", fixture)
      case .secondHolderGone: try fixture.change(#", "second": {"file": "second.key"}"#, to: "")
      case .secondHolderCame:
        // The version that wrote had one holder.
        try fixture.change(#", "second": {"file": "second.key"}"#, to: "")
        try fixture.change(#""file": "one.key""#, to: #""file": "one.key", "second": {"file": "second.key"}"#)
      case .hierarchyChanged:
        try Data("75056;01\n13055;02\n".utf8).write(to: fixture.path("places.csv"))
        let check = try fixture.run(["check"])
        let digest = try #require(
          check.errors.firstMatch(of: #/write "sha256": "([0-9a-f]{64})"/#), "\(check.errors)")
        try fixture.change(
          "26eecca039fbbd04ebb534cfb418c2970c4c6347502a96abd3006ae2e350197b", to: String(digest.1))
      case .formerEvidenceIsStranger:
        try fixture.write(random, to: "stranger.key")
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o600], ofItemAtPath: fixture.path("stranger.key").path)
        try fixture.change(
          #""evidence": {"file": "evidence.key"}"#,
          to: #""evidence": {"file": "evidence.key"}, "formerEvidence": [{"file": "stranger.key"}]"#)
      }
    }

    private func exchange(_ one: String, _ other: String, _ fixture: KeyFixture) throws {
      let key = try fixture.key(one)
      try fixture.write(fixture.key(other), to: one)
      try fixture.write(key, to: other)
    }

    /// Tells if the key is the journal's own, or no key at all: then nothing is printed before.
    var isOfJournal: Bool {
      switch self {
      case .otherEvidence, .otherSigning, .zeroEvidence, .zeroSigning, .zeroPseudonym, .repeatedEvidence,
        .repeatedPseudonym, .zerosInHexadecimal, .evidenceIsSigning, .formerEvidenceIsStranger:
        true
      default: false
      }
    }

    /// The command that says that it is meant to be.
    var remedy: String? { self == .hierarchyChanged ? "keys accept" : nil }
  }

  @Test("Each command of the program is tried")
  func all() throws {
    struct Dump: Decodable {
      struct Command: Decodable {
        let commandName: String
        let subcommands: [Command]?
        let shouldDisplay: Bool?
      }
      let command: Command
    }
    func leaves(_ command: Dump.Command, _ path: [String]) -> [String] {
      let subcommands = command.subcommands?.filter { $0.commandName != "help" } ?? []
      guard !subcommands.isEmpty else { return [path.joined(separator: " ")] }
      return subcommands.flatMap { leaves($0, path + [$0.commandName]) }
    }
    let dump = try Program(["--experimental-dump-help"])
    let root = try JSONDecoder().decode(Dump.self, from: Data(dump.output.utf8)).command
    #expect(Set(leaves(root, [])) == Set(Self.commands.keys).union(Self.without))
  }

  @Test(
    "Each kind of wrong key is refused by each command with 77, and nothing is changed",
    arguments: Bad.allCases)
  func refused(bad: Bad) throws {
    let fixture = try KeyFixture()
    let run = try fixture.run(["purge"])
    try #require(run.exitCode == 0, "\(run.output)\(run.errors)")
    let hold = try fixture.run(["hold", "add", "--record-set", "person", "--reference", "A", "--reason", "r"])
    try #require(hold.exitCode == 0, "\(hold.output)\(hold.errors)")
    _ = try Program(["keys", "generate", fixture.path("new.key").path])
    try bad.arrange(fixture)
    let before = (try fixture.entries(), try fixture.rows())
    for (command, arguments) in Self.commands.sorted(by: { $0.key < $1.key }) where command != bad.remedy {
      let given = arguments.map { $0.replacing("FOLDER", with: fixture.folder.path) }
      let program = try fixture.run(command.split(separator: " ").map(String.init) + given, within: 30)
      let expected: [String: Int32] = ["health": 2, "metrics": 0]
      #expect(
        program.exitCode == expected[command] ?? 77 && !program.wasSignalled,
        "\(command) with \(bad): \(program.exitCode) \(program.output)\(program.errors)")
      // `health` and `metrics` tell it as their answer.
      if command == "metrics" {
        #expect(
          program.output.contains(#/retentiond_health\{question="(keys|journal)"\} 2/#), "\(program.output)")
        #expect(!program.output.contains("last_run"), "\(program.output)")
        continue
      }
      if command == "health" {
        #expect(program.output.contains("critical  keys ") || program.output.contains("critical  journal "))
        continue
      }
      // The service logs that it begins; `keys show` is there to show which key is another.
      if command != "run", bad.isOfJournal || command != "keys show" {
        #expect(program.output.isEmpty, "\(command) with \(bad) prints \(program.output)")
      }
      #expect(!program.errors.isEmpty)
    }
    #expect(try fixture.entries() == before.0)
    #expect(try fixture.rows() == before.1)
    #expect(!FileManager.default.fileExists(atPath: fixture.path("copy").path))
  }
}
