internal import CivilTime
internal import RecordStores
internal import TestNames
internal import Words

/// Writes a mark before the value; refuses one value.
struct Marking: ColumnTransform {
  struct Refused: Error {}

  func apply(_ value: ColumnValue, subject: ColumnValue) throws -> ColumnValue {
    if value == .text("name 3") { throw Refused() }
    if case .text(let text) = value { return .text("p1_" + text) }
    return value
  }

  func isOutput(_ value: ColumnValue) -> Bool? {
    if case .text(let text) = value { text.hasPrefix("p1_") } else { false }
  }
}

extension ConformanceCase {
  static let changes: [ConformanceCase] = [
    ConformanceCase(
      "A batch takes the oldest rows, as many as its limit, and nothing is gone before the commit"
    ) { harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      let selection = Selection(recordSet: set(people), predicate: due(by: today), orderedBy: byDate)
      let batch = try store.begin(.delete, on: selection, limit: BatchLimit(rows: 4), holds: NoHolds())
      try expect(ids(batch?.keys ?? KeyList()) == [1, 2, 3, 4], "the four oldest")
      batch?.rollback()
      try expect(try harness.rows(of: people, in: "main").count == 10, "rolled back, all are there")
      let again = try store.begin(.delete, on: selection, limit: BatchLimit(rows: 4), holds: NoHolds())
      try expect(try ids(commit(again)) == [1, 2, 3, 4], "and can be taken again")
      try expect(try harness.rows(of: people, in: "main").count == 6, "committed, they are gone")
    },
    ConformanceCase("A row that was renewed after it was counted survives") { harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      let selection = Selection(
        recordSet: set(people), predicate: due(by: today.adding(days: -5)), orderedBy: byDate)
      try expect(try store.tally(selection, holds: NoHolds()).count == 5, "five are due")
      try harness.update(people, key: .integer(2), set: "ended", to: .text(today.description), in: "main")
      try expect(
        try ids(commit(store.begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds()))) == [
          1, 3, 4, 5,
        ], "four go")
    },
    ConformanceCase("Pseudonymising sets marker and columns, and a second time finds nothing") { harness in
      for marker in ["done", nil] {
        let table = ConformanceTable(
          "people\(marker == nil ? "2" : "")", people.columns, key: ["id"], indexed: ["ended"])
        try tenPeople(harness, table)
        let store = try harness.open("main")
        let changes = [ColumnChange(column: "nir", transform: Marking())]
        let selection = Selection(
          recordSet: set(table, marker: marker), predicate: due(by: today.adding(days: -5)),
          orderedBy: byDate,
          pseudonymising: changes)
        let change = Change.pseudonymise(changes, markerValue: .text("2026-11-24"))
        try expect(
          try ids(commit(store.begin(change, on: selection, limit: BatchLimit(), holds: NoHolds()))) == [
            1, 2, 3, 4, 5,
          ], "five are changed")
        let row = try harness.rows(of: table, in: "main")[[.integer(1)]]
        try expect(row?[1] == .text("p1_person 1"), "the column is changed")
        try expect(
          row?[4] == (marker == nil ? .null : .text("2026-11-24")), "and the marker set, if there is one")
        try expect(try store.tally(selection, holds: NoHolds()).count == 0, "a second count finds nothing")
        try expect(
          try store.begin(change, on: selection, limit: BatchLimit(), holds: NoHolds()) == nil,
          "nor a second batch")
        var keys = KeyList()
        keys.append(.integer(1))
        keys.endKey()
        try expect(
          try store.fate(of: change, on: set(table, marker: marker), keys: keys) == .committed,
          "its fate is committed")
      }
    },
    ConformanceCase("Batches go on from a position, and pass over what stays") { harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      let changes = [ColumnChange(column: "nir", transform: Marking())]
      var selection = Selection(
        recordSet: set(people, marker: "done"), predicate: due(by: today), orderedBy: byDate,
        pseudonymising: changes)
      var seen: [[Int64]] = []
      while let batch = try store.begin(
        .pseudonymise(changes, markerValue: .text("d")), on: selection, limit: BatchLimit(rows: 4),
        holds: NoHolds())
      {
        try batch.commit()
        seen.append(ids(batch.keys))
        selection.after = batch.position
      }
      try expect(seen == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]], "each row once, in order: \(seen)")
    },
    ConformanceCase(
      "Held rows at the start and in the midst of others stay, and each of the others goes once"
    ) { harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      let holds = ListedHolds(subjects: Set([1, 2, 3, 6, 9].map { "person \($0)" }))
      var selection = Selection(
        recordSet: set(people, subject: "nir"), predicate: due(by: today), orderedBy: byDate)
      var seen: [[Int64]] = []
      while let batch = try store.begin(.delete, on: selection, limit: BatchLimit(rows: 3), holds: holds) {
        try batch.commit()
        seen.append(ids(batch.keys))
        selection.after = batch.position ?? selection.after
      }
      try expect(
        seen.joined().elementsEqual([4, 5, 7, 8, 10]) && seen.allSatisfy { !$0.isEmpty && $0.count <= 3 },
        "in order, without the held ones: \(seen)")
      try expect(try harness.rows(of: people, in: "main").count == 5, "five are held")
      selection.after = nil
      let rest = try store.begin(.delete, on: selection, limit: BatchLimit(rows: 3), holds: NoHolds())
      try expect(try ids(commit(rest)) == [1, 2, 3], "and go when the holds are lifted")
    },
    ConformanceCase(
      "A value that cannot be transformed fails the batch, changes nothing, and can be found by its key"
    ) { harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      let changes = [ColumnChange(column: "name", transform: Marking())]
      let selection = Selection(
        recordSet: set(people, marker: "done"), predicate: due(by: today), orderedBy: byDate,
        pseudonymising: changes)
      let change = Change.pseudonymise(changes, markerValue: .text("d"))
      do {
        _ = try store.begin(change, on: selection, limit: BatchLimit(), holds: NoHolds())
        throw ConformanceFailure("the batch was made")
      } catch StoreError.row {}
      try expect(
        try harness.rows(of: people, in: "main").values.allSatisfy { $0[4] == .null }, "no row is changed")
      let first = try store.nextKeys(of: change, on: selection, count: 1, holds: NoHolds())
      try expect(ids(first) == [1], "the next key is the oldest row's")
      let holds = ListedHolds(keys: [
        {
          var keys = KeyList()
          keys.append(.integer(3))
          keys.endKey()
          return Array(keys[0])
        }()
      ])
      try expect(
        try commit(store.begin(change, on: selection, limit: BatchLimit(), holds: holds)).count == 9,
        "without it the rest goes on")
    },
    ConformanceCase("What goes with a record goes before it, level by level, and is counted") { harness in
      try harness.makeTable(people, in: "main")
      try tenPeopleRows(harness)
      let letters = ConformanceTable(
        "letters", [("id", .integer), ("person", .integer)], key: ["id"], indexed: ["person"],
        references: ("people", [("person", "id")]))
      let pages = ConformanceTable(
        "pages", [("letter", .integer), ("page", .integer)], key: ["letter", "page"],
        references: ("letters", [("letter", "id")]))
      try harness.makeTable(letters, in: "main")
      try harness.makeTable(pages, in: "main")
      try harness.insert(
        (1...6).map { [.integer(Int64($0)), .integer(Int64($0))] }, into: "letters", in: "main")
      try harness.insert(
        (1...6).flatMap { l in (1...2).map { [.integer(Int64(l)), .integer(Int64($0))] } }, into: "pages",
        in: "main")
      let nested = Dependent(
        table: "letters", references: [.init(column: "person", parentColumn: "id")],
        dependents: [Dependent(table: "pages", references: [.init(column: "letter", parentColumn: "id")])])
      let store = try harness.open("main")
      let undeclared = try store.describe(set(people), use: use(deletes: true))
      try expect(!undeclared.refusals.isEmpty, "undeclared, it is refused")
      let declared = set(people, dependents: [nested])
      try expect(
        try store.describe(declared, use: use(deletes: true)).refusals.isEmpty, "declared, it is not")
      let batch = try store.begin(
        .delete,
        on: Selection(recordSet: declared, predicate: due(by: today.adding(days: -7)), orderedBy: byDate),
        limit: BatchLimit(),
        holds: NoHolds())
      try expect(
        batch?.dependents == ["letters": 3, "pages": 6],
        "three letters and six pages: \(batch?.dependents ?? [:])")
      try batch?.commit()
      try expect(
        try harness.rows(of: letters, in: "main").count == 3
          && harness.rows(of: pages, in: "main").count == 6, "and no others")
    },
    ConformanceCase("A schema that changed since it was described stops the batch") { harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      _ = try store.describe(set(people), use: use(deletes: true))
      try harness.alter(people, in: "main")
      do {
        _ = try store.begin(
          .delete, on: Selection(recordSet: set(people), predicate: due(by: today)), limit: BatchLimit(),
          holds: NoHolds())
        throw ConformanceFailure("the batch was made")
      } catch StoreError.schemaChanged {}
      try expect(try harness.rows(of: people, in: "main").count == 10, "and nothing is gone")
    },
    ConformanceCase("Composite and text keys, quotes and reserved words come through whole") { harness in
      let table = ConformanceTable(
        "order", [("group", .text), ("it's \"quoted\"", .text), ("ended", .text)],
        key: ["group", "it's \"quoted\""], indexed: ["ended"])
      try harness.makeTable(table, in: "main")
      let odd: [[ColumnValue]] = [
        [.text("a'b\"c"), .text("é — 漢字"), .text("2001-01-01")],
        [.text("a"), .text(""), .text("2001-01-02")],
      ]
      try harness.insert(odd, into: "order", in: "main")
      let store = try harness.open("main")
      try expect(
        try store.describe(set(table), use: use(deletes: true)).refusals.isEmpty, "the schema is accepted")
      let examined = try store.examine(
        set(table), key: ["a'b\"c", "é — 漢字"], predicates: [due(by: today), .never], events: [byDate],
        holds: NoHolds())
      try expect(examined?.answers == [true, false], "the row is found by its key as typed")
      let keys = try commit(
        store.begin(
          .delete, on: Selection(recordSet: set(table), predicate: due(by: today)), limit: BatchLimit(),
          holds: NoHolds()))
      let values = Set((0..<keys.count).compactMap { keys.values(at: $0) })
      try expect(values == Set(odd.map { Array($0.prefix(2)) }), "both keys come back")
      try expect(
        try store.fate(of: .delete, on: set(table), keys: keys) == .committed, "and their fate is told")
    },
  ]

  static let moves: [ConformanceCase] = [
    ConformanceCase("A move within a store leaves every value as it was, and can be repeated") { harness in
      let archive = ConformanceTable("archive", people.columns, key: ["id"])
      try tenPeople(harness)
      try harness.makeTable(archive, in: "main")
      let before = try harness.rows(of: people, in: "main")
      // One row is there already as a lost commit leaves it; one has other content.
      try harness.insert(
        [before[[.integer(1)]] ?? [], [.integer(2), .null, .null, .null, .null]], into: "archive", in: "main")
      let store = try harness.open("main")
      let selection = Selection(
        recordSet: set(people), predicate: due(by: today.adding(days: -5)), orderedBy: byDate)
      let batch = try store.begin(
        .archive(into: set(archive, named: "archive")), on: selection, limit: BatchLimit(), holds: NoHolds())
      try expect(batch?.setAside.count == 1, "the row with other content is set aside")
      try expect(try ids(commit(batch)) == [1, 3, 4, 5], "the others move")
      let after = try harness.rows(of: archive, in: "main")
      for id: Int64 in [1, 3, 4, 5] {
        try expect(after[[.integer(id)]] == before[[.integer(id)]], "row \(id) is as it was")
      }
    },
    ConformanceCase(
      "A move between stores is received before it leaves, and copies of an undone move can be taken back"
    ) { harness in
      let archive = ConformanceTable("archive", people.columns, key: ["id"])
      try tenPeople(harness)
      try harness.makeTable(archive, in: "cold")
      let source = try harness.open("main")
      let target = try harness.open("cold")
      let cold = set(archive, named: "archive", store: "cold")
      let selection = Selection(
        recordSet: set(people), predicate: due(by: today.adding(days: -5)), orderedBy: byDate)
      let receiving = try target.beginReceiving(into: cold)
      let batch = try source.begin(
        .archiveElsewhere(receiving), on: selection, limit: BatchLimit(), holds: NoHolds())
      try receiving.commit()
      batch?.rollback()
      let keys = batch?.keys ?? KeyList()
      try expect(
        try harness.rows(of: people, in: "main").count == 10
          && harness.rows(of: archive, in: "cold").count == 5, "both have them")
      try expect(
        try source.fate(of: .delete, on: set(people), keys: keys) == .notCommitted,
        "the source was not committed")
      try expect(try source.presentKeys(keys, in: set(people)).count == 5, "its rows are there")
      try expect(try target.removeCopies(of: keys, from: cold) == 5, "the copies are taken back")
      let again = try target.beginReceiving(into: cold)
      let second = try source.begin(
        .archiveElsewhere(again), on: selection, limit: BatchLimit(), holds: NoHolds())
      try again.commit()
      try second?.commit()
      try expect(
        try harness.rows(of: people, in: "main").count == 5
          && harness.rows(of: archive, in: "cold").count == 5, "and the move can be repeated")
    },
  ]

  /// Every case.
  package static let all = withKeys + keyless

  /// Those of tables that have a key: a cluster takes no others.
  package static let withKeys: [ConformanceCase] =
    selection + dates + forms + prefixes + changes + transforms + emptyValues + done + judgement + subjects
    + spellings
    + anonymity
    + dependents + losses + conditions + ancestors + moves
    + reconciling + looking + promises + related + parentFacts

  static func use(deletes: Bool) -> SchemaUse {
    SchemaUse(deletes: deletes, changedColumns: [], archive: nil, readColumns: [], events: [])
  }

  static func tenPeopleRows(_ harness: any ConformanceHarness) throws {
    try harness.insert(
      (1...10).map { number in
        [
          .integer(Int64(number)), .text("p"), .text("n"), .text(today.adding(days: number - 10).description),
          .null,
        ]
      }, into: "people", in: "main")
  }
}
