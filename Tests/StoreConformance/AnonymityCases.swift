internal import CivilTime
internal import Files
internal import RecordStores

/// Leaves of a name what stands before its blank.
struct FirstWord: ColumnTransform {
  func apply(_ value: ColumnValue, subject: ColumnValue) throws -> ColumnValue {
    guard case .text(let text) = value else { return value }
    return .text(String(text.prefix { $0 != " " }))
  }

  func isOutput(_ value: ColumnValue) -> Bool? { nil }
}

extension ConformanceCase {
  private static let coarse = [ColumnChange(column: "name", transform: FirstWord())]

  private static func anonymising(_ k: Int) -> Change {
    .pseudonymise(
      coarse, markerValue: .text("d"), anonymity: Anonymity(quasiIdentifiers: ["name", "nir"], k: k))
  }

  /// People of these names, all due, the first first; each name's second word is its own.
  private static func named(
    _ names: [String?], nirs: [String?]? = nil, in harness: any ConformanceHarness
  ) throws -> Selection {
    try harness.makeTable(people, in: "main")
    try harness.insert(
      names.enumerated().map { place, name in
        [
          .integer(Int64(place + 1)), (nirs?[place]).map { .text($0) } ?? .null,
          name.map { .text("\($0) \(place)") } ?? .null, .text(today.adding(days: place - 100).description),
          .null,
        ]
      }, into: "people", in: "main")
    return Selection(
      recordSet: set(people, marker: "done"), predicate: due(by: today), orderedBy: byDate,
      pseudonymising: coarse)
  }

  private static func keys(_ ids: [Int64]) -> KeyList {
    var list = KeyList()
    for id in ids { list.append(key: [.integer(id)]) }
    return list
  }

  private static func left(_ batch: (any StoreBatch)?) -> [[Int64]] {
    (batch?.tooFew ?? []).map { small in
      var list = KeyList()
      for key in small.keys { list.append(key[...]) }
      return ids(list)
    }.sorted { $0[0] < $1[0] }
  }

