import RecordStores
import TestNames

/// Rows that stay when what they refer to goes, and lose their reference.
extension ConformanceCase {
  private static let logs = ConformanceTable(
    "logs", [("id", .integer), ("person", .integer), ("editor", .integer), ("nir", .text)], key: ["id"],
    indexed: ["person", "editor"], references: ("people", [("person", "id")]))
  private static let parcels = ConformanceTable(
    "parcels", [("id", .integer), ("person", .integer)], key: ["id"], indexed: ["person"],
    references: ("people", [("person", "id")]))
  private static let stickers = ConformanceTable(
    "stickers", [("id", .integer), ("parcel", .integer)], key: ["id"], indexed: ["parcel"],
    references: ("parcels", [("parcel", "id")]))

  private static func losing(
    _ table: String, _ column: String, subject: String? = nil, where condition: Predicate = .always
  ) -> Dependent {
    var dependent = Dependent(
      table: table, references: [.init(column: column, parentColumn: "id")], subject: subject)
    dependent.losesReference = true
    dependent.condition = condition
    return dependent
  }

  private static func going(_ table: String, _ column: String, below: [Dependent] = []) -> Dependent {
    Dependent(
      table: table, references: [.init(column: column, parentColumn: "id")], dependents: below)
  }

  private static func row(_ id: Int64, _ others: Int64?..., nir: String? = "nobody") -> [ColumnValue] {
    [.integer(id)] + others.map { $0.map { .integer($0) } ?? .null } + (nir.map { [.text($0)] } ?? [])
  }

  /// Logs of the first (two, one by the second), the second (by the first), the ninth, and of nobody; the third's is about somebody else.
  private static func fill(_ harness: any ConformanceHarness) throws {
    try tenPeople(harness)
    for table in [logs, parcels, stickers] { try harness.makeTable(table, in: "main") }
    try harness.insert(
      [
        row(1, 1, nil), row(2, 1, 2), row(3, 2, 1), row(4, 3, nil, nir: "other"), row(5, 9, nil),
        row(6, nil, nil),
      ], into: "logs", in: "main")
    try harness.insert(
      [row(1, 1, nir: nil), row(2, 9, nir: nil)], into: "parcels", in: "main")
    try harness.insert(
      [row(1, 1, nir: nil), row(2, 2, nir: nil), row(3, nil, nir: nil)], into: "stickers", in: "main")
  }

  private static func selection(_ dependents: [Dependent], to last: Int64, tags: Bool = true) -> Selection {
    var selection = Selection(
      recordSet: set(people, subject: "nir", dependents: dependents),
      predicate: .compare(column: "id", .lessOrEqual, .integer(last)))
    if dependents.contains(where: \.canKeep) { selection.dependents = DependentTest(going: [:]) }
    if tags { selection.tagging = WordTagging() }
    return selection
  }

  private static func references(_ harness: any ConformanceHarness) throws -> [Int64: [ColumnValue]] {
    var found: [Int64: [ColumnValue]] = [:]
    for row in try harness.rows(of: logs, in: "main").values {
      if case .integer(let id) = row[0] { found[id] = [row[1], row[2]] }
    }
    return found
  }

