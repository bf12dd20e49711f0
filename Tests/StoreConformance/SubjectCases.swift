import CivilTime
import Identifiers
import RecordStores
import TestNames
import Words

/// A batch says whom its rows were about, whatever the way on which they are changed.
extension ConformanceCase {
  /// Makes a batch of the ten people in that way.
  private static func batch(
    _ way: Way, _ number: Int, _ harness: any ConformanceHarness, subject: String? = "nir",
    parent: (RecordSetName, (String) -> [RecordSet])? = nil, _ check: (any StoreBatch) throws -> Void
  ) throws {
    let table = ConformanceTable("whom\(number)", people.columns, key: ["id"], indexed: ["ended"])
    let archive = ConformanceTable("kept\(number)", people.columns, key: ["id"])
    try tenPeople(harness, table)
    // Who has an empty identifier is nobody, as is who has none.
    try harness.update(table, key: .integer(4), set: "nir", to: .text(" - "), in: "main")
    try harness.update(table, key: .integer(5), set: "nir", to: .null, in: "main")
    for place in ["main", "cold"] { try harness.makeTable(archive, in: place) }
    let store = try harness.open("main")
    let sink = try harness.open("cold").beginReceiving(into: set(archive, named: "archive", store: "cold"))
    defer { sink.rollback() }
    let own = RecordSet(
      name: "set", store: "main", table: table.name, key: table.key, subject: subject,
      subjectParent: parent?.0,
      marker: way.marker.map { Marker(column: $0, content: .date) }, dependents: way.dependents,
      files: way.files)
    let above = parent?.1(table.name) ?? []
    var selection = Selection(
      recordSet: above.isEmpty ? own : own.with(ancestry: Ancestry(above + [own])),
      predicate: .always, orderedBy: byDate, pseudonymising: way.changes)
    selection.tagging = WordTagging()
    if way.isListed {
      var keys = KeyList()
      for id: Int64 in 1...10 { keys.append(key: [.integer(id)]) }
      selection.keys = keys
    }
    if way.dependents.contains(where: \.canKeep) { selection.dependents = DependentTest(going: [:]) }
    guard
      let batch = try store.begin(
        way.change(set(archive, named: "archive"), sink), on: selection, limit: way.limit,
        holds: way.isAsked ? AskedHolds.nobody() : NoHolds())
    else { throw ConformanceFailure("\(way.name): no batch") }
    try check(batch)
    batch.rollback()
  }

  private static func tag(ofPerson id: Int64) -> UInt64? {
    id == 4 || id == 5 ? nil : WordTagging.tag("person\(id)")
  }

  private static let letters = ConformanceTable(
    "letters", [("id", .integer), ("person", .integer)], key: ["id"], indexed: ["person"])

  /// Rows that refer to people and have others below them, some about somebody else.
  private static let parcels = ConformanceTable(
    "parcels", [("id", .integer), ("person", .integer), ("owner", .text), ("inside", .integer)], key: ["id"],
    indexed: ["person", "inside"])
  private static let lines = ConformanceTable(
    "lines", [("parcel", .integer), ("number", .integer)], key: ["parcel", "number"])

  private static let withParcels = [
    Dependent(
      table: "parcels", references: [.init(column: "person", parentColumn: "id")], subject: "owner",
      subjectForm: .email,
      dependents: [
        Dependent(table: "lines", references: [.init(column: "parcel", parentColumn: "id")]),
        Dependent(
          table: "parcels", references: [.init(column: "inside", parentColumn: "id")], subject: "owner"),
      ])
  ]

  /// Two parcels of the second person, of which one is another's, and two of the third, one inside of the other; lines of three.
  private static func fillParcels(_ harness: any ConformanceHarness) throws {
    try harness.makeTable(parcels, in: "main")
    try harness.makeTable(lines, in: "main")
    func row(_ id: Int64, _ person: Int64?, _ owner: String?, _ inside: Int64?) -> [ColumnValue] {
      [
        .integer(id), person.map { .integer($0) } ?? .null, owner.map { .text($0) } ?? .null,
        inside.map { .integer($0) } ?? .null,
      ]
    }
    try harness.insert(
      [row(1, 2, nil, nil), row(2, 2, "Other@Example.org", nil), row(3, 3, nil, nil), row(4, nil, nil, 3)],
      into: "parcels", in: "main")
    try harness.insert(
      [(1, 1), (2, 1), (4, 1), (4, 2)].map { [.integer($0.0), .integer($0.1)] }, into: "lines", in: "main")
  }

