import AuditJournal
import Foundation
import Purging
import StoreBindings
import TestNames
import Testing
import Words

/// The commands as a person meets them: what they print where, and their exit codes.
@Suite struct CommandTests {
  @Test(
    "The main job by hand: check, plan, approve, purge, explain, verify, and a second purge finds nothing")
  func mainJob() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "retentiond-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let insurer = try Insurer(subjects: 60, seed: 3, at: nil, withHolds: false)
    func run(_ arguments: String..., expecting code: Int32 = 0, input: String = "") throws -> Program {
      let program = try Program(arguments + insurer.files, input: input)
      #expect(program.exitCode == code, "\(arguments): \(program.errors)")
      #expect((code == 0) == program.errors.isEmpty, "errors, and only they, go to standard error")
      return program
    }
    // As it is on the first day: no journal yet.
    for suffix in ["", "-wal", "-shm", ".lock"] {
      try? FileManager.default.removeItem(atPath: insurer.location.path + suffix)
    }
    #expect(
      try run("check").output.hasSuffix("A run would accept every record set, once there is a journal.\n"))
    #expect(try run("plan").output.contains("Nothing is changed by a plan."))
    #expect(try run("purge", expecting: 74).errors.contains("retentiond journal create"))
    #expect(try run("journal", "create").output.contains("verifier key"))
    _ = try run("journal", "create", expecting: 73)
    let refused = try run("purge", expecting: 77)
    let digest = insurer.configuration.digest
    #expect(refused.errors.contains("`retentiond approve \(digest.short)`"))
    _ = try run("approve", "0123456789abcdef", expecting: 64)
    _ = try run("approve", String(digest.short))
    let plan = try run("plan", "--format", "json").output
    let due = try #require(
      (JSONSerialization.jsonObject(with: Data(plan.utf8)) as? [String: Any])?["recordSets"]
        as? [[String: Any]])
    #expect(!due.isEmpty)
    let hold = try run(
      "hold", "add", "--record-set", "dossier-fraude", "--reference", "CASE-1", "--reason", "dispute")
    #expect(hold.output.hasPrefix("Hold 1 is in force.\nIt keeps "))
    let list = try run("hold", "list").output
    #expect(list.contains("CASE-1"))
    #expect(try run("purge").output.contains("complete"))
    #expect(try run("journal", "verify").output.contains("Verified: root "))
    let second = try run("purge").output
    #expect(second.contains("0 records") || second.contains("Nothing"), "\(second)")
    _ = try run("hold", "lift", "1", "--reason", "settled")
    #expect(try run("hold", "list").output == "No hold is in force.\n")
    #expect(try run("status").output.contains("Open batches   0"))
  }

  @Test(
    "What is typed wrong has its own exit code, says what to do on standard error, and prints nothing else",
    arguments: [
      (["explain", "nothing", "1"], 66, "it has beneficiaire, "),
      (["explain", "dossier-fraude", "999999999"], 66, "no record with that key"),
      (["explain", "dossier-fraude", "1", "2"], 64, "the key has 1 parts"),
      (["explain", "dossier-fraude"], 64, "Missing expected argument '<key> ...'"),
      (["hold", "lift", "7", "--reason", "none"], 66, "retentiond hold list"),
      (
        ["hold", "add", "--reference", "A", "--reason", "b"], 64,
        "--subject, --subjects, --record, --record-set, --domain and --store"
      ),
      (
        ["hold", "add", "--record", "nothing", "--reference", "A", "--reason", "b", "1"], 66,
        "no record set nothing"
      ),
      (["plan", "--at", "2026-02-30"], 64, "2026-02-30"),
      (["plan", "--forecast", "P0M"], 64, "P0M"),
      (["purge", "--at", "2030-01-01"], 64, "--at"),
      (["purgatory"], 64, "did you mean `retentiond purge`?"),
      (["journal", "verify", "--journal", "/dev/null"], 64, "--journal needs --key"),
    ] as [([String], Int32, String)])
  func wrong(arguments: [String], code: Int32, hint: String) throws {
    let insurer = try Insurer(subjects: 40, at: nil, withHolds: false)
    let program = try Program(arguments + insurer.files)
    #expect(program.exitCode == code, "\(program.errors)")
    #expect(program.errors.contains(hint), "\(program.errors)")
    #expect(program.output.isEmpty)
  }

  @Test(
    "Every mistake of both files is told at once, with file, place, cause and remedy, and nothing is changed")
  func wrongFiles() throws {
    let insurer = try Insurer(subjects: 60, withHolds: false)
    let rules = insurer.folder.appending(path: "wrong-rules.json")
    try String(contentsOf: Insurer.repository.appending(path: "retention-rules.json"), encoding: .utf8)
      .replacing("\"P5Y\"", with: "\"5 years\"").write(to: rules, atomically: true, encoding: .utf8)
    for command in [["check"], ["plan"], ["purge"], ["run"], ["status"], ["approve", "0123456789ab"]] {
      let program = try Program(command + ["--config", insurer.folder.path, "--rules", rules.path])
      #expect(program.exitCode == 78 && program.output.isEmpty)
      let lines = program.errors.split(separator: "\n").filter { $0.contains("5 years") }
      #expect(lines.count > 1 && lines.allSatisfy { $0.contains("wrong-rules.json:") && $0.contains("$.") })
    }
  }

  @Test("Without its keys nothing runs, and a key that others can read is refused")
  func keys() throws {
    let insurer = try Insurer(subjects: 60, withHolds: false)
    let key = insurer.folder.appending(path: "keys/signing.key").path
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
    let open = try Program(["purge"] + insurer.files)
    #expect(open.exitCode == 77 && open.errors.contains("signing.key") && open.errors.contains("chmod"))
    try FileManager.default.removeItem(atPath: key)
    let missing = try Program(["purge"] + insurer.files)
    #expect(missing.exitCode == 77 && missing.errors.contains("signing.key"))
    #expect(try insurer.verify().batches == 0)
  }

  @Test("A damaged journal stops a purge before its first row, and verify says where it is wrong")
  func damagedJournal() throws {
    let insurer = try Insurer(subjects: 60, at: nil, withHolds: false)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "sqlite3", insurer.location.path,
      "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'test', 'tesT') AS BLOB)",
    ]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    #expect(try Program(["purge"] + insurer.files).exitCode == 74)
    let verify = try Program(["journal", "verify"] + insurer.files)
    #expect(verify.exitCode == 2 && verify.output.contains("WRONG"))
  }

  @Test("Help lists every command, and the exit codes that this suite meets")
  func help() throws {
    let help = try Program(["--help"])
    #expect(help.exitCode == 0 && help.errors.isEmpty)
    for word in [
      "check", "plan", "explain", "status", "approve", "purge", "run", "hold", "journal", "keys", "64  ",
      "66  ",
      "73  ", "74  ", "77  ", "78  ",
    ] { #expect(help.output.contains("  \(word)"), "\(word)") }
  }
}