  static let losses: [ConformanceCase] = [
    ConformanceCase("Rows stay when their record goes, lose what they referred by, and are listed once each")
    {
      harness in
      try fill(harness)
      let store = try harness.open("main")
      for tags in [false, true] {
        let dependents = [
          losing("logs", "person"), losing("logs", "editor"),
          going("parcels", "person", below: [losing("stickers", "parcel")]),
        ]
        let selection = selection(dependents, to: 2, tags: tags)
        var counted = selection
        counted.countsDependents = true
        let tally = try store.tally(counted, holds: NoHolds())
        try expect(
          tally.withoutReference.filter { $0.value > 0 } == ["logs": 3, "stickers": 1]
            && tally.dependents.filter { $0.value > 0 } == ["parcels": 1], "a plan counts them: \(tally)")
        guard let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds())
        else {
          throw ConformanceFailure("no batch")
        }
        try expect(
          batch.withoutReference.filter { $0.value > 0 } == ["logs": 3, "stickers": 1]
            && batch.dependents.filter { $0.value > 0 } == ["parcels": 1],
          "so does a batch: \(batch.withoutReference), \(batch.dependents)")
        let listed = batch.subjects.withoutReference
        if tags {
          let whom = zip(
            listed.tables["logs"]?.keys.integers ?? [], listed.tables["logs"]?.subjects ?? []
          ).sorted { $0.0 < $1.0 }
          try expect(whom.map(\.0) == [1, 2, 3], "the three logs: \(whom)")
          try expect(
            whom.map(\.1) == [1, 1, 2].map { WordTagging.tag("person\($0)") },
            "about whom they referred to: \(whom)")
          try expect(listed.tables["stickers"]?.keys.integers == [1], "and the sticker")
        }
        guard tags else {
          batch.rollback()
          continue
        }
        try batch.commit()
        try expect(
          try references(harness) == [
            1: [.null, .null], 2: [.null, .null], 3: [.null, .null], 4: [.integer(3), .null],
            5: [.integer(9), .null], 6: [.null, .null],
          ], "the others are as they were")
        try expect(try harness.rows(of: stickers, in: "main").count == 3, "stickers stay")
        try expect(try harness.rows(of: parcels, in: "main").count == 1, "and the parcel went")
      }
    },
    ConformanceCase("A row that goes with a record loses nothing, and one that does not loses its reference")
    {
      harness in
      try fill(harness)
      // The second and the third go by one reference and would lose the other.
      try harness.update(logs, key: .integer(5), set: "editor", to: .integer(1), in: "main")
      let store = try harness.open("main")
      for dependents in [
        [losing("logs", "editor"), going("logs", "person")],
        [going("logs", "person"), losing("logs", "editor")],
      ] {
        var selection = selection(
          dependents + [going("parcels", "person", below: [losing("stickers", "parcel")])], to: 2)
        selection.countsDependents = true
        let tally = try store.tally(selection, holds: NoHolds())
        guard let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds())
        else {
          throw ConformanceFailure("no batch")
        }
        try expect(batch.dependents["logs"] == 3, "three go: \(batch.dependents)")
        try expect(batch.withoutReference["logs"] == 1, "one loses its editor: \(batch.withoutReference)")
        try expect(
          batch.subjects.withoutReference.tables["logs"]?.keys.integers == [5], "and it is the fifth")
        try expect(
          tally.dependents["logs"] == 3 && tally.withoutReference["logs"] == 1, "as planned: \(tally)")
        batch.rollback()
      }
    },
    ConformanceCase(
      "A row that would lose its reference keeps the record while somebody holds whom it is about"
    ) {
      harness in
      try fill(harness)
      let store = try harness.open("main")
      let dependents = [
        losing("logs", "person", subject: "nir"),
        going("parcels", "person", below: [losing("stickers", "parcel")]),
      ]
      let selection = selection(dependents, to: 3)
      let holds = ListedHolds(subjects: ["other"])
      try expect(try store.tally(selection, holds: holds).blocked == 1, "one is blocked")
      let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: holds)
      try expect(try ids(commit(batch)) == [1, 2], "the third stays")
      try expect(try references(harness)[4] == [.integer(3), .null], "with its log")
      let later = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds())
      try expect(try ids(commit(later)) == [3], "and goes without the hold")
      try expect(try references(harness)[4] == [.null, .null], "from its log")
    },
    ConformanceCase(
      "A batch of more rows that lose references than it may have is refused, and one record's is not"
    ) {
      harness in
      try fill(harness)
      let store = try harness.open("main")
      let dependents = [
        losing("logs", "person"), losing("logs", "editor"),
        going("parcels", "person", below: [losing("stickers", "parcel")]),
      ]
      let selection = selection(dependents, to: 2)
      do {
        _ = try store.begin(.delete, on: selection, limit: BatchLimit(dependents: 3), holds: NoHolds())
        throw ConformanceFailure("it was made")
      } catch StoreError.tooLarge {}
      let batch = try store.begin(
        .delete, on: selection, limit: BatchLimit(rows: 1, dependents: 1), holds: NoHolds())
      try expect(try ids(commit(batch)) == [1], "one record at a time")
    },
    ConformanceCase("Only rows that meet a condition lose their reference") { harness in
      try fill(harness)
      let store = try harness.open("main")
      let isOther = Predicate.compare(column: "nir", .equal, .text("other"))
      let selection = selection([losing("logs", "editor", where: isOther)], to: 10)
      try harness.update(logs, key: .integer(4), set: "editor", to: .integer(4), in: "main")
      try harness.update(logs, key: .integer(5), set: "editor", to: .integer(4), in: "main")
      for id: Int64 in 1...5 {
        try harness.update(logs, key: .integer(id), set: "person", to: .null, in: "main")
      }
      try harness.run("DELETE FROM stickers", in: "main")
      try harness.run("DELETE FROM parcels", in: "main")
      let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds())
      try expect(batch?.withoutReference == ["logs": 1], "one: \(batch?.withoutReference ?? [:])")
      try expect(try commit(batch).count == 10, "all go")
      let left = try references(harness)
      try expect(left[4] == [.null, .null] && left[5] == [.null, .integer(4)], "\(left)")
    },
    ConformanceCase("Rows without a primary key lose their references, too, however many are alike") {
      harness in
      try tenPeople(harness)
      try harness.run("CREATE TABLE bare (person INTEGER, what INTEGER)", in: "main")
      try harness.run("INSERT INTO bare VALUES (1, 5), (1, 5), (1, 6), (2, 5), (9, 5), (NULL, 5)", in: "main")
      let store = try harness.open("main")
      let batch = try store.begin(
        .delete, on: selection([losing("bare", "person")], to: 2), limit: BatchLimit(), holds: NoHolds())
      try expect(batch?.withoutReference == ["bare": 4], "four: \(batch?.withoutReference ?? [:])")
      try expect(batch?.subjects.withoutReference.count == 4, "all listed")
      try expect(try commit(batch).count == 2, "two go")
    },
  ]
}
