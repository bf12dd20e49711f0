import CivilTime
import RecordStores
import TestNames
import Words

/// Rows that stay because they depend on a record that is held.
extension ConformanceCase {
  /// Tables that refer to each other, with rows of which all are due.
  struct Shape: Sendable {
    let name: String
    /// What each table has: its rows' keys, and what they refer to by `up` and `other`.
    let tables: [(table: String, rows: [(Int64, up: Int64?, other: Int64?)])]
    /// Every record set, the last one's rows are to be changed.
    let sets: [RecordSet]
    /// The rows that go while the second person, or the record set `client`, is held.
    let free: (person: [Int64], set: [Int64])
    /// Those of the others that dependents keep.
    var blocked: (person: Int, set: Int) = (0, 0)

    var changed: RecordSet {
      let ancestry = Ancestry(sets)
      return sets[sets.count - 1].with(ancestry: ancestry)
    }

    /// What holds of a client can name, all with one effect but for the last.
    var holds: [(name: String, PlacedHolds.Holds, free: [Int64], blocked: Int)] {
      [
        ("subject", .init(subjects: ["person 2"]), free.person, blocked.person),
        ("key", .init(records: ["client": [2]]), free.person, blocked.person),
        ("record set", .init(sets: ["client"]), free.set, blocked.set),
      ]
    }
  }

  private static func table(_ name: String) -> ConformanceTable {
    ConformanceTable(
      name,
      [
        ("id", .integer), ("nir", .text), ("up", .integer), ("other", .integer), ("ended", .text),
        ("done", .text),
      ], key: ["id"], indexed: ["up", "other", "ended"])
  }

  private static func below(
    _ table: String, by column: String = "up", subject: String? = nil, sets: [RecordSetName] = [],
    others: Bool = false, _ dependents: [Dependent] = []
  ) -> Dependent {
    Dependent(
      table: table, references: [.init(column: column, parentColumn: "id")], subject: subject,
      recordSets: sets, hasOtherParents: others, dependents: dependents)
  }

  private static func bound(
    _ name: String, table: String? = nil, subject: String? = nil, _ dependents: [Dependent] = []
  ) -> RecordSet {
    set(
      Self.table(table ?? name), named: RecordSetName(name), subject: subject, marker: "done",
      dependents: dependents)
  }

  private static let clients: [(Int64, up: Int64?, other: Int64?)] = [1, 2, 3].map { ($0, nil, nil) }
  /// Of the first, the second (two), the third, nobody, and one who is not there.
  private static let orders: [(Int64, up: Int64?, other: Int64?)] = [
    (11, 1, nil), (12, 2, nil), (13, 3, nil), (14, nil, nil), (15, 2, nil), (16, 99, nil),
  ]
  private static let lines: [(Int64, up: Int64?, other: Int64?)] = [
    (21, 11, nil), (22, 12, nil), (23, 15, nil), (24, 16, nil), (25, nil, nil), (26, 13, nil), (27, 77, nil),
  ]

