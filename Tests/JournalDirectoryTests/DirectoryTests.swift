import AuditJournal
import Dispatch
import Foundation
import JournalDirectory
import Synchronization
import Testing
import TransparencyLog

@Suite struct DirectoryTests {
  @Test("Every flip of a bit in every byte of an exported journal is found")
  func flips() throws {
    let sample = try SampleJournal()
    try sample.addBatch(["a", "b", "c"])
    try sample.addBatch(["d"], lost: 1)
    try sample.grow(to: 9)
    try sample.export()
    #expect(try sample.findings() == [])
    let files = try sample.files()
    #expect(files.count >= 6)
    let bytes = try files.map { [UInt8](try Data(contentsOf: URL(filePath: sample.exported + "/" + $0))) }
    let places = bytes.indices.flatMap { file in bytes[file].indices.map { (file, $0) } }
    let missed = Mutex<[String]>([])
    let workers = 2
    let key = sample.verifierKey
    // Each works in a copy of its own.
    let copies = try (0..<workers).map { worker in
      let copy = sample.home.appending(path: "copy-\(worker)").path
      try FileManager.default.copyItem(atPath: sample.exported, toPath: copy)
      return copy
    }
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for number in stride(from: worker, to: places.count, by: workers) {
        let (file, place) = places[number]
        var changed = bytes[file]
        changed[place] ^= 1 << UInt8(number % 8)
        let url = URL(filePath: copies[worker] + "/" + files[file])
        do {
          try Data(changed).write(to: url)
          let result = try DirectoryVerifier.verify(copies[worker], verifierKey: key)
          if result.findings.isEmpty { missed.withLock { $0.append("\(files[file]) at \(place)") } }
          try Data(bytes[file]).write(to: url)
        } catch {
          missed.withLock { $0.append("\(files[file]) at \(place): \(error)") }
        }
      }
    }
    #expect(missed.withLock { $0 } == [])
  }

  @Test("Every file that is missing, cut short, too long or not of the journal is found, and named")
  func files() throws {
    let sample = try SampleJournal()
    try sample.addBatch(["a", "b"])
    try sample.grow(to: 260)
    try sample.export()
    for path in try sample.files() {
      let file = URL(filePath: sample.exported + "/" + path)
      let whole = try Data(contentsOf: file)
      for change in [nil, whole.dropLast(), whole + [0x0A], Data()] as [Data?] {
        if let change { try change.write(to: file) } else { try FileManager.default.removeItem(at: file) }
        #expect(try !sample.findings().isEmpty, "\(path)")
        try whole.write(to: file)
      }
    }
    for stranger in [
      "note.txt", "tile/0/002", "tile/0/001.p/3", "tile/9/000", "evidence/007", "checkpoints/001",
      "subjects/001", "dependents/001", "subjects/007",
    ] {
      let file = URL(filePath: sample.exported + "/" + stranger)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data([1]).write(to: file)
      let findings = try sample.findings()
      #expect(findings.contains { $0.contains(stranger) || $0.contains("row evidence") }, "\(stranger)")
      try FileManager.default.removeItem(at: file)
    }
    #expect(try sample.findings() == [])
  }

  @Test("Evidence of subjects is there for the batches that tell of them, and for no other")
  func versions() throws {
    let sample = try SampleJournal()
    try sample.addBatch(["a", "b"], tellsWhom: false)
    try sample.export()
    #expect(try sample.findings() == [])
    #expect(try sample.files().allSatisfy { !$0.hasPrefix("subjects") && !$0.hasPrefix("dependents") })
    // What a batch of another bundle tells is no excuse.
    try sample.grow(to: 256)
    try sample.addBatch(["c"])
    try sample.export()
    #expect(try sample.findings() == [])
    for kind in ["subjects", "dependents"] {
      let other = URL(filePath: sample.exported + "/\(kind)/001")
      let bytes = try Data(contentsOf: other)
      for added in [bytes, Data()] {
        let file = URL(filePath: sample.exported + "/\(kind)/000")
        try added.write(to: file)
        #expect(try !sample.findings().isEmpty, "\(kind): \(added.count) bytes")
        try FileManager.default.removeItem(at: file)
      }
      try FileManager.default.removeItem(at: other)
      #expect(try !sample.findings().isEmpty, "\(kind) is missing")
      try bytes.write(to: other)
    }
    #expect(try sample.findings() == [])
  }

  @Test("Another key's folder is not believed")
  func otherKey() throws {
    let sample = try SampleJournal()
    try sample.export()
    let other = try SigningKey(seed: Array(2...33)).verifier(of: sample.verifierKey.name)
    let result = try DirectoryVerifier.verify(sample.exported, verifierKey: other)
    #expect(!result.findings.isEmpty)
  }

  @Test("An export that died anywhere is finished by the next, and leaves nothing over")
  func interrupted() throws {
    let sample = try SampleJournal()
    try sample.addBatch(["a"])
    try sample.grow(to: 200)
    try sample.export()
    let before = try Data(contentsOf: URL(filePath: sample.exported + "/checkpoint"))
    try sample.addBatch(["b"])
    try sample.grow(to: 700)
    try sample.export()
    let whole = try contents(sample)
    // Whatever was written before the checkpoint, and any one file not.
    for path in try sample.files() where path != "checkpoint" {
      try before.write(to: URL(filePath: sample.exported + "/checkpoint"))
      try FileManager.default.removeItem(atPath: sample.exported + "/" + path)
      try Data([1, 2]).write(to: URL(filePath: sample.exported + "/" + path + ".part"))
      try sample.export()
      // Full tiles and the verifier's key are not written twice.
      if whole[path] != nil, try contents(sample)[path] == nil {
        #expect(try !sample.findings().isEmpty)
        try whole[path]?.write(to: URL(filePath: sample.exported + "/" + path))
      }
      try? FileManager.default.removeItem(atPath: sample.exported + "/" + path + ".part")
      #expect(try contents(sample) == whole, "\(path)")
    }
    let findings = try sample.findings()
    #expect(findings == [])
  }

  private func contents(_ sample: SampleJournal) throws -> [String: Data] {
    try sample.files().reduce(into: [:]) {
      $0[$1] = try Data(contentsOf: URL(filePath: sample.exported + "/" + $1))
    }
  }

  @Test("A folder of something else, or of a journal that grew otherwise, is not written into")
  func foreign() throws {
    let sample = try SampleJournal()
    try FileManager.default.createDirectory(atPath: sample.exported, withIntermediateDirectories: true)
    let file = URL(filePath: sample.exported + "/letters.txt")
    try Data([1]).write(to: file)
    #expect(throws: DirectoryError.self) { try sample.export() }
    try FileManager.default.removeItem(at: file)
    try sample.grow(to: 3)
    try sample.export()
    let other = try SampleJournal()
    try other.grow(to: 2)
    try other.addBatch(["x"])
    #expect(throws: DirectoryError.self) { try DirectoryExport.extend(sample.exported, from: other.journal) }
    #expect(try sample.findings() == [])
  }
}
