import AuditJournal
import Foundation
import Purging
import Testing
import Words

/// The certificate of a real run, as whoever receives it checks it.
@Suite struct CertificateTests {
  @Test(
    "A certificate has the run's counts and approver, and its own commands verify its checkpoint",
    arguments: ["en", "fr"])
  func certificate(language: String) throws {
    let insurer = try Insurer(subjects: 60, seed: 9, at: nil, withHolds: false)
    let purge = try Program(["purge", "--json"] + insurer.files)
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(purge.output.utf8)) as? [String: Any])
    let made = try Program(["journal", "certificate", "--language", language] + insurer.files)
    #expect(made.exitCode == 0)
    let html = made.output
    #expect(html.contains("<html lang=\"\(language)\">") && html.contains("<dd>test ("))
    let changed = try #require(report["changed"] as? [[String: Any]])
    // Only what was deleted is counted as destroyed.
    let names = [
      "en": ["Destroyed", "Archived, not destroyed", "Pseudonymised, not destroyed"],
      "fr": ["Détruits", "Archivés, non détruits", "Pseudonymisés, non détruits"],
    ]
    for (action, name) in zip(["delete", "archive", "pseudonymise"], try #require(names[language])) {
      let lines = changed.filter { $0["action"] as? String == action }
      let total = lines.reduce(0) { $0 + ($1["count"] as? Int ?? 0) }
      #expect(html.contains("<td>\(name)</td>") == !lines.isEmpty)
      if !lines.isEmpty {
        #expect(total > 0 && html.contains("<td>\(name)</td><td>\(total)</td>"), "\(name)")
      }
    }
    #expect(html.contains(insurer.configuration.digest.rawValue))
    try expectVerified(html, in: insurer.folder)
    // What is pseudonymised is not anonymous, and nothing that the run tells says so.
    #expect(changed.contains { $0["action"] as? String == "pseudonymise" })
    let told = html + purge.output + (try Program(["plan"] + insurer.files).output)
    #expect(!told.lowercased().contains("anonymis"))
    // No identifier of anybody: the sample's NIR-like numbers begin with 9 or 0 and have 13 or 15 digits.
    #expect(html.firstMatch(of: #/[^0-9A-Za-z+/=][09][0-9]{12}([0-9]{2})?[^0-9A-Za-z+/=]/#) == nil)
  }

  /// Runs the commands that the certificate gives, on the checkpoint that it has, and on a changed one.
  private func expectVerified(_ html: String, in folder: URL) throws {
    let blocks = html.matches(of: #/<pre>([\s\S]*?)</pre>/#).map {
      String($0.1).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
        .replacing("&amp;", with: "&")
    }
    try #require(blocks.count == 2)
    for (note, isRight) in [
      (blocks[0], true), (blocks[0].replacing("\n1", with: "\n2", maxReplacements: 1), false),
    ]
    where isRight || note != blocks[0] {
      try Data(note.utf8).write(to: folder.appending(path: "checkpoint"))
      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.arguments = ["-c", blocks[1]]
      shell.currentDirectoryURL = folder
      shell.standardOutput = FileHandle.nullDevice
      shell.standardError = FileHandle.nullDevice
      try shell.run()
      shell.waitUntilExit()
      #expect((shell.terminationStatus == 0) == isRight)
    }
  }

  @Test("A run that there is not has no certificate")
  func unknownRun() throws {
    let insurer = try Insurer(subjects: 40, at: nil, withHolds: false)
    for arguments in [[], ["run-1"], ["run-99"], ["nonsense"]] {
      let made = try Program(["journal", "certificate"] + arguments + insurer.files)
      #expect(made.exitCode == 66 && made.output.isEmpty && made.errors.contains("journal show"))
    }
  }

  /// Tells if the last run has written some entries behind its first.
  private func hasBatches(_ journal: AuditJournal) throws -> Bool {
    guard let name = try journal.lastRun(), let first = name.beginning else {
      return false
    }
    return journal.size > first + 8
  }

  @Test("A run that was broken off is certified with what it did, once its batches are settled")
  func brokenOff() throws {
    let insurer = try Insurer(subjects: 300, seed: 10, at: nil, batchRows: 5, withHolds: false)
    let process = Program.process(["purge"] + insurer.files)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Until it has begun its batches.
    while process.isRunning, try !hasBatches(insurer.journal(.read)) { usleep(2_000) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let name = try #require(try insurer.journal(.read).lastRun())
    #expect(try Program(["purge"] + insurer.files).exitCode == 0)
    let record = try #require(try insurer.journal(.read).record(ofRun: name))
    #expect(record.ended == nil && !record.lines.isEmpty)
    let html = try Program(["journal", "certificate", name.rawValue] + insurer.files).output
    #expect(html.contains("broken off; its batches are settled"))
  }
}