/// Lists of holds, as a legal department hands them over.
@Suite struct HoldListTests {
  @Test(
    "A list of people is held, kept from a purge, and lifted by its reference; a line that is no identifier holds nobody"
  )
  func list() throws {
    let insurer = try Insurer(subjects: 60, seed: 4, at: nil, withHolds: false)
    let before = try insurer.rows(of: "beneficiaire")
    let people = before.values.compactMap {
      $0.split(separator: "|", omittingEmptySubsequences: false).dropFirst().first.map(String.init)
    }
    let add =
      ["hold", "add", "--subjects", "-", "--reference", "CASE-1", "--reason", "inquiry"] + insurer.files
    let wrong = try Program(add, input: people.joined(separator: "\n") + "\n - \n")
    #expect(wrong.exitCode == 64 && wrong.errors.contains("nobody was held"))
    #expect(!wrong.errors.contains(people[0]))
    #expect(try Program(["hold", "list"] + insurer.files).output.contains("No hold is in force"))
    let placed = try Program(add, input: people.joined(separator: "\r\n"))
    #expect(placed.exitCode == 0, "\(placed.errors)")
    #expect(placed.output.contains("reached under health-crisis version 1, prevention version 1"))
    _ = try Program(["purge"] + insurer.files)
    #expect(try insurer.rows(of: "beneficiaire") == before)
    let lifted = try Program(["hold", "lift", "--reference", "CASE-1", "--reason", "closed"] + insurer.files)
    #expect(lifted.exitCode == 0)
    #expect(
      try Program(["hold", "lift", "--reference", "CASE-1", "--reason", "closed"] + insurer.files).exitCode
        == 66)
    _ = try Program(["purge"] + insurer.files)
    #expect(try insurer.rows(of: "beneficiaire").count < before.count)
    #expect(try insurer.verify().findings == [])
  }
}