  static let subjects: [ConformanceCase] = [
    ConformanceCase(
      "A batch says of each row whom it was about before the change, on every way of changing rows"
    ) {
      harness in
      try harness.makeTable(letters, in: "main")
      var wrong: [String] = []
      for (number, way) in ways.enumerated() {
        try batch(way, number, harness) { batch in
          let expected = batch.keys.integers.map(tag(ofPerson:))
          if batch.subjects.records != expected || expected.isEmpty {
            wrong.append("\(way.name): \(batch.subjects.records)")
          }
        }
      }
      try expect(wrong.isEmpty, "whom the rows were about: \(wrong)")
    },
    ConformanceCase("A batch of rows without a subject says so, on every way of changing rows") { harness in
      try harness.makeTable(letters, in: "main")
      for (number, way) in ways.enumerated() {
        try batch(way, number, harness, subject: nil) { batch in
          try expect(
            batch.subjects.records == batch.keys.integers.map { _ in nil }, "\(way.name): nobody for each")
        }
      }
    },
    ConformanceCase(
      "Who names nobody is about the person of the record that it depends on, if the binding says so, on every way of changing rows"
    ) { harness in
      try harness.makeTable(letters, in: "main")
      try fillParcels(harness)
      let house = ConformanceTable("house", [("id", .integer), ("nir", .text)], key: ["id"])
      let owner = ConformanceTable(
        "owner", [("word", .text), ("house", .integer), ("nir", .text)], key: ["word"])
      for table in [house, owner] { try harness.makeTable(table, in: "main") }
      // The seventh refers to an owner who is nobody.
      try harness.insert(
        (1...10).map { [.integer($0), $0 == 7 ? .null : .text("house \($0)")] }, into: "house", in: "main")
      try harness.insert(
        (1...10).map { [.text("name \($0)"), .integer($0), $0 == 7 ? .text(" ") : .text("owner \($0)")] },
        into: "owner", in: "main")
      func owners(subject: String?) -> (String) -> RecordSet {
        { table in
          RecordSet(
            name: "owner", store: "main", table: "owner", key: ["word"], subject: subject,
            dependents: [
              Dependent(
                table: table, references: [.init(column: "name", parentColumn: "word")], recordSets: ["set"])
            ])
        }
      }
      let houses = RecordSet(
        name: "house", store: "main", table: "house", key: ["id"], subject: "nir",
        dependents: [
          Dependent(
            table: "owner", references: [.init(column: "house", parentColumn: "id")], recordSets: ["owner"])
        ])
      func expected(_ id: Int64, _ word: String) -> UInt64? {
        id == 7 ? nil : WordTagging.tag("\(word)\(id)")
      }
      var wrong: [String] = []
      var number = 0
      for way in ways {
        for (word, parent) in [
          ("owner", ("owner", { [owners(subject: "nir")($0)] })),
          ("house", ("house", { [houses, owners(subject: nil)($0)] })),
        ] as [(String, (RecordSetName, (String) -> [RecordSet]))] {
          for subject in [nil, "nir"] {
            number += 1
            try batch(way, number, harness, subject: subject, parent: parent) { batch in
              let tags = batch.keys.integers.map { id in
                (subject == nil ? nil : tag(ofPerson: id)) ?? expected(id, word)
              }
              if batch.subjects.records != tags || tags.isEmpty {
                wrong.append("\(way.name), \(word), own \(subject ?? "none"): \(batch.subjects.records)")
              }
            }
          }
        }
      }
      try expect(wrong.isEmpty, "whom the rows were about: \(wrong)")
      let parent: (RecordSetName, (String) -> [RecordSet]) = ("owner", { [owners(subject: "nir")($0)] })
      try batch(Way(name: "parcels", dependents: withParcels), 0, harness, subject: nil, parent: parent) {
        batch in
        let found = found(batch.subjects.dependents, in: "parcels")
        try expect(
          found == [
            [.integer(1)]: WordTagging.tag("owner2"), [.integer(2)]: WordTagging.tag("other@exampleorg"),
            [.integer(3)]: WordTagging.tag("owner3"), [.integer(4)]: WordTagging.tag("owner3"),
          ], "what goes with them: \(found)")
      }
    },
    ConformanceCase("Rows of classes that are too small are not among those of whom a batch tells") {
      harness in
      let way = Way(
        name: "anonymise", marker: "done",
        change: { _, _ in
          .pseudonymise(
            marking, markerValue: .text("d"), anonymity: Anonymity(quasiIdentifiers: ["name"], k: 2))
        })
      let table = ConformanceTable("whom0", people.columns, key: ["id"], indexed: ["ended"])
      try tenPeople(harness, table)
      for id: Int64 in [1, 6, 8] {
        try harness.update(table, key: .integer(id), set: "name", to: .text("alike"), in: "main")
      }
      var selection = Selection(
        recordSet: set(table, subject: "nir", marker: "done"), predicate: .always, orderedBy: byDate,
        pseudonymising: way.changes)
      selection.tagging = WordTagging()
      let batch = try harness.open("main").begin(
        way.change(set(table), nil), on: selection, limit: BatchLimit(), holds: NoHolds())
      try expect(
        batch?.keys.integers.sorted() == [1, 6, 8]
          && batch?.subjects.records == batch?.keys.integers.map { WordTagging.tag("person\($0)") },
        "the three alone")
      batch?.rollback()
    },
    ConformanceCase("A batch tells of a row that goes because another of its table does") { harness in
      try harness.makeTable(family(named: "people"), in: "main")
      try harness.insert(
        [
          [.integer(1), .text("a"), .null], [.integer(2), .text("b"), .integer(1)],
          [.integer(3), .text("c"), .integer(2)],
        ],
        into: "people", in: "main")
      let set = set(
        family(named: "people"), subject: "nir",
        dependents: [
          Dependent(
            table: "people", references: [.init(column: "parent", parentColumn: "id")], recordSets: ["set"])
        ])
      var selection = Selection(
        recordSet: set, predicate: .compare(column: "id", .lessOrEqual, .integer(3)))
      selection.dependents = DependentTest(going: ["set": .init(recordSet: set, predicate: .always)])
      selection.tagging = WordTagging()
      let batch = try harness.open("main").begin(
        .delete, on: selection, limit: BatchLimit(rows: 1), holds: NoHolds())
      let tags = [1: "a", 2: "b", 3: "c"].mapValues(WordTagging.tag)
      try expect(
        batch?.keys.count == 3 && batch?.subjects.records == batch?.keys.integers.map { tags[Int($0)] },
        "all three: \(batch?.subjects.records ?? [])")
      batch?.rollback()
    },
    ConformanceCase(
      "A batch lists the rows of dependents by their keys, each about its own subject or its record's"
    ) {
      harness in
      try fillParcels(harness)
      let way = Way(name: "parcels", dependents: withParcels)
      try batch(way, 0, harness) { batch in
        let rows = batch.subjects.dependents
        try expect(batch.dependents == ["parcels": 4, "lines": 4], "all go: \(batch.dependents)")
        try expect(
          found(rows, in: "parcels") == [
            [.integer(1)]: WordTagging.tag("person2"), [.integer(2)]: WordTagging.tag("other@exampleorg"),
            [.integer(3)]: WordTagging.tag("person3"), [.integer(4)]: WordTagging.tag("person3"),
          ], "parcels")
        try expect(
          found(rows, in: "lines") == [
            [.integer(1), .integer(1)]: WordTagging.tag("person2"),
            [.integer(2), .integer(1)]: WordTagging.tag("other@exampleorg"),
            [.integer(4), .integer(1)]: WordTagging.tag("person3"),
            [.integer(4), .integer(2)]: WordTagging.tag("person3"),
          ], "lines")
      }
    },
    ConformanceCase(
      "A batch with more rows of dependents than it may have is to be made smaller, but for one record's"
    ) {
      harness in
      try harness.makeTable(letters, in: "main")
      try harness.insert(
        (1...5).map { [.integer($0), .integer(1)] } + [[.integer(6), .integer(2)]], into: "letters",
        in: "main")
      let dependents = [
        Dependent(table: "letters", references: [.init(column: "person", parentColumn: "id")])
      ]
      for (rows, most, count) in [(10, 4, nil), (10, 6, 6), (1, 4, 5)] as [(Int, Int, Int?)] {
        let way = Way(
          name: "\(rows)", limit: BatchLimit(rows: rows, dependents: most), dependents: dependents)
        do {
          try batch(way, rows * 10 + most, harness) { batch in
            try expect(batch.subjects.dependents.count == count, "\(rows) records, up to \(most) dependents")
          }
        } catch StoreError.tooLarge { try expect(count == nil, "\(rows) records, up to \(most) dependents") }
      }
    },
  ]

  private static func family(named name: String) -> ConformanceTable {
    ConformanceTable(
      name, [("id", .integer), ("nir", .text), ("parent", .integer)], key: ["id"], indexed: ["parent"])
  }

  private static func found(_ rows: DependentRows, in table: String) -> [[ColumnValue]: UInt64] {
    guard let rows = rows.tables[table] else { return [:] }
    return (0..<rows.keys.count).reduce(into: [:]) { found, row in
      found[rows.keys.values(at: row) ?? []] = rows.subjects[row]
    }
  }
}
