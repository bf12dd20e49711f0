import CivilTime
import JSONText
import OutsideOracles
import Testing
import Words

@testable import RetentionPolicy

/// A rule's kind, minimum, ceiling and period, each there or not, right or wrong, with and without a ceiling of the domain.
@Suite struct BoundsTests {
  /// One rule, and what must be said of it.
  struct Case: CustomTestStringConvertible {
    var kind: String?
    var minimum: String?
    var ceiling: String?
    var period: String
    var domain: String?

    static let unset = #"{"unset": {"en": "to be chosen"}}"#

    var text: String {
      let members = [
        ("kind", kind), ("minimum", minimum), ("ceiling", ceiling),
      ].compactMap { name, value in value.map { "\"\(name)\": \"\($0)\", " } }.joined()
      let period = period.hasPrefix("{") ? period : "\"\(period)\""
      return """
        {"timeZone": "Europe/Paris", "domains": [{"id": "d", "title": {"en": "D"},
          \(domain.map { "\"ceiling\": \"\($0)\", " } ?? "")"events": {"e": {"en": "E"}},
          "rules": [{"id": "r", "title": {"en": "R"}, "source": "law", "trigger": "e", \(members)"period": \(period),
            "stages": [{"action": "delete", "at": "period"}]}]}]}
        """
    }

    var testDescription: String {
      "\(kind ?? "no kind"), minimum \(minimum ?? "-"), ceiling \(ceiling ?? "-"), period \(period), domain \(domain ?? "-")"
    }

    /// What the documentation says of it, by an arithmetic of its own: years alone.
    var problems: Set<String> {
      func years(_ text: String?) -> Int? { text.flatMap { Int($0.dropFirst().dropLast()) } }
      let (low, high, top) = (years(minimum), years(ceiling), years(domain))
      let chosen = years(period)
      let goesWithEvent = period.hasPrefix("at-")
      var found: Set<String> = []
      if let kind, !["ceiling", "fixed", "range"].contains(kind) { found.insert("kind: there is no kind") }
      if kind == "fixed" {
        if low != nil { found.insert("minimum: \"minimum\" beside a fixed period") }
        if high != nil { found.insert("ceiling: \"ceiling\" beside a fixed period") }
        if chosen == nil && !goesWithEvent { found.insert("kind: a fixed period that nobody has chosen") }
        if let chosen, let top, chosen > top { found.insert("period: is longer than the domain's ceiling") }
        return found
      }
      if let high, let top, high > top { found.insert("ceiling: is longer than the domain's ceiling") }
      let limit = high ?? top
      if kind == "ceiling", limit == nil, !goesWithEvent {
        found.insert("kind: the kind is ceiling, and there is none")
      }
      if kind == "range" {
        if low == nil { found.insert("kind: the kind is range, and there is no minimum") }
        if limit == nil { found.insert("kind: the kind is range, and there is no ceiling") }
        if let low, low == limit { found.insert("minimum: is one length") }
      }
      let name = high == nil ? "the domain's ceiling" : "the ceiling"
      if let low, let limit, low > limit { found.insert("minimum: is longer than \(name)") }
      if let chosen, let limit, chosen > limit { found.insert("period: is longer than \(name)") }
      if let chosen, let low, chosen < low { found.insert("period: is shorter than the minimum") }
      if goesWithEvent, low != nil { found.insert("period: is the minimum") }
      return found
    }

    /// Those of them that a schema can see.
    var isSchemaMatter: Bool {
      problems.contains {
        $0.hasPrefix("kind: there is no kind") || $0.contains("beside a fixed")
          || $0.contains("nobody has chosen")
          || $0.contains("there is no minimum")
      }
    }
  }

  static let cases: [Case] = [nil, "ceiling", "fixed", "range", "limit"].flatMap { kind in
    [nil, "P2Y", "P6Y"].flatMap { minimum in
      [nil, "P2Y", "P5Y", "P9Y"].flatMap { ceiling in
        ["P1Y", "P4Y", "P7Y", "at-trigger", "at-once", Case.unset].flatMap { period in
          [nil, "P6Y"].map {
            Case(kind: kind, minimum: minimum, ceiling: ceiling, period: period, domain: $0)
          }
        }
      }
    }
  }

  @Test("Each combination is accepted, or refused at the member that is wrong, with cause and remedy")
  func everyCombination() {
    #expect(Self.cases.contains { $0.problems.isEmpty } && Self.cases.count == 720)
    for example in Self.cases {
      let found = Schedule.problems(of: example.text)
      let expected = example.problems
      let isTold = expected.allSatisfy { text in
        let parts = text.split(separator: ": ", maxSplits: 1)
        return found.contains {
          $0.path.hasPrefix("$.domains[0].rules[0].\(parts[0])") && $0.cause.contains(parts[1])
            && !$0.remedy.isEmpty
        }
      }
      #expect(
        isTold && found.count == expected.count,
        "\(example.testDescription): \(expected.sorted()), but \(found.map(\.description))")
    }
  }

  @Test("A schema refuses what it can see, and accepts what is right")
  func schema() throws {
    let accepted = try JSONSchema.accepts(Self.cases.map(\.text), under: "retention-rules.schema.json")
    for (example, isAccepted) in zip(Self.cases, accepted) {
      if example.problems.isEmpty { #expect(isAccepted, "\(example.testDescription)") }
      if example.isSchemaMatter { #expect(!isAccepted, "\(example.testDescription)") }
    }
  }

  @Test(
    "What a rule may keep is the file's word, its domain's where it says none, and its period where it is fixed"
  )
  func bounds() throws {
    for example in Self.cases where example.problems.isEmpty {
      let schedule = try Schedule.load(Array(example.text.utf8), file: "rules.json")
      let rule = try #require(schedule.domains.first?.rules.first)
      #expect(rule.kind?.rawValue == example.kind)
      #expect(schedule.domains.first?.ceiling?.description == example.domain)
      let isFixed = example.kind == "fixed"
      let own = isFixed && !example.period.hasPrefix("at-") ? example.period : nil
      #expect(rule.minimum?.description == (isFixed ? own : example.minimum), "\(example.testDescription)")
      #expect(
        rule.ceiling?.description == (isFixed ? own : example.ceiling ?? example.domain),
        "\(example.testDescription)")
    }
  }

  @Test("Bounds that cannot be compared are refused where they stand")
  func incomparable() {
    for (example, path) in [
      (Case(kind: "ceiling", ceiling: "P365D", period: "P1M", domain: "P12M30D"), nil),
      (Case(kind: "ceiling", ceiling: "P30D", period: "P10D", domain: "P1M"), "ceiling"),
      (Case(kind: "fixed", period: "P30D", domain: "P1M"), "period"),
      (Case(period: "P30D", domain: "P1M"), "period"),
      (Case(minimum: "P30D", period: "P2M", domain: "P1M"), "minimum"),
    ] as [(Case, String?)] {
      let found = Schedule.problems(of: example.text)
      guard let path else {
        #expect(found.isEmpty, "\(found.map(\.description))")
        continue
      }
      #expect(
        found.contains {
          $0.path == "$.domains[0].rules[0].\(path)" && $0.cause.contains("depends on the month")
        },
        "\(example.testDescription): \(found.map(\.description))")
    }
  }

  @Test("A domain's ceiling that is no period is one error")
  func domainCeiling() {
    for ceiling in ["20 years", "P0D"] {
      let found = Schedule.problems(of: Case(period: "P1Y", domain: ceiling).text)
      #expect(found.map(\.path) == ["$.domains[0].ceiling"], "\(found.map(\.description))")
    }
  }
}
