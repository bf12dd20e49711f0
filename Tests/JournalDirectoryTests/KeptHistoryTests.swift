import AuditJournal
import CivilTime
import Foundation
import JournalDirectory
import TestNames
import Testing
import TransparencyLog

/// What a folder keeps of a journal's history, and what nobody may make of it.
@Suite struct KeptHistoryTests {
  @Test("A folder keeps its last checkpoint twice, so that removing either is not enough")
  func kept() throws {
    let sample = try SampleJournal()
    #expect(try JournalDirectory.keptCheckpoints(in: sample.exported) == [])
    #expect(try !JournalDirectory.isThere(sample.exported))
    for size in [3, 300, 301] {
      try sample.grow(to: size)
      try sample.export()
      #expect(try JournalDirectory.keptCheckpoints(in: sample.exported).map(\.checkpoint.size) == [size])
    }
    // More than one bundle of checkpoints.
    for number in 0..<300 {
      try sample.journal.append([.serviceStopped(reason: "\(number)")], at: sample.start)
    }
    try sample.export()
    for gone in ["checkpoint", "checkpoints", "tile"] {
      let copy = sample.home.appending(path: "copy").path
      try FileManager.default.copyItem(atPath: sample.exported, toPath: copy)
      try FileManager.default.removeItem(atPath: copy + "/" + gone)
      #expect(try JournalDirectory.keptCheckpoints(in: copy).map(\.checkpoint.size) == [601], "\(gone)")
      #expect(try JournalDirectory.isThere(copy))
      try FileManager.default.removeItem(atPath: copy)
    }
  }

