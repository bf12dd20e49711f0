import CivilTime
internal import RecordStores
internal import TestNames
internal import Words

/// Tables without any key: rows go as often as they are, and what names a row is refused.
extension ConformanceCase {
  /// A log: when, of whom, of which client, what.
  static let log = ConformanceTable(
    "log", [("ended", .text), ("who", .text), ("client", .integer), ("what", .text)], key: [],
    indexed: ["ended", "client"])

  /// Counts rows that are equal.
  private static let left = ConformanceTable(
    "left_rows", [("ended", .text), ("who", .text), ("client", .integer), ("what", .text), ("n", .integer)],
    key: ["ended", "who", "client", "what"])

  private static let logSet = set(log, named: "log", subject: "who")

  private static func line(_ day: Int, _ who: String?, _ client: Int64? = nil, _ what: String? = nil)
    -> [ColumnValue]
  {
    [
      .text(today.adding(days: day).description), who.map { .text($0) } ?? .null,
      client.map { .integer($0) } ?? .null, what.map { .text($0) } ?? .null,
    ]
  }

  private static func makeLog(_ harness: any ConformanceHarness, _ lines: [[ColumnValue]]) throws {
    try harness.makeTable(log, in: "main")
    try harness.run(
      "CREATE VIEW left_rows AS SELECT ended, who, client, what, count(*) AS n FROM log GROUP BY ended, who, client, what",
      in: "main")
    try harness.insert(lines, into: "log", in: "main")
  }

  /// How often each row is there, counted by the engine.
  private static func rowsLeft(_ harness: any ConformanceHarness) throws -> [[ColumnValue]: Int] {
    try harness.rows(of: left, in: "main").mapValues { row in
      if case .integer(let count)? = row.last { Int(count) } else { 0 }
    }
  }

