import CivilTime
import Files
import RecordStores
import TestNames
import Words

/// Dependents of which not every row goes with its record: those of a condition, and those of a record set to which no rule applies.
extension ConformanceCase {
  /// Remarks on people and on files, by a number that can be either's.
  private static let remarks = ConformanceTable(
    "remark",
    [
      ("id", .integer), ("kind", .text), ("owner", .integer), ("other", .integer), ("nir", .text),
      ("scan", .text),
    ], key: ["id"], indexed: ["owner", "other", "scan"])
  private static let answers = ConformanceTable(
    "answer", [("id", .integer), ("remark", .integer)], key: ["id"], indexed: ["remark"],
    references: ("remark", [("remark", "id")]))

  private struct Remark {
    let id: Int64
    let kind: String?
    let owner: Int64?
    var other: Int64?
    var nir: String?

    var values: [ColumnValue] {
      [
        .integer(id), kind.map { .text($0) } ?? .null, owner.map { .integer($0) } ?? .null,
        other.map { .integer($0) } ?? .null, nir.map { .text($0) } ?? .null, .text("\(id).pdf"),
      ]
    }
  }

  /// Every kind with every owner, and an answer to each.
  private static let everyRemark: [Remark] = {
    var all: [Remark] = []
    for kind in ["person", nil, "file", "PERSON", "person ", ""] {
      for owner in [1, nil, 3, 99] as [Int64?] {
        all.append(Remark(id: Int64(all.count + 1), kind: kind, owner: owner))
      }
    }
    return all
  }()

  private static func fill(_ harness: any ConformanceHarness, _ rows: [Remark] = everyRemark) throws {
    try tenPeople(harness)
    try harness.makeTable(remarks, in: "main")
    try harness.makeTable(answers, in: "main")
    try harness.insert(rows.map(\.values), into: "remark", in: "main")
    try harness.insert(
      rows.map { [.integer($0.id), .integer($0.id)] }, into: "answer", in: "main")
  }

  private static func isPerson(_ equality: Predicate.TextEquality) -> Predicate {
    .compare(column: "kind", .equal, .text("person"), by: equality)
  }

  private static func remark(
    _ condition: Predicate, by column: String = "owner", subject: String? = nil, others: Bool = false,
    files: [OwnedFiles] = [], _ below: [Dependent] = []
  ) -> Dependent {
    var dependent = Dependent(
      table: "remark", references: [.init(column: column, parentColumn: "id")], subject: subject,
      hasOtherParents: others, dependents: below, files: files)
    dependent.condition = condition
    return dependent
  }

  private static let answer = Dependent(
    table: "answer", references: [.init(column: "remark", parentColumn: "id")])

  private static func ids(in table: ConformanceTable, _ harness: any ConformanceHarness) throws -> Set<Int64>
  {
    Set(
      try harness.rows(of: table, in: "main").keys.compactMap {
        if case .integer(let id)? = $0.first { id } else { nil }
      })
  }

  /// Those of the rows that the engine itself says meet a condition.
  private static func meeting(_ condition: Predicate, _ store: any RecordStore) throws -> Set<Int64> {
    let set = set(remarks, named: "remark")
    return Set(
      try everyRemark.map(\.id).filter { id in
        let one = Predicate.all([.compare(column: "id", .equal, .integer(id)), condition])
        return try store.tally(Selection(recordSet: set, predicate: one), holds: NoHolds()).count == 1
      })
  }

  private static func selection(_ set: RecordSet, going: [RecordSetName: DependentTest.Going] = [:])
    -> Selection
  {
    var selection = Selection(recordSet: set, predicate: due(by: today), orderedBy: byDate)
    selection.dependents = DependentTest(going: going)
    selection.tagging = WordTagging()
    selection.countsDependents = true
    return selection
  }

  // MARK: Rows of which no rule says anything

  private static let note = Predicate.compare(column: "kind", .equal, .text("note"))

  /// The two parts of a dependent whose rows are a record set's: those that have rules keep the record, and the notes go with it.
  private static let parts: [Dependent] = {
    var keeping = Dependent(
      table: "remark", references: [.init(column: "owner", parentColumn: "id")], recordSets: ["remark"])
    keeping.share = .not(note)
    var going = Dependent(
      table: "remark", references: [.init(column: "owner", parentColumn: "id")], subject: "nir",
      dependents: [answer])
    (going.share, going.recordsOf) = (note, ["remark"])
    return [keeping, going]
  }()

  private static let remarkSet = set(remarks, named: "remark", subject: "nir", dependents: [answer])
  private static let peopleWithNotes: RecordSet = {
    let own = set(people, named: "people", dependents: parts)
    return own.with(ancestry: Ancestry([own, remarkSet]))
  }()

