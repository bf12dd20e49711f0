import AuditJournal
import Foundation
import HostileInputs
import JournalDirectory
import Testing
import TransparencyLog

/// Folders that a stranger hands to an auditor: whatever lies in them ends in findings or an error, and never in a trap or a wait.
@Suite struct HostileDirectoryTests {
  private func sample() throws -> SampleJournal {
    let sample = try SampleJournal()
    try sample.grow(to: 300)
    try sample.addBatch(["a", "b", "c"])
    try sample.grow(to: 600)
    try sample.export()
    return sample
  }

  private func files(of sample: SampleJournal) throws -> [URL] {
    let all = FileManager.default.enumerator(
      at: URL(filePath: sample.exported), includingPropertiesForKeys: [.isRegularFileKey])
    return (all?.allObjects as? [URL] ?? []).filter {
      (try? $0.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
    }.sorted { $0.path < $1.path }
  }

  /// Everything that reads a folder. What it finds or throws is the caller's to look at.
  private func readers(_ sample: SampleJournal) -> [(name: String, read: () throws -> [String])] {
    [
      ("verify", { try sample.findings() }),
      (
        "ask",
        {
          let directory = try JournalDirectory(sample.exported)
          _ = try directory.verifierKey()
          _ = try directory.entry(at: 299)
          _ = try directory.proof(of: 299)
          return []
        }
      ),
      (
        "compare",
        {
          try JournalDirectory.keptCheckpoints(in: sample.exported).compactMap {
            try sample.journal.difference(from: $0)?.description
          }
        }
      ),
      (
        "extend",
        {
          try sample.journal.append([.serviceStopped(reason: "once more")], at: sample.start)
          try sample.export()
          return []
        }
      ),
    ]
  }

  @Test("A checkpoint of any size is a finding or an error", arguments: HostileInputs.numbers)
  func checkpointSizes(number: String) throws {
    let sample = try sample()
    let place = URL(filePath: sample.exported).appending(path: "checkpoint")
    var lines = try String(contentsOf: place, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    lines[1] = number
    try Data(lines.joined(separator: "\n").utf8).write(to: place)
    for reader in readers(sample) {
      do {
        #expect(try !reader.read().isEmpty, "\(reader.name)")
      } catch is DirectoryError {
      } catch is TransparencyLogError {
      }
    }
  }

  @Test("A stranger's tile of any index is a finding, also where its number overflows")
  func strangers() throws {
    let sample = try sample()
    for name in [
      "tile/entries/x999/x999/x999/x999/x999/999", "tile/entries/x999/x999/x999/x999/x999/x999/999",
      "tile/0/x922/x337/x203/x685/x477/580", "evidence/x999/x999/x999/x999/x999/999",
      "checkpoints/x036/x028/x797/x018/x963/968", "tile/63/000", "tile/-1/000",
      "tile/99999999999999999999/000",
      "tile/entries/000.p/9223372036854775807",
    ] {
      let place = URL(filePath: sample.exported).appending(path: name)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data([1]).write(to: place)
      #expect(try sample.findings().contains { $0.contains(name) }, "\(name)")
      try FileManager.default.removeItem(at: place)
    }
  }

  @Test("A file of another kind, or without end, in the place of any file is said at once")
  func otherKinds() throws {
    let sample = try sample()
    for place in try files(of: sample) {
      let kept = place.appendingPathExtension("kept").path
      try FileManager.default.moveItem(atPath: place.path, toPath: kept)
      for kind in ["pipe", "folder", "device", "endless"] {
        switch kind {
        case "pipe": #expect(unsafe mkfifo(place.path, 0o644) == 0)
        case "folder": try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
        case "device":
          try FileManager.default.createSymbolicLink(atPath: place.path, withDestinationPath: "/dev/zero")
        default:
          // A terabyte, of which the disk has nothing.
          #expect(FileManager.default.createFile(atPath: place.path, contents: nil))
          #expect(unsafe truncate(place.path, 1 << 40) == 0)
        }
        #expect(
          (try? sample.findings().isEmpty) != true, "\(kind) as \(place.lastPathComponent) was not found")
        for reader in readers(sample) where reader.name != "extend" { _ = try? reader.read() }
        try FileManager.default.removeItem(at: place)
      }
      try FileManager.default.moveItem(atPath: kept, toPath: place.path)
    }
    #expect(try sample.findings().isEmpty)
    let pipe = sample.exported + "/checkpoint"
    try FileManager.default.removeItem(atPath: pipe)
    #expect(unsafe mkfifo(pipe, 0o644) == 0)
    #expect(throws: DirectoryError.self) { try sample.export() }
  }

  @Test("No garbled file of a folder makes its readers trap")
  func garbled() throws {
    let sample = try sample()
    for place in try files(of: sample) {
      let good = Array(try Data(contentsOf: place))
      let seed = UInt64(place.path.utf8.count)
      for bytes in [[], [0x30], [UInt8](repeating: 0x41, count: 64 << 10)]
        + Array(HostileInputs.mutations(of: good, count: 15, seed: seed))
      where bytes != good {
        try Data(bytes).write(to: place)
        #expect(
          try !sample.findings().isEmpty, "\(place.lastPathComponent), garbled, was taken for what was signed"
        )
        _ = try? JournalDirectory.keptCheckpoints(in: sample.exported)
        let directory = try? JournalDirectory(sample.exported)
        _ = try? directory?.proof(of: 299)
        _ = try? directory?.entry(at: 599)
      }
      try Data(good).write(to: place)
    }
    #expect(try sample.findings().isEmpty)
  }
}
