import CivilTime
import JSONText
import Testing

@testable import RetentionPolicy

/// What is said of bounds that are looser than they were.
@Suite struct LoosenedBoundTests {
  /// A rule's bounds, by years, and its domain's ceiling.
  struct Bounds: CustomTestStringConvertible {
    var kind: String?
    var minimum: Int?
    var ceiling: Int?
    var period = "P4Y"
    var domain: Int?

    var testDescription: String {
      "\(kind ?? "no kind"), \(minimum.map(String.init) ?? "-") to \(ceiling.map(String.init) ?? "-"), \(period), domain \(domain.map(String.init) ?? "-")"
    }

    func rules(id: String = "r", domainID: String = "d") -> String {
      let members = [("minimum", minimum), ("ceiling", ceiling)].compactMap { name, years in
        years.map { "\"\(name)\": \"P\($0)Y\", " }
      }
      return """
        {"timeZone": "Europe/Paris", "domains": [{"id": "\(domainID)", "title": {"en": "D"},
          \(domain.map { "\"ceiling\": \"P\($0)Y\", " } ?? "")"events": {"e": {"en": "E"}},
          "rules": [{"id": "\(id)", "title": {"en": "R"}, "source": "law", "trigger": "e",
            \(kind.map { "\"kind\": \"\($0)\", " } ?? "")\(members.joined())"period": "\(period)",
            "stages": [{"action": "delete", "at": "period"}]}]}]}
        """
    }

    private var years: Int? { Int(period.dropFirst().dropLast()) }
    /// The longest that it may keep; nil if nothing says.
    var top: Int? {
      if kind == "fixed" { return years ?? 0 }
      return ceiling ?? domain ?? (kind == "ceiling" && years == nil ? 0 : nil)
    }
    var bottom: Int? { kind == "fixed" ? years : minimum }
  }

  static let bounds: [Bounds] =
    [nil, 4, 6].flatMap { domain in
      [nil, 4, 5].flatMap { ceiling in
        [nil, 1, 3].map { Bounds(minimum: $0, ceiling: ceiling, domain: domain) }
      }
    }.filter { $0.ceiling ?? 0 <= $0.domain ?? 9 }
    + [2, 4].map { Bounds(kind: "fixed", period: "P\($0)Y") }
    + ["at-trigger", "at-once"].map { Bounds(kind: "ceiling", period: $0) }
    + [Bounds(kind: "range", minimum: 2, ceiling: 7), Bounds(period: "at-once")]

  private static func schedule(_ text: String) throws -> Schedule {
    try Schedule.load(Array(text.utf8), file: "rules.json")
  }

  @Test("A ceiling that rose or is gone is said, a minimum that fell or is gone, and nothing else")
  func everyPair() throws {
    for before in Self.bounds {
      let old = try Self.schedule(before.rules())
      for after in Self.bounds {
        let found = try Self.schedule(after.rules()).loosened(since: old)
        func isRaised(_ old: Int?, _ new: Int?) -> Bool {
          old.map { old in new.map { $0 > old } ?? true } ?? false
        }
        let expected = [
          isRaised(before.domain, after.domain) ? "domain d: its ceiling was" : nil,
          isRaised(before.top, after.top) ? "rule r: its ceiling was" : nil,
          before.bottom.map { old in after.bottom.map { $0 < old } ?? true } ?? false
            ? "rule r: its minimum was" : nil,
        ].compactMap(\.self)
        let isRight =
          found.count == expected.count && zip(found, expected).allSatisfy { $0.description.hasPrefix($1) }
        #expect(isRight, "\(before.testDescription) to \(after.testDescription): \(found)")
      }
    }
  }

  @Test("The sentence says both, and what to do")
  func sentences() throws {
    let old = try Self.schedule(Bounds(minimum: 3, ceiling: 5).rules())
    #expect(
      try Self.schedule(Bounds(minimum: 1, ceiling: 6).rules()).loosened(since: old).map(\.description) == [
        "rule r: its ceiling was P5Y in the rules that were approved last, and is P6Y now: approve it only if the source of the rule allows more",
        "rule r: its minimum was P3Y in the rules that were approved last, and is P1Y now: approve it only if no law asks for P3Y",
      ])
    #expect(
      try Self.schedule(Bounds().rules()).loosened(since: old).map(\.description).allSatisfy {
        $0.contains("and is gone now")
      })
  }

  @Test("Bounds of which neither is longer whatever the day are said, too")
  func incomparable() throws {
    func rules(_ ceiling: String) -> String {
      Bounds(ceiling: 1, period: "P1D").rules().replacing(
        #""ceiling": "P1Y""#, with: #""ceiling": "\#(ceiling)""#)
    }
    #expect(try Self.schedule(rules("P30D")).loosened(since: Self.schedule(rules("P1M"))).count == 1)
    #expect(try Self.schedule(rules("P12M")).loosened(since: Self.schedule(rules("P1Y"))).isEmpty)
  }

  @Test("A rule that is gone with its bounds is said, in whichever domain, and one without bounds is not")
  func gone() throws {
    let old = try Self.schedule(Bounds(minimum: 3, ceiling: 5).rules())
    for domain in ["d", "other"] {
      let found = try Self.schedule(Bounds().rules(id: "s", domainID: domain)).loosened(since: old)
      #expect(
        found.map(\.description) == [
          "rule r was in the rules that were approved last, with the ceiling P5Y and the minimum P3Y, and is gone: approve it only if other rules keep to what its source says"
        ])
    }
    #expect(
      try Self.schedule(Bounds().rules(id: "s")).loosened(since: Self.schedule(Bounds().rules())).isEmpty)
    // A rule that moved to another domain is there.
    #expect(
      try Self.schedule(Bounds(minimum: 3, ceiling: 5).rules(domainID: "other")).loosened(since: old).isEmpty)
  }
}
