import CivilTime
import JSONText
import OutsideOracles
import TestNames
import Testing
import Words

@testable import RetentionPolicy

/// Rules that follow another one, with the file that their records belong to.
@Suite struct FollowedRuleTests {
  /// Two domains: one with the rule that is followed, the other with those that follow.
  private static func file(
    _ follower: String, followed: String = standing, domain: String = "", events: String = "",
    isFirst: Bool = false
  ) -> String {
    let other = """
      {"id": "files", "title": {"en": "Files"}, "events": {"closed": {"en": "Closed"}}, "facts": {"kind": ["a", "b"]},
       "rules": [\(followed)]}
      """
    let mails = """
      {"id": "mails", "title": {"en": "Mails"}, \(domain) \(events) "rules": [\(follower)]}
      """
    let domains = isFirst ? [mails, other] : [other, mails]
    return "{\"timeZone\": \"Europe/Paris\", \"domains\": [\(domains.joined(separator: ",\n"))]}"
  }

  private static let standing = rule(
    "file",
    #""trigger": "closed", "when": {"kind": ["a", "b"]}, "minimum": "P1Y", "ceiling": "P5Y", "period": "P4Y", "stages": [{"action": "pseudonymise", "at": "minimum"}, {"action": "delete", "at": "period"}]"#
  )

  private static func rule(_ id: String, _ members: String) -> String {
    #"{"id": "\#(id)", "title": {"en": "R"}, "source": "law", \#(members)}"#
  }

  private static let follower = rule("mail", #""follows": "file""#)

  @Test(
    "It has the trigger, the period, the bounds and the stages of the one that it follows, before or behind it",
    arguments: [true, false])
  func follows(isFirst: Bool) throws {
    let text = Self.file(Self.follower, isFirst: isFirst)
    let schedule = try Schedule.load(Array(text.utf8), file: "rules.json")
    let mails = try #require(schedule.domain("mails"))
    let mail = try #require(mails.rules.first)
    let file = try #require(schedule.domain("files")?.rules.first)
    #expect(mail.follows == "file" && mail.id == "mail" && mail.when.isEmpty && file.follows == nil)
    #expect(
      mail.trigger == file.trigger && mail.period == file.period && mail.stages == file.stages
        && mail.minimum == file.minimum && mail.ceiling == file.ceiling
        && mail.declaredActions == file.declaredActions)
    #expect(mails.events.keys.sorted() == ["closed"])
    #expect(try JSONSchema.accepts([text], under: "retention-rules.schema.json") == [true])
  }

  @Test("It follows an unset rule, a fixed one, and one that goes at once")
  func everyPeriod() throws {
    for (members, check) in [
      (
        #""trigger": "closed", "period": {"unset": {"en": "x"}}, "stages": [{"action": "archive", "at": "trigger"}]"#,
        \Rule.isUnset
      ),
      (
        #""trigger": "closed", "kind": "fixed", "period": "P1Y", "stages": [{"action": "delete", "at": "period"}]"#,
        \Rule.isFixed
      ),
      (
        #""trigger": "closed", "period": "at-once", "stages": [{"action": "delete", "at": "period"}]"#,
        \Rule.isAtOnce
      ),
    ] as [(String, KeyPath<Rule, Bool>)] {
      let text = Self.file(Self.follower, followed: Self.rule("file", members)).replacing(
        #""facts": {"kind": ["a", "b"]},"#, with: "")
      let rule = try #require(
        try Schedule.load(Array(text.utf8), file: "rules.json").domain("mails")?.rules.first)
      #expect(rule[keyPath: check] && rule.stages.count == 1)
    }
  }

