import AuditJournal
import Foundation
import OutsideOracles
import Purging
import SQLite
import StoreBindings
import Testing
import TransparencyLog

/// A journal that is not the one that others have seen: what each command does, and how somebody goes on.
@Suite struct HistoryCommandTests {
  static let content = """
    CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended);
    INSERT INTO t VALUES (1, 'old'), (2, 'new'), (3, 'old');
    """
  static let recordSets =
    #""t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "ended", "as": "date"}}}"#

  private func small() throws -> SmallConfiguration {
    try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
  }

  private func path(_ small: SmallConfiguration, _ name: String) -> String {
    small.folder.appending(path: name).path
  }

  /// The journal's own files, as whoever can write files copies them.
  private func copy(_ small: SmallConfiguration) throws -> [String: Data] {
    try ["", "-wal"].reduce(into: [:]) { files, suffix in
      let file = path(small, "journal.sqlite" + suffix)
      if FileManager.default.fileExists(atPath: file) {
        files[suffix] = try Data(contentsOf: URL(filePath: file))
      }
    }
  }

  private func restore(_ small: SmallConfiguration, _ files: [String: Data]) throws {
    removeJournal(small)
    for (suffix, bytes) in files {
      try bytes.write(to: URL(filePath: path(small, "journal.sqlite" + suffix)))
    }
  }

  private func removeJournal(_ small: SmallConfiguration) {
    for suffix in ["", "-wal", "-shm", ".lock"] {
      try? FileManager.default.removeItem(atPath: path(small, "journal.sqlite" + suffix))
    }
  }

  private func run(_ arguments: String..., on small: SmallConfiguration) throws -> Program {
    try Program(arguments + small.files)
  }

  /// What is left to remember the history that was.
  enum Witness: String, CaseIterable {
    case folder, checkpoints, beside, all

    func forget(_ path: (String) -> String) throws {
      let files = FileManager.default
      switch self {
      case .folder: try files.removeItem(atPath: path("journal.sqlite.checkpoint"))
      case .checkpoints:
        try files.removeItem(atPath: path("journal.sqlite.checkpoint"))
        try files.removeItem(atPath: path("journal.tlog/checkpoint"))
      case .beside: try files.removeItem(atPath: path("journal.tlog"))
      case .all: break
      }
    }
  }

  @Test(
    "A journal put back to an older copy, shorter or grown anew, stops everything before the first row and before its first entry",
    arguments: Witness.allCases, [false, true])
  func putBack(witness: Witness, growsAnew: Bool) throws {
    let small = try small()
    let planned = try run("plan", "--format", "json", on: small).output
    let digest = String(try #require(planned.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1)
    let before = try copy(small)
    let hold = try run(
      "hold", "add", "--record", "t", "1", "--reference", "RG-1", "--reason", "a suit", on: small)
    #expect(hold.exitCode == 0, "\(hold.errors)")
    #expect(try run("purge", on: small).exitCode == 0)
    #expect(try small.rows(of: "t", columns: ["id"]) == [["1"], ["2"]])
    try restore(small, before)
    if growsAnew {
      // As whoever has the key does: nothing looks at the folder meanwhile.
      for place in ["journal.tlog", "journal.sqlite.checkpoint"] {
        try FileManager.default.moveItem(atPath: path(small, place), toPath: path(small, place + ".away"))
      }
      for number in 0..<12 {
        let placed = try run(
          "hold", "add", "--record-set", "t", "--reference", "X-\(number)", "--reason", "none", on: small)
        #expect(placed.exitCode == 0, "\(placed.errors)")
        #expect(
          try run("hold", "lift", "--reference", "X-\(number)", "--reason", "none", on: small).exitCode == 0)
      }
      for place in ["journal.tlog", "journal.sqlite.checkpoint"] {
        try? FileManager.default.removeItem(atPath: path(small, place))
        try FileManager.default.moveItem(atPath: path(small, place + ".away"), toPath: path(small, place))
      }
    }
    try witness.forget { path(small, $0) }
    let size = try copy(small).mapValues(\.count)
    for (command, code) in [
      (["purge"], 74), (["plan"], 74), (["check"], 2), (["status"], 74), (["reconcile", "--purge"], 74),
      (["hold", "add", "--record", "t", "2", "--reference", "RG-2", "--reason", "a suit"], 74),
      (["scrub", "--rewrite", "main"], 74), (["approve", digest], 74), (["check", "--data"], 74),
      (["clock", "accept", "--reason", "looked"], 74), (["journal", "backup", path(small, "copy")], 74),
      (["journal", "verify"], 2),
    ] as [([String], Int32)] {
      let program = try Program(command + small.files)
      #expect(program.exitCode == code, "\(command): \(program.exitCode) \(program.output) \(program.errors)")
      let words = program.output + program.errors
      #expect(words.contains("accept-history") || command.contains("verify"), "\(command): \(words)")
    }
    #expect(try small.rows(of: "t", columns: ["id"]) == [["1"], ["2"]])
    #expect(try copy(small).mapValues(\.count) == size)
    #expect(try run("journal", "verify", on: small).output.contains(growsAnew ? "not those of" : "cut off"))
  }

