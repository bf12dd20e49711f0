import CivilTime
import DocumentStore
import Foundation
import RecordStores
import SQLite
import SQLiteStore
import StoreConformance
import TestNames
import Testing

/// What is asked of documents and their names.
@Suite struct DocumentQuestionTests {
  @Test("All paths come once, in the order of their bytes, however they are cut into pages")
  func pages() throws {
    let folder = try DocumentFolder()
    for name in ["a", "a.b/1", "a.b/2", "a-b", "a/b", "ab", "é/ü", "a.b/c/d", "z/1/2/3"] {
      // A name that is a file's cannot be a folder's.
      if name != "a" { try folder.make("pages/" + name) }
    }
    let set = DocumentFolder.set("pages")
    let store = folder.open()
    let expected = ["a-b", "a.b/1", "a.b/2", "a.b/c/d", "a/b", "ab", "z/1/2/3", "é/ü"]
    for count in 1...9 {
      var found: [String] = []
      var after: [UInt8]?
      while true {
        let keys = try store.keys(of: set, after: after, count: count)
        guard !keys.isEmpty else { break }
        found += DocumentFolder.paths(keys)
        after = Array(keys[keys.count - 1])
        #expect(keys.count <= count)
      }
      #expect(found == expected, "pages of \(count)")
    }
    #expect(
      try DocumentFolder.paths(
        store.presentKeys(DocumentFolder.keys(["ab", "none", "a.b", "../letters/notes.txt"]), in: set))
        == ["ab"])
  }

  @Test("Dates come from names, from the file beside a document, and from its modification")
  func dates() throws {
    let folder = try DocumentFolder()
    try folder.make("mails/1.eml", beside: #"{"nir": "0840588123401", "closed": "2015-01-01", "paid": true}"#)
    try folder.make("mails/2.eml", beside: #"{"nir": "0840588123402", "closed": "#)
    try folder.make("mails/3.eml")
    let naming = DocumentNaming(pattern: "{number}.eml", sidecar: ".json")
    let set = DocumentFolder.set("mails", named: "mail", naming: naming)
    let store = folder.open()
    let closed = EventColumn(column: "closed", encoding: .date)
    #expect(try store.rowCount(of: set) == 3, "what lies beside a document is none")
    let tally = try store.tally(DocumentFolder.old(set, event: closed), holds: NoHolds())
    #expect(tally.count == 1, "of a file that cannot be read nothing is known")
    let seen = try #require(
      try store.examine(
        set, key: ["1.eml"], predicates: [.compare(column: "paid", .equal, .integer(1))], events: [closed],
        holds: ListedHolds(subjects: ["0840588123401"])))
    #expect(
      seen.answers == [true] && seen.isHeld
        && seen.events == [.day(CivilDate("2015-01-01") ?? DocumentFolder.today)])
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_400_000_000)],
      ofItemAtPath: folder.path + "/mails/3.eml")
    let modified = EventColumn(column: "modified", encoding: .epochSeconds)
    let old = DocumentFolder.old(set, event: modified)
    #expect(
      try DocumentFolder.paths(store.nextKeys(of: .delete, on: old, count: 9, holds: NoHolds())) == ["3.eml"])
  }

  @Test(
    "A document with a file beside it that cannot be read is never due: what would hold or keep it is not known",
    arguments: ["truncated", "list", "large", "link", "folder", "twice", "odd"])
  func unreadable(kind: String) throws {
    let folder = try DocumentFolder()
    try folder.make("letters/0840588123401/20150101_1.txt", beside: #"{"person": "p1", "case": 7}"#)
    let sidecar = folder.path + "/letters/0840588123401/20150101_1.txt.json"
    let content =
      switch kind {
      case "list": "[]"
      case "large": #"{"person": "p1"}"# + String(repeating: " ", count: 1 << 20)
      case "twice": #"{"person": "p1", "person": "p2"}"#
      case "odd": #"{"person": ["p1"]}"#
      default: #"{"person": "#
      }
    try FileManager.default.removeItem(atPath: sidecar)
    switch kind {
    case "link": try FileManager.default.createSymbolicLink(atPath: sidecar, withDestinationPath: "../x.json")
    case "folder":
      try FileManager.default.createDirectory(atPath: sidecar, withIntermediateDirectories: false)
    default: try Data(content.utf8).write(to: URL(filePath: sidecar))
    }
    // The date stands in the name; whom it is about, and which rule applies, beside it.
    let set = RecordSet(
      name: "letter", store: "papers", table: "letters", key: ["path"], subject: "person",
      documents: DocumentFolder.naming)
    let store = folder.open()
    let key = ["0840588123401/20150101_1.txt"]
    let holds = ListedHolds(subjects: ["p1"])
    #expect(try store.tally(DocumentFolder.old(set), holds: holds).count == 2)
    #expect(
      try DocumentFolder.paths(
        store.nextKeys(of: .delete, on: DocumentFolder.old(set), count: 9, holds: holds)) == [
          "0840588123402/20150102_3.txt", "0840588123403/20150103_4.txt",
        ])
    let seen = try #require(
      try store.examine(
        set, key: key, predicates: [.event(DocumentFolder.ended, .missing)], events: [], holds: holds))
    #expect(seen.answers == [true], "it is undated")
    // Whatever the predicate is, no batch takes it.
    for keys in [nil, DocumentFolder.keys(key)] {
      var all = Selection(recordSet: set, predicate: .isOneOf(column: "path", [.text(key[0])]))
      all.keys = keys
      let batch = try #require(
        try store.begin(.delete, on: all, limit: BatchLimit(rows: 9), holds: holds))
      #expect(batch.keys.isEmpty && batch.setAside.count == 1)
      #expect(batch.setAside.allSatisfy { $0.reason.hasPrefix("the file beside it cannot be read") })
    }
    // Of a set that asks nothing of it, it only goes along.
    let plain = DocumentFolder.set()
    #expect(try store.tally(DocumentFolder.old(plain), holds: holds).count == 3)
  }

  @Test("A document has one key: no other way to write its path is one, and what lies beside it has none")
  func oneKey() throws {
    let folder = try DocumentFolder()
    let store = folder.open()
    let root = DocumentFolder.set(".", naming: DocumentNaming(pattern: nil, sidecar: ".json"))
    func isFound(_ key: String, in set: RecordSet = DocumentFolder.set()) throws -> Bool {
      try store.examine(set, key: [key], predicates: [], events: [], holds: NoHolds()) != nil
    }
    #expect(try isFound("0840588123402/20150102_3.txt"))
    #expect(try isFound("letters/0840588123402/20150102_3.txt", in: root))
    for key in [
      "0840588123402//20150102_3.txt", "./0840588123402/20150102_3.txt", "0840588123402/./20150102_3.txt",
      "0840588123402/20150102_3.txt/", "/0840588123402/20150102_3.txt", "0840588123402/20150102_3.txt.json",
      "0840588123402/../0840588123402/20150102_3.txt", folder.path + "/letters/notes.txt", "notes.txt\u{0}",
    ] {
      #expect(try !isFound(key), "\(key)")
      #expect(
        try store.presentKeys(DocumentFolder.keys([key]), in: DocumentFolder.set()).isEmpty, "\(key)")
    }
    #expect(try !isFound(".retentiond/lock", in: root))
    // Where the archive would take it for what lies beside another, a document stays.
    try folder.make("letters/0840588123402/20150103_9.json")
    let plain = DocumentFolder.set(
      naming: DocumentNaming(pattern: "{nir}/{ended}_{number}.json", sidecar: nil))
    let batch = try #require(
      try store.begin(
        .archive(into: DocumentFolder.set("old", named: "old")), on: DocumentFolder.old(plain),
        limit: BatchLimit(), holds: NoHolds()))
    #expect(
      batch.keys.isEmpty && batch.setAside.count == 2
        && batch.setAside.allSatisfy { $0.reason == "its path is none of a document of the archive" })
  }

  @Test("A document whose name is of another form has no dates, wherever they would come from, and stays")
  func otherForm() throws {
    let folder = try DocumentFolder()
    let set = DocumentFolder.set()
    try folder.make("letters/notes.txt", beside: #"{"closed": "2015-01-01"}"#)
    try folder.make("letters/0840588123401/20150101_1.txt", beside: #"{"closed": "2015-01-01"}"#)
    for name in ["notes.txt", "0840588123401/20150101_1.txt"] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_400_000_000)],
        ofItemAtPath: folder.path + "/letters/" + name)
    }
    let store = folder.open()
    for event in [
      EventColumn(column: "modified", encoding: .epochSeconds),
      EventColumn(column: "closed", encoding: .date),
    ] {
      let old = DocumentFolder.old(set, event: event)
      #expect(
        try DocumentFolder.paths(store.nextKeys(of: .delete, on: old, count: 9, holds: NoHolds())) == [
          "0840588123401/20150101_1.txt"
        ])
      #expect(
        try store.tally(
          Selection(
            recordSet: set,
            predicate: .all([
              .event(event, .missing), .isOneOf(column: "path", [.text("notes.txt")]),
            ])), holds: NoHolds()
        ).count == 1)
    }
  }

  @Test("What cannot be done is refused before a run, and what cannot be seen is said")
  func schema() throws {
    let folder = try DocumentFolder()
    let store = folder.open()
    func use(_ columns: Set<String>) -> SchemaUse {
      SchemaUse(deletes: true, changedColumns: [], archive: nil, readColumns: columns, events: [])
    }
    let plain = DocumentFolder.set(
      naming: DocumentNaming(pattern: "{nir}/{ended}_{number}.txt", sidecar: nil))
    #expect(try store.describe(plain, use: use(["nir", "ended"])).refusals.isEmpty)
    #expect(
      try store.describe(plain, use: use(["closed"])).refusals == [
        .columnMissing(table: "letters", column: "closed")
      ])
    #expect(try store.describe(DocumentFolder.set(), use: use(["closed"])).refusals.isEmpty)
    #expect(try store.describe(DocumentFolder.set("none"), use: use([])).refusals.count == 1)
    for other in ["papers", "elsewhere"] {
      for (target, count) in [(plain, 1), (DocumentFolder.set(), 0)] {
        var archives = use([])
        archives.archive = DocumentFolder.set("old", store: other, naming: try #require(target.documents))
        let refusals = try store.describe(DocumentFolder.set(), use: archives).refusals
        #expect(refusals.count == count, "an archive has to keep what lies beside a document, too")
      }
    }
    var archives = use([])
    archives.archive = RecordSet(name: "letters", store: "elsewhere", table: "letters", key: ["path"])
    let table = ["path", "content", "modified"].map {
      SchemaDescription.Column(
        name: $0, declaredType: "", isNullable: true, isGenerated: false, isUnique: false)
    }
    #expect(
      try store.describe(DocumentFolder.set(), use: archives).columns
        .losses(of: "letters", in: table, of: "archive") == [
          .archiveColumnMissing(table: "letters", archive: "archive", column: "sidecar")
        ])
    #expect(
      try store.describe(plain, use: archives).columns.losses(of: "letters", in: table, of: "archive")
        .isEmpty)
    var receives = use([])
    receives.receives = true
    let received = try store.describe(DocumentFolder.set(), use: receives).columns
    #expect(
      try store.describe(plain, use: archives).columns.losses(of: "letters", in: received, of: "old").isEmpty)
    // A name in Latin 1.
    let name = Array(folder.path.utf8CString.dropLast()) + "/letters/caf".utf8CString.dropLast() + [-23, 0]
    let descriptor = unsafe open(name, O_CREAT | O_WRONLY, 0o600)
    #expect(descriptor >= 0)
    close(descriptor)
    #expect(try store.describe(plain, use: use([])).warnings.isEmpty, "it is a document like any other")
    for name in ["0840588123401/20150101_9.txt.json", "x.json", ".json", "notes.txt.json"] {
      try folder.make("letters/" + name, "{}")
    }
    #expect(
      try store.describe(DocumentFolder.set(), use: use([])).warnings.map(\.description) == [
        "letters: 3 files end in .json and lie beside no document: they never go: "
          + "remove them, or bring their documents back"
      ])
    #expect(try store.rowCount(of: DocumentFolder.set()) == 6)
  }

  @Test("A predicate says of a row what SQLite says of it")
  func predicates() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "rows-\(UUID().uuidString).sqlite").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let values: [ColumnValue] = [
      .null, .text(""), .text("a"), .text("A"), .text("é"), .text("2015-01-01"), .text("2021-02-30"),
      .text("9999-12-31"), .text("20150101"), .text("2024-03-31 02:30:00"), .integer(0), .integer(-5),
      .integer(20_150_101), .integer(1_420_070_400), .integer(.max), .real(1.5), .real(1_420_070_400.5),
    ]
    let application = try Connection(path: path, mode: .create, busySeconds: 1)
    try application.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v)")
    for (place, value) in values.enumerated() {
      let insert = try application.prepare("INSERT INTO t VALUES (?1, ?2)")
      insert.bind(1, Int64(place))
      switch value {
      case .null: insert.bindNull(2)
      case .integer(let number): insert.bind(2, number)
      case .real(let number): insert.bind(2, number)
      case .text(let text): insert.bind(2, text)
      case .rawText(let bytes): insert.bind(2, text: bytes)
      case .blob(let bytes): insert.bind(2, blob: bytes)
      }
      try insert.run()
    }
    let day = try #require(CivilDate("2020-01-01"))
    let encodings: [EventColumn.Encoding] = [
      .date, .compactDate, .timestamp(zone: .utc), .epochSeconds, .epochMilliseconds,
    ]
    let events = encodings.flatMap { encoding -> [RecordStores.Predicate] in
      let event = EventColumn(column: "v", encoding: encoding)
      let plausible = PlausibleDays(of: event, today: DocumentFolder.today, zone: .utc)
      return [
        .event(event, .missing), .event(event, .plausible(plausible)), .event(event, .implausible(plausible)),
        .event(event, .reached(.day(day), plausible, zone: .utc)),
      ]
    }
    // Text and numbers are compared with their like: between them each engine has an order of its own.
    let comparisons: [RecordStores.Predicate] = [
      .isNull(column: "v"), .compare(column: "v", .equal, .text("a")),
      .compare(column: "v", .notEqual, .text("a")),
      .isOneOf(column: "v", [.text("a"), .text("é"), .integer(0)]),
      .not(.compare(column: "v", .equal, .text("a"))),
      .all([.not(.isNull(column: "v")), .any([.isNull(column: "v"), .always])]),
      .never,
    ]
    let store = SQLiteStore(name: "main", path: path, busySeconds: 1, isReadOnly: true)
    let set = RecordSet(name: "t", store: "main", table: "t", key: ["id"])
    for (place, value) in values.enumerated() {
      let predicates =
        events
        + comparisons.filter { predicate in
          if case .compare = predicate, case .text = value { return true }
          if case .compare = predicate { return value == .null }
          return true
        }
      let seen = try #require(
        try store.examine(set, key: [String(place)], predicates: predicates, events: [], holds: NoHolds()))
      for (predicate, answer) in zip(predicates, seen.answers) {
        #expect(predicate.isMet { $0 == "v" ? value : .null } == answer, "\(predicate) of \(value)")
      }
    }
  }
}