  static let shapes: [Shape] = [
    Shape(
      name: "one level", tables: [("client", clients), ("orders", orders)],
      sets: [
        bound("client", subject: "nir", [below("orders", sets: ["orders"])]), bound("orders"),
      ], free: ([11, 13, 14], [14])),
    Shape(
      name: "a subject that most rows lack", tables: [("client", clients), ("orders", orders)],
      sets: [
        bound("client", subject: "nir", [below("orders", sets: ["orders"])]),
        bound("orders", subject: "nir"),
      ], free: ([11, 13, 14], [14])),
    Shape(
      name: "two levels", tables: [("client", clients), ("orders", orders), ("line", lines)],
      sets: [
        bound("client", subject: "nir", [below("orders", [below("line", sets: ["line"])])]), bound("line"),
      ], free: ([21, 25, 26], [25])),
    Shape(
      name: "through a record set", tables: [("client", clients), ("orders", orders), ("line", lines)],
      sets: [
        bound("client", subject: "nir", [below("orders", sets: ["orders"])]),
        bound("orders", [below("line", sets: ["line"])]), bound("line"),
      ], free: ([21, 25, 26], [25])),
    Shape(
      name: "a reference to a record or its archive",
      tables: [("client", [(1, nil, nil), (2, nil, nil)]), ("old", [(3, nil, nil)]), ("orders", orders)],
      sets: [
        bound("client", subject: "nir", [below("orders", sets: ["orders"])]),
        bound("old", subject: "nir", [below("orders", sets: ["orders"])]), bound("orders"),
      ], free: ([11, 13, 14], [13, 14])),
    Shape(
      name: "the table itself",
      tables: [
        (
          "client",
          [(1, nil, nil), (2, nil, nil), (3, 2, nil), (4, 3, nil), (5, 1, nil), (6, 6, nil), (7, 66, nil)]
        )
      ],
      sets: [bound("client", subject: "nir", [below("client", sets: ["client"])])],
      free: ([1, 5, 6], [])),
    Shape(
      name: "a circle",
      // Each in an organisation, which has an owner: the first two, the third alone, the fourth of none.
      tables: [
        ("client", [(1, 101, nil), (2, 101, nil), (3, 103, nil), (4, nil, nil), (5, 105, nil)]),
        ("organisation", [(101, 2, nil), (103, 3, nil), (105, 1, nil)]),
      ],
      sets: [
        bound("organisation", [below("client", sets: ["client"])]),
        bound("client", subject: "nir", [below("organisation", sets: ["organisation"])]),
      ], free: ([3, 4], [])),
    Shape(
      name: "a junction with rules of its own",
      tables: [
        ("client", clients), ("link", [(1, 1, 2), (2, 1, 3), (3, 2, 1), (4, 3, nil), (5, nil, nil)]),
      ],
      sets: [
        bound(
          "client", subject: "nir",
          [below("link", sets: ["link"]), below("link", by: "other", sets: ["link"])]),
        bound("link"),
      ], free: ([2, 4, 5], [5])),
    Shape(
      name: "a junction that goes with a record",
      tables: [
        ("client", clients + [(4, nil, nil)]), ("link", [(1, 1, 2), (2, 3, 4), (3, 3, nil)]),
      ],
      sets: [
        bound(
          "client", subject: "nir",
          [below("link", others: true), below("link", by: "other", others: true)])
      ], free: ([3, 4], []), blocked: (1, 0)),
    Shape(
      name: "rows of one table that go together, of which one is another's",
      tables: [
        ("client", clients),
        ("family", [(1, nil, nil), (2, 1, nil), (3, 2, 2), (4, nil, nil), (5, 4, 3), (6, nil, 1)]),
      ],
      sets: [
        bound("client", subject: "nir", [below("family", by: "other", sets: ["family"])]),
        bound("family", [below("family", sets: ["family"])]),
      ], free: ([4, 5, 6], []), blocked: (2, 3)),
  ]

  private static func make(_ shape: Shape, _ harness: any ConformanceHarness) throws {
    for (name, rows) in shape.tables {
      try harness.makeTable(table(name), in: "main")
      let hasPeople = name == "client" || name == "old"
      try harness.insert(
        rows.map { id, up, other in
          let nobody: [ColumnValue] = [.null, .text(""), .text(" "), .text("-")]
          return [
            .integer(id), hasPeople ? .text("person \(id)") : nobody[Int(id % 4)],
            up.map { .integer($0) } ?? .null, other.map { .integer($0) } ?? .null,
            .text(today.adding(days: -20).description), .null,
          ]
        }, into: name, in: "main")
    }
    for place in ["main", "cold"] { try harness.makeTable(table("archive"), in: place) }
  }

  private static func selection(
    _ shape: Shape, changes: [ColumnChange]? = nil, deletes: Bool
  ) -> Selection {
    let set = shape.changed
    var selection = Selection(
      recordSet: set, predicate: due(by: today), orderedBy: byDate, pseudonymising: changes)
    if deletes, shape.blocked.person > 0 {
      selection.dependents = DependentTest(
        going: [set.name: DependentTest.Going(recordSet: set, predicate: due(by: today))])
    }
    return selection
  }

