import CivilTime
import Identifiers
import RecordStores
import TestNames
import Transforms
import Words

/// Which rows are done: by their marker, and by what their columns look like.
extension ConformanceCase {
  private static func pseudonym() throws -> any ColumnTransform {
    let secret = try SecretKey(Array(1...32), source: .file("test"))
    return try TransformSpecification.pseudonym(.text).transform(
      at: TransformPlace(domain: "domain", store: "main", table: "people", column: "nir", day: today),
      keys: KeyRing(["domain": [try DomainKey(version: 1, key: secret)]]))
  }

  private static func selection(_ changes: [ColumnChange]) -> Selection {
    Selection(
      recordSet: set(people, marker: "done"), predicate: due(by: today), orderedBy: byDate,
      pseudonymising: changes)
  }

  static let done: [ConformanceCase] = [
    ConformanceCase(
      "A marked row that was written again in clear is not done: the next batch does it, and nothing twice"
    ) { harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      let changes = [
        ColumnChange(column: "nir", transform: try pseudonym()),
        // It cannot tell: what it wrote looks like anything.
        ColumnChange(column: "name", transform: SubjectMark()),
      ]
      let set = set(people, subject: "nir", marker: "done")
      let selection = Selection(
        recordSet: set, predicate: due(by: today), orderedBy: byDate, pseudonymising: changes)
      let change = Change.pseudonymise(changes, markerValue: .text("2026-11-24"))
      try expect(
        try commit(store.begin(change, on: selection, limit: BatchLimit(), holds: NoHolds())).count == 10,
        "ten are done")
      let after = try harness.rows(of: people, in: "main")
      try expect(try store.tally(selection, holds: NoHolds()).count == 0, "and none is left")
      // In clear; empty; almost a pseudonym; in another writing.
      let odd: [ColumnValue] = [
        .text("person 2"), .text(""), .text("p1_" + String(repeating: "A", count: 32)),
        .text("p1_" + String(repeating: "a", count: 33)),
      ]
      for (place, value) in odd.enumerated() {
        try harness.update(people, key: .integer(Int64(place + 2)), set: "nir", to: value, in: "main")
      }
      try harness.update(people, key: .integer(9), set: "nir", to: .null, in: "main")
      try expect(try store.tally(selection, holds: NoHolds()).count == 4, "four are not done")
      try expect(
        try ids(store.nextKeys(of: change, on: selection, count: 10, holds: NoHolds())) == [2, 3, 4, 5],
        "these four")
      let batch = try store.begin(change, on: selection, limit: BatchLimit(), holds: NoHolds())
      let keys = batch?.keys ?? KeyList()
      try expect(ids(keys) == [2, 3, 4, 5], "a batch takes them")
      batch?.rollback()
      try expect(
        try store.fate(of: change, on: set, keys: keys) == .notCommitted, "undone, they are not done")
      _ = try commit(store.begin(change, on: selection, limit: BatchLimit(), holds: NoHolds()))
      try expect(try store.fate(of: change, on: set, keys: keys) == .committed, "committed, they are")
      let again = try harness.rows(of: people, in: "main")
      try expect(
        again.allSatisfy { $1[2] == after[$0]?[2] }, "what cannot be told to be in clear stays as it is")
      try expect(
        again[[.integer(2)]]?[1] == after[[.integer(2)]]?[1], "and the pseudonym is the one that it was")
      try expect(try store.tally(selection, holds: NoHolds()).count == 0, "then none is left")
    },
    ConformanceCase(
      "A column that was null, and a transform that only this side can ask, count in the same way"
    ) {
      harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      let changes = [
        ColumnChange(column: "nir", transform: Emptying()),
        ColumnChange(column: "name", transform: Marking()),
      ]
      try harness.update(people, key: .integer(3), set: "name", to: .text("3"), in: "main")
      let change = Change.pseudonymise(changes, markerValue: .text("d"))
      _ = try commit(store.begin(change, on: selection(changes), limit: BatchLimit(), holds: NoHolds()))
      try expect(try store.tally(selection(changes), holds: NoHolds()).count == 0, "all are done")
      try harness.update(people, key: .integer(4), set: "nir", to: .text("person 4"), in: "main")
      try harness.update(people, key: .integer(5), set: "name", to: .text("name 5"), in: "main")
      let keys = try commit(
        store.begin(change, on: selection(changes), limit: BatchLimit(), holds: AskedHolds.nobody()))
      try expect(ids(keys) == [4, 5], "two are not: \(ids(keys))")
      let rows = try harness.rows(of: people, in: "main")
      try expect(
        rows[[.integer(4)]]?[1] == .null && rows[[.integer(4)]]?[2] == .text("p1_name 4")
          && rows[[.integer(5)]]?[2] == .text("p1_name 5"), "and no mark stands twice")
    },
    ConformanceCase("Where another transform was in force, the marker alone counts up to its day") {
      harness in
      try tenPeople(harness)
      for id: Int64 in 1...6 {
        let day = id <= 3 ? "2026-11-01" : "2026-11-02"
        try harness.update(people, key: .integer(id), set: "done", to: .text(day), in: "main")
      }
      let store = try harness.open("main")
      let transforms: [any ColumnTransform] = [Marking(), Emptying(), try pseudonym()]
      for transform in transforms {
        for (trust, count) in [
          (MarkerTrust.none, 10), (.upTo(.text("2026-11-01")), 7), (.upTo(.text("2026-11-02")), 4), (.all, 4),
        ] {
          let changes = [ColumnChange(column: "nir", transform: transform, trust: trust)]
          let tally = try store.tally(selection(changes), holds: NoHolds())
          try expect(tally.count == count, "\(transform), \(trust): \(tally.count)")
          let next = try store.nextKeys(
            of: .pseudonymise(changes, markerValue: .text("d")), on: selection(changes), count: 20,
            holds: AskedHolds.nobody())
          try expect(next.count == count, "\(transform), \(trust): \(next.count) are next")
        }
      }
    },
  ]
}
