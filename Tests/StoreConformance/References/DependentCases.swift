import CivilTime
internal import Files
import RecordStores
internal import TestNames
internal import Words

/// Records that stay because others refer to them.
extension ConformanceCase {
  private static let files = ConformanceTable(
    "files", [("id", .integer), ("person", .integer), ("nir", .text), ("closed", .text)], key: ["id"],
    indexed: ["person"], references: ("people", [("person", "id")]))
  private static let notes = ConformanceTable(
    "notes", [("id", .integer), ("file", .integer), ("closed", .text)], key: ["id"], indexed: ["file"],
    references: ("files", [("file", "id")]))
  /// Rows of one table that refer to each other.
  private static let family = ConformanceTable(
    "family", [("id", .integer), ("nir", .text), ("parent", .integer), ("ended", .text)], key: ["id"],
    indexed: ["parent", "ended"], references: ("family", [("parent", "id")]))

  private static func referring(
    _ table: String, _ column: String, subject: String? = nil, sets: [RecordSetName] = [],
    below: [Dependent] = []
  ) -> Dependent {
    Dependent(
      table: table, references: [.init(column: column, parentColumn: "id")], subject: subject,
      recordSets: sets,
      dependents: below)
  }

  private static func selection(
    _ set: RecordSet, by day: CivilDate, _ column: String = "ended",
    going: [RecordSetName: DependentTest.Going] = [:]
  ) -> Selection {
    var selection = Selection(
      recordSet: set, predicate: due(column, by: day),
      orderedBy: EventColumn(column: column, encoding: .date))
    selection.dependents = DependentTest(going: going)
    return selection
  }

  /// Ten people, and files of the second, the third (two) and the ninth; a note in the ninth's.
  private static func peopleWithFiles(_ harness: any ConformanceHarness) throws {
    try tenPeople(harness)
    try harness.makeTable(files, in: "main")
    try harness.makeTable(notes, in: "main")
    func row(_ id: Int64, _ person: Int64, closed days: Int) -> [ColumnValue] {
      [
        .integer(id), .integer(person), .text("person \(person)"),
        .text(today.adding(days: days).description),
      ]
    }
    try harness.insert(
      [row(1, 2, closed: -5), row(2, 3, closed: -5), row(3, 3, closed: 5), row(4, 9, closed: -5)],
      into: "files", in: "main")
    try harness.insert(
      [[.integer(1), .integer(4), .text(today.adding(days: 5).description)]], into: "notes", in: "main")
  }

  private static let noteSet = set(notes, named: "notes")
  private static let fileSet = set(
    files, named: "files", subject: "nir", dependents: [referring("notes", "file", sets: ["notes"])])
  private static let keptPeople = set(people, dependents: [referring("files", "person", sets: ["files"])])

  private static func ancestors(_ harness: any ConformanceHarness, circle: Bool = false) throws {
    // 1 <- 2 <- 3, 1 <- 4, 5 <- 6, 7; only 6 has not ended.
    try harness.makeTable(family, in: "main")
    for (id, parent) in [(1, nil), (2, 1), (3, 2), (4, 1), (5, nil), (6, 5), (7, nil)] as [(Int64, Int64?)] {
      try harness.insert(
        [
          [
            .integer(id), .text("person \(id)"), parent.map { .integer($0) } ?? .null,
            .text(today.adding(days: id == 6 ? 5 : -20 + Int(id)).description),
          ]
        ], into: "family", in: "main")
    }
  }

  private static let familySet = set(
    family, named: "family", subject: "nir", dependents: [referring("family", "parent", sets: ["family"])])
  private static var familySelection: Selection {
    selection(
      familySet, by: today,
      going: ["family": DependentTest.Going(recordSet: familySet, predicate: due(by: today))])
  }