  /// Every change, each in a batch that is rolled back.
  private static func changed(
    _ shape: Shape, _ way: String, _ holds: PlacedHolds, in store: any RecordStore,
    _ harness: any ConformanceHarness
  ) throws -> [Int64] {
    let deletes = way != "pseudonymise"
    let changes = [ColumnChange(column: "nir", transform: Marking())]
    let selection = selection(shape, changes: deletes ? nil : changes, deletes: deletes)
    let archive = set(table("archive"), named: "archive", store: way == "archive elsewhere" ? "cold" : "main")
    let sink = way == "archive elsewhere" ? try harness.open("cold").beginReceiving(into: archive) : nil
    defer { sink?.rollback() }
    let change: Change =
      switch way {
      case "delete": .delete
      case "pseudonymise": .pseudonymise(changes, markerValue: .text("d"))
      case "archive": .archive(into: archive)
      default: sink.map { .archiveElsewhere($0) } ?? .delete
      }
    // Twice, since what was held in the first batch is passed over otherwise in the second.
    let first = try store.begin(change, on: selection, limit: BatchLimit(), holds: holds)
    let keys = ids(first?.keys ?? KeyList())
    first?.rollback()
    guard sink == nil else { return keys }
    let again = try store.begin(change, on: selection, limit: BatchLimit(), holds: holds)
    defer { again?.rollback() }
    try expect(ids(again?.keys ?? KeyList()) == keys, "\(shape.name), \(way): the same again")
    return keys
  }

  private static func isHeld(
    _ id: Int64, _ shape: Shape, _ holds: PlacedHolds, _ store: any RecordStore
  ) throws -> Bool? {
    try store.examine(shape.changed, key: ["\(id)"], predicates: [], events: [], holds: holds)?.isHeld
  }