  private static func counted(_ lines: [[ColumnValue]]) -> [[ColumnValue]: Int] {
    lines.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// The digests of rows, each as often as it is, as keys.
  private static func digests(_ lines: [[ColumnValue]]) -> [[UInt8]: Int] {
    let digest = RowDigest(columns: log.columns.map(\.name))
    return lines.reduce(into: [:]) { counts, line in
      var keys = KeyList()
      digest.append(to: &keys) { place in
        log.columns.firstIndex { $0.name == digest.columns[place] }.map { line[$0] } ?? .null
      }
      counts[Array(keys[0]), default: 0] += 1
    }
  }

  private static func selection(_ set: RecordSet, by day: Int) -> Selection {
    var selection = Selection(
      recordSet: set, predicate: due(by: today.adding(days: day)), orderedBy: byDate)
    selection.tagging = WordTagging()
    return selection
  }

  /// Makes batches as a run does, until nothing is left.
  private static func purge(
    _ selection: Selection, in store: any RecordStore, rows: Int, holds: any HoldTest = NoHolds(),
    _ check: (any StoreBatch) throws -> Void = { _ in }
  ) throws -> [[UInt8]: Int] {
    var selection = selection
    var gone: [[UInt8]: Int] = [:]
    for _ in 0..<200 {
      guard
        let batch = try store.begin(.delete, on: selection, limit: BatchLimit(rows: rows), holds: holds)
      else { return gone }
      try expect(batch.keys.count <= rows, "no batch has more rows than it may")
      try check(batch)
      for place in 0..<batch.keys.count { gone[Array(batch.keys[place]), default: 0] += 1 }
      if batch.keys.isEmpty { batch.rollback() } else { try batch.commit() }
      if batch.keys.isEmpty, batch.position == nil || batch.position == selection.after { return gone }
      selection.after = batch.position ?? selection.after
    }
    throw ConformanceFailure("the batches never end")
  }

  /// Equal rows, rows without anything, and some that differ by a space, a case or a number.
  private static let dirty: [[ColumnValue]] =
    (0..<7).map { _ in line(-5, "ann", 1, "login") } + (0..<3).map { _ in line(-5, nil) }
    + [line(-5, ""), line(-5, nil, 0), line(-4, "ann", 1, "login"), line(-9, "\u{e9}t\u{e9}", -1, "x'y\"z")]
    + [line(-5, "e\u{301}t\u{e9}"), line(0, "ann", 1, "login"), line(5, "ann", 1, "login"), line(5, "ann")]

  static let keyless: [ConformanceCase] = [
    ConformanceCase(
      "Rows without a key go as often as they are, each listed by the digest of all that it has"
    ) {
      harness in
      for size in [1, 3, 100] {
        if size > 1 {
          try harness.run("DROP VIEW left_rows", in: "main")
          try harness.run("DROP TABLE log", in: "main")
        }
        try makeLog(harness, dirty)
        let gone = try purge(selection(logSet, by: -1), in: harness.open("main"), rows: size)
        try expect(gone == digests(Array(dirty.prefix(15))), "what went is what is listed, by \(size)")
        try expect(
          try rowsLeft(harness) == counted(Array(dirty.suffix(3))), "and nothing else went, by \(size)")
      }
    },
    ConformanceCase("Of rows without a key those of held people stay, wherever they lie and however many") {
      harness in
      // In front, in the midst of one day, and behind.
      let held =
        (0..<30).map { line(-20, "held \($0 % 7)", 1, "front \($0 / 2)") }
        + (0..<5).map { _ in line(-5, "held 1") }
        + [line(-2, "held 2"), line(5, "held 3")]
      let free = (0..<20).map { line(-5, "free", nil, "row \($0 / 3)") } + [line(-2, "late"), line(-3, nil)]
      try makeLog(harness, held + free)
      let holds = ListedHolds(subjects: Set((0..<7).map { "held \($0)" }))
      let store = try harness.open("main")
      let asked = selection(logSet, by: -1)
      let tally = try store.tally(asked, holds: holds)
      try expect(tally.count == 58 && tally.held == 36, "counted: \(tally)")
      let gone = try purge(asked, in: store, rows: 4, holds: holds)
      try expect(gone == digests(free), "all others go")
      try expect(try rowsLeft(harness) == counted(held), "the held stay")
      try expect(try purge(asked, in: store, rows: 4, holds: holds).isEmpty, "a second pass finds none")
      try expect(
        try purge(asked, in: store, rows: 4).count == digests(Array(held.dropLast())).count,
        "when nobody is held any more they go")
    },
    ConformanceCase("A hold on all of a record set without a key keeps also the rows that are about nobody") {
      harness in
      let lines = [line(-5, "ann"), line(-5, nil), line(-4, nil)]
      try makeLog(harness, lines)
      let holds = PlacedHolds(.init(sets: ["log"]), in: logSet)
      let gone = try purge(selection(logSet, by: -1), in: harness.open("main"), rows: 2, holds: holds)
      try expect(gone.isEmpty && rowsLeft(harness) == counted(lines), "none goes")
    },
    ConformanceCase("Rows without a key stay while a record that they refer to is held, and name its person")
    { harness in
      let clients = ConformanceTable("client", [("id", .integer), ("nir", .text)], key: ["id"])
      try harness.makeTable(clients, in: "main")
      try harness.insert((1...3).map { [.integer($0), .text("person \($0)")] }, into: "client", in: "main")
      let free = [line(-5, nil, 1), line(-5, nil, 1), line(-4, nil, 3), line(-3, nil)]
      // One refers to a record that is not there: nobody knows whose it was.
      let kept = [line(-6, nil, 2), line(-5, nil, 2), line(-5, nil, 2), line(-4, nil, 99), line(5, nil, 1)]
      try makeLog(harness, kept + free)
      let client = set(
        clients, named: "client", subject: "nir",
        dependents: [
          Dependent(
            table: "log", references: [.init(column: "client", parentColumn: "id")], recordSets: ["log"])
        ])
      let bare = RecordSet(
        name: "log", store: "main", table: "log", key: [], subjectParent: "client")
      let own = bare.with(ancestry: Ancestry([client, bare]))
      for holds in [
        PlacedHolds(.init(subjects: ["person 2"]), in: own),
        PlacedHolds(.init(records: ["client": [2]]), in: own),
      ] {
        let store = try harness.open("main")
        let tally = try store.tally(selection(own, by: -1), holds: holds)
        try expect(tally.count - tally.held == 4 || tally.count == tally.held, "counted: \(tally)")
        var subjects: [UInt64?] = []
        let gone = try purge(selection(own, by: -1), in: store, rows: 2, holds: holds) {
          subjects += $0.subjects.records
        }
        try expect(try rowsLeft(harness) == counted(kept), "those of the held record stay")
        try expect(gone.isEmpty || gone == digests(free), "the others go")
        let known = subjects.compactMap(\.self)
        try expect(
          gone.isEmpty
            || subjects.count == 4
              && known.sorted()
                == [WordTagging.tag("person1"), WordTagging.tag("person1"), WordTagging.tag("person3")]
                .sorted(),
          "whom they were about is told: \(subjects)")
      }
    },
    ConformanceCase("A batch without keys says whom each row was about") { harness in
      try makeLog(harness, [line(-5, " An n"), line(-5, nil), line(-5, " An n"), line(-4, " - ")])
      var subjects: [UInt64?] = []
      _ = try purge(selection(logSet, by: -1), in: harness.open("main"), rows: 3) {
        subjects += $0.subjects.records
        try expect($0.subjects.records.count == $0.keys.count, "one for each row")
      }
      try expect(
        subjects.compactMap(\.self) == [WordTagging.tag("ann"), WordTagging.tag("ann")]
          && subjects.count == 4,
        "told: \(subjects)")
    },
    ConformanceCase("Rows without a key are judged again, and one that no rule lets go rolls the batch back")
    { harness in
      let lines = [line(-5, "ann", 1), line(-4, "ann", 1), line(-3, "bob", 2)]
      try makeLog(harness, lines)
      var asked = selection(logSet, by: -1)
      let judge = RecordingJudge(upTo: today.adding(days: -4), columns: ["who", "client"])
      asked.judge = judge
      do {
        _ = try purge(asked, in: harness.open("main"), rows: 100)
        throw ConformanceFailure("the judge does not agree")
      } catch StoreError.disagreement {}
      try expect(try rowsLeft(harness) == counted(lines), "nothing went")
      try expect(
        judge.rows.contains { $0.values == [.text("bob"), .integer(2)] }, "it is shown the rows' values")
    },
    ConformanceCase("What names rows by their keys is refused where they have none") { harness in
      try makeLog(harness, [line(-5, "ann")])
      let store = try harness.open("main")
      var keys = KeyList()
      keys.append(key: [.blob([1])])
      let asked = selection(logSet, by: -1)
      let questions: [(String, () throws -> Void)] = [
        ("fate", { _ = try store.fate(of: .delete, on: logSet, keys: keys) }),
        ("presentKeys", { _ = try store.presentKeys(keys, in: logSet) }),
        ("keys", { _ = try store.keys(of: logSet, after: nil, count: 1) }),
        ("nextKeys", { _ = try store.nextKeys(of: .delete, on: asked, count: 1, holds: NoHolds()) }),
        ("removeCopies", { _ = try store.removeCopies(of: keys, from: logSet) }),
        ("examine", { _ = try store.examine(logSet, key: [], predicates: [], events: [], holds: NoHolds()) }),
      ]
      for (name, question) in questions {
        do {
          try question()
          throw ConformanceFailure("\(name) is refused")
        } catch StoreError.engine(_, code: "no key", _) {}
      }
    },
    ConformanceCase("A table without a key is looked at and counted, each row once") { harness in
      try makeLog(harness, dirty)
      let store = try harness.open("main")
      let question = RowQuestion(
        recordSet: logSet, predicates: [.compare(column: "who", .equal, .text("ann"))], events: [byDate],
        columns: ["client"])
      var all = 0
      var anns = 0
      try store.lookAtAll(question) { look in
        all += 1
        if look.answers == [true] { anns += 1 }
      }
      try expect(all == dirty.count && anns == 11, "each row: \(all), \(anns)")
      try expect(try store.rowCount(of: logSet) == dirty.count, "the count")
      try expect(try !store.look(question, at: .behind(nil), count: 3).isEmpty, "a sample has some")
      let last = try store.look(question, at: .largest(byDate), count: 1)
      try expect(last.map(\.events) == [[.day(today.adding(days: 5))]], "and the last by date: \(last)")
      let empty = ConformanceTable("empty_log", log.columns, key: [])
      try harness.makeTable(empty, in: "main")
      try expect(
        try store.look(RowQuestion(recordSet: set(empty)), at: .behind(nil), count: 1).isEmpty, "or none")
    },
    ConformanceCase("Rows without a key that refer to a record keep it, each by itself") { harness in
      try tenPeople(harness)
      // Of the second both are due; of the third one is not, and of the fourth neither is.
      try makeLog(
        harness,
        [
          line(-5, nil, 2), line(-5, nil, 2), line(-5, nil, 3), line(5, nil, 3), line(5, nil, 4),
          line(5, nil, 4),
        ])
      let holder = set(
        people,
        dependents: [
          Dependent(
            table: "log", references: [.init(column: "client", parentColumn: "id")], recordSets: ["log"])
        ])
      var asked = Selection(recordSet: holder, predicate: due(by: today), orderedBy: byDate)
      asked.dependents = DependentTest(going: ["log": .init(recordSet: logSet, predicate: due(by: today))])
      let tally = try harness.open("main").tally(asked, holds: NoHolds())
      try expect(
        tally.blocked == 2 && tally.keepers == ["log": 3], "each row that stays keeps its record: \(tally)")
      // A run looks at rows that are left, whatever will become of them.
      asked.dependents = DependentTest(going: [:])
      let gone = try commit(
        harness.open("main").begin(.delete, on: asked, limit: BatchLimit(), holds: NoHolds()))
      try expect(ids(gone) == [1, 5, 6, 7, 8, 9, 10], "records with rows stay: \(ids(gone))")
    },
    ConformanceCase(
      "\"key\": [] is refused where the table has a key, and its cost is told where it has none"
    ) { harness in
      try makeLog(harness, [line(-5, "ann")])
      try harness.makeTable(people, in: "main")
      let store = try harness.open("main")
      var use = use(deletes: true)
      use.hasLedger = true
      func bare(_ table: String) -> RecordSet { RecordSet(name: "set", store: "main", table: table, key: []) }
      let keyed = try store.describe(bare("people"), use: use)
      try expect(
        keyed.refusals.count == 1 && "\(keyed.refusals[0])".contains("\"key\": [\"id\"]"),
        "the key is named: \(keyed.refusals)")
      let own = try store.describe(bare("log"), use: use)
      try expect(
        own.refusals.isEmpty && own.warnings.contains { "\($0)".contains("digest") },
        "told: \(own.refusals) \(own.warnings)")
      use.hasLedger = false
      try expect(try store.describe(bare("log"), use: use).refusals.count == 1, "no ledger, no batch")
      use.hasLedger = true
      // A unique index over a column that may be null names every row as long as none is null: that is told, and refuses nothing, since a purge can take the last such row.
      try harness.run("CREATE UNIQUE INDEX by_client ON log (client)", in: "main")
      try expect(try store.describe(bare("log"), use: use).refusals.isEmpty, "a row has null there")
      try harness.run("UPDATE log SET client = 1", in: "main")
      let grown = try store.describe(bare("log"), use: use)
      try expect(
        grown.refusals.isEmpty && grown.warnings.contains { "\($0)".contains("\"key\": [\"client\"]") },
        "a key that came later: \(grown.refusals) \(grown.warnings)")
    },
  ]
}
