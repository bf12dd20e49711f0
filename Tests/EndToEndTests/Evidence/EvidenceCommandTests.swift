import AuditJournal
import Foundation
import OutsideOracles
import Purging
import StoreBindings
import TestNames
import Testing
import TransparencyLog

/// What an inspector does with the evidence of a real run, by commands, and with verifiers that nobody here wrote.
@Suite struct EvidenceCommandTests {
  @Test("An inspector asks about one person's record, and Go's sumdb accepts the answer's proofs")
  func find() throws {
    let insurer = try Insurer(subjects: 80, seed: 5, at: nil, withHolds: false)
    let before = try insurer.rows(of: "dossier-fraude")
    #expect(try Program(["purge"] + insurer.files).exitCode == 0)
    let after = try insurer.rows(of: "dossier-fraude")
    let gone = try #require(before.keys.first { after[$0] == nil })
    let kept = try #require(after.keys.first)
    let proofs = insurer.folder.appending(path: "proofs").path
    let found = try Program(
      ["journal", "find", "dossier-fraude", typed(gone), "--proofs", proofs] + insurer.files)
    #expect(found.exitCode == 0 && found.output.hasPrefix("Deleted at "), "\(found.errors)")
    #expect(found.output.contains("approved    test, entry "))
    let other = try Program(["journal", "find", "dossier-fraude", typed(kept)] + insurer.files)
    #expect(other.exitCode == 66 && other.output.hasPrefix("Not listed: none of the "), "\(other.output)")
    try expectAccepted(proofs, insurer)
  }

  /// The key as a person types it: a single column, after its type and length.
  private func typed(_ key: [UInt8]) -> String {
    String(String(decoding: key, as: UTF8.self).split(separator: ":", maxSplits: 1)[1])
  }