  static let ancestors: [ConformanceCase] =
    shapes.map { shape in
      ConformanceCase("What depends on a held record stays: \(shape.name)") { harness in
        try make(shape, harness)
        let all =
          shape.tables[shape.tables.count - 1].table == shape.changed.table
          ? shape.tables[shape.tables.count - 1].rows.map(\.0)
          : shape.tables.first { $0.table == shape.changed.table }?.rows.map(\.0) ?? []
        let store = try harness.open("main")
        for (name, placed, free, blocked) in shape.holds {
          let holds = PlacedHolds(placed, in: shape.changed)
          let selection = selection(shape, deletes: true)
          let tally = try store.tally(selection, holds: holds)
          try expect(
            tally.count == all.count && tally.blocked == blocked
              && tally.held == all.count - free.count - blocked,
            "\(name): \(tally) of \(all), \(free) go")
          let next = try ids(store.nextKeys(of: .delete, on: selection, count: 20, holds: holds))
          try expect(Set(next).isSubset(of: free) && next.isEmpty == free.isEmpty, "\(name): next is \(next)")
          for id in all where blocked == 0 {
            try expect(
              try isHeld(id, shape, holds, store) == !free.contains(id), "\(name): explained \(id)")
          }
          let ways =
            ["delete", "archive", "archive elsewhere"] + (shape.blocked.person > 0 ? [] : ["pseudonymise"])
          for way in ways
          where way == "delete" || shape.changed.dependents.allSatisfy({ !$0.recordSets.isEmpty }) {
            let found = try changed(shape, way, holds, in: store, harness)
            try expect(found == free, "\(name), \(way): \(found) and not \(free)")
          }
        }
        let none = PlacedHolds(.init(), in: shape.changed)
        try expect(
          try store.tally(selection(shape, deletes: true), holds: none).held == 0,
          "without holds nothing is held, nor what refers to nobody")
        let holds = PlacedHolds(.init(subjects: ["person 2"]), in: shape.changed)
        var gone: [Int64] = []
        var selection = selection(shape, deletes: true)
        while let batch = try store.begin(
          .delete, on: selection, limit: BatchLimit(rows: 2), holds: holds), gone.count < 100
        {
          try batch.commit()
          gone += ids(batch.keys)
          selection.after = batch.position
        }
        try expect(gone.sorted() == shape.free.person, "two at a time: \(gone)")
        let left = try harness.rows(of: table(shape.changed.table), in: "main").count
        try expect(left == all.count - gone.count, "and the others are there")
      }
    } + [
      ConformanceCase("A row that refers to nobody who is there stays while anybody is held, and not else") {
        harness in
        try make(shapes[0], harness)
        let store = try harness.open("main")
        let selection = selection(shapes[0], deletes: true)
        let holds = PlacedHolds(.init(subjects: ["somebody else"]), in: shapes[0].changed)
        try expect(try store.tally(selection, holds: holds).held == 1, "the one is counted as held")
        let free = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds())
        try expect(ids(free?.keys ?? KeyList()) == [11, 12, 13, 14, 15, 16], "nobody is held")
        free?.rollback()
      },
      ConformanceCase(
        "What becomes a held person's while a batch is made is left, where others can write meanwhile"
      ) {
        harness in
        try make(shapes[0], harness)
        let store = try harness.open("main")
        let client = table("client")
        var hasCome = false
        let holds = PlacedHolds(.init(subjects: ["person 2"]), in: shapes[0].changed) { name in
          guard name == "client", !hasCome else { return }
          hasCome = true
          // An embedded store is locked from the batch's beginning on.
          try? harness.update(client, key: .integer(1), set: "nir", to: .text("person 2"), in: "main")
        }
        let batch = try store.begin(
          .delete, on: selection(shapes[0], deletes: true), limit: BatchLimit(), holds: holds)
        let keys = ids(batch?.keys ?? KeyList())
        try batch?.commit()
        let isHeld = try harness.rows(of: client, in: "main")[[.integer(1)]]?[1] == .text("person 2")
        try expect(hasCome && keys == (isHeld ? [13, 14] : [11, 13, 14]), "\(keys) went, held: \(isHeld)")
      },
      ConformanceCase("A plan counts what goes with records as batches list it, each row once") { harness in
        let (links, letters, notes) = (table("link"), table("letter"), table("note"))
        try tenPeople(harness)
        for table in [links, letters, notes] { try harness.makeTable(table, in: "main") }
        func insert(_ rows: [(Int64, Int64?, Int64?)], _ table: ConformanceTable) throws {
          try harness.insert(
            rows.map { id, up, other in
              [
                .integer(id), .text("person \(id)"), up.map { .integer($0) } ?? .null,
                other.map { .integer($0) } ?? .null, .null, .null,
              ]
            }, into: table.name, in: "main")
        }
        // Of two people each; answers to each other, in a circle, too; and a note to each of them.
        try insert([(1, 1, 2), (2, 2, 3), (3, 3, 3), (4, 4, 10), (5, nil, 5), (6, 10, nil)], links)
        try insert(
          [(1, 1, nil), (2, nil, 1), (3, 2, 2), (4, 6, 5), (5, nil, 4), (6, 10, nil), (7, 7, nil)], letters)
        try insert(
          [(1, 1, nil), (2, 2, nil), (3, 3, nil), (4, 4, nil), (5, 6, nil), (6, 7, nil), (7, 5, nil)], notes)
        func people(subject: String?) -> RecordSet {
          let dependents = [
            below("link", others: true), below("link", by: "other", others: true),
            below(
              "letter", subject: subject, others: true,
              [below("letter", by: "other", others: true), below("note")]),
          ]
          let set = set(Self.people, subject: "nir", dependents: dependents)
          return set.with(ancestry: Ancestry([set]))
        }
        for (name, subject, holds) in [
          ("nobody held", nil, PlacedHolds.Holds()), ("the third held", nil, .init(subjects: ["person 3"])),
          ("the sixth's letter held", "nir", .init(subjects: ["person 5"])),
        ] as [(String, String?, PlacedHolds.Holds)] {
          let store = try harness.open("main")
          let set = people(subject: subject)
          let test = PlacedHolds(holds, in: set)
          var selection = Selection(
            recordSet: set, predicate: due(by: today.adding(days: -1)), orderedBy: byDate)
          selection.dependents = DependentTest(going: [:])
          selection.countsDependents = true
          let tally = try store.tally(selection, holds: test)
          let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: test)
          let listed = (batch?.dependents ?? [:]).filter { $0.value > 0 }
          try expect(
            tally.dependents.filter { $0.value > 0 } == listed && !listed.isEmpty,
            "\(name): \(tally.dependents) planned, \(listed) went")
          try expect(
            tally.count - tally.held - tally.blocked == batch?.keys.count,
            "\(name): \(tally), \(batch?.keys.count ?? 0)")
          batch?.rollback()
        }
      },
    ]
}