  @Test("Whoever accepts the other history is told what is lost, and then everything goes on")
  func accepted() throws {
    let small = try small()
    #expect(try run("journal", "accept-history", "--reason", "why", on: small).exitCode == 66)
    let before = try copy(small)
    #expect(
      try run("hold", "add", "--record", "t", "1", "--reference", "RG-1", "--reason", "a suit", on: small)
        .exitCode == 0)
    #expect(try run("purge", on: small).exitCode == 0)
    try restore(small, before)
    #expect(try run("purge", on: small).exitCode == 74)
    let accepted = try run("journal", "accept-history", "--reason", "the disk died", on: small)
    #expect(accepted.exitCode == 0, "\(accepted.errors)")
    for words in [
      "committed batches among them: 1", "what was said of holds: 1", "RG-1", "journal.tlog.before-",
    ] {
      #expect(accepted.output.contains(words), "\(words): \(accepted.output)")
    }
    #expect(
      try run("hold", "add", "--record", "t", "1", "--reference", "RG-1", "--reason", "a suit", on: small)
        .exitCode == 0)
    for command in [["purge"], ["status"], ["check"], ["plan"]] {
      let program = try Program(command + small.files)
      #expect(program.exitCode == 0, "\(command): \(program.output) \(program.errors)")
    }
    let verified = try run("journal", "verify", on: small)
    #expect(verified.exitCode == 0, "\(verified.output)")
    #expect(try small.rows(of: "t", columns: ["id"]) == [["1"], ["2"]])
    let shown = try run("journal", "show", "--json", on: small).output
    #expect(shown.contains("history.accepted") && shown.contains("the disk died"))
    #expect(try run("journal", "accept-history", "--reason", "again", on: small).exitCode == 66)
  }

  @Test("A stranger's checkpoint in the folder is said to be that, and is moved and not accepted")
  func foreign() throws {
    let small = try small()
    #expect(try run("purge", on: small).exitCode == 0)
    let stranger = try SigningKey(seed: Array(3...34))
    for place in ["journal.tlog/checkpoint", "journal.sqlite.checkpoint"] {
      let file = URL(filePath: path(small, place))
      let kept = try Data(contentsOf: file)
      for origin in ["test.example/small", "other.example"] {
        let forged = try Checkpoint(origin: origin, size: 900, root: .leaf([1])).signed(with: stranger)
        try Data(forged.utf8).write(to: file)
        for command in [["purge"], ["journal", "accept-history", "--reason", "why"]] {
          let program = try Program(command + small.files)
          #expect(program.exitCode == 74 && program.errors.contains("move it away"), "\(program.errors)")
          #expect(program.errors.contains(place), "\(program.errors)")
        }
      }
      try kept.write(to: file)
    }
    #expect(try run("purge", on: small).exitCode == 0)
    // What a power cut left of a file is no other history, and is said.
    for torn in ["", "test.example/small\n9\n"] {
      try Data(torn.utf8).write(to: URL(filePath: path(small, "journal.sqlite.checkpoint")))
      let program = try run("purge", on: small)
      #expect(program.exitCode == 0 && program.errors.contains("is no checkpoint"), "\(program.errors)")
    }
    #expect(try run("status", on: small).errors == "")
  }

  @Test(
    "No journal is made beside what an older one left, unless somebody says so",
    arguments: Witness.allCases, [false, true])
  func created(witness: Witness, hasNewKey: Bool) throws {
    let small = try small()
    #expect(
      try run("hold", "add", "--record", "t", "1", "--reference", "RG-1", "--reason", "a suit", on: small)
        .exitCode == 0)
    #expect(try run("purge", on: small).exitCode == 0)
    removeJournal(small)
    try witness.forget { path(small, $0) }
    if hasNewKey {
      try FileManager.default.removeItem(atPath: path(small, "signing.key"))
      #expect(try Program(["keys", "generate", path(small, "signing.key")]).exitCode == 0)
    }
    let created = try run("journal", "create", on: small)
    #expect(created.exitCode == 73 && created.errors.contains("accept-history"), "\(created.errors)")
    #expect(!FileManager.default.fileExists(atPath: path(small, "journal.sqlite")))
    let accepted = try run("journal", "accept-history", "--reason", "the disk died", on: small)
    #expect(
      accepted.exitCode == 0 && accepted.output.contains("second entry"),
      "\(accepted.output)\(accepted.errors)")
    if witness == .folder || witness == .all {
      #expect(accepted.output.contains("RG-1"), "\(accepted.output)")
      #expect(accepted.output.contains("may be anybody's") == hasNewKey, "\(accepted.output)")
    } else {
      #expect(accepted.output.contains("cannot be told"), "\(accepted.output)")
    }
    let shown = try run("journal", "show", on: small).output.split(separator: "\n")
    #expect(shown.count >= 2 && shown[1].contains("history.accepted"), "\(shown)")
    #expect(try run("journal", "verify", on: small).exitCode == 0)
    // Nothing is approved in the new one.
    #expect(try run("purge", on: small).exitCode == 77)
    #expect(try run("journal", "create", on: small).exitCode == 73)
  }

  @Test(
    "A witness of another history stops a run by itself, whatever the policy, also where its receipts say that it is current"
  )
  func witness() throws {
    let server = try AnchorServer(verifierKey: nil)
    for policy in [#""onMiss": "warn""#, #""onMiss": "stop", "within": "P30D""#] {
      let insurer = try Insurer(
        subjects: 20, at: nil,
        anchors:
          #"{"by": {"w": {"kind": "witness", "url": "\#(server.url("witness"))", "key": "\#(server.witnessKey)"}}, \#(policy)}"#,
        withHolds: false)
      let fresh = try AnchorServer(verifierKey: insurer.signingKey.verifier(of: insurer.location.origin).text)
      try rewrite(insurer, server.url("witness"), fresh.url("witness"), server.witnessKey, fresh.witnessKey)
      let files = insurer.files
      let anchored = try Program(["journal", "anchor"] + files)
      #expect(anchored.exitCode == 0, "\(anchored.errors)")
      let file = insurer.location.path
      let copy = try Data(contentsOf: URL(filePath: file))
      let log = try? Data(contentsOf: URL(filePath: file + "-wal"))
      #expect(try Program(["purge"] + files).exitCode != 74)
      for suffix in ["-wal", "-shm", ".checkpoint"] {
        try? FileManager.default.removeItem(atPath: file + suffix)
      }
      try copy.write(to: URL(filePath: file))
      try log?.write(to: URL(filePath: file + "-wal"))
      try FileManager.default.removeItem(atPath: insurer.configuration.bindings.journal.directory)
      for command in [["purge"], ["reconcile", "--purge"]] {
        let refused = try Program(command + files)
        #expect(
          refused.exitCode == 74 && refused.errors.contains("the witness has signed"), "\(refused.errors)")
      }
      let verified = try Program(["journal", "verify"] + files)
      #expect(verified.exitCode == 2 && verified.output.contains("the witness w"), "\(verified.output)")
      withExtendedLifetime(fresh) {}
    }
  }

  /// Names another server, and approves that.
  private func rewrite(_ insurer: Insurer, _ changes: String...) throws {
    let stores = insurer.folder.appending(path: "stores.json")
    var text = try String(contentsOf: stores, encoding: .utf8)
    for pair in stride(from: 0, to: changes.count, by: 2) {
      text = text.replacing(changes[pair], with: changes[pair + 1])
    }
    try Data(text.utf8).write(to: stores)
    let plan = try Program(["plan", "--format", "json"] + insurer.files)
    let digest = try #require(
      plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.errors)"
    ).1
    #expect(try Program(["approve", String(digest)] + insurer.files).exitCode == 0)
  }

  @Test(
    "A rotation prints the line for the witness's operator, and check and status say so before the first refusal"
  )
  func rotation() throws {
    let server = try AnchorServer(verifierKey: nil)
    let insurer = try Insurer(
      subjects: 20, at: nil,
      anchors:
        #"{"by": {"w": {"kind": "witness", "url": "\#(server.url("witness"))", "key": "\#(server.witnessKey)"}}}"#,
      withHolds: false)
    try server.learn(verifierKey: insurer.signingKey.verifier(of: insurer.location.origin).text)
    #expect(try Program(["journal", "anchor"] + insurer.files).exitCode == 0)
    #expect(try !Program(["status"] + insurer.files).output.contains("its operator adds"))
    let key = insurer.folder.appending(path: "new.key").path
    #expect(try Program(["keys", "generate", key]).exitCode == 0)
    let rotated = try Program(["journal", "rotate-key", "--to", key, "--reason", "yearly"] + insurer.files)
    let line = try #require(rotated.output.split(separator: "\n").dropFirst().first.map(String.init))
    #expect(
      rotated.exitCode == 0 && rotated.output.contains("until its operator adds this line"),
      "\(rotated.output)")
    let stores = insurer.folder.appending(path: "stores.json")
    let text = try String(contentsOf: stores, encoding: .utf8)
    let signing = try #require(text.firstMatch(of: #/"signing": *\{"file": *"([^"]+)"/#)).1
    try Data(text.replacing("\"\(signing)\"", with: "\"\(key)\"").utf8).write(to: stores)
    for command in ["status", "check"] {
      let program = try Program([command] + insurer.files)
      #expect(
        program.output.contains("its operator adds the line \(line)"), "\(program.output)\(program.errors)")
    }
    // The checkpoint that both keys signed is taken yet, what follows is not before the operator has done it.
    _ = try Program(["journal", "anchor"] + insurer.files)
    #expect(try Program(["status"] + insurer.files).output.contains("its operator adds the line"))
    try server.learn(verifierKey: line)
    let hold = ["hold", "add", "--record-set", "dossier-fraude", "--reference", "X-1", "--reason", "a suit"]
    #expect(try [0, 3].contains(Program(hold + insurer.files).exitCode))
    #expect(try Program(["journal", "anchor"] + insurer.files).exitCode == 0)
    #expect(try !Program(["status"] + insurer.files).output.contains("its operator adds the line"))
    let verified = try Program(["journal", "verify"] + insurer.files)
    #expect(
      verified.exitCode == 0 && verified.output.contains("current key") && verified.output.contains(line))
  }

  @Test("Certificates that cannot be read, or are none, are an error, wherever they are named")
  func authorities() throws {
    let small = try small()
    #expect(try run("purge", on: small).exitCode == 0)
    let pipe = path(small, "pipe")
    #expect(unsafe mkfifo(pipe, 0o644) == 0)
    let garbage = path(small, "garbage")
    try Data("none\n".utf8).write(to: URL(filePath: garbage))
    let key = try #require(
      run("journal", "verify", on: small).output.firstMatch(of: #/given: (\S+)/#)
    ).1
    for file in ["/nonexistent", pipe, garbage, "/dev/zero", small.folder.path] {
      for source in [
        small.files, ["--journal", path(small, "journal.sqlite"), "--key", String(key)],
        ["--directory", path(small, "journal.tlog"), "--key", String(key)],
      ] {
        let program = try Program(["journal", "verify", "--authorities", file] + source, within: 20)
        #expect(program.exitCode == 78 && program.errors.contains(file), "\(program.errors)")
        let since = try Program(["journal", "verify", "--since", file] + source, within: 20)
        #expect([64, 78].contains(since.exitCode), "\(file): \(since.exitCode) \(since.errors)")
      }
    }
  }

  @Test("What an auditor kept is compared in each way to verify")
  func since() throws {
    let small = try small()
    #expect(try run("purge", on: small).exitCode == 0)
    let kept = path(small, "kept")
    try FileManager.default.copyItem(atPath: path(small, "journal.tlog/checkpoint"), toPath: kept)
    #expect(try run("purge", on: small).exitCode == 0)
    let key = String(
      try #require(run("journal", "verify", on: small).output.firstMatch(of: #/given: (\S+)/#)).1)
    let other = path(small, "other")
    let signing = try SigningKey(seed: Array(3...34))
    try Data(Checkpoint(origin: "test.example/small", size: 3, root: .leaf([1])).signed(with: signing).utf8)
      .write(to: URL(filePath: other))
    for source in [
      small.files, ["--journal", path(small, "journal.sqlite"), "--key", key],
      ["--directory", path(small, "journal.tlog"), "--key", key],
    ] {
      let verified = try Program(["journal", "verify", "--since", kept] + source)
      #expect(
        verified.exitCode == 0 && verified.output.contains("goes on from"),
        "\(verified.output)\(verified.errors)")
      #expect(verified.output.contains("Keep the key"), "\(verified.output)")
      let found = try Program(["journal", "verify", "--since", kept, "--since", other] + source)
      #expect(
        found.exitCode == 2 && found.output.contains("is not signed by the key whose turn"), "\(found.output)"
      )
    }
  }
}
