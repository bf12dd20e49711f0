import DocumentStore
import Foundation
import RecordStores
import TestNames
import Testing
import Words

/// What the next opening makes of a batch that a crash broke off: the store's own folder is put back to what it was at that moment.
@Suite struct DocumentRecoveryTests {
  /// A batch that was written down and not committed, as a process that dies leaves it.
  ///
  /// - Returns: its name, as the intent has it.
  @discardableResult
  private func brokenOff(_ folder: DocumentFolder) throws -> String {
    let store = folder.open()
    let batch = try #require(
      try store.begin(.delete, on: DocumentFolder.old(), limit: BatchLimit(rows: 2), holds: NoHolds()))
    let transaction = try #require(try batch.transactionName())
    let name = transaction + ".list"
    let list = try Data(contentsOf: URL(filePath: folder.path + "/.retentiond/" + name))
    batch.rollback()
    try list.write(to: URL(filePath: folder.path + "/.retentiond/" + name))
    return transaction
  }

  private func commit(_ folder: DocumentFolder) throws {
    let name = try #require(folder.own.first)
    let own = folder.path + "/.retentiond/"
    try FileManager.default.moveItem(
      atPath: own + name, toPath: own + name.replacing(".list", with: ".committed"))
  }

  @Test("Before the commit nothing has gone, and nothing goes")
  func notCommitted() throws {
    let folder = try DocumentFolder()
    let batch = try brokenOff(folder)
    let before = try folder.all
    #expect(try folder.open().fate(ofTransaction: batch) == .notCommitted)
    #expect(try folder.all == before && folder.own.isEmpty)
  }

  @Test("After the commit what is left goes, whatever stage it had come to, and a plan changes nothing")
  func committed() throws {
    for stage in 0..<3 {
      let folder = try DocumentFolder()
      let batch = try brokenOff(folder)
      try commit(folder)
      let first = folder.path + "/letters/0840588123401/20150101_1.txt"
      let name = try #require(folder.own.first).replacing(".committed", with: "")
      if stage == 1 { try FileManager.default.removeItem(atPath: first) }
      if stage == 2 {
        try FileManager.default.moveItem(atPath: first, toPath: folder.path + "/.retentiond/\(name).0")
      }
      let before = try folder.all
      _ = try folder.open(isReadOnly: true).rowCount(of: DocumentFolder.set())
      #expect(try folder.all == before)
      #expect(try folder.open().fate(ofTransaction: batch) == .committed)
      #expect(
        try folder.files == [
          "letters/0840588123401/20240101_2.txt", "letters/0840588123403/20150103_4.txt", "letters/notes.txt",
        ])
      #expect(folder.own.count == 1, "a mark says that it was committed: \(folder.own)")
    }
  }

  @Test(
    "A document that came to the place of one that was committed stays, and the batch is committed all the same"
  )
  func replaced() throws {
    let folder = try DocumentFolder()
    let batch = try brokenOff(folder)
    try commit(folder)
    try FileManager.default.removeItem(atPath: folder.path + "/letters/0840588123401/20150101_1.txt")
    try folder.make("letters/0840588123401/20150101_1.txt", "another")
    let store = folder.open()
    for _ in 0..<2 {
      #expect(try store.fate(ofTransaction: batch) == .committed)
      #expect(folder.content("letters/0840588123401/20150101_1.txt") == "another")
      #expect(folder.content("letters/0840588123402/20150102_3.txt") == nil)
    }
    #expect(try store.fate(ofTransaction: "another") == .notCommitted, "of the same paths, perhaps")
    let mark = try String(
      contentsOfFile: folder.path + "/.retentiond/" + (folder.own.first ?? ""), encoding: .utf8)
    #expect(!mark.contains("0840588"), "it names nobody")
  }

  @Test(
    "Where the file beside a committed document is another one by then, both stay, wherever the crash came",
    arguments: 0..<3)
  func renewedBeside(stage: Int) throws {
    let folder = try DocumentFolder()
    let batch = try brokenOff(folder)
    try commit(folder)
    let own = folder.path + "/.retentiond/" + batch
    let name = folder.path + "/letters/0840588123402/20150102_3.txt"
    // Its document is out of sight; what is beside it, too.
    if stage > 0 { try FileManager.default.moveItem(atPath: name, toPath: own + ".1") }
    if stage > 1 {
      try FileManager.default.moveItem(atPath: name + ".json", toPath: own + ".1.beside")
      try Data(#"{"open": true}"#.utf8).write(to: URL(filePath: own + ".1.beside"))
    } else {
      try Data(#"{"open": true}"#.utf8).write(to: URL(filePath: name + ".json"))
    }
    #expect(try folder.open().fate(ofTransaction: batch) == .committed)
    #expect(folder.content("letters/0840588123402/20150102_3.txt") == "letter")
    #expect(folder.content("letters/0840588123402/20150102_3.txt.json") == #"{"open": true}"#)
    #expect(folder.content("letters/0840588123401/20150101_1.txt") == nil)
    #expect(folder.own == [batch + ".done"])
  }

  @Test("What was beside a committed document goes, wherever the crash came", arguments: 0..<4)
  func beside(stage: Int) throws {
    let folder = try DocumentFolder()
    let batch = try brokenOff(folder)
    try commit(folder)
    let own = folder.path + "/.retentiond/" + batch
    let name = folder.path + "/letters/0840588123402/20150102_3.txt"
    if stage == 0 { try FileManager.default.moveItem(atPath: name, toPath: own + ".1") }
    if stage > 0 { try FileManager.default.moveItem(atPath: name + ".json", toPath: own + ".1.beside") }
    if stage == 1 { try FileManager.default.moveItem(atPath: name, toPath: own + ".1") }
    if stage > 1 { try FileManager.default.removeItem(atPath: name) }
    if stage == 3 { try FileManager.default.removeItem(atPath: own + ".1.beside") }
    #expect(try folder.open().fate(ofTransaction: batch) == .committed)
    #expect(folder.own == [batch + ".done"])
    #expect(try !folder.all.contains { $0.contains("0840588123402") })
  }

  @Test(
    "A folder that took a document's place is left, and what the list says is not believed if it is damaged")
  func hostile() throws {
    let folder = try DocumentFolder()
    let batch = try brokenOff(folder)
    try commit(folder)
    let first = folder.path + "/letters/0840588123401/20150101_1.txt"
    try FileManager.default.removeItem(atPath: first)
    try folder.make("letters/0840588123401/20150101_1.txt/inner.txt")
    #expect(try folder.open().fate(ofTransaction: batch) == .committed)
    #expect(folder.content("letters/0840588123401/20150101_1.txt/inner.txt") == "letter")
    let damaged = folder.path + "/.retentiond/x.committed"
    try Data(#"{"documents": [{"place": "../../etc"}]}"#.utf8).write(to: URL(filePath: damaged))
    #expect(throws: StoreError.self) { try folder.open().rowCount(of: DocumentFolder.set()) }
  }

  @Test(
    "Where a committed batch cannot be brought to its end, its documents are left over, and the run is told")
  func unfinished() throws {
    let folder = try DocumentFolder()
    let store = folder.open()
    let batch = try #require(
      try store.begin(.delete, on: DocumentFolder.old(), limit: BatchLimit(rows: 2), holds: NoHolds()))
    // Its mark has no place.
    let name = try #require(try batch.transactionName())
    let mark = folder.path + "/.retentiond/\(name).done"
    try FileManager.default.createDirectory(atPath: mark, withIntermediateDirectories: false)
    try batch.commit()
    #expect(batch.keys.count == 2 && batch.setAside.map(\.key) == (0..<2).map { Array(batch.keys[$0]) })
    #expect(batch.setAside.allSatisfy { $0.reason.hasPrefix("it is committed") })
    let use = SchemaUse(deletes: true, changedColumns: [], archive: nil, readColumns: [], events: [])
    #expect(try store.describe(DocumentFolder.set(), use: use).refusals.count == 1)
    #expect(folder.own.contains { $0.hasSuffix(".committed") })
    try FileManager.default.removeItem(atPath: mark)
    #expect(try store.fate(ofTransaction: name) == .committed)
    #expect(!folder.own.contains { $0.hasSuffix(".committed") })
  }

  @Test("Where its disk is not mounted a store says nothing of a batch, however often it is asked")
  func notMounted() throws {
    let folder = try DocumentFolder()
    let batch = try brokenOff(folder)
    try commit(folder)
    let files = FileManager.default
    try files.moveItem(atPath: folder.path, toPath: folder.path + "-away")
    defer { try? files.removeItem(atPath: folder.path + "-away") }
    try files.createDirectory(atPath: folder.path, withIntermediateDirectories: false)
    for _ in 0..<2 {
      #expect(throws: StoreError.self) { try folder.open().fate(ofTransaction: batch) }
      #expect(throws: StoreError.self) {
        try folder.open().removeCopies(
          of: DocumentFolder.keys(["0840588123401/20150101_1.txt"]), from: DocumentFolder.set())
      }
    }
    try files.removeItem(atPath: folder.path)
    try files.moveItem(atPath: folder.path + "-away", toPath: folder.path)
    #expect(try folder.open().fate(ofTransaction: batch) == .committed)
  }

  @Test(
    "What a crash left is finished before anything else is asked, and as long as it cannot be, nothing is")
  func notFinished() throws {
    let folder = try DocumentFolder()
    try brokenOff(folder)
    try commit(folder)
    let own = folder.path + "/.retentiond/"
    try Data("{".utf8).write(to: URL(filePath: own + "x.committed"))
    let store = folder.open()
    for _ in 0..<2 {
      #expect(throws: StoreError.self) { try store.rowCount(of: DocumentFolder.set()) }
    }
    try FileManager.default.removeItem(atPath: own + "x.committed")
    #expect(try store.rowCount(of: DocumentFolder.set()) == 3)
  }

  @Test("Two programs do not work on one folder at a time, and what a plan reads needs no lock")
  func taken() throws {
    let folder = try DocumentFolder()
    let first = folder.open()
    #expect(try first.rowCount(of: DocumentFolder.set()) == 5)
    #expect(throws: StoreError.taken(store: "papers", place: folder.path)) {
      try folder.open().rowCount(of: DocumentFolder.set())
    }
    #expect(try folder.open(isReadOnly: true).rowCount(of: DocumentFolder.set()) == 5)
  }
}
