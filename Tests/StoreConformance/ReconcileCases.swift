internal import CivilTime
internal import RecordStores
import TestNames
import Words

extension ConformanceCase {
  static let ledger = Ledger(table: "retentiond_ledger", journal: "test.example/journal")

  private static func keys(_ keys: [[ColumnValue]]) -> KeyList {
    var list = KeyList()
    for key in keys {
      for value in key { list.append(value) }
      list.endKey()
    }
    return list
  }

  private static func values(_ keys: KeyList) -> [[ColumnValue]] {
    (0..<keys.count).compactMap { keys.values(at: $0) }
  }

  /// Everybody of `people`, narrowed to these.
  private static func listed(
    _ ids: [Int64], _ predicate: Predicate = .always, in recordSet: RecordSet, changes: [ColumnChange]? = nil
  ) -> Selection {
    var selection = Selection(recordSet: recordSet, predicate: predicate, pseudonymising: changes)
    selection.keys = keys(ids.map { [.integer($0)] })
    return selection
  }

  private static func entry(_ batch: BatchName, at seconds: Int = 1_795_514_400) -> LedgerEntry {
    LedgerEntry(ledger: ledger, batch: batch, at: Instant(secondsSinceEpoch: seconds))
  }

  static let reconciling: [ConformanceCase] = [
    ConformanceCase("A record set's keys come page by page, in their order, each once") { harness in
      let table = ConformanceTable(
        "visit", [("place", .text), ("number", .integer)], key: ["place", "number"])
      try harness.makeTable(table, in: "main")
      // Numbers that sort otherwise as text, and a place that begins with another.
      let rows = ["a", "aa", "b'c", "é"].flatMap { place in
        [2, 10, -1, 9].map { [ColumnValue.text(place), .integer($0)] }
      }
      try harness.insert(rows, into: "visit", in: "main")
      let store = try harness.open("main")
      var after: [UInt8]?
      var seen: [[ColumnValue]] = []
      for _ in 0..<20 {
        let page = try store.keys(of: set(table), after: after, count: 3)
        guard !page.isEmpty else { break }
        try expect(page.count <= 3, "no more than asked for")
        seen += values(page)
        after = Array(page[page.count - 1])
      }
      try expect(seen.count == rows.count && Set(seen) == Set(rows), "all of them, and none twice")
      let numbers = seen.filter { $0[0] == .text("a") }.map { $0[1] }
      try expect(numbers == [-1, 2, 9, 10].map { .integer($0) }, "numbers as numbers")
    },
    ConformanceCase(
      "A change on listed keys touches those rows and no others, and only if they meet the rest"
    ) {
      harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      let dueByDaySix = due(by: today.adding(days: -4))
      let selection = listed([2, 4, 5, 8, 99], dueByDaySix, in: set(people, subject: "nir"))
      let holds = ListedHolds(subjects: ["person 4"])
      let tally = try store.tally(selection, holds: holds)
      try expect(tally.count == 3 && tally.held == 1, "three of them are due, and one is held")
      try expect(
        try ids(store.nextKeys(of: .delete, on: selection, count: 10, holds: holds)) == [2, 5], "two would go"
      )
      let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: holds)
      try expect(try ids(commit(batch)) == [2, 5], "and go")
      try expect(
        try store.begin(.delete, on: selection, limit: BatchLimit(), holds: holds) == nil, "and no more")
      try expect(try harness.rows(of: people, in: "main").count == 8, "the others stay")
      let none = listed([], in: set(people))
      try expect(try store.tally(none, holds: NoHolds()).count == 0, "an empty list has no rows")
    },
    ConformanceCase("A smaller limit takes some of the listed keys, and the next batch the rest") { harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      let selection = listed([1, 3, 5, 7, 9], in: set(people))
      var seen: [Int64] = []
      while let batch = try store.begin(.delete, on: selection, limit: BatchLimit(rows: 2), holds: NoHolds())
      {
        try expect(batch.keys.count <= 2, "two at most")
        seen += try ids(commit(batch))
      }
      try expect(seen.sorted() == [1, 3, 5, 7, 9], "each once: \(seen)")
    },
    ConformanceCase("Of listed keys those that are pseudonymised already are left") { harness in
      try tenPeople(harness)
      try harness.update(people, key: .integer(3), set: "done", to: .text("2026-01-01"), in: "main")
      try harness.update(people, key: .integer(3), set: "nir", to: .text("p1_person 3"), in: "main")
      let store = try harness.open("main")
      let changes = [ColumnChange(column: "nir", transform: Marking())]
      let selection = listed([1, 3, 4], in: set(people, marker: "done"), changes: changes)
      try expect(try store.tally(selection, holds: NoHolds()).count == 2, "two are not")
      let batch = try store.begin(
        .pseudonymise(changes, markerValue: .text("2026-11-24")), on: selection, limit: BatchLimit(),
        holds: NoHolds())
      try expect(try ids(commit(batch)) == [1, 4], "and are changed")
    },
    ConformanceCase("A batch is in the ledger if and only if it is committed") { harness in
      try tenPeople(harness)
      try harness.makeLedger(ledger.table, in: "main")
      let store = try harness.open("main")
      try expect(try store.review(ledger).isEmpty, "the ledger is accepted")
      let selection = Selection(recordSet: set(people), predicate: due(by: today), orderedBy: byDate)
      func begin() throws -> any StoreBatch {
        guard
          let batch = try store.begin(.delete, on: selection, limit: BatchLimit(rows: 2), holds: NoHolds())
        else { throw ConformanceFailure("nothing is due") }
        return batch
      }
      try begin().rollback()
      try expect(try store.recorded(["batch-1"], in: ledger).isEmpty, "rolled back, it is not there")
      try begin().commit(recording: entry("batch-2"))
      try begin().commit(recording: entry("batch-3"))
      let other = try harness.open("main")
      try expect(
        try other.recorded(["batch-1", "batch-2", "batch-3"], in: ledger) == ["batch-2", "batch-3"],
        "committed, they are, and others see them")
      try expect(
        try store.recorded(["batch-2"], in: Ledger(table: ledger.table, journal: "another")).isEmpty,
        "another journal's batch of that name is another")
      try expect(try harness.rows(of: people, in: "main").count == 6, "with their rows gone")
    },
    ConformanceCase("A batch that cannot be recorded is not committed") { harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      let selection = Selection(recordSet: set(people), predicate: due(by: today), orderedBy: byDate)
      let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds())
      do {
        try batch?.commit(recording: entry("batch-1"))
        throw ConformanceFailure("it was committed without its ledger")
      } catch is StoreError { batch?.rollback() }
      try expect(try harness.rows(of: people, in: "main").count == 10, "nothing is gone")
    },
    ConformanceCase("A ledger is added to once, and loses what is old of its own journal") { harness in
      try harness.makeLedger(ledger.table, in: "main")
      let store = try harness.open("main")
      let time = Instant(secondsSinceEpoch: 1_795_514_400)
      try store.maintain(
        ledger, adding: [entry("old", at: 1_700_000_000), entry("new")],
        droppingBefore: Instant(secondsSinceEpoch: 0))
      let another = Ledger(table: ledger.table, journal: "another")
      try store.maintain(
        another, adding: [LedgerEntry(ledger: another, batch: "old", at: Instant(secondsSinceEpoch: 0))],
        droppingBefore: Instant(secondsSinceEpoch: 0))
      try store.maintain(ledger, adding: [entry("new"), entry("newer")], droppingBefore: time)
      try expect(
        try store.recorded(["old", "new", "newer"], in: ledger) == ["new", "newer"], "the old one goes")
      try expect(try store.recorded(["old"], in: another) == ["old"], "another journal's stays")
    },
    ConformanceCase("A ledger that is missing, or is another table, is refused with what to do") { harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      for table in ["retentiond_ledger", "people"] {
        let findings = try store.review(Ledger(table: table, journal: "test.example/journal"))
        try expect(
          findings.contains { $0.description.uppercased().contains("CREATE TABLE") }, "\(table): \(findings)")
      }
    },
  ]
}
