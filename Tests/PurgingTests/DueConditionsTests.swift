import CivilTime
import RecordStores
import RetentionPolicy
import StoreBindings
import TestNames
import Testing
import Words

@testable import Purging

/// The conditions that a run asks stores about, row by row: a table of rules and days, against the rules' own words.
@Suite struct DueConditionsTests {
  private static let now = Instant(secondsSinceEpoch: 1_795_514_400)

  static let triggers: [DueRules.Trigger] = [
    .event("a"), .event("b"), .earliestOf([.event("a"), .event("b")]),
    .latestOf([.event("a"), .event("b")]),
    .latestOf([.event("a"), .earliestOf([.event("b"), .event("a")])]),
  ]

  /// One rule of each trigger, two of each pair, with what can differ between them.
  static let table: [DueRules] = {
    let one = triggers.flatMap { trigger in
      [StageAction?.none, .archive, .pseudonymise].map { action in
        DueRules(rules: [.init(id: "r1", trigger: trigger, years: 5, atTrigger: action)])
      }
    }
    let two = triggers.flatMap { first in
      // Rules of one trigger and one condition are refused.
      triggers.filter { $0 != first }.flatMap { second in
        [
          [DueRules.Rule(id: "r1", trigger: first, years: 2), .init(id: "r2", trigger: second, years: 10)],
          [
            .init(id: "r1", trigger: first, years: 2, ceiling: 5),
            .init(id: "r2", trigger: second, years: 10),
          ],
          [
            .init(id: "r1", trigger: first, years: 2, atTrigger: .archive),
            .init(id: "r2", trigger: second, years: 5, atTrigger: .pseudonymise),
          ],
          [.init(id: "r1", trigger: first, years: 5), .init(id: "r2", trigger: second, years: 5)],
          [
            .init(id: "r1", trigger: first, years: nil, atTrigger: .archive),
            .init(id: "r2", trigger: second, years: 2, atTrigger: .archive),
          ],
        ].map(DueRules.init)
      }
    }
    let kinds = [
      DueRules(rules: [
        .init(id: "r1", trigger: .event("a"), years: 2, kinds: ["x"]),
        .init(id: "r2", trigger: .event("b"), years: 5, kinds: ["x", "y"]),
        .init(id: "r3", trigger: .event("a"), years: 10, kinds: ["y"]),
      ]),
      DueRules(rules: [
        .init(id: "r1", trigger: .event("a"), years: 2),
        .init(id: "r2", trigger: .event("b"), years: nil, kinds: ["y"]),
      ]),
      DueRules(rules: [
        .init(id: "r1", trigger: .event("a"), years: 2, ceiling: 5, kinds: ["x"]),
        .init(id: "r2", trigger: .event("a"), years: 10, kinds: ["x", "y"]),
      ]),
    ]
    return one + two + kinds
  }()

  /// The days around every end, with none and one that cannot be meant.
  private static func dates(on today: CivilDate) -> [DueDate] {
    let ends = [2, 5, 10].flatMap { years in
      [-1, 0].map { today.adding(months: -12 * years).adding(days: $0) }
    }
    return [.missing, .impossible] + (ends + [-1, 0, 1].map(today.adding(days:))).map { .day($0) }
  }

  /// The events of which a row may say that they never were.
  private static func ignorable(_ rules: DueRules) -> Set<String> {
    func latest(_ trigger: DueRules.Trigger) -> Set<String> {
      switch trigger {
      case .event: []
      case .earliestOf(let parts): parts.reduce(into: []) { $0.formUnion(latest($1)) }
      case .latestOf: trigger.events
      }
    }
    return rules.rules.reduce(into: []) { $0.formUnion(latest($1.trigger)) }
  }

