import CivilTime
import Identifiers
import RecordStores
import TestNames
import Transforms

extension ConformanceCase {
  /// Every transform that stores.json can name, with a value that it takes, and those of this suite.
  private static func everyTransform() throws -> [(
    name: String, transform: any ColumnTransform, value: String
  )] {
    let secret = try SecretKey(Array(1...32), source: .file("test"))
    let keys = KeyRing(["domain": [try DomainKey(version: 1, key: secret)]])
    let place = TransformPlace(domain: "domain", store: "main", table: "people", column: "name", day: today)
    let specifications: [(TransformSpecification, String)] = [
      (.pseudonym(.text), "name"), (.null, "name"), (.constant(.text("x")), "name"),
      (.constant(.null), "name"),
      (.mask(character: "*", keepFirst: 1, keepLast: 1), "name"), (.generalisedDate(.year), "1980-05-05"),
      (.department, "75001"), (.bucket(width: 10), "42"), (.nir(.hmac, hasValidKey: false), "1850578006084"),
      (.nir(.ff1, hasValidKey: true), "1850578006084"), (.ff1(.digits), "12345678"),
      (.ageBand(width: 10, topCode: 90, result: .date), "1980-05-05"),
      (.ageBand(width: 10, topCode: 90, result: .age), "1980-05-05"),
      (.hierarchy(Hierarchy(digest: "d", level: 1, otherwise: .null, values: ["a": "b"])), "a"),
      (.dateShift(maximumDays: 30, .nir), "1980-05-05"), (.truncated(keepFirst: 2), "name"),
      (.redacted([.email]), "a@example.org"), (.surrogate(isConsistentInBatch: false), "name"),
      (.surrogate(isConsistentInBatch: true), "name"),
    ]
    let made = try specifications.map { specification, value in
      ("\(specification)", try specification.transform(at: place, keys: keys), value)
    }
    return made + [("marking", Marking(), "name"), ("subject's mark", SubjectMark(), "name")]
  }

  /// Nothing where something is expected: the kind to which case 20 of the list of small inputs belongs.
  static let emptyValues: [ConformanceCase] = [
    ConformanceCase("Each transform meets null and empty text in the first, a middle, the last and every row")
    {
      harness in
      try harness.makeTable(people, in: "main")
      let store = try harness.open("main")
      let set = set(people, subject: "nir", marker: "done")
      var id: Int64 = 0
      for (name, transform, value) in try everyTransform() {
        for empty in [ColumnValue.null, .text("")] {
          for places in [[0], [1], [2], [0, 1, 2]] {
            let first = id
            try harness.insert(
              (0..<3).map { place in
                id += 1
                return [
                  .integer(id), .text("1850578006084"), places.contains(place) ? empty : .text(value),
                  .text(today.adding(days: place - 9).description), .null,
                ]
              }, into: "people", in: "main")
            let changes = [ColumnChange(column: "name", transform: transform)]
            let selection = Selection(
              recordSet: set, predicate: .compare(column: "id", .greater, .integer(first)), orderedBy: byDate,
              pseudonymising: changes)
            do {
              let batch = try store.begin(
                .pseudonymise(changes, markerValue: .text("d")), on: selection, limit: BatchLimit(),
                holds: NoHolds())
              try expect(try commit(batch).count == 3, "\(name), \(empty) at \(places): three rows are done")
            } catch StoreError.row where empty == .text("") {
              // Empty text is no date and no number, and says so.
            }
          }
        }
      }
    },
    ConformanceCase("Rows that have nothing to read between them and large ones are done, page by page") {
      harness in
      try harness.makeTable(people, in: "main")
      let large = String(repeating: "x", count: 190)
      try harness.insert(
        (1...9).map { number in
          [
            .integer(number), .text("person"), [.null, .text(""), .text(large)][Int(number) % 3],
            .text(today.description), .null,
          ]
        }, into: "people", in: "main")
      let store = try harness.open("main")
      for changes in [
        [ColumnChange(column: "name", transform: Marking())],
        [
          ColumnChange(column: "name", transform: Marking()),
          ColumnChange(column: "nir", transform: Emptying()),
        ],
        [
          ColumnChange(column: "nir", transform: Emptying()),
          ColumnChange(column: "name", transform: Emptying()),
        ],
      ] {
        for id: Int64 in 1...9 {
          try harness.update(people, key: .integer(id), set: "done", to: .null, in: "main")
        }
        var selection = Selection(
          recordSet: set(people, marker: "done"), predicate: .always, pseudonymising: changes)
        var count = 0
        // So few bytes that a batch ends with each row that has any.
        while let batch = try store.begin(
          .pseudonymise(changes, markerValue: .text("d")), on: selection,
          limit: BatchLimit(rows: 4, bytes: 1),
          holds: NoHolds())
        {
          count += batch.keys.count
          selection.after = batch.position
          try batch.commit()
        }
        try expect(count == 9, "each row once: \(count)")
      }
    },
  ]
}

/// Writes null, and reads nothing.
struct Emptying: ColumnTransform {
  var isNulling: Bool { true }
  func apply(_ value: ColumnValue, subject: ColumnValue) -> ColumnValue { .null }
  func isOutput(_ value: ColumnValue) -> Bool? { value == .null }
}