  private func expectAccepted(_ proofs: String, _ insurer: Insurer) throws {
    let key = insurer.signingKey.verifier(of: insurer.location.origin).text
    let names = try FileManager.default.contentsOfDirectory(atPath: proofs)
    let intent = try #require(names.first { $0.hasSuffix(".intent.json") })
    let stem = proofs + "/" + intent.dropLast(".intent.json".count)
    for name in ["intent", "outcome", "approval"] {
      let (proof, entry) = ("\(stem).\(name).tlog-proof", "\(stem).\(name).json")
      #expect(try Auditor.goAccepts("proof", key, proof, entry), "\(name)")
    }
    // The record's own place in the batch, under the root that the proven entry has.
    let entry = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: stem + ".intent.json")))
    let data = try #require((entry as? [String: Any])?["data"] as? [String: Any])
    let root = try #require(data["rowsRoot"] as? String)
    #expect(try Auditor.goAccepts("rows", root, stem + ".row.json"))
    #expect(try !Auditor.goAccepts("rows", String(root.reversed()), stem + ".row.json"))
    let extra = try LogProof(String(contentsOfFile: stem + ".intent.tlog-proof", encoding: .utf8)).extra
    #expect(try extra.map { Data($0) } == Data(contentsOf: URL(filePath: stem + ".row.json")))
  }

  @Test(
    "After each run the folder for auditors is as long as the journal, and verifies without anything of ours")
  func export() throws {
    let insurer = try Insurer(subjects: 60, seed: 6, at: nil, withHolds: false)
    let folder = insurer.configuration.bindings.journal.directory
    let key = insurer.signingKey.verifier(of: insurer.location.origin).text
    #expect(try Program(["purge"] + insurer.files).exitCode == 0)
    #expect(try Auditor.goAccepts("folder", folder, key))
    let earlier = folder + "-earlier"
    try FileManager.default.copyItem(atPath: folder, toPath: earlier)
    #expect(try Program(["purge"] + insurer.files).exitCode == 0)
    #expect(try Auditor.goAccepts("folder", folder, key))
    let note = earlier + "/checkpoint"
    let size = try Checkpoint(
      note: String(contentsOfFile: note, encoding: .utf8),
      verifier: insurer.signingKey.verifier(of: insurer.location.origin)
    ).size
    // From the folder, and from the journal: the same proof.
    let proof = try Program(["journal", "consistency", String(size), "--directory", folder])
    let again = try Program(["journal", "consistency", String(size)] + insurer.files)
    #expect(proof.exitCode == 0 && proof.output == again.output, "\(proof.errors) \(again.errors)")
    let file = insurer.folder.appending(path: "growth")
    try Data(proof.output.utf8).write(to: file)
    #expect(try Auditor.goAccepts("consistency", key, note, file.path))
    let verified = try Program(["journal", "verify", "--directory", folder, "--key", key])
    #expect(verified.exitCode == 0 && verified.output.contains("Verified: root "))
    #expect(
      try Program(["journal", "export"] + insurer.files).output.hasSuffix("entries, 0 of them new.\n"))
    // Entries that were appended together have no checkpoint between them.
    let unsigned = (3..<size).lazy.compactMap { size in
      try? Program(["journal", "consistency", String(size)] + insurer.files)
    }.first { $0.exitCode != 0 }
    #expect(unsigned?.exitCode == 64 && unsigned?.errors.contains("the nearest are of") == true)
    try Data([1]).write(to: URL(filePath: folder + "/tile/0/000"))
    #expect(try Program(["journal", "verify", "--directory", folder, "--key", key]).exitCode == 2)
  }

  @Test(
    "An entry's proof is the same from the journal and from the folder, and is about the bytes that it comes with"
  )
  func prove() throws {
    let insurer = try Insurer(subjects: 60, seed: 7, at: nil, withHolds: false)
    #expect(try Program(["purge"] + insurer.files).exitCode == 0)
    let folder = insurer.configuration.bindings.journal.directory
    let entry = insurer.folder.appending(path: "entry.json").path
    let proof = try Program(["journal", "prove", "3", "--entry", entry] + insurer.files)
    let again = try Program(["journal", "prove", "3", "--directory", folder])
    #expect(proof.exitCode == 0 && proof.output == again.output)
    let file = insurer.folder.appending(path: "entry.tlog-proof")
    try Data(proof.output.utf8).write(to: file)
    let key = insurer.signingKey.verifier(of: insurer.location.origin).text
    #expect(try Auditor.goAccepts("proof", key, file.path, entry))
    #expect(try Program(["journal", "prove", "99999"] + insurer.files).exitCode == 64)
  }

  @Test("Without the evidence key nobody can ask about a record, and the journal still verifies")
  func withoutEvidenceKey() throws {
    let insurer = try Insurer(subjects: 60, seed: 8, at: nil, withHolds: false)
    #expect(try Program(["purge"] + insurer.files).exitCode == 0)
    try FileManager.default.removeItem(at: insurer.folder.appending(path: "keys/evidence.key"))
    #expect(try Program(["journal", "find", "dossier-fraude", "1"] + insurer.files).exitCode == 77)
    #expect(try Program(["journal", "verify"] + insurer.files).exitCode == 0)
  }

  @Test("After a rotation the journal needs the new key, and verifies from the one that auditors have")
  func rotateKey() throws {
    let insurer = try Insurer(subjects: 40, at: nil, withHolds: false)
    let first = insurer.signingKey.verifier(of: insurer.location.origin).text
    let key = insurer.folder.appending(path: "keys/signing-2.key").path
    #expect(try Program(["keys", "generate", key]).exitCode == 0)
    let rotated = try Program(["journal", "rotate-key", "--to", key, "--reason", "yearly"] + insurer.files)
    #expect(rotated.exitCode == 0 && rotated.output.contains("Now name it in stores.json"))
    let refused = try Program(["purge"] + insurer.files)
    #expect(refused.exitCode == 77 && refused.errors.contains("keys.signing"))
    // The administrator names the new key, and somebody agrees to the changed file.
    let stores = insurer.folder.appending(path: "stores.json")
    try String(contentsOf: stores, encoding: .utf8).replacing("keys/signing.key", with: "keys/signing-2.key")
      .write(to: stores, atomically: true, encoding: .utf8)
    let plan = try Program(["plan", "--format", "json"] + insurer.files).output
    let digest = try #require(plan.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1
    #expect(try Program(["approve", String(digest)] + insurer.files).exitCode == 0)
    #expect(try Program(["purge"] + insurer.files).exitCode == 0)
    let verified = try Program(["journal", "verify", "--key", first] + insurer.files)
    #expect(verified.exitCode == 0 && verified.output.contains("2 keys signed it"))
    let folder = insurer.configuration.bindings.journal.directory
    #expect(try Program(["journal", "verify", "--directory", folder, "--key", first]).exitCode == 0)
  }
}