  /// Notes on the first person (two), the second, the fifth; others on the second, the third; one of which nobody knows what it is on the fourth.
  private static let notes = [
    Remark(id: 1, kind: "note", owner: 1), Remark(id: 2, kind: "note", owner: 1),
    Remark(id: 3, kind: "note", owner: 2), Remark(id: 4, kind: "bill", owner: 2),
    Remark(id: 5, kind: "bill", owner: 3), Remark(id: 6, kind: nil, owner: 4),
    Remark(id: 7, kind: "note", owner: 5, nir: "person 77"), Remark(id: 8, kind: "note", owner: nil),
  ]

  private static func checkCondition(_ harness: any ConformanceHarness, _ equality: Predicate.TextEquality)
    throws
  {
    try fill(harness)
    let store = try harness.open("main")
    let condition = isPerson(equality)
    let meeting = try meeting(condition, store)
    try expect(meeting.contains(1) && !meeting.contains(5) && !meeting.contains(9), "the engine's own answer")
    let owned = [OwnedFiles(column: "scan", root: "/srv", goWhenPseudonymised: false)]
    let set = set(people, dependents: [remark(condition, subject: "nir", files: owned, [answer])])
    let described = try store.describe(set, use: use(deletes: true))
    try expect(described.refusals.isEmpty, "it is not refused: \(described.refusals)")
    let going = Set(everyRemark.filter { meeting.contains($0.id) && [1, 3].contains($0.owner) }.map(\.id))
    for holds: any HoldTest in [AskedHolds.nobody(), NoHolds()] {
      let tally = try store.tally(selection(set), holds: holds)
      try expect(tally.blocked == 0, "nobody is blocked: \(tally)")
      try expect(
        tally.dependents == ["remark": going.count, "answer": going.count], "planned: \(tally.dependents)")
      let batch = try store.begin(.delete, on: selection(set), limit: BatchLimit(), holds: holds)
      try expect(
        batch?.dependents == ["remark": going.count, "answer": going.count],
        "went: \(batch?.dependents ?? [:])")
      try expect(
        Set(batch?.subjects.dependents.tables["remark"]?.keys.integers ?? []) == going, "they are listed")
      let files = Set((batch?.files ?? []).map(\.path))
      try expect(files == Set(going.map { FilePath("\($0).pdf") }), "and their files: \(files)")
      guard holds.isEmpty else {
        batch?.rollback()
        continue
      }
      try expect(try ids(commit(batch)).count == 10, "all ten go")
    }
    let left = Set(everyRemark.map(\.id)).subtracting(going)
    try expect(try ids(in: remarks, harness) == left, "rows outside of the condition stay")
    try expect(try ids(in: answers, harness) == left, "with what refers to them")
  }

  private static func refusals(_ store: any RecordStore, _ dependents: [Dependent]) throws -> [SchemaFinding]
  {
    try store.describe(set(people, dependents: dependents), use: use(deletes: true)).refusals
  }

