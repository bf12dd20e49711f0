import AuditJournal
import Foundation
import JSONText
import OutsideOracles
import Purging
import StoreBindings
import TestNames
import Testing
import TransparencyLog

/// Anchors from the command line: after a run, before one that would be refused, and in what an inspector takes away.
@Suite struct AnchorCommandTests {
  /// An insurer's journal key is made anew, so that the server learns it from the command line of the test.
  private func anchors(_ server: AnchorServer, paths: (stamp: String, witness: String), _ policy: String)
    -> String
  {
    """
    {"by": {"authority": {"kind": "time-stamp", "url": "\(server.url(paths.stamp))", "authorities": "\(server.authorities)"},
      "witness": {"kind": "witness", "url": "\(server.url(paths.witness))", "key": "\(server.witnessKey)"}}, \(policy)}
    """
  }

  /// A server that accepts any insurer of these tests: it learns the key afterwards.
  private func insurer(
    stamp: String = "stamp", witness: String = "witness", _ policy: String = #""require": 2"#
  ) throws -> (Insurer, AnchorServer) {
    let server = try AnchorServer(verifierKey: nil)
    let insurer = try Insurer(
      subjects: 60, seed: 3, at: nil, anchors: anchors(server, paths: (stamp, witness), policy),
      withHolds: false)
    try server.learn(verifierKey: insurer.signingKey.verifier(of: insurer.location.origin).text)
    return (insurer, server)
  }

  @Test("After a run two anchors have seen the journal; openssl and tlog-scales accept what is kept")
  func afterRun() throws {
    let (insurer, server) = try insurer()
    let purged = try Program(["purge"] + insurer.files)
    #expect(purged.exitCode == 0 && purged.errors == "", "\(purged.errors)")
    #expect(
      try Program(["journal", "anchor"] + insurer.files).output.contains("witness: has seen every entry"))
    let verified = try Program(["journal", "verify"] + insurer.files)
    #expect(verified.exitCode == 0 && verified.output.contains("Anchor authority: 1 receipt, last of"))
    #expect(verified.output.contains("by its time stamp") && verified.output.contains(server.witnessKey))
    #expect(try !Program(["status"] + insurer.files).output.contains("OVERDUE"))
    // Outside: from the folder for auditors and the public key, and by openssl.
    let key = insurer.signingKey.verifier(of: insurer.location.origin).text
    let directory = insurer.configuration.bindings.journal.directory
    let folder = ["journal", "verify", "--directory", directory, "--key", key]
    #expect(try Program(folder).output.contains("time stamps not verified: give --authorities"))
    #expect(try Program(folder + ["--authorities", server.authorities]).output.contains("by its time stamp"))
    #expect(try Program(folder + ["--authorities", server.strangers]).exitCode == 2)
    let receipts = insurer.folder.appending(path: "receipts").path
    #expect(try Program(["journal", "receipt", "authority", "--to", receipts] + insurer.files).exitCode == 0)
    #expect(try opensslAccepts(receipts, authorities: server.authorities))
    #expect(try !opensslAccepts(receipts, authorities: server.strangers))
    let none = try Program(["journal", "receipt", "nobody", "--to", receipts] + insurer.files)
    #expect(none.exitCode == 66 && none.errors.contains("has given no receipt"))
  }

  private func opensslAccepts(_ folder: String, authorities: String) throws -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = [
      "ts", "-verify", "-data", folder + "/checkpoint", "-in", folder + "/checkpoint.tsr", "-CAfile",
      authorities,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @Test(
    "Where the policy is to stop, nothing is purged while too few anchors are current, and the reason is an entry"
  )
  func stop() throws {
    // The journal is an hour old.
    let (insurer, server) = try insurer(
      stamp: "stamp/error", #""require": 2, "within": "PT30M", "onMiss": "stop""#)
    let before = try insurer.rows(of: "dossier-fraude")
    let refused = try Program(["purge"] + insurer.files)
    #expect(refused.exitCode == 74, "\(refused.errors)")
    #expect(
      refused.errors.contains("HTTP status 500")
        && refused.errors.contains("1 of 2 required anchors are current"))
    #expect(try insurer.rows(of: "dossier-fraude") == before)
    let last = try insurer.journal(.read)
    #expect(try last.entry(at: last.size - 1).data["code"]?.stringValue == "anchors")
    let status = try Program(["status"] + insurer.files).output
    #expect(status.contains("authority: OVERDUE, nothing seen yet") && status.contains("witness: "))
    let asked = try Program(["journal", "anchor"] + insurer.files)
    #expect(asked.exitCode == 69 && asked.errors.contains("authority: http://"))
    // The authority is there again: the run asks it by itself and goes on.
    try server.mend("stamp/error", as: "stamp")
    let purged = try Program(["purge"] + insurer.files)
    #expect(purged.exitCode == 0, "\(purged.errors)")
    #expect(try insurer.rows(of: "dossier-fraude") != before)
    #expect(try Program(["journal", "verify"] + insurer.files).exitCode == 0)
  }

  @Test("Where the policy is to warn, the run goes on and says so")
  func warn() throws {
    let (insurer, server) = try insurer(
      stamp: "stamp/error", witness: "strict", #""within": "PT30M", "onMiss": "warn""#)
    let purged = try Program(["purge"] + insurer.files)
    #expect(purged.exitCode == 0)
    #expect(purged.errors.contains("0 of 1 required anchors are current: authority, witness have not seen"))
    #expect(try insurer.verify().anchors.isEmpty)
    withExtendedLifetime(server) {}
  }

  @Test("A journal that was put back to an old copy is not purged from while a witness remembers")
  func rolledBack() throws {
    let (insurer, server) = try insurer(#""require": 2, "within": "PT30M", "onMiss": "stop""#)
    let file = insurer.location.path
    let copy = try Data(contentsOf: URL(filePath: file))
    #expect(try Program(["purge"] + insurer.files).exitCode == 0)
    for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) }
    try copy.write(to: URL(filePath: file))
    let refused = try Program(["purge"] + insurer.files)
    #expect(
      refused.exitCode == 74 && refused.errors.contains("journal accept-history"), "\(refused.errors)")
    // No anchor is handed what the folder contradicts; the witness remembers without it, too.
    #expect(try Program(["journal", "anchor"] + insurer.files).exitCode == 74)
    try FileManager.default.removeItem(atPath: insurer.configuration.bindings.journal.directory)
    try FileManager.default.removeItem(atPath: file + ".checkpoint")
    let asked = try Program(["journal", "anchor"] + insurer.files)
    #expect(asked.exitCode == 2 && asked.errors.contains("this journal was restored from an old copy"))
    withExtendedLifetime(server) {}
  }

  @Test("Without a system journal its anchor says so, and commands say what is not configured")
  func absent() throws {
    let insurer = try Insurer(
      subjects: 20, at: nil, anchors: #"{"by": {"journal": {"kind": "journald"}}}"#, withHolds: false)
    let asked = try Program(["journal", "anchor"] + insurer.files)
    if FileManager.default.fileExists(atPath: "/run/systemd/journal/socket") {
      #expect(asked.exitCode == 0)
    } else {
      #expect(asked.exitCode == 69 && asked.errors.contains("no system journal listens"))
    }
    let bare = try Insurer(subjects: 20, at: nil, withHolds: false)
    let none = try Program(["journal", "anchor"] + bare.files)
    #expect(none.exitCode == 64 && none.errors.contains("journal.anchors"))
  }
}
