import CivilTime
import RecordStores
internal import StoreBindings
import TestNames
import Words

/// Events whose dates lie in other tables: each engine finds the records that a rule written out by hand finds.
extension ConformanceCase {
  /// What is asked of an event, with the kinds of date for which it is true.
  private static func questions(_ event: BoundEvent) -> [(
    name: String, Predicate, (RelatedTable.Kind) -> Bool
  )] {
    func ask(_ test: @escaping (EventColumn) -> EventTest) -> BoundEvent.Question { { .event($0, test($0)) } }
    let isImplausible = ask { .implausible(days(of: $0)) }
    let isPlausible = ask { .plausible(days(of: $0)) }
    func reached(_ day: CivilDate) -> Predicate {
      event.dated(ask { .reached(.day(day), days(of: $0), zone: zone) }).simplified
    }
    return [
      ("missing", event.missing(isImplausible, isPlausible).simplified, { $0 == .missing }),
      ("implausible", event.implausible(isImplausible, isPlausible).simplified, { $0 == .impossible }),
      ("plausible", event.dated(isPlausible).simplified, \.isDated),
      ("reached long ago", reached(today.adding(days: -1_000)), { $0 == .early }),
      ("begun", reached(today), { $0 == .early || $0 == .today }),
    ]
  }

  private static func set(asking events: [RelatedEvent], dependents: [Dependent] = []) -> RecordSet {
    set(RelatedTable.visitors, dependents: dependents).with(related: events)
  }

  private static let visits = Dependent(
    table: "visit", references: [.init(column: "id", parentColumn: "id")])

  private static func reached(_ choice: RelatedEvent.Choice) -> Predicate {
    let event = BoundEvent(.related(RelatedTable.event(choice), ifNone: RelatedTable.date))
    return event.dated { .event($0, .reached(.day(today.adding(days: -1_000)), days(of: $0), zone: zone)) }
      .simplified
  }

  private static func due(_ choice: RelatedEvent.Choice) -> Set<Int64> {
    Set(RelatedTable.all.filter { $0.date(choice, hasOwn: true) == .early }.map(\.id))
  }

