import CivilTime
import DocumentStore
import Foundation
import RecordStores
import StoreConformance
import TestNames
import Testing
import Words

/// What a batch of documents promises, as batches of rows do.
@Suite struct DocumentBatchTests {
  private let folder: DocumentFolder
  private let store: DocumentStore

  init() throws {
    folder = try DocumentFolder()
    store = folder.open()
  }

  private func begin(
    _ change: Change = .delete, _ selection: Selection = DocumentFolder.old(), rows: Int = 100,
    holds: any HoldTest = NoHolds()
  ) throws -> (any StoreBatch)? {
    try store.begin(change, on: selection, limit: BatchLimit(rows: rows), holds: holds)
  }

  @Test(
    "A batch takes what is due, in the order of the paths, up to its limit; nothing is gone before the commit"
  )
  func takes() throws {
    let before = try folder.all
    let batch = try #require(try begin(rows: 2))
    #expect(
      DocumentFolder.paths(batch.keys) == ["0840588123401/20150101_1.txt", "0840588123402/20150102_3.txt"])
    #expect(try folder.all == before)
    batch.rollback()
    #expect(try folder.all == before && folder.own.isEmpty, "a batch that was rolled back leaves nothing")
    let again = try #require(try begin(rows: 2))
    try again.commit()
    #expect(
      try before.subtracting(folder.all) == [
        "letters/0840588123401/20150101_1.txt", "letters/0840588123402",
        "letters/0840588123402/20150102_3.txt", "letters/0840588123402/20150102_3.txt.json",
      ], "with what lies beside, and the folder that nothing is in any more")
    var rest = DocumentFolder.old()
    rest.after = again.position
    let last = try #require(try begin(.delete, rest))
    #expect(DocumentFolder.paths(last.keys) == ["0840588123403/20150103_4.txt"])
    try last.commit()
    #expect(try begin() == nil, "a second time finds nothing")
    #expect(folder.content("letters/notes.txt") == "letter", "a name of another form has no date, and stays")
    _ = try store.physicalScrub()
    #expect(folder.own.isEmpty, "nothing names what is gone")
  }

  /// Lets documents go whose event lies before a day; what it is shown of each is the case in the file beside it.
  private struct Judge: RowJudge {
    let events = [DocumentFolder.ended]
    let columns = ["case"]
    let lastDay: CivilDate

    func disagreement(_ row: JudgedRow) -> RuleID? {
      if case .day(let day) = row.events[0], day <= lastDay { nil } else { "rule" }
    }
  }

  @Test("One document that its judge does not let go keeps all of its batch")
  func disagreement() throws {
    let before = try folder.all
    var selection = DocumentFolder.old()
    selection.judge = Judge(lastDay: try #require(CivilDate("2015-01-02")))
    #expect(throws: StoreError.disagreement(store: "papers", recordSet: "letter", rule: "rule")) {
      try begin(.delete, selection)
    }
    #expect(try folder.all == before && folder.own.isEmpty)
    selection.judge = Judge(lastDay: try #require(CivilDate("2015-01-03")))
    #expect(try begin(.delete, selection)?.keys.count == 3)
  }

  @Test("A batch says of each document whom it was about, in the order of its keys")
  func subjects() throws {
    var selection = DocumentFolder.old()
    selection.tagging = WordTagging()
    let batch = try #require(try begin(.delete, selection))
    let people = DocumentFolder.paths(batch.keys).map { String($0.prefix { $0 != "/" }) }
    #expect(people.count == 3)
    #expect(batch.subjects.records == people.map { WordTagging.tag($0) })
    batch.rollback()
  }

  @Test("A hold keeps a person's documents and a single one, and a batch goes on behind them")
  func held() throws {
    let holds = ListedHolds(
      subject: "0840588123401", keys: DocumentFolder.keys(["0840588123403/20150103_4.txt"]))
    #expect(try store.tally(DocumentFolder.old(), holds: holds).held == 2)
    let batch = try #require(try begin(rows: 1, holds: holds))
    #expect(DocumentFolder.paths(batch.keys) == ["0840588123402/20150102_3.txt"])
    try batch.commit()
    #expect(try begin(holds: holds) == nil)
  }

  @Test(
    "A document that was renewed between its judgement and the commit survives, in place or by another one of its name"
  )
  func renewed() throws {
    for isReplaced in [true, false] {
      let batch = try #require(try begin(rows: 1))
      let name = folder.path + "/letters/0840588123401/20150101_1.txt"
      if isReplaced {
        try Data("new".utf8).write(to: URL(filePath: name), options: .atomic)
      } else {
        let handle = try FileHandle(forWritingTo: URL(filePath: name))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(" more".utf8))
        try handle.close()
      }
      #expect(throws: StoreError.self) { try batch.commit() }
      batch.rollback()
      #expect(folder.content("letters/0840588123401/20150101_1.txt") == (isReplaced ? "new" : "new more"))
      #expect(folder.own.isEmpty)
    }
  }

  @Test("A file beside a document that came, went or was written anew since it was judged keeps both")
  func renewedBeside() throws {
    let sidecar = "letters/0840588123402/20150102_3.txt.json"
    let last = DocumentFolder.keys(["0840588123402/20150102_3.txt", "0840588123403/20150103_4.txt"])
    for change in 0..<3 {
      var selection = DocumentFolder.old()
      selection.keys = last
      let batch = try #require(try begin(.delete, selection))
      switch change {
      case 0: try folder.make("letters/0840588123403/20150103_4.txt.json", #"{"case": 9}"#)
      case 1: try folder.make(sidecar, #"{"case": 8, "open": true}"#)
      default: try FileManager.default.removeItem(atPath: folder.path + "/" + sidecar)
      }
      let before = try folder.all
      #expect(throws: StoreError.conflict(store: "papers", cause: "a document was changed meanwhile")) {
        try batch.commit()
      }
      batch.rollback()
      #expect(try folder.all == before && folder.own.isEmpty)
    }
    let batch = try #require(try begin())
    try batch.commit()
    #expect(batch.keys.count == 3, "and is judged with what it has beside it now")
  }

  @Test(
    "What no deletion would make gone is set aside: a document with another name; and links are no documents")
  func links() throws {
    let files = FileManager.default
    let letters = folder.path + "/letters"
    try files.linkItem(
      atPath: letters + "/0840588123401/20150101_1.txt", toPath: folder.path + "/other-name.txt")
    try files.createSymbolicLink(
      atPath: letters + "/0840588123403/20150101_5.txt", withDestinationPath: "20150103_4.txt")
    try files.createSymbolicLink(atPath: letters + "/0840588123409", withDestinationPath: "0840588123403")
    let batch = try #require(try begin())
    #expect(
      DocumentFolder.paths(batch.keys) == ["0840588123402/20150102_3.txt", "0840588123403/20150103_4.txt"])
    #expect(batch.setAside.map(\.reason) == ["it has other names, hard links, which would keep it"])
    try batch.commit()
    #expect(folder.content("letters/0840588123401/20150101_1.txt") == "letter")
    for key in ["0840588123409/20150103_4.txt", "../other-name.txt", "/etc/hostname", ""] {
      #expect(
        try store.examine(
          DocumentFolder.set(), key: [key], predicates: [], events: [], holds: NoHolds()) == nil)
    }
  }

  @Test(
    "Documents move within the store with what lies beside them and their time; what the archive has otherwise stays"
  )
  func archive() throws {
    let archive = DocumentFolder.set("old", named: "old")
    try folder.make("old/0840588123401/20150101_1.txt", "another")
    try folder.make("old/0840588123403/20150103_4.txt", "letter")
    let name = folder.path + "/letters/0840588123402/20150102_3.txt"
    let time = Date(timeIntervalSince1970: 1_500_000_000)
    try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: name)
    let batch = try #require(try begin(.archive(into: archive)))
    #expect(
      batch.setAside.map(\.reason) == ["the archive has a document of this path with other content"])
    try batch.commit()
    #expect(
      try folder.files == [
        "letters/0840588123401/20150101_1.txt", "letters/0840588123401/20240101_2.txt", "letters/notes.txt",
        "old/0840588123401/20150101_1.txt", "old/0840588123402/20150102_3.txt",
        "old/0840588123402/20150102_3.txt.json", "old/0840588123403/20150103_4.txt",
      ])
    let moved = folder.path + "/old/0840588123402/20150102_3.txt"
    #expect(try FileManager.default.attributesOfItem(atPath: moved)[.modificationDate] as? Date == time)
  }

  @Test("What would lie beside a document in the archive is what lies beside it here, or it stays")
  func archiveBeside() throws {
    let archive = DocumentFolder.set("old", named: "old")
    try folder.make("old/0840588123401/20150101_1.txt", beside: #"{"case": 1}"#)
    try folder.make("old/0840588123402/20150102_3.txt", beside: #"{"case": 8}"#)
    try folder.make("letters/0840588123403/20150103_4.txt", beside: #"{"case": 9}"#)
    try folder.make("old/0840588123403/20150103_4.txt", beside: #"{"case": 9}"#)
    let before = try folder.files
    let batch = try #require(try begin(.archive(into: archive)))
    #expect(
      batch.setAside.map(\.reason)
        == Array(repeating: "the archive has another file beside a document of this path", count: 2))
    try batch.commit()
    #expect(
      try before.subtracting(folder.files) == [
        "letters/0840588123403/20150103_4.txt", "letters/0840588123403/20150103_4.txt.json",
      ])
    let plain = DocumentFolder.set(
      "plain", named: "plain",
      naming: DocumentNaming(pattern: DocumentFolder.naming.pattern, sidecar: nil))
    #expect(
      try begin(.archive(into: plain), rows: 9)?.setAside.map(\.reason) == [
        "the archive keeps no file beside a document"
      ], "the others have none")
  }

  @Test("What came to the archive since a batch was judged is not taken for the same")
  func archiveChanged() throws {
    let archive = DocumentFolder.set("old", named: "old")
    let content = String(repeating: "letter", count: 1 << 17)
    for name in ["letters/0840588123401/20150101_1.txt", "letters/0840588123402/20150102_3.txt"] {
      try folder.make(name, content)
    }
    let batch = try #require(try begin(.archive(into: archive)))
    try folder.make("old/0840588123401/20150101_1.txt", content.dropLast() + "s")
    try folder.make("old/0840588123402/20150102_3.txt", content)
    try batch.commit()
    #expect(
      batch.setAside.map(\.reason).map { $0.hasSuffix("has another file of this path by now") } == [true])
    #expect(folder.content("old/0840588123401/20150101_1.txt")?.hasSuffix("s") == true)
    let aside = try #require(folder.own.first { $0.hasSuffix(".0") })
    #expect(folder.content(".retentiond/" + aside) == content, "nothing is lost")
    #expect(folder.content("letters/0840588123402/20150102_3.txt") == nil)
  }

  @Test(
    "What lies on another file system, or is to go to one, is set aside before the commit",
    .enabled(if: Mount.isAllowed), arguments: [false, true])
  func mounted(isBound: Bool) throws {
    // A folder below that is a file system of its own, or the same one mounted once more.
    let archive = DocumentFolder.set("old", named: "old")
    try folder.make("letters/0840588123404/20150105_6.txt")
    try folder.make("old/readme")
    let other = try DocumentFolder()
    let mounts = try ["letters/0840588123403", "old/0840588123401"].map { name in
      try FileManager.default.createDirectory(
        atPath: folder.path + "/" + name, withIntermediateDirectories: true)
      return try Mount(isBound ? other.path : nil, at: folder.path + "/" + name)
    }
    defer { for mount in mounts { mount.end() } }
    try folder.make("letters/0840588123403/20150103_4.txt")
    let deleting = try #require(try begin())
    #expect(
      deleting.keys.count == 3
        && deleting.setAside.map(\.reason).map { $0.hasPrefix("it lies on another file system") } == [true])
    deleting.rollback()
    let archiving = try #require(try begin(.archive(into: archive)))
    #expect(
      DocumentFolder.paths(archiving.keys) == [
        "0840588123402/20150102_3.txt", "0840588123404/20150105_6.txt",
      ])
    try archiving.commit()
    #expect(folder.content("old/0840588123404/20150105_6.txt") == "letter")
    #expect(folder.content("letters/0840588123403/20150103_4.txt") == "letter")
    #expect(folder.content("letters/0840588123401/20150101_1.txt") == "letter")
  }

  @Test(
    "Of documents that an archive cannot take as a whole none stays there, and a copy that cannot be taken back is said"
  )
  func partOfAnArchive() throws {
    let set = DocumentFolder.set(
      "received", named: "received", naming: DocumentNaming(pattern: nil, sidecar: ".json"))
    let receiving = try store.beginReceiving(into: set)
    for path in ["a/1.txt", "b/2.txt", "c/3.txt"] {
      try receiving.receive(
        columns: ["path", "content", "sidecar"], values: [.text(path), .blob([1]), .blob([2])])
    }
    // The last one's folder is a file by now.
    try folder.make("received/c")
    #expect(throws: StoreError.self) { try receiving.commit() }
    receiving.rollback()
    #expect(try folder.all.filter { $0.hasPrefix("received/") && $0.contains(".") } == [])
    #expect(folder.own.isEmpty)
    for name in ["received/d/4.txt", "received/e/5.txt.json"] { try folder.make(name + "/folder") }
    for key in ["d/4.txt", "e/5.txt"] {
      #expect(throws: StoreError.self) { try store.removeCopies(of: DocumentFolder.keys([key]), from: set) }
    }
    #expect(try store.removeCopies(of: DocumentFolder.keys(["f/6.txt", "g/7.txt"]), from: set) == 0)
  }

  @Test("However long paths are, a batch writes down no more than can be read again after a crash")
  func longPaths() throws {
    // Written out as JSON each byte is six.
    let deep = (0..<12).map { _ in String(repeating: "\u{1}", count: 250) }.joined(separator: "/")
    for number in 0..<500 { try folder.make("long/\(deep)/\(number)") }
    let naming = DocumentNaming(pattern: nil, sidecar: nil)
    let set = DocumentFolder.set("long", named: "long", naming: naming)
    let batch = try #require(
      try store.begin(
        .archive(into: DocumentFolder.set("old", named: "old", naming: naming)),
        on: Selection(recordSet: set, predicate: .always), limit: BatchLimit(rows: 1_000, seconds: 60),
        holds: NoHolds()))
    let list = try #require(folder.own.first { $0.hasSuffix(".list") })
    let size = try Data(contentsOf: URL(filePath: folder.path + "/.retentiond/" + list)).count
    #expect(size < 12 << 20 && (100..<500).contains(batch.keys.count) && batch.position != nil)
  }

  @Test("A file that is in the way of the archive's folder is seen before the commit")
  func fileInTheWay() throws {
    try folder.make("old/0840588123401", "a file")
    let batch = try #require(try begin(.archive(into: DocumentFolder.set("old", named: "old"))))
    #expect(
      batch.keys.count == 2
        && batch.setAside.map(\.reason) == ["a file is in the way of the folder that it would move to"])
    try batch.commit()
    #expect(batch.setAside.count == 1 && folder.own.allSatisfy { $0.hasSuffix(".done") })
  }

  @Test("One document that cannot be looked at keeps no other from going")
  func odd() throws {
    let archive = DocumentFolder.set("old", named: "old")
    try folder.make("old/0840588123401/20150101_1.txt/inner.txt")
    let sidecar = folder.path + "/letters/0840588123403/20150103_4.txt.json"
    try FileManager.default.createDirectory(atPath: sidecar, withIntermediateDirectories: false)
    let batch = try #require(try begin(.archive(into: archive)))
    #expect(batch.setAside.map(\.reason) == ["it is no file", "it is no file"])
    try batch.commit()
    #expect(folder.content("old/0840588123402/20150102_3.txt") == "letter")
    // One that became a folder since is another, as one that was written anew is.
    let next = try #require(try begin())
    let name = folder.path + "/letters/0840588123401/20150101_1.txt"
    try FileManager.default.removeItem(atPath: name)
    try FileManager.default.createDirectory(atPath: name, withIntermediateDirectories: false)
    #expect(throws: StoreError.conflict(store: "papers", cause: "a document was changed meanwhile")) {
      try next.commit()
    }
  }

  @Test(
    "Documents move to another store byte for byte, can be sent twice, and are taken back where the move is not committed"
  )
  func elsewhere() throws {
    let content = String(decoding: (0..<100_000).map { UInt8($0 % 128) }, as: UTF8.self)
    try folder.make("letters/0840588123402/20150102_3.txt", content, beside: #"{"case": 8}"#)
    let sink = Collected()
    let sent = try #require(try begin(.archiveElsewhere(sink)))
    let other = try DocumentFolder()
    let target = DocumentFolder.set("received", named: "received")
    let receiver = other.open()
    for _ in 0..<2 {
      let receiving = try receiver.beginReceiving(into: target)
      for row in sink.rows { try receiving.receive(columns: Array(row.keys), values: Array(row.values)) }
      #expect(other.content("received/0840588123402/20150102_3.txt") != "", "nothing is there in part")
      try receiving.commit()
    }
    #expect(other.content("received/0840588123402/20150102_3.txt") == content)
    #expect(other.content("received/0840588123402/20150102_3.txt.json") == #"{"case": 8}"#)
    #expect(other.own.isEmpty)
    let removed = try receiver.removeCopies(of: sent.keys, from: target)
    #expect(removed == 3 && other.content("received/0840588123402/20150102_3.txt.json") == nil)
    let row = sink.rows[1]
    let plain = DocumentFolder.set(
      "plain", named: "plain", naming: DocumentNaming(pattern: nil, sidecar: nil))
    #expect(
      throws: StoreError.row(
        store: "papers", recordSet: "plain", reason: "the archive keeps no file beside a document")
    ) {
      try receiver.beginReceiving(into: plain).receive(
        columns: Array(row.keys), values: Array(row.values))
    }
    let outside = try receiver.beginReceiving(into: target)
    #expect(throws: StoreError.self) {
      try outside.receive(columns: ["path", "content"], values: [.text("../out.txt"), .blob([1])])
    }
    sent.rollback()
    #expect(folder.content("letters/0840588123402/20150102_3.txt") == content)
  }
}
