import CivilTime
import RecordStores

extension ConformanceCase {
  private static func ids(_ looks: [RowLook]) -> [Int64] {
    looks.compactMap { look in
      if case .integer(let number)? = KeyList.values(in: look.key[...])?.first { number } else { nil }
    }
  }

  /// What surveys and samples stand on.
  static let looking: [ConformanceCase] = [
    ConformanceCase(
      "A table is looked at page by page in the order of its key, each row once, and not changed"
    ) {
      harness in
      try tenPeople(harness)
      let before = try harness.rows(of: people, in: "main")
      let store = try harness.open("main")
      let question = RowQuestion(recordSet: set(people))
      var seen: [Int64] = []
      var last: [UInt8]?
      for _ in 0..<10 {
        let page = try store.look(question, at: .behind(last), count: 3)
        try expect(page.count <= 3, "no more than asked for")
        seen += ids(page)
        guard page.count == 3 else { break }
        last = page.last?.key
      }
      try expect(seen == Array(1...10), "all of them, in order: \(seen)")
      try expect(try harness.rows(of: people, in: "main") == before, "nothing is changed")
    },
    ConformanceCase("A row's look has the answers, dates and values that were asked for, in that order") {
      harness in
      try harness.makeTable(people, in: "main")
      try harness.insert(
        [
          [.integer(1), .text("a"), .text("x"), .text("2020-02-29"), .text("done")],
          [.integer(2), .null, .text(""), .text("2021-02-29"), .null],
          [.integer(3), .text("c"), .null, .text(""), .null],
          [.integer(4), .text("c"), .null, .null, .text("")],
        ], into: "people", in: "main")
      let store = try harness.open("main")
      let compact = EventColumn(column: "ended", encoding: .compactDate)
      let question = RowQuestion(
        recordSet: set(people),
        predicates: [.event(byDate, .missing), .event(byDate, .implausible(days(of: byDate))), .never],
        events: [byDate, compact], columns: ["name", "nir"])
      let looks = try store.look(question, at: .behind(nil), count: 10)
      let day = CivilDate("2020-02-29") ?? today
      try expect(
        looks.map(\.answers) == [
          [false, false, false], [false, true, false], [true, false, false], [true, false, false],
        ], "answers: \(looks.map(\.answers))")
      try expect(
        looks.map(\.events) == [
          [.day(day), .malformed], [.malformed, .malformed], [.missing, .missing], [.missing, .missing],
        ], "one column read in two forms: \(looks.map(\.events))")
      try expect(
        looks.map(\.values) == [
          [.text("x"), .text("a")], [.text(""), .null], [.null, .text("c")], [.null, .text("c")],
        ], "values: \(looks.map(\.values))")
    },
    ConformanceCase(
      "Rows are looked at from the end, from a key that need not be there, and at both ends of an index"
    ) {
      harness in
      try tenPeople(harness)
      // What is null is at neither end.
      try harness.insert([[.integer(20), .null, .null, .null, .null]], into: "people", in: "main")
      let store = try harness.open("main")
      let question = RowQuestion(recordSet: set(people), events: [byDate])
      func ids(at place: RowPlace) throws -> [Int64] {
        try Self.ids(store.look(question, at: place, count: 3))
      }
      try expect(try ids(at: .end) == [20, 10, 9], "the last first")
      try expect(try ids(at: .from(.integer(8))) == [8, 9, 10], "from a key that is there")
      try expect(try ids(at: .from(.integer(15))) == [20], "from one that is not")
      try expect(try ids(at: .smallest(byDate)) == [1, 2, 3], "the smallest")
      try expect(try ids(at: .largest(byDate)) == [10, 9, 8], "the largest")
    },
    ConformanceCase(
      "Keys of several parts and of text are looked at in the order in which pages follow each other"
    ) {
      harness in
      let table = ConformanceTable(
        "visit", [("place", .text), ("number", .integer)], key: ["place", "number"])
      try harness.makeTable(table, in: "main")
      let rows = ["a", "aa", "b'c", "é"].flatMap { place in
        [2, 10, -1, 9].map { [ColumnValue.text(place), .integer($0)] }
      }
      try harness.insert(rows, into: "visit", in: "main")
      let store = try harness.open("main")
      var seen: [[ColumnValue]] = []
      var last: [UInt8]?
      for _ in 0..<20 {
        let page = try store.look(RowQuestion(recordSet: set(table)), at: .behind(last), count: 3)
        seen += page.compactMap { KeyList.values(in: $0.key[...]) }
        guard let key = page.last?.key else { break }
        last = key
      }
      try expect(seen.count == rows.count && Set(seen) == Set(rows), "all of them, and none twice")
      let from = try store.look(RowQuestion(recordSet: set(table)), at: .from(.text("b")), count: 1)
      try expect(
        from.compactMap { KeyList.values(in: $0.key[...]) }.first == [.text("b'c"), .integer(-1)],
        "from a text that is not there")
      try expect(
        try store.look(RowQuestion(recordSet: set(table)), at: .behind(last), count: 3).isEmpty,
        "and nothing behind the last")
    },
  ]
}