  private func configuration(_ rules: DueRules) throws -> Configuration {
    let facts = rules.askKind ? #""facts": {"kind": ["x", "y", "z"]}, "# : ""
    let events = rules.events.map { #""\#($0)": {"fr": "E", "en": "E"}"# }.joined(separator: ", ")
    let schedule = """
      {"timeZone": "Europe/Paris", "domains": [{"id": "d", "title": {"fr": "D", "en": "D"}, \(facts)
        "events": {\(events)}, "rules": [\(rules.rules.map(\.json).joined(separator: ",\n"))]}]}
      """
    let columns = rules.events.map { event in
      let neverWas =
        Self.ignorable(rules).contains(event)
        ? #", "neverWas": {"column": "no_\#(event)", "equals": 1}"# : ""
      return #""\#(event)": {"column": "\#(event)", "as": "date"\#(neverWas)}"#
    }.joined(separator: ", ")
    let conditions = rules.askKind ? #""conditions": {"kind": {"column": "kind"}}, "# : ""
    func recordSet(_ name: String, _ more: String) -> String {
      """
      "\(name)": {"store": "main", "table": "\(name)", "domain": "d", "key": ["id"], \(conditions)"events": {\(columns)}\(more)}
      """
    }
    let pseudonymise =
      rules.stages.contains(.pseudonymise)
      ? #", "pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {"name": {"transform": "null"}}}"#
      : ""
    let recordSets =
      rules.stages.contains(.archive)
      ? [recordSet("t", pseudonymise + #", "archive": {"to": "u"}"#), recordSet("u", pseudonymise)]
      : [recordSet("t", pseudonymise)]
    let stores = """
      {"journal": {"path": "journal.sqlite", "origin": "test.example/due"},
       "keys": {"signing": {"file": "s"}, "evidence": {"file": "e"}},
       "stores": {"main": {"engine": "sqlite", "path": "main.sqlite"}},
       "recordSets": {\(recordSets.joined(separator: ", "))}}
      """
    return try Configuration.load(
      rules: Array(schedule.utf8), rulesFile: "rules", stores: Array(stores.utf8), storesFile: "stores",
      baseDirectory: "/")
  }

  /// What the predicates say of a row, by the same names.
  private func verdicts(of row: DueRow, _ conditions: DueConditions) -> Set<String> {
    func meets(_ predicate: Predicate) -> Bool {
      predicate.isMet { column in
        if column.hasPrefix("no_") {
          return .integer(row.never.contains(String(column.dropFirst(3))) ? 1 : 0)
        }
        return (column == "kind" ? row.kind : row.dates[column]?.text).map(ColumnValue.text) ?? .null
      }
    }
    if meets(conditions.noRule) { return ["no rule"] }
    var found: Set<String> = []
    for (index, rule) in conditions.rules.enumerated() where meets(conditions.counted(under: index)) {
      var names = conditions.actions.filter { meets(conditions.due(for: $0, under: index)) }
        .map { "\($0.rawValue) due" }
      let others: [(String, Predicate)] = [
        ("implausible", conditions.implausible(under: index)), ("undated", conditions.undated(under: index)),
        ("not begun", conditions.notBegun(under: index)), ("conflict", conditions.conflict(under: index)),
      ]
      names += others.filter { meets($0.1) }.map(\.0)
      found.formUnion((names.isEmpty ? ["kept"] : names).map { "\(rule.id): \($0)" })
    }
    return found
  }

  @Test(
    "Each row has the verdict that the rules give it in words, whatever the trigger and the day",
    arguments: table.indices)
  func verdicts(place: Int) throws {
    let rules = Self.table[place]
    let configuration = try configuration(rules)
    let bound = try #require(configuration.bindings.recordSets.first { $0.recordSet.name == "t" })
    let domain = try #require(configuration.schedule.domain("d"))
    let zone = configuration.schedule.timeZone
    let conditions = DueConditions(bound: bound, domain: domain, now: Self.now, zone: zone)
    let today = zone.civilDate(at: Self.now)
    let (ignorable, judges) = (Self.ignorable(rules), judges(conditions))
    let kinds: [String?] = rules.askKind ? ["x", "y", "z", nil] : ["x"]
    for a in Self.dates(on: today) {
      for b in Self.dates(on: today) {
        for kind in kinds {
          for never in Self.nevers(ignorable, ["a": a, "b": b]) {
            let row = DueRow(dates: ["a": a, "b": b], kind: kind, never: never)
            let (found, expected) = (verdicts(of: row, conditions), rules.verdicts(of: row, on: today))
            #expect(found == expected, "\(rules) of a \(a), b \(b), kind \(kind ?? "none"), never \(never)")
            let lets = judgements(of: row, judges, chosen: found)
            #expect(lets == expected.filter { $0.hasSuffix("due") }, "\(rules) of \(row)")
          }
        }
      }
    }
  }

  /// What rows with these dates may say of the events that never were. It matters where a date is missing; elsewhere all or nothing is tried.
  private static func nevers(_ ignorable: Set<String>, _ dates: [String: DueDate]) -> [Set<String>] {
    guard ignorable.contains(where: { dates[$0] == .missing }) else {
      return ignorable.isEmpty ? [[]] : [[], ignorable]
    }
    return ignorable.reduce([[]]) { subsets, event in subsets + subsets.map { $0.union([event]) } }
  }

  private typealias Judges = [(verdict: String, judge: SecondJudgement)]

  private func judges(_ conditions: DueConditions) -> Judges {
    conditions.rules.enumerated().flatMap { index, rule in
      conditions.actions.map { action in
        ("\(rule.id): \(action.rawValue) due", SecondJudgement(conditions, action: action, rule: index))
      }
    }
  }

  /// The stages that the second judgement lets a row go to, of those that the predicates choose it for.
  private func judgements(of row: DueRow, _ judges: Judges, chosen: Set<String>) -> Set<String> {
    Set(
      judges.filter { verdict, judge in
        guard chosen.contains(verdict) else { return false }
        let judged = JudgedRow(
          events: judge.events.map {
            $0.value(of: row.dates[$0.column]?.text.map(ColumnValue.text) ?? .null)
          },
          values: judge.columns.map { column in
            column.hasPrefix("no_")
              ? .integer(row.never.contains(String(column.dropFirst(3))) ? 1 : 0)
              : row.kind.map(ColumnValue.text) ?? .null
          })
        return judge.disagreement(judged) == nil
      }.map(\.verdict))
  }

  /// A judge that says yes to everything would agree with every choice.
  @Test("A latestOf of two events, of which one neither came nor never was, is not let go by the judge")
  func judge() throws {
    let rules = DueRules(rules: [.init(id: "r1", trigger: .latestOf([.event("a"), .event("b")]), years: 5)])
    let configuration = try configuration(rules)
    let bound = try #require(configuration.bindings.recordSets.first)
    let conditions = DueConditions(
      bound: bound, domain: try #require(configuration.schedule.domain("d")), now: Self.now,
      zone: configuration.schedule.timeZone)
    let judge = SecondJudgement(conditions, action: .delete, rule: 0)
    let old = try #require(CivilDate(year: 2001, month: 1, day: 1))
    let new = try #require(CivilDate(year: 2026, month: 1, day: 1))
    #expect(judge.columns == ["no_a", "no_b"])
    for (b, saysNever, goes) in [
      (EventValue.missing, 0, false), (.missing, 1, true), (.day(new), 1, false), (.day(old), 1, true),
      (.malformed, 1, false),
    ] {
      let row = JudgedRow(events: [.day(old), b], values: [.integer(0), .integer(Int64(saysNever))])
      #expect((judge.disagreement(row) == nil) == goes, "\(b), \(saysNever)")
    }
    #expect(
      judge.disagreement(JudgedRow(events: [.missing, .missing], values: [.integer(1), .integer(1)])) == "r1")
  }

  @Test("The table meets every verdict that there is but those of holds and dependents")
  func allMet() {
    let today = CivilDate(year: 2026, month: 11, day: 24) ?? CivilDate(daysSinceEpoch: 0)
    var met: Set<String> = []
    for rules in Self.table {
      for a in Self.dates(on: today) {
        for b in Self.dates(on: today) {
          for kind in ["x", "z"] {
            let verdicts = rules.verdicts(of: DueRow(dates: ["a": a, "b": b], kind: kind), on: today)
            met.formUnion(verdicts.map { $0.split(separator: ": ").last.map(String.init) ?? $0 })
          }
        }
      }
    }
    #expect(
      met == [
        "kept", "no rule", "delete due", "archive due", "pseudonymise due", "implausible", "undated",
        "not begun",
        "conflict",
      ])
  }
}