  @Test("What cannot be read as a checkpoint is an error, and never no checkpoint")
  func unreadable() throws {
    let sample = try SampleJournal()
    try sample.grow(to: 3)
    try sample.export()
    for name in ["checkpoint", "checkpoints/000"] {
      let place = sample.exported + "/" + name
      let whole = try Data(contentsOf: URL(filePath: place))
      for change in ["empty", "garbled", "pipe", "folder", "link", "endless"] {
        try FileManager.default.removeItem(atPath: place)
        switch change {
        case "empty": try Data().write(to: URL(filePath: place))
        case "garbled": try Data("nothing\n".utf8).write(to: URL(filePath: place))
        case "pipe": #expect(unsafe mkfifo(place, 0o644) == 0)
        case "folder":
          try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
        case "link":
          try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: "/dev/zero")
        default:
          #expect(FileManager.default.createFile(atPath: place, contents: nil))
          #expect(unsafe truncate(place, 1 << 40) == 0)
        }
        #expect(throws: DirectoryError.self, "\(name): \(change)") {
          try JournalDirectory.keptCheckpoints(in: sample.exported)
        }
        try FileManager.default.removeItem(atPath: place)
        try whole.write(to: URL(filePath: place))
      }
    }
    #expect(try JournalDirectory.keptCheckpoints(in: sample.exported).count == 1)
    // A file, a pipe and a link that leads nowhere are no folder.
    for kind in ["file", "pipe", "link"] {
      let place = sample.home.appending(path: kind).path
      switch kind {
      case "file": try Data([1]).write(to: URL(filePath: place))
      case "pipe": #expect(unsafe mkfifo(place, 0o644) == 0)
      default: try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: "/nowhere")
      }
      #expect(throws: DirectoryError.self, "\(kind)") { try JournalDirectory.keptCheckpoints(in: place) }
    }
  }

  @Test("No link in a folder is followed, in the place of any folder or file, to read or to write")
  func links() throws {
    let sample = try SampleJournal()
    try sample.addBatch(["a", "b"])
    try sample.grow(to: 300)
    try sample.export()
    let names = try FileManager.default.subpathsOfDirectory(atPath: sample.exported).sorted()
    #expect(names.contains("tile") && names.contains("tile/entries") && names.contains("evidence"))
    let outside = sample.home.appending(path: "outside").path
    for name in names {
      let place = sample.exported + "/" + name
      try FileManager.default.moveItem(atPath: place, toPath: outside)
      try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: outside)
      // The content is the same: only the link is wrong.
      #expect(try !sample.findings().isEmpty, "\(name)")
      try FileManager.default.removeItem(atPath: place)
      try FileManager.default.moveItem(atPath: outside, toPath: place)
    }
    #expect(try sample.findings() == [])
  }

  @Test("An export writes into nothing that somebody put in its way")
  func planted() throws {
    for kind in ["link", "pipe", "file", "folder link"] {
      let sample = try SampleJournal()
      try sample.grow(to: 3)
      try sample.export()
      let victim = sample.home.appending(path: "victim").path
      try Data("keep me".utf8).write(to: URL(filePath: victim))
      let draft = sample.exported + "/checkpoint.part"
      let entries = sample.exported + "/tile/entries"
      switch kind {
      case "link": try FileManager.default.createSymbolicLink(atPath: draft, withDestinationPath: victim)
      case "pipe": #expect(unsafe mkfifo(draft, 0o644) == 0)
      case "file": try Data([1]).write(to: URL(filePath: draft))
      default:
        let elsewhere = sample.home.appending(path: "elsewhere").path
        try FileManager.default.moveItem(atPath: entries, toPath: elsewhere)
        try FileManager.default.createSymbolicLink(atPath: entries, withDestinationPath: elsewhere)
      }
      try sample.grow(to: 7)
      if kind == "folder link" {
        #expect(throws: DirectoryError.self) { try sample.export() }
        let written = try FileManager.default.subpathsOfDirectory(
          atPath: sample.home.appending(path: "elsewhere").path)
        #expect(!written.contains { $0.hasSuffix("/7") }, "\(written)")
      } else {
        try sample.export()
        #expect(try sample.findings() == [], "\(kind)")
      }
      #expect(try String(contentsOf: URL(filePath: victim), encoding: .utf8) == "keep me", "\(kind)")
    }
  }

  @Test("A folder of folders without end, and one with a witness's signature, are each what they are")
  func shapes() throws {
    let sample = try SampleJournal()
    try sample.grow(to: 3)
    try sample.export()
    let deep = sample.exported + "/tile" + String(repeating: "/a", count: 900)
    try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
    #expect(try !sample.findings().isEmpty)
    try FileManager.default.removeItem(atPath: sample.exported + "/tile/a")
    let place = URL(filePath: sample.exported + "/checkpoint")
    let note = try SignedNote(String(contentsOf: place, encoding: .utf8))
    let witness = try SignedNote(
      text: "x\n", name: "witness.example", keys: [SigningKey(seed: Array(5...36))])
    let cosigned = SignedNote(text: note.text, signatures: note.signatures + witness.signatures)
    try Data(cosigned.description.utf8).write(to: place)
    #expect(try sample.findings() == [])
    #expect(
      try JournalDirectory.keptCheckpoints(in: sample.exported).allSatisfy {
        try sample.journal.difference(from: $0) == nil
      })
    let stripped = SignedNote(text: note.text, signatures: witness.signatures)
    try Data(stripped.description.utf8).write(to: place)
    #expect(try !sample.findings().isEmpty)
  }

  @Test("What is lost is counted from the last entry that both have, and holds are named")
  func lost() throws {
    let sample = try SampleJournal()
    try sample.grow(to: 5)
    let other = try SampleJournal()
    try other.grow(to: 5)
    try sample.addBatch(["a", "b"])
    let hold = try sample.journal.placeHold(
      .recordSet("claims"), reference: "RG-1", reason: "a suit", by: "me", at: sample.start)
    try sample.journal.liftHold(hold.id, reason: "over", by: "me", at: sample.start)
    try sample.export()
    for size in [5, 6, 30] {
      try other.grow(to: size)
      let lost = try LostEntries(of: sample.exported, from: other.journal)
      #expect(lost.common == 5 && lost.count == sample.journal.size - 5 && lost.batches == 1, "\(lost)")
      #expect(lost.findings == [] && lost.holds.count == 2 && lost.holds[0].contains("RG-1"), "\(lost.holds)")
    }
    let file = URL(filePath: sample.exported + "/checkpoint")
    try FileManager.default.removeItem(at: file)
    #expect(throws: DirectoryError.self) { try LostEntries(of: sample.exported, from: other.journal) }
  }
}