  static let related: [ConformanceCase] = [
    ConformanceCase(
      "The latest and the earliest of every few rows of another table are what they are by hand"
    ) {
      harness in
      try RelatedTable.make(harness)
      let store = try harness.open("main")
      for choice in [RelatedEvent.Choice.latest, .earliest] {
        for ifNone in [nil, RelatedTable.date] {
          let event = BoundEvent(.related(RelatedTable.event(choice), ifNone: ifNone))
          let questions = questions(event)
          let looks = try store.look(
            RowQuestion(recordSet: set(asking: [RelatedTable.event(choice)]), predicates: questions.map(\.1)),
            at: .behind(nil), count: 10_000)
          try expect(looks.count == RelatedTable.all.count, "each visitor is seen")
          for (visitor, look) in zip(RelatedTable.all, looks) {
            let kind = visitor.date(choice, hasOwn: ifNone != nil)
            for (question, answer) in zip(questions, look.answers) {
              try expect(
                answer == question.2(kind),
                "\(choice), \(question.name) of \(visitor.visits), own \(ifNone == nil ? "none" : "\(visitor.own)"): \(answer)"
              )
            }
            try expect(look.answers[..<3].count(where: \.self) == 1, "\(visitor): exactly one of three")
          }
          for (name, predicate, isMet) in questions {
            let counted = try store.tally(
              Selection(recordSet: set(asking: [RelatedTable.event(choice)]), predicate: predicate),
              holds: NoHolds())
            let expected = RelatedTable.all.count { isMet($0.date(choice, hasOwn: ifNone != nil)) }
            try expect(counted.count == expected, "\(choice), \(name): \(counted.count) of \(expected)")
          }
        }
      }
    },
    ConformanceCase(
      "An event never was where the row says so, and neither a row that counts nor the row has a date of it"
    ) {
      harness in
      // Without any visit, with each word and each own date.
      let visitors =
        RelatedTable.all.prefix(40).map { RelatedTable.Visitor(id: $0.id, own: $0.own, visits: []) }
        + RelatedTable.all.suffix(100)
      try RelatedTable.make(harness, visitors)
      let store = try harness.open("main")
      for choice in [RelatedEvent.Choice.latest, .earliest] {
        for ifNone in [nil, RelatedTable.date] {
          let event = BoundEvent(
            .related(RelatedTable.event(choice), ifNone: ifNone),
            neverWas: .compare(column: "state", .equal, .text("never")))
          let looks = try store.look(
            RowQuestion(recordSet: set(asking: [RelatedTable.event(choice)]), predicates: [event.never]),
            at: .behind(nil), count: 10_000)
          let expected = visitors.map {
            $0.word == "never" && $0.visits.isEmpty && (ifNone == nil || $0.own == .missing)
          }
          try expect(expected.contains(true), "some never were")
          try expect(looks.map { $0.answers[0] } == expected, "\(choice), own \(ifNone != nil)")
        }
      }
    },
    ConformanceCase("A record has the date of the row that it refers to, and none if there is none") {
      harness in
      try RelatedTable.make(harness)
      try harness.run(
        "INSERT INTO visit VALUES (99999, 88888, '\(today)', NULL, 'made')", in: "main")
      let store = try harness.open("main")
      let event = BoundEvent(.related(RelatedTable.event(.only), ifNone: nil))
      let questions = questions(event)
      let recordSet = set(RelatedTable.visits).with(related: [RelatedTable.event(.only)])
      let looks = try store.look(
        RowQuestion(recordSet: recordSet, predicates: questions.map(\.1), columns: ["id"]), at: .behind(nil),
        count: 10_000)
      try expect(looks.count > 2_000, "each visit is seen")
      for look in looks {
        let kind =
          RelatedTable.all.first { look.values[0] == .integer($0.id) }.map(\.own) ?? .missing
        for (question, answer) in zip(questions, look.answers) {
          try expect(answer == question.2(kind), "\(question.name) of \(look.values): \(answer)")
        }
      }
    },
    ConformanceCase("What one record's related rows have is read with their keys, and whether they count") {
      harness in
      try RelatedTable.make(harness)
      let store = try harness.open("main")
      for visitor in RelatedTable.all where visitor.id % 50 < 3 {
        var key = KeyList()
        key.append(key: [.integer(visitor.id)])
        let rows = try store.related(
          [RelatedTable.event(.latest)], to: Array(key[0]), of: set(asking: [RelatedTable.event(.latest)]))[0]
        let counting = rows.filter(\.counts).map(\.value)
        let expected = visitor.visits.map {
          RelatedTable.date.value(of: $0.text.map(ColumnValue.text) ?? .null)
        }
        try expect(
          counting.count == expected.count && Set(counting) == Set(expected), "\(visitor): \(counting)")
        try expect(rows.count - counting.count == (visitor.id.isMultiple(of: 2) ? 1 : 0), "and the drafts")
        try expect(rows.allSatisfy { $0.key.count == 1 }, "each with its key")
      }
    },
    ConformanceCase(
      "Records go by the dates of other tables, on every way of changing them, each judged by all of its rows"
    ) {
      harness in
      for (number, way) in relatedWays.enumerated() {
        for choice in [RelatedEvent.Choice.latest, .earliest] {
          try RelatedTable.make(harness)
          let store = try harness.open("main")
          let judge = RelatedJudge([RelatedTable.event(choice)])
          var selection = Selection(
            recordSet: set(asking: [RelatedTable.event(choice)], dependents: way.dependents),
            predicate: reached(choice), pseudonymising: way.changes)
          selection.judge = judge
          selection.tagging = number == 0 ? WordTagging() : nil
          if way.dependents.contains(where: \.canKeep) { selection.dependents = DependentTest(going: [:]) }
          var changed: Set<Int64> = []
          while let batch = try store.begin(
            way.change, on: selection, limit: BatchLimit(rows: 100), holds: way.holds())
          {
            try batch.commit()
            changed.formUnion(ids(batch.keys))
            selection.after = batch.position ?? selection.after
          }
          try expect(
            changed == way.expected(due(choice)),
            "\(way.name), \(choice): \(changed.symmetricDifference(due(choice)))")
          let shown = Dictionary(judge.rows.map { ($0.values[0], $0.related[0]) }) { first, _ in first }
          for visitor in RelatedTable.all where changed.contains(visitor.id) {
            let expected = Set(
              visitor.visits.map { RelatedTable.date.value(of: $0.text.map(ColumnValue.text) ?? .null) })
            let values = shown[.integer(visitor.id)]
            try expect(
              values?.values == expected,
              "\(way.name): \(visitor) was shown with \(String(describing: values))")
            try expect(
              values?.others.isEmpty == !visitor.id.isMultiple(of: 2), "\(way.name): the drafts, too")
          }
          try harness.run("DROP TABLE visit", in: "main")
          try harness.run("DROP TABLE visitor", in: "main")
        }
      }
    },
    ConformanceCase("One record that its judge does not let go by its related rows rolls its batch back") {
      harness in
      for way in relatedWays {
        try RelatedTable.make(harness)
        let before = try harness.rows(of: RelatedTable.visitors, in: "main")
        let visits = try harness.rows(of: RelatedTable.visits, in: "main")
        let judge = RelatedJudge([RelatedTable.event(.latest)], refusing: { $0.related[0].values.count > 1 })
        var selection = Selection(
          recordSet: set(asking: [RelatedTable.event(.latest)], dependents: way.dependents),
          predicate: .any([reached(.latest), .some(RelatedTable.event(.latest).rows, .always)]),
          pseudonymising: way.changes)
        selection.judge = judge
        if way.dependents.contains(where: \.canKeep) { selection.dependents = DependentTest(going: [:]) }
        do {
          let batch = try store(harness).begin(
            way.change, on: selection, limit: BatchLimit(rows: 1_000), holds: way.holds())
          batch?.rollback()
          // What its rows keep is not judged.
          try expect(way.keepsParents, "\(way.name): the batch was made")
        } catch StoreError.disagreement {}
        try expect(
          try harness.rows(of: RelatedTable.visitors, in: "main") == before, "\(way.name): nothing is changed"
        )
        try expect(
          try harness.rows(of: RelatedTable.visits, in: "main") == visits, "\(way.name): no visit either")
        try harness.run("DROP TABLE visit", in: "main")
        try harness.run("DROP TABLE visitor", in: "main")
      }
    },
    ConformanceCase("References of several columns, of the same names on both sides, lead to their own rows")
    { harness in
      let columns: [(name: String, kind: ConformanceTable.Kind)] = [
        ("code", .text), ("id", .integer), ("date", .text), ("number", .integer),
      ]
      let parents = ConformanceTable("visitor", columns, key: ["code", "id"])
      let children = ConformanceTable("visit", columns, key: ["number"], indexed: ["code"])
      try harness.makeTable(parents, in: "main")
      try harness.makeTable(children, in: "main")
      func text(_ days: Int) -> ColumnValue { .text(today.adding(days: days).description) }
      try harness.insert(
        ["a", "b"].flatMap { code in (1...3).map { [.text(code), .integer($0), text(-9_000), .integer(0)] } },
        into: "visitor", in: "main")
      // Of a, 1 an early and a late visit; of a, 2 an early one; of b, 2 a late one.
      try harness.insert(
        [
          [.text("a"), .integer(1), text(-4_000), .integer(1)],
          [.text("a"), .integer(1), text(-1), .integer(2)],
          [.text("a"), .integer(2), text(-4_000), .integer(3)],
          [.text("b"), .integer(2), text(-1), .integer(4)],
          [.text("b"), .null, text(-1), .integer(5)], [.null, .integer(3), text(-1), .integer(6)],
        ], into: "visit", in: "main")
      let event = RelatedEvent(
        rows: RelatedRows(
          table: "visit", direction: .children,
          references: [.init(column: "code", parentColumn: "code"), .init(column: "id", parentColumn: "id")]),
        date: RelatedTable.date, choice: .latest)
      let bound = BoundEvent(.related(event, ifNone: RelatedTable.date))
      let reached = bound.dated {
        .event($0, .reached(.day(today.adding(days: -1_000)), days(of: $0), zone: zone))
      }.simplified
      let recordSet = set(parents).with(related: [event])
      let looks = try store(harness).look(
        RowQuestion(recordSet: recordSet, predicates: [reached], columns: ["code", "id"]), at: .behind(nil),
        count: 10)
      let due = Set(looks.filter { $0.answers[0] }.map(\.values))
      let expected: Set<[ColumnValue]> = [
        [.text("a"), .integer(2)], [.text("a"), .integer(3)], [.text("b"), .integer(1)],
        [.text("b"), .integer(3)],
      ]
      try expect(due == expected, "\(due)")
    },
  ]