  static let conditions: [ConformanceCase] =
    [Predicate.TextEquality.bytes, .asTheColumn].map { equality in
      ConformanceCase("Only the rows of its condition go with a record, compared by \(equality)") {
        try checkCondition($0, equality)
      }
    } + [
      ConformanceCase("A row outside of a dependent's condition keeps no record, whomever it is about") {
        harness in
        try fill(
          harness,
          [
            Remark(id: 1, kind: "person", owner: 1, nir: "person 50"),
            Remark(id: 2, kind: "file", owner: 2, nir: "person 50"),
            Remark(id: 3, kind: nil, owner: 3, nir: "person 50"),
          ])
        let store = try harness.open("main")
        let set = set(people, dependents: [remark(isPerson(.bytes), subject: "nir", [answer])])
        let holds = ListedHolds(subjects: ["person 50"])
        let tally = try store.tally(selection(set), holds: holds)
        try expect(tally.blocked == 1 && tally.keepers == ["remark": 1], "one is blocked: \(tally)")
        let batch = try store.begin(.delete, on: selection(set), limit: BatchLimit(), holds: holds)
        try expect(try ids(commit(batch)) == Array(2...10), "the others go")
        try expect(try ids(in: remarks, harness) == [1, 2, 3], "and no remark")
      },
      ConformanceCase(
        "What a row refers to is told by its kind: a hold on another record of the same number keeps it no longer, and in doubt it does"
      ) { harness in
        try fill(
          harness,
          [
            Remark(id: 1, kind: "file", owner: 2), Remark(id: 2, kind: "person", owner: 2),
            Remark(id: 3, kind: nil, owner: 2, other: 3), Remark(id: 4, kind: "person", owner: 2, other: 4),
            Remark(id: 5, kind: "file", owner: 5, other: 5), Remark(id: 6, kind: "FILE", owner: 2, other: 6),
          ])
        let files = ConformanceTable(
          "file", people.columns, key: ["id"], indexed: ["ended"])
        try tenPeople(harness, files)
        // Nobody of the files is a person who is held.
        for id: Int64 in 1...10 {
          try harness.update(files, key: .integer(id), set: "nir", to: .text("file \(id)"), in: "main")
        }
        let isFile = Predicate.compare(column: "kind", .equal, .text("file"), by: .asTheColumn)
        let person = set(
          people, named: "person", subject: "nir",
          dependents: [remark(isPerson(.asTheColumn), others: true, [answer])])
        var file = set(
          files, named: "file",
          dependents: [
            remark(isFile, others: true, [answer]), remark(.always, by: "other", others: true, [answer]),
          ])
        file = file.with(ancestry: Ancestry([person, file]))
        let store = try harness.open("main")
        let holds = PlacedHolds(.init(subjects: ["person 2"]), in: file)
        let tally = try store.tally(selection(file), holds: holds)
        // The third may be the second person's, the fourth is, the sixth is the second file's or may be.
        try expect(tally.held == 0 && tally.blocked == 2, "two are blocked: \(tally)")
        let batch = try store.begin(.delete, on: selection(file), limit: BatchLimit(), holds: holds)
        try expect(try ids(commit(batch)) == [1, 2, 5, 6, 7, 8, 9, 10], "all but the third and the fourth")
        // With the second file, and by its number with the sixth.
        try expect(try ids(in: remarks, harness) == [2, 3, 4], "and what is the held person's")
      },
      ConformanceCase("A row that two ways lead to is counted once, by whichever of them is its own") {
        harness in
        try fill(
          harness,
          [
            Remark(id: 1, kind: "person", owner: 1, other: 2),
            Remark(id: 2, kind: "file", owner: 1, other: 2),
            Remark(id: 3, kind: "file", owner: 2, other: nil),
            Remark(id: 4, kind: "person", owner: 2, other: nil),
            Remark(id: 5, kind: nil, owner: 1, other: 1),
          ])
        let store = try harness.open("main")
        let set = set(
          people,
          dependents: [remark(isPerson(.bytes), [answer]), remark(.always, by: "other", [answer])])
        let tally = try store.tally(selection(set), holds: NoHolds())
        try expect(tally.dependents == ["remark": 4, "answer": 4], "planned: \(tally.dependents)")
        let batch = try store.begin(.delete, on: selection(set), limit: BatchLimit(), holds: NoHolds())
        try expect(batch?.dependents == ["remark": 4, "answer": 4], "went: \(batch?.dependents ?? [:])")
        _ = try commit(batch)
        try expect(try ids(in: remarks, harness) == [3], "the file's stays")
      },
      ConformanceCase("Rows that refer to each other go with the row of the condition that they hang on") {
        harness in
        try tenPeople(harness)
        let letters = ConformanceTable(
          "letters", [("id", .integer), ("kind", .text), ("owner", .integer), ("reply", .integer)],
          key: ["id"],
          indexed: ["owner", "reply"], references: ("letters", [("reply", "id")]))
        try harness.makeTable(letters, in: "main")
        // 2 and 3 hang on 1, which is a person's; 5 on 4, which is a file's; 6 is a person's and hangs on 1.
        for (id, kind, owner, reply) in [
          (1, "person", 1, nil), (2, nil, nil, 1), (3, "file", 1, 2), (4, "file", 1, nil), (5, nil, nil, 4),
          (6, "person", 1, 1),
        ] as [(Int64, String?, Int64?, Int64?)] {
          try harness.insert(
            [
              [
                .integer(id), kind.map { .text($0) } ?? .null, owner.map { .integer($0) } ?? .null,
                reply.map { .integer($0) } ?? .null,
              ]
            ], into: "letters", in: "main")
        }
        var letter = Dependent(
          table: "letters", references: [.init(column: "owner", parentColumn: "id")],
          dependents: [Dependent(table: "letters", references: [.init(column: "reply", parentColumn: "id")])])
        letter.condition = isPerson(.bytes)
        let store = try harness.open("main")
        let set = set(people, dependents: [letter])
        let batch = try store.begin(
          .delete, on: selection(set), limit: BatchLimit(), holds: AskedHolds.nobody())
        try expect(batch?.dependents == ["letters": 4], "four letters: \(batch?.dependents ?? [:])")
        _ = try commit(batch)
        try expect(try ids(in: letters, harness) == [4, 5], "the file's stay")
      },
      ConformanceCase(
        "Rows to which no rule applies go with their record, and the others of their set keep it"
      ) {
        harness in
        try fill(harness, notes)
        let store = try harness.open("main")
        let described = try store.describe(peopleWithNotes, use: use(deletes: true))
        try expect(described.refusals.isEmpty, "it is not refused: \(described.refusals)")
        let going: [RecordSetName: DependentTest.Going] = [
          "remark": .init(recordSet: remarkSet, predicate: .compare(column: "id", .equal, .integer(5)))
        ]
        let planned = try store.tally(selection(peopleWithNotes, going: going), holds: NoHolds())
        // A bill keeps the second, a remark of which nobody knows what it is the fourth; what keeps the third will be gone.
        try expect(planned.blocked == 2 && planned.keepers == ["remark": 2], "planned: \(planned)")
        try expect(planned.dependents == ["remark": 3, "answer": 3], "with them: \(planned.dependents)")
        let selection = selection(peopleWithNotes)
        let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds())
        try expect(batch?.dependents == ["remark": 3, "answer": 3], "went: \(batch?.dependents ?? [:])")
        try expect(
          batch?.subjects.dependents.tables["remark"]?.keys.integers.sorted() == [1, 2, 7], "they are listed")
        try expect(try ids(commit(batch)) == [1, 5, 6, 7, 8, 9, 10], "who has a bill stays")
        try expect(
          try ids(in: remarks, harness) == [3, 4, 5, 6, 8], "with all remarks, and one that is nobody's")
      },
      ConformanceCase(
        "A hold on a row that goes with a record for want of a rule keeps both, by whatever it names"
      ) {
        harness in
        try fill(harness, notes)
        let store = try harness.open("main")
        let selection = selection(peopleWithNotes)
        let cases: [(PlacedHolds.Holds, blocked: Int, gone: [Int64])] = [
          (.init(subjects: ["person 77"]), 4, [1, 6, 7, 8, 9, 10]),
          (.init(records: ["remark": [2]]), 4, [5, 6, 7, 8, 9, 10]),
          (.init(sets: ["remark"]), 5, [6, 7, 8, 9, 10]),
          (.init(subjects: ["person 78"]), 3, [1, 5, 6, 7, 8, 9, 10]),
        ]
        for (placed, blocked, gone) in cases {
          let holds = PlacedHolds(placed, in: peopleWithNotes)
          let tally = try store.tally(selection, holds: holds)
          try expect(tally.blocked == blocked, "\(placed): \(tally)")
          let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: holds)
          defer { batch?.rollback() }
          try expect(ids(batch?.keys ?? KeyList()) == gone, "\(placed): \(batch?.keys.integers ?? [])")
        }
      },
      ConformanceCase(
        "A condition on a column that is not there, or beside a foreign key, refuses the record set"
      ) {
        harness in
        try fill(harness)
        let store = try harness.open("main")
        let missing = Predicate.isNull(column: "sort")
        try expect(
          try refusals(store, [remark(missing, [answer])]) == [
            .columnMissing(table: "remark", column: "sort")
          ],
          "not there")
        var some = answer
        some.condition = .not(.isNull(column: "id"))
        let bound = try refusals(store, [remark(isPerson(.bytes), [some])])
        try expect(
          bound.count == 1 && "\(bound)".contains("is a foreign key"),
          "a foreign key is every row's: \(bound)")
        try expect(
          try refusals(store, [remark(isPerson(.bytes), [some, answer])]).isEmpty,
          "unless the others are declared, too")
      },
      ConformanceCase("A column that may say what rows refer to is found beside their reference") { harness in
        try tenPeople(harness)
        let bound = ConformanceTable(
          "bound", [("id", .integer), ("person_id", .integer), ("person_type", .text)], key: ["id"],
          references: ("people", [("person_id", "id")]))
        let loose = ConformanceTable(
          "loose",
          [
            ("id", .integer), ("person_id", .integer), ("Person_Type", .text), ("type", .text),
            ("ownerId", .integer),
          ],
          key: ["id"])
        for table in [bound, loose] { try harness.makeTable(table, in: "main") }
        func dependent(_ table: String, _ condition: Predicate = .always) -> Dependent {
          var dependent = Dependent(
            table: table, references: [.init(column: "person_id", parentColumn: "id")])
          dependent.condition = condition
          return dependent
        }
        func kinds(_ dependents: Dependent...) throws -> [String] {
          try harness.open("main").describe(set(people, dependents: dependents), use: use(deletes: true))
            .kindColumns
            .map { "\($0.table).\($0.column) beside \($0.reference)" }
        }
        try expect(try kinds(dependent("bound")).isEmpty, "a foreign key refers to one table")
        try expect(
          try kinds(dependent("loose"), dependent("bound")) == ["loose.Person_Type beside person_id"],
          "one is found")
        try expect(
          try kinds(dependent("loose", .isNull(column: "type")), dependent("bound")).isEmpty,
          "which a condition asks for")
      },
    ]
}