  static let dependents: [ConformanceCase] = [
    ConformanceCase("A record stays while a row of another record set refers to it, and goes after it") {
      harness in
      try peopleWithFiles(harness)
      let store = try harness.open("main")
      try expect(
        try store.describe(keptPeople, use: use(deletes: true)).refusals.isEmpty,
        "what the other set has below it is its own")
      var selection = selection(keptPeople, by: today)
      let tally = try store.tally(selection, holds: NoHolds())
      try expect(tally.count == 10 && tally.blocked == 3, "three are blocked: \(tally)")
      try expect(tally.keepers == ["files": 4], "by four files")
      let next = try store.nextKeys(of: .delete, on: selection, count: 3, holds: NoHolds())
      try expect(next.count >= 1 && !ids(next).contains(2), "no blocked one is next")
      var gone: [Int64] = []
      while let batch = try store.begin(
        .delete, on: selection, limit: BatchLimit(rows: 2), holds: ListedHolds(keys: []))
      {
        try batch.commit()
        try expect(batch.dependents.values.allSatisfy { $0 == 0 }, "no file goes with anyone")
        gone += ids(batch.keys)
        selection.after = batch.position
      }
      try expect(gone == [1, 4, 5, 6, 7, 8, 10], "the others go: \(gone)")
      var closed = Selection(recordSet: fileSet, predicate: .always)
      closed.dependents = DependentTest(going: [:])
      let filesGone = try store.begin(.delete, on: closed, limit: BatchLimit(), holds: NoHolds())
      try expect(try ids(commit(filesGone)) == [1, 2, 3], "files without notes go by themselves")
      let last = try store.begin(
        .delete, on: Self.selection(keptPeople, by: today), limit: BatchLimit(), holds: NoHolds())
      try expect(try ids(commit(last)) == [2, 3], "and then whom they kept")
    },
    ConformanceCase("A plan counts who is blocked by what will still be there, level by level") { harness in
      try peopleWithFiles(harness)
      let store = try harness.open("main")
      let going: [RecordSetName: DependentTest.Going] = [
        "files": DependentTest.Going(recordSet: fileSet, predicate: due("closed", by: today)),
        "notes": DependentTest.Going(recordSet: noteSet, predicate: due("closed", by: today)),
      ]
      let selection = selection(keptPeople, by: today, going: going)
      let tally = try store.tally(selection, holds: NoHolds())
      try expect(tally.blocked == 2, "the third by a file, the ninth by a note: \(tally)")
      try expect(tally.keepers == ["files": 1, "notes": 1], "each by one row: \(tally.keepers)")
      let held = try store.tally(selection, holds: ListedHolds(subjects: ["person 2"]))
      try expect(
        held.blocked == 3, "a file under a hold keeps its record, whose own subject is not asked: \(held)")
    },
    ConformanceCase("A row that goes with a record keeps it while the person whom the row is about is held") {
      harness in
      try peopleWithFiles(harness)
      let store = try harness.open("main")
      let set = set(
        people,
        dependents: [referring("files", "person", subject: "nir", below: [referring("notes", "file")])])
      let selection = selection(set, by: today)
      let holds = ListedHolds(subjects: ["person 3"])
      try expect(try store.tally(selection, holds: holds).blocked == 1, "one is blocked")
      let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: holds)
      try expect(
        batch?.dependents == ["files": 2, "notes": 1], "two files and a note: \(batch?.dependents ?? [:])")
      try expect(try ids(commit(batch)) == [1, 2, 4, 5, 6, 7, 8, 9, 10], "all but the third")
      try expect(try harness.rows(of: files, in: "main").count == 2, "whose files are there")
    },
    ConformanceCase("Records that refer to each other go in one batch, or stay together") { harness in
      try ancestors(harness)
      let store = try harness.open("main")
      try expect(
        try store.describe(familySet, use: use(deletes: true)).refusals.isEmpty,
        "declared, they are not refused")
      let tally = try store.tally(familySelection, holds: NoHolds())
      try expect(tally.count == 6 && tally.blocked == 1, "the fifth is kept by the sixth: \(tally)")
      // A hold on the great-grandchild keeps its whole line.
      let held = try store.tally(familySelection, holds: ListedHolds(subjects: ["person 3"]))
      try expect(held.held == 1 && held.blocked == 3, "first, second and fifth: \(held)")
      let kept = try store.begin(
        .delete, on: familySelection, limit: BatchLimit(), holds: ListedHolds(subjects: ["person 3"]))
      try expect(ids(kept?.keys ?? KeyList()) == [4, 7], "who is not above it goes")
      kept?.rollback()
      let batch = try store.begin(.delete, on: familySelection, limit: BatchLimit(rows: 1), holds: NoHolds())
      try expect(try ids(commit(batch)) == [1, 2, 3, 4], "the oldest, and all who refer to it")
      let rest = try store.begin(.delete, on: familySelection, limit: BatchLimit(), holds: NoHolds())
      try expect(try ids(commit(rest)) == [7], "then who has nobody")
      try expect(try harness.rows(of: family, in: "main").count == 2, "two are left")
    },
    ConformanceCase(
      "A batch lists the files of its rows and of what goes with them, each once"
    ) { harness in
      try tenPeople(harness)
      let scans = ConformanceTable(
        "scans", [("id", .integer), ("person", .integer), ("file", .text)], key: ["id"],
        indexed: ["person", "file"],
        references: ("people", [("person", "id")]))
      try harness.makeTable(scans, in: "main")
      try harness.insert(
        [
          [.integer(1), .integer(1), .text("a/1.pdf")], [.integer(2), .integer(1), .text("shared.pdf")],
          [.integer(3), .integer(9), .text("shared.pdf")], [.integer(4), .integer(2), .null],
        ], into: "scans", in: "main")
      func owned(_ column: String, _ root: String, _ goes: Bool = false) -> [OwnedFiles] {
        [OwnedFiles(column: column, root: root, goWhenPseudonymised: goes)]
      }
      let dependent = Dependent(
        table: "scans", references: [.init(column: "person", parentColumn: "id")],
        files: owned("file", "/srv/scans"))
      let people = set(people, marker: "done", dependents: [dependent], files: owned("name", "/srv/photos"))
      let store = try harness.open("main")
      let batch = try store.begin(
        .delete,
        on: Selection(recordSet: people, predicate: due(by: today.adding(days: -8)), orderedBy: byDate),
        limit: BatchLimit(), holds: NoHolds())
      try expect(
        batch?.files == [
          OwnedFile(root: "/srv/photos", path: "name 1"), OwnedFile(root: "/srv/photos", path: "name 2"),
          OwnedFile(root: "/srv/scans", path: "a/1.pdf"), OwnedFile(root: "/srv/scans", path: "shared.pdf"),
        ], "four files: \(batch?.files ?? [])")
      try batch?.commit()
      let changes = [ColumnChange(column: "nir", transform: Marking())]
      for (goes, expected) in [(false, []), (true, [OwnedFile(root: "/srv", path: "person 3")])] {
        let set = set(Self.people, marker: "done", files: owned("nir", "/srv", goes))
        var selection = Selection(
          recordSet: set, predicate: due(by: today.adding(days: -7)), orderedBy: byDate,
          pseudonymising: changes)
        selection.after = nil
        let batch = try store.begin(
          .pseudonymise(changes, markerValue: .text("d")), on: selection, limit: BatchLimit(),
          holds: NoHolds())
        try expect(batch?.files == expected, "pseudonymised: \(batch?.files ?? [])")
        batch?.rollback()
      }
    },
    ConformanceCase(
      "A column that names files is asked for spellings, and read for those that are none of the plain ones, by the bytes of each"
    ) { harness in
      let kinds: [(table: String, kind: ConformanceTable.Kind, unindexed: Bool)] = [
        ("texts", .text, false), ("numbers", .integer, false), ("slow", .text, true),
      ]
      for (name, kind, unindexed) in kinds {
        let table = ConformanceTable(
          name, [("id", .integer), ("file", kind)], key: ["id"], indexed: unindexed ? [] : ["file"])
        try harness.makeTable(table, in: "main")
        let values: [ColumnValue] =
          kind == .integer
          ? [.integer(1), .integer(7), .null]
          : [
            "1", "7", "a/1", "A/1", "a/1 ", "a//1", "./a/1", "/r/a/1", "a/1/", ".h", "é", "e\u{301}", "",
            "a/.h",
          ].map {
            .text($0)
          }
        try harness.insert(
          values.enumerated().map { [.integer(Int64($0 + 1)), $1] }, into: name, in: "main")
        let store = try harness.open("main")
        let column = PathColumn(table: name, column: "file")
        try expect(try store.isIndexed(column) == !unindexed, "\(name) has an index or none")
        func asked(_ paths: [FilePath]) throws -> Set<FilePath> {
          Set(try store.values(of: column, among: paths).compactMap { FilePath(of: $0) })
        }
        try expect(try asked(["7", "8", FilePath([0xE9]), "x'y\\"]) == ["7"], "\(name): one is there")
        var unusual: Set<FilePath> = []
        var all: Set<FilePath> = []
        try store.forEachValue(of: column, unusual: true) {
          if let path = FilePath(of: $0) { unusual.insert(path) }
          return true
        }
        try store.forEachValue(of: column, unusual: false) {
          if let path = FilePath(of: $0) { all.insert(path) }
          return true
        }
        var first: [ColumnValue] = []
        try store.forEachValue(of: column, unusual: false) {
          first.append($0)
          return false
        }
        try expect(first.count == 1, "\(name): it ends when no other is wanted")
        try expect(all == Set(values.compactMap { FilePath(of: $0) }), "\(name): all, byte by byte: \(all)")
        guard kind == .text else {
          try expect(unusual.isEmpty, "a number has one spelling: \(unusual)")
          continue
        }
        try expect(try asked(["a/1"]).contains("a/1"), "whatever the collation calls equal")
        try expect(try asked(["a/1 ", "e\u{301}"]).isSuperset(of: ["a/1 ", "e\u{301}"]), "a blank counts")
        let needed: Set<FilePath> = ["a//1", "./a/1", "/r/a/1", "a/1/"]
        try expect(unusual.isSuperset(of: needed), "\(name): \(unusual)")
        try expect(!unusual.contains("a/1") && !unusual.contains("é"), "\(name): no plain one: \(unusual)")
      }
    },
    ConformanceCase("Records that refer to each other in a circle go together") { harness in
      try ancestors(harness)
      // The first is its own great-grandchild's child, the seventh its own.
      try harness.update(family, key: .integer(1), set: "parent", to: .integer(3), in: "main")
      try harness.update(family, key: .integer(7), set: "parent", to: .integer(7), in: "main")
      let store = try harness.open("main")
      let held = try store.tally(familySelection, holds: ListedHolds(subjects: ["person 2"]))
      try expect(held.held == 1 && held.blocked == 3, "a hold on one keeps the circle: \(held)")
      let batch = try store.begin(.delete, on: familySelection, limit: BatchLimit(), holds: NoHolds())
      try expect(try ids(commit(batch)) == [1, 2, 3, 4, 7], "all but the fifth, whom the sixth keeps")
    },
    ConformanceCase("Rows that go with a record go with those that refer to them, however far") { harness in
      try tenPeople(harness)
      let letters = ConformanceTable(
        "letters", [("id", .integer), ("person", .integer), ("reply", .integer)], key: ["id"],
        indexed: ["person", "reply"], references: ("letters", [("reply", "id")]))
      try harness.makeTable(letters, in: "main")
      // 1 of the first person; 2 answers it, 3 answers 2; 4 is of nobody.
      for (id, person, reply) in [(1, 1, nil), (2, nil, 1), (3, nil, 2), (4, nil, nil)]
        as [(Int64, Int64?, Int64?)]
      {
        try harness.insert(
          [[.integer(id), person.map { .integer($0) } ?? .null, reply.map { .integer($0) } ?? .null]],
          into: "letters", in: "main")
      }
      let set = set(
        people, dependents: [referring("letters", "person", below: [referring("letters", "reply")])])
      let store = try harness.open("main")
      try expect(
        try store.describe(set, use: use(deletes: true)).refusals.isEmpty, "declared, it is not refused")
      let batch = try store.begin(
        .delete, on: Selection(recordSet: set, predicate: due(by: today), orderedBy: byDate),
        limit: BatchLimit(), holds: NoHolds())
      try expect(batch?.dependents == ["letters": 3], "three letters: \(batch?.dependents ?? [:])")
      try batch?.commit()
      try expect(try harness.rows(of: letters, in: "main").count == 1, "and no other")
    },
  ]
}
