import AuditJournal
import Foundation
import JournalDirectory
import OutsideOracles
import Testing
import TransparencyLog

/// Whoever audits the folder needs nothing of ours.
@Suite struct OutsideVerifierTests {
  @Test("Go's sumdb and tlog-scales accept the folder at every size on its way to 65 537 entries")
  func sizes() throws {
    let sample = try SampleJournal()
    let key = sample.verifierKey.text
    var earlier: String?
    for size in [1, 2, 255, 256, 257, 65_535, 65_536, 65_537] {
      try sample.grow(to: size)
      try sample.export()
      #expect(try Auditor.goAccepts("folder", sample.exported, key), "\(size)")
      #expect(try sample.findings() == [], "\(size)")
      let directory = try JournalDirectory(sample.exported)
      #expect(directory.checkpoint.size == size)
      for index in Set([0, size / 3, size - 1]) {
        let proof = try sample.journal.proof(of: index)
        #expect(try directory.proof(of: index) == proof)
        let scales = try Auditor.tlogScales("gen-proof", sample.exported, String(index))
        #expect(scales.output == Data(proof.text.utf8), "proof of \(index) in \(size)")
        let entry = try Auditor.tlogScales("get-leaf", "-c", sample.exported, String(index))
        #expect(try entry.isSuccess && entry.output == Data(directory.entry(at: index)))
        let files = (sample.home.appending(path: "proof"), sample.home.appending(path: "entry"))
        try Data(proof.text.utf8).write(to: files.0)
        try entry.output.write(to: files.1)
        #expect(try Auditor.goAccepts("proof", key, files.0.path, files.1.path))
        try Data(entry.output + [0]).write(to: files.1)
        #expect(try !Auditor.goAccepts("proof", key, files.0.path, files.1.path))
      }
      let note = directory.note
      if let earlier { try expectConsistency(from: earlier, in: directory, sample) }
      earlier = note
    }
  }

  private func expectConsistency(
    from earlier: String, in directory: JournalDirectory, _ sample: SampleJournal
  )
    throws
  {
    let old = try Checkpoint(note: earlier, verifier: sample.verifierKey)
    let growth = GrowthProof(
      consistency: try ConsistencyProof(
        from: old.size, to: directory.checkpoint.size, nodes: directory.node), note: directory.note)
    let again = try ConsistencyProof(
      from: old.size, to: directory.checkpoint.size, nodes: sample.journal.node)
    #expect(again == growth.consistency)
    let files = (sample.home.appending(path: "old"), sample.home.appending(path: "growth"))
    try Data(earlier.utf8).write(to: files.0)
    try Data(growth.text.utf8).write(to: files.1)
    let key = sample.verifierKey.text
    #expect(try Auditor.goAccepts("consistency", key, files.0.path, files.1.path))
    try Data(growth.text.replacing("old \(old.size)\n", with: "old \(old.size + 1)\n").utf8)
      .write(to: files.1)
    #expect(try !Auditor.goAccepts("consistency", key, files.0.path, files.1.path))
  }

  @Test("Go's sumdb refuses a folder in which one byte of an entry, a tile or the checkpoint was changed")
  func altered() throws {
    let sample = try SampleJournal()
    try sample.grow(to: 300)
    try sample.export()
    let key = sample.verifierKey.text
    for path in try sample.files() where path.hasPrefix("tile/") || path == "checkpoint" {
      let file = URL(filePath: sample.exported + "/" + path)
      let whole = try Data(contentsOf: file)
      for place in [whole.startIndex, whole.startIndex + whole.count / 2, whole.endIndex - 1] {
        var changed = whole
        changed[place] ^= 1
        try changed.write(to: file)
        #expect(try !Auditor.goAccepts("folder", sample.exported, key), "\(path) at \(place)")
        #expect(try !sample.findings().isEmpty, "\(path) at \(place)")
      }
      try whole.write(to: file)
    }
    #expect(try Auditor.goAccepts("folder", sample.exported, key))
    #expect(try sample.findings() == [])
  }

  @Test("A log of nothing has the root of nothing, which Go's sumdb accepts")
  func empty() throws {
    let sample = try SampleJournal()
    let key = try SigningKey(seed: Array(1...32))
    try FileManager.default.createDirectory(atPath: sample.exported, withIntermediateDirectories: true)
    let note = try Checkpoint(origin: sample.verifierKey.name, size: 0, root: .empty).signed(with: key)
    try Data(note.utf8).write(to: URL(filePath: sample.exported + "/checkpoint"))
    #expect(try Auditor.goAccepts("folder", sample.exported, sample.verifierKey.text))
    let other = try Checkpoint(origin: sample.verifierKey.name, size: 0, root: .leaf([])).signed(with: key)
    try Data(other.utf8).write(to: URL(filePath: sample.exported + "/checkpoint"))
    #expect(try !Auditor.goAccepts("folder", sample.exported, sample.verifierKey.text))
  }
}
