internal import CivilTime
internal import RecordStores

/// Writes the row's subject before the value; refuses a row that names nobody.
struct SubjectMark: ColumnTransform {
  struct Nobody: Error {}

  var needsSubject: Bool { true }

  func apply(_ value: ColumnValue, subject: ColumnValue) throws -> ColumnValue {
    guard case .text(let subject) = subject else { throw Nobody() }
    guard case .text(let text) = value else { return value }
    return .text("\(subject)/\(text)")
  }

  func isOutput(_ value: ColumnValue) -> Bool? { nil }
}

extension ConformanceCase {
  static let transforms: [ConformanceCase] = [
    ConformanceCase(
      "A transform that asks for the subject is given the one that was there, also where that changes with it"
    ) { harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      for changes in [
        [
          ColumnChange(column: "nir", transform: Marking()),
          ColumnChange(column: "name", transform: SubjectMark()),
        ],
        [
          ColumnChange(column: "name", transform: SubjectMark()),
          ColumnChange(column: "nir", transform: Marking()),
        ],
      ] {
        let selection = Selection(
          recordSet: set(people, subject: "nir", marker: "done"), predicate: due(by: today),
          orderedBy: byDate,
          pseudonymising: changes)
        _ = try commit(
          store.begin(
            .pseudonymise(changes, markerValue: .text("d")), on: selection, limit: BatchLimit(rows: 5),
            holds: NoHolds()))
      }
      for (key, row) in try harness.rows(of: people, in: "main") {
        guard case .integer(let number) = key[0] else { throw ConformanceFailure("no key") }
        try expect(
          row[1] == .text("p1_person \(number)") && row[2] == .text("person \(number)/name \(number)"),
          "row \(number) has its own, old subject")
      }
    },
    ConformanceCase(
      "A row without the subject that a transform asks for fails, is found by its key, and stays as it is"
    ) {
      harness in
      try tenPeople(harness)
      try harness.update(people, key: .integer(1), set: "nir", to: .null, in: "main")
      let store = try harness.open("main")
      let changes = [ColumnChange(column: "name", transform: SubjectMark())]
      let selection = Selection(
        recordSet: set(people, subject: "nir", marker: "done"), predicate: due(by: today), orderedBy: byDate,
        pseudonymising: changes)
      let change = Change.pseudonymise(changes, markerValue: .text("d"))
      do {
        _ = try store.begin(change, on: selection, limit: BatchLimit(), holds: NoHolds())
        throw ConformanceFailure("the batch was made")
      } catch StoreError.row {}
      try expect(
        ids(store.nextKeys(of: change, on: selection, count: 1, holds: NoHolds())) == [1],
        "the next key is the row's")
      try expect(
        try harness.rows(of: people, in: "main").values.allSatisfy { $0[4] == .null }, "no row is changed")
    },
    ConformanceCase("A column that is unique takes no transform that gives several rows one value") {
      harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      try expect(
        refusals(of: ChangedColumn(column: "id", merges: true), by: store)
          == [.mergedUnique(table: "people", column: "id", index: ["id"])], "a merged key is refused")
      try expect(
        refusals(of: ChangedColumn(column: "id"), by: store).isEmpty, "one that stays apart is not")
      try expect(
        refusals(of: ChangedColumn(column: "nir", merges: true), by: store).isEmpty, "nor another column")
    },
  ]

  private static func refusals(of change: ChangedColumn, by store: any RecordStore) throws -> [SchemaFinding]
  {
    let use = SchemaUse(
      deletes: false, changedColumns: [change], archive: nil, readColumns: [], events: [])
    return try store.describe(set(people), use: use).refusals
  }
}