  @Test("The ceiling of its own domain holds for it, too")
  func ceiling() throws {
    let tight = Schedule.problems(of: Self.file(Self.follower, domain: #""ceiling": "P3Y","#))
    #expect(tight.map(\.path) == ["$.domains[1].rules[0].follows"])
    #expect(
      tight.contains {
        $0.cause.contains("rule \"file\" keeps for P4Y, which is longer than the domain's ceiling P3Y")
          && $0.remedy.contains("P3Y")
      })
    let wide = try Schedule.load(
      Array(Self.file(Self.follower, domain: #""ceiling": "P4Y","#).utf8), file: "rules.json")
    #expect(wide.domain("mails")?.rules.first?.ceiling?.description == "P4Y")
  }

  @Test(
    "What may be chosen for the rule that is followed is compared with the domain's ceiling, too, also while nothing is chosen"
  )
  func choosable() {
    let unset =
      #""trigger": "closed", "period": {"unset": {"en": "x"}}, "stages": [{"action": "delete", "at": "period"}]"#
    for (members, cause) in [
      (
        #""minimum": "P4Y", \#(unset)"#, "has the minimum P4Y, which is longer than the domain's ceiling P18M"
      ),
      (#""minimum": "P1Y", \#(unset)"#, nil), (#""ceiling": "P5Y", \#(unset)"#, nil),
      (#""ceiling": "P548D", \#(unset)"#, "whether P548D or P18M is longer depends on the month"),
      (#""minimum": "P548D", \#(unset)"#, "whether P548D or P18M is longer depends on the month"),
    ] as [(String, String?)] {
      let text = Self.file(
        Self.follower, followed: Self.rule("file", members), domain: #""ceiling": "P18M","#)
      let found = Schedule.problems(of: text.replacing(#""facts": {"kind": ["a", "b"]},"#, with: ""))
      #expect(found.map(\.path) == (cause == nil ? [] : ["$.domains[1].rules[0].follows"]), "\(members)")
      #expect(cause.map { cause in found.contains { $0.cause.contains(cause) } } ?? true, "\(found)")
    }
  }

  static let mistakes: [(text: String, path: String, cause: String, remedy: String)] =
    [
      (
        file(rule("mail", #""follows": "fil""#)), "follows", #"there is no rule "fil""#,
        "with a period of its own"
      ),
      (
        file(rule("mail", #""follows": "mail""#)), "follows", "the rule follows itself",
        "with a period of its own"
      ),
      (file(rule("mail", #""follows": 1"#)), "follows", "where a string should stand", "double quotes"),
      (
        file(follower + "," + rule("text", #""follows": "mail""#)).replacing(
          #""mails","#, with: #""mails", "facts": {"k": ["a", "b"]},"#
        )
        .replacing(#""follows": "mail""#, with: #""when": {"k": ["a"]}, "follows": "mail""#)
        .replacing(#""follows": "file""#, with: #""when": {"k": ["b"]}, "follows": "file""#), "follows",
        #"rule "mail" follows another one in turn, "file""#, "with a period of its own"
      ),
      (
        file(follower + "," + rule("text", #""follows": "file""#)), "",
        #"rules "mail" and "text" have one trigger and one condition"#,
        "join them"
      ),
      (
        file(
          follower + ","
            + rule(
              "own",
              #""trigger": "closed", "period": "P1Y", "stages": [{"action": "delete", "at": "period"}]"#),
          events: #""events": {"closed": {"en": "A mail is closed"}},"#), "follows",
        #"counts from the event "closed" of its own domain"#, "another name"
      ),
      (
        file(follower, events: #""events": {"closed": {"en": "A mail is closed"}},"#), "",
        #"no trigger names the event "closed""#, "remove it"
      ),
    ]
    + ["trigger", "kind", "minimum", "ceiling", "period", "stages"].map { name in
      let value = name == "stages" ? "[]" : name == "kind" ? #""fixed""# : #""P1Y""#
      return (
        file(rule("mail", "\"follows\": \"file\", \"\(name)\": \(value)")), name,
        "\"\(name)\" beside \"follows\"", "remove it"
      )
    }

  @Test(
    "What is wrong with it is refused with its place, cause and remedy, and with little else",
    arguments: mistakes.indices)
  func refused(index: Int) throws {
    let mistake = Self.mistakes[index]
    let found = Schedule.problems(of: mistake.text)
    #expect(
      found.count <= 2
        && found.contains {
          $0.path.hasSuffix(mistake.path) && $0.cause.contains(mistake.cause)
            && $0.remedy.contains(mistake.remedy)
        },
      "\(found.map(\.description))")
  }

  @Test("Events of one name from two domains are refused, whichever rule comes first")
  func namesakes() throws {
    let stages = #""stages": [{"action": "delete", "at": "period"}]"#
    func domain(_ id: String, events: String, _ rules: String...) -> String {
      #"{"id": "\#(id)", "title": {"en": "\#(id)"}, "facts": {"k": ["a", "b"]}, \#(events)"rules": [\#(rules.joined(separator: ","))]}"#
    }
    let death = #""events": {"death": {"en": "death"}}, "#
    let people = domain(
      "people", events: death,
      Self.rule("p", #""when": {"k": ["a", "b"]}, "trigger": "death", "period": "P1Y", \#(stages)"#))
    let doctors = domain(
      "doctors", events: death,
      Self.rule("d", #""when": {"k": ["a", "b"]}, "trigger": "death", "period": "P2Y", \#(stages)"#))
    for (first, second) in [("p", "d"), ("d", "p"), ("p", "p")] {
      let mails = domain(
        "mails", events: "", Self.rule("m1", #""when": {"k": ["a"]}, "follows": "\#(first)""#),
        Self.rule("m2", #""when": {"k": ["b"]}, "follows": "\#(second)""#))
      let found = Schedule.problems(
        of:
          #"{"timeZone": "Europe/Paris", "domains": [\#([people, doctors, mails].joined(separator: ","))]}"#)
      #expect(found.count == (first == second ? 0 : 1), "\(found.map(\.description))")
      #expect(
        first == second
          || found.contains {
            $0.path == "$.domains[2].rules[1].follows" && $0.cause.contains("another domain's event")
          },
        "\(found.map(\.description))")
    }
  }

  @Test("Of a rule that could not be read nobody says that it is not there")
  func unread() {
    let found = Schedule.problems(
      of:
        Self.file(Self.follower, followed: Self.standing.replacing("P4Y", with: "4 years")))
    #expect(found.count == 1, "\(found.map(\.description))")
  }

  @Test("Two rules in a circle are refused both")
  func circle() {
    let text = Self.file(
      Self.rule("a", #""follows": "b", "when": {"k": ["a"]}"#) + ","
        + Self.rule("b", #""follows": "a", "when": {"k": ["b"]}"#),
      domain: #""facts": {"k": ["a", "b"]},"#)
    #expect(Schedule.problems(of: text).count == 2)
  }

  @Test("A schema refuses what stands beside it, and a rule that has neither")
  func schema() throws {
    let beside = Self.mistakes.filter { $0.cause.contains("beside") }.map(\.text)
    let neither = Self.file(Self.rule("mail", #""when": {}"#))
    #expect(
      try JSONSchema.accepts(beside + [neither], under: "retention-rules.schema.json").allSatisfy { !$0 })
    #expect(!Schedule.problems(of: neither).isEmpty)
  }
}

extension Rule {
  fileprivate var isFixed: Bool { kind == .fixed }
  fileprivate var isAtOnce: Bool { period == .atOnce }
}