  private static func store(_ harness: any ConformanceHarness) throws -> any RecordStore {
    try harness.open("main")
  }

  /// One way of changing records whose dates lie in another table.
  private struct RelatedWay: Sendable {
    let name: String
    var dependents: [Dependent] = []
    var isAsked = false
    var change: Change = .delete
    /// What of the due records is changed: nothing where the other rows keep theirs.
    var keepsParents = false

    var changes: [ColumnChange]? {
      if case .pseudonymise(let changes, _, _) = change { changes } else { nil }
    }

    func holds() -> any HoldTest { isAsked ? AskedHolds.nobody() : NoHolds() }

    func expected(_ due: Set<Int64>) -> Set<Int64> {
      guard keepsParents else { return due }
      return due.filter { id in
        RelatedTable.all.first { $0.id == id }.map { $0.visits.isEmpty && !id.isMultiple(of: 2) } ?? false
      }
    }
  }

  private static let relatedWays: [RelatedWay] = [
    RelatedWay(name: "delete, with the visits left where they are"),
    RelatedWay(name: "delete with the visits", dependents: [visits]),
    RelatedWay(name: "delete under holds", dependents: [visits], isAsked: true),
    RelatedWay(
      name: "delete what its visits keep",
      dependents: [
        Dependent(
          table: "visit", references: [.init(column: "id", parentColumn: "id")], recordSets: ["visits"])
      ], keepsParents: true),
    RelatedWay(
      name: "pseudonymise",
      change: .pseudonymise(
        [ColumnChange(column: "created", transform: Marking())], markerValue: .null)),
  ]
}

/// A judge that notes the related rows that it is shown.
private final class RelatedJudge: RowJudge, @unchecked Sendable {
  // A batch asks it on one thread.
  let events: [EventColumn] = []
  let related: [RelatedEvent]
  let columns = ["id"]
  private let refuses: (JudgedRow) -> Bool
  private(set) var rows: [JudgedRow] = []

  init(_ related: [RelatedEvent], refusing refuses: @escaping (JudgedRow) -> Bool = { _ in false }) {
    self.related = related
    self.refuses = refuses
  }

  func disagreement(_ row: JudgedRow) -> RuleID? {
    rows.append(row)
    return refuses(row) ? "rule" : nil
  }
}
