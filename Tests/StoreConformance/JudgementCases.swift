import CivilTime
import RecordStores
import TestNames

/// Rows that a batch changes are shown to the judge of its selection, whatever the way on which they are changed.
extension ConformanceCase {
  /// One way of changing rows: what stands in for the record set, and what is done.
  struct Way: Sendable {
    let name: String
    var limit = BatchLimit()
    var marker: String?
    var files: [OwnedFiles] = []
    var dependents: [Dependent] = []
    var isAsked = false
    var isListed = false
    var change: @Sendable (RecordSet, (any ArchiveSink)?) -> Change = { _, _ in .delete }

    var changes: [ColumnChange]? {
      if case .pseudonymise(let changes, _, _) = change(set(people), nil) { changes } else { nil }
    }
  }

  static let marking = [ColumnChange(column: "nir", transform: Marking())]

  static let ways: [Way] = [
    Way(name: "delete"),
    Way(name: "delete a row", limit: BatchLimit(rows: 1)),
    Way(name: "delete under holds", isAsked: true),
    Way(name: "delete listed rows", isListed: true),
    Way(
      name: "delete with files",
      files: [OwnedFiles(column: "name", root: "/nowhere", goWhenPseudonymised: false)]),
    Way(
      name: "delete with dependents",
      dependents: [Dependent(table: "letters", references: [.init(column: "person", parentColumn: "id")])]),
    Way(
      name: "delete what may be blocked",
      dependents: [
        Dependent(
          table: "letters", references: [.init(column: "person", parentColumn: "id")], recordSets: ["letters"]
        )
      ]),
    Way(
      name: "pseudonymise", marker: "done",
      change: { _, _ in .pseudonymise(marking, markerValue: .text("d")) }),
    Way(
      name: "pseudonymise without a marker", change: { _, _ in .pseudonymise(marking, markerValue: .null) }),
    Way(
      name: "anonymise", marker: "done",
      change: { _, _ in
        .pseudonymise(
          marking, markerValue: .text("d"), anonymity: Anonymity(quasiIdentifiers: ["ended"], k: 1))
      }),
    Way(name: "move within the store", change: { archive, _ in .archive(into: archive) }),
    Way(
      name: "move to another store",
      change: { _, sink in sink.map { .archiveElsewhere($0) } ?? .delete }),
  ]

  /// Makes a batch of all ten people in that way, shown to the judge.
  private static func run(
    _ way: Way, _ number: Int, _ judge: RecordingJudge, _ harness: any ConformanceHarness
  )
    throws -> [Int64]
  {
    let table = ConformanceTable("people\(number)", people.columns, key: ["id"], indexed: ["ended"])
    let archive = ConformanceTable("archive\(number)", people.columns, key: ["id"])
    try tenPeople(harness, table)
    try harness.makeTable(archive, in: "main")
    try harness.makeTable(archive, in: "cold")
    let before = try harness.rows(of: table, in: "main")
    let store = try harness.open("main")
    let sink = try harness.open("cold").beginReceiving(into: set(archive, named: "archive", store: "cold"))
    defer { sink.rollback() }
    var selection = Selection(
      recordSet: set(table, subject: "nir", marker: way.marker, dependents: way.dependents, files: way.files),
      predicate: .always, orderedBy: byDate, pseudonymising: way.changes)
    selection.judge = judge
    if way.isListed {
      var keys = KeyList()
      for id: Int64 in 1...10 { keys.append(key: [.integer(id)]) }
      selection.keys = keys
    }
    if way.dependents.contains(where: \.canKeep) { selection.dependents = DependentTest(going: [:]) }
    do {
      let batch = try store.begin(
        way.change(set(archive, named: "archive"), sink), on: selection, limit: way.limit,
        holds: way.isAsked ? AskedHolds.nobody() : NoHolds())
      let keys = ids(batch?.keys ?? KeyList())
      try sink.commit()
      try batch?.commit()
      return keys
    } catch {
      try expect(
        error == .disagreement(store: "main", recordSet: "set", rule: "rule"), "\(way.name): \(error)")
      sink.rollback()
      try expect(try harness.rows(of: table, in: "main") == before, "\(way.name): nothing is changed")
      for place in ["main", "cold"] {
        try expect(try harness.rows(of: archive, in: place).isEmpty, "\(way.name): nothing is moved")
      }
      return []
    }
  }

  static let judgement: [ConformanceCase] = [
    ConformanceCase(
      "One row that its judge does not let go rolls its batch back, on every way of changing rows"
    ) {
      harness in
      try harness.makeTable(
        ConformanceTable(
          "letters", [("id", .integer), ("person", .integer)], key: ["id"], indexed: ["person"]),
        in: "main")
      var made: [String] = []
      for (number, way) in ways.enumerated() {
        // The last row; of a batch of one row, the first.
        let judge = RecordingJudge(upTo: today.adding(days: way.limit.rows == 1 ? -20 : -1))
        if try !run(way, number, judge, harness).isEmpty { made.append(way.name) }
      }
      try expect(made.isEmpty, "batches that were made: \(made)")
    },
    ConformanceCase(
      "A judge is shown each changed row as it was before the change, on every way of changing rows"
    ) {
      harness in
      try harness.makeTable(
        ConformanceTable(
          "letters", [("id", .integer), ("person", .integer)], key: ["id"], indexed: ["person"]),
        in: "main")
      var wrong: [String] = []
      for (number, way) in ways.enumerated() {
        let judge = RecordingJudge(upTo: today)
        let changed = try run(way, number, judge, harness)
        let shown = Set(judge.rows.map(\.values))
        let days = Set(judge.rows.map { $0.events[0] })
        if changed.count != min(10, way.limit.rows)
          || shown != Set(changed.map { [ColumnValue.text("name \($0)"), .integer($0)] })
          || days != Set(changed.map { .day(today.adding(days: Int($0) - 10)) })
        {
          wrong.append("\(way.name): \(changed), \(shown), \(days)")
        }
      }
      try expect(wrong.isEmpty, "each row as it was: \(wrong)")
    },
    ConformanceCase("A row that goes because another of its table does is shown to the judge, too") {
      harness in
      let family = ConformanceTable(
        "people",
        [("id", .integer), ("nir", .text), ("name", .text), ("ended", .text), ("parent", .integer)],
        key: ["id"], indexed: ["ended", "parent"])
      try harness.makeTable(family, in: "main")
      try harness.insert(
        [
          [.integer(1), .text("a"), .text("a"), .text(today.adding(days: -9).description), .null],
          [.integer(2), .text("b"), .text("b"), .text(today.description), .integer(1)],
        ], into: "people", in: "main")
      let set = set(
        family,
        dependents: [
          Dependent(
            table: "people", references: [.init(column: "parent", parentColumn: "id")], recordSets: ["set"])
        ])
      let store = try harness.open("main")
      for (lastDay, count) in [(today.adding(days: -1), 0), (today, 2)] {
        var selection = Selection(recordSet: set, predicate: .always, orderedBy: byDate)
        selection.dependents = DependentTest(going: ["set": .init(recordSet: set, predicate: .always)])
        selection.judge = RecordingJudge(upTo: lastDay)
        do {
          let batch = try store.begin(.delete, on: selection, limit: BatchLimit(rows: 1), holds: NoHolds())
          try expect(try commit(batch).count == count, "both go")
        } catch StoreError.disagreement { try expect(count == 0, "the second is not let go") }
      }
    },
  ]
}