  static let anonymity: [ConformanceCase] = [
    ConformanceCase("Rows whose class would be too small are left as they are, and the others are changed") {
      harness in
      // Null is a class as any other.
      var selection = try named(["A", "A", "A", "B", "B", "B", "B", "C", nil, nil, nil], in: harness)
      let store = try harness.open("main")
      let before = try harness.rows(of: people, in: "main")
      let batch = try store.begin(anonymising(3), on: selection, limit: BatchLimit(), holds: NoHolds())
      try expect(left(batch) == [[8]], "one row alone is left: \(left(batch))")
      try expect(batch?.position != nil, "and the next batch begins behind it")
      selection.after = batch?.position
      try expect(try ids(commit(batch)) == [1, 2, 3, 4, 5, 6, 7, 9, 10, 11], "the others go")
      let after = try harness.rows(of: people, in: "main")
      try expect(after[[.integer(8)]] == before[[.integer(8)]], "the row is as it was")
      try expect(
        after[[.integer(1)]]?[2] == .text("A") && after[[.integer(9)]]?[2] == .null
          && after.values.count { $0[4] == .text("d") } == 10, "and the others are done")
      try expect(
        try store.begin(anonymising(3), on: selection, limit: BatchLimit(), holds: NoHolds()) == nil,
        "no row is behind them")
    },
    ConformanceCase(
      "Batches that are cut by their bytes and can change nothing lead on all the same, and a class that is listed is not cut"
    ) { harness in
      var selection = try named(["A", "B", "C", "D", "E", "F", "G", "A"], in: harness)
      let store = try harness.open("main")
      let limit = BatchLimit(rows: 10, bytes: 5)
      var met: Set<Int64> = []
      for _ in 0..<20 {
        guard let batch = try store.begin(anonymising(2), on: selection, limit: limit, holds: NoHolds())
        else { break }
        met.formUnion(left(batch).flatMap(\.self))
        let done = ids(batch.keys)
        if done.isEmpty { batch.rollback() } else { try batch.commit() }
        met.formUnion(done)
        selection.after = batch.position
        try expect(batch.position != nil, "there is a position behind \(met)")
      }
      try expect(met == Set(1...8), "every row is met: \(met)")
      guard try harness.rows(of: people, in: "main").values.count(where: { $0[4] == .text("d") }) == 0 else {
        return
      }
      selection.after = nil
      selection.keys = keys([1, 8])
      let listed = try store.begin(
        anonymising(2), on: selection, limit: BatchLimit(rows: 10, bytes: 1), holds: NoHolds())
      try expect(try ids(commit(listed)) == [1, 8], "both rows of the class go at once")
    },
    ConformanceCase(
      "A class that is full only with what was done before, or with all its rows together, goes"
    ) {
      harness in
      var selection = try named(["A", "B", "A", "B", "A", "B", "A"], in: harness)
      let store = try harness.open("main")
      for expected in [[[1], [2]], [[3], [4]], [[5], [6]]] as [[[Int64]]] {
        let batch = try store.begin(
          anonymising(3), on: selection, limit: BatchLimit(rows: 2), holds: NoHolds())
        try expect(batch?.keys.isEmpty == true && left(batch) == expected, "too few of each: \(left(batch))")
        selection.after = batch?.position
        batch?.rollback()
      }
      try expect(
        try harness.rows(of: people, in: "main").values.allSatisfy { $0[4] == .null }, "none is changed")
      selection.after = nil
      selection.keys = keys([1, 2, 3, 4, 5])
      let together = try store.begin(anonymising(3), on: selection, limit: BatchLimit(), holds: NoHolds())
      try expect(left(together) == [[2, 4]], "two of B are too few: \(left(together))")
      try expect(try ids(commit(together)) == [1, 3, 5], "three of A are enough")
      selection.keys = keys([6, 7])
      let last = try store.begin(anonymising(3), on: selection, limit: BatchLimit(), holds: NoHolds())
      try expect(try ids(commit(last)) == [7], "a fourth joins them")
      try expect(left(last) == [[6]], "one of B joins nobody, since nobody of B is done")
    },
    ConformanceCase("What a collation calls equal is not alike, and all quasi-identifiers count") { harness in
      let selection = try named(
        ["a", "A", "b", "b", "c", "c"], nirs: [nil, nil, "x", "x", "x", nil], in: harness)
      let store = try harness.open("main")
      let batch = try store.begin(anonymising(2), on: selection, limit: BatchLimit(), holds: NoHolds())
      try expect(left(batch) == [[1], [2], [5], [6]], "all but the two of b: \(left(batch))")
      try expect(try ids(commit(batch)) == [3, 4], "they go")
    },
    ConformanceCase("Files of rows that are left for being too few stay with them") { harness in
      let selection = try named(["A", "A", "B"], nirs: ["one", "two", "three"], in: harness)
      let store = try harness.open("main")
      let owned = OwnedFiles(column: "nir", root: "/files", goWhenPseudonymised: true)
      let changes = coarse + [ColumnChange(column: "nir", transform: Nothing())]
      let owning = Selection(
        recordSet: set(people, marker: "done", files: [owned]), predicate: selection.predicate,
        orderedBy: byDate,
        pseudonymising: changes)
      let change = Change.pseudonymise(
        changes, markerValue: .text("d"), anonymity: Anonymity(quasiIdentifiers: ["name"], k: 2))
      let batch = try store.begin(change, on: owning, limit: BatchLimit(), holds: NoHolds())
      try expect(batch?.files.map(\.path) == ["one", "two"], "two files go: \(batch?.files ?? [])")
      _ = try commit(batch)
    },
    ConformanceCase(
      "A table that must be anonymous is looked at for what stays, and for columns that it lacks"
    ) {
      harness in
      try tenPeople(harness)
      let description = try harness.open("main").describe(
        set(people, marker: "done"),
        use: SchemaUse(
          deletes: false, changedColumns: [ChangedColumn(column: "nir", isNulled: true)], archive: nil,
          readColumns: [], events: [], anonymity: Anonymity(quasiIdentifiers: ["ended", "nowhere"], k: 10)))
      try expect(
        description.refusals == [.columnMissing(table: "people", column: "nowhere")],
        "a missing one is refused")
      try expect(
        description.warnings.contains { "\($0)".contains("name stay as they are") },
        "a column that stays is told: \(description.warnings)")
    },
  ]
}

/// Null for everything.
struct Nothing: ColumnTransform {
  func apply(_ value: ColumnValue, subject: ColumnValue) -> ColumnValue { .null }
  func isOutput(_ value: ColumnValue) -> Bool? { value == .null }
}
