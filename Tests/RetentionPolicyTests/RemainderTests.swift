import JSONText
import Testing
import Words

@testable import RetentionPolicy

/// Rules that end with pseudonymising, and say what is kept.
@Suite struct RemainderTests {
  private static let kept = #""kept": {"what": {"en": "w"}, "why": {"en": "y"}, "until": {"en": "u"}}"#
  private static let delete = #"{"action": "delete", "at": "period"}"#
  private static let pseudonymise = #"{"action": "pseudonymise", "at": "period"}"#

  private static func file(_ members: String) -> String {
    #"""
    {"timeZone": "Europe/Paris", "domains": [{"id": "d", "title": {"en": "D"}, "events": {"sent": {"en": "S"}}, "rules": [
      {"id": "r", "title": {"en": "R"}, "source": "law", "trigger": "sent", \#(members)}]}]}
    """#
  }

  @Test("It ends with pseudonymising at its period, and another rule that follows it keeps the same")
  func kept() throws {
    let text = Self.file(#""period": "P1Y", "stages": [\#(Self.pseudonymise)], \#(Self.kept)"#)
    let domain =
      #"{"id": "m", "title": {"en": "M"}, "rules": [{"id": "f", "title": {"en": "F"}, "source": "law", "follows": "r"}]}"#
    let both = text.dropLast(2) + ", \(domain)]}"
    let schedule = try Schedule.load(Array(both.utf8), file: "rules.json")
    for rule in schedule.domains.flatMap(\.rules) {
      #expect(rule.stages.map(\.action) == [.pseudonymise] && rule.remainder?.what.text(in: .english) == "w")
    }
  }

  @Test(
    "What does not fit together is refused with its place and a way out",
    arguments: [
      (#""period": "P1Y", "stages": [PSEUDO]"#, "stages", "the last stage is no delete"),
      (#""period": "P1Y", "stages": [DELETE], KEPT"#, "kept", "nothing is kept"),
      (#""period": "P1Y", "stages": [PSEUDO, DELETE], KEPT"#, "kept", "nothing is kept"),
      (
        #""period": "P1Y", "stages": [{"action": "archive", "at": "period"}], KEPT"#, "kept",
        "everything is kept"
      ),
      (
        #""period": "P1Y", "stages": [{"action": "archive", "after": "P1M"}, PSEUDO], KEPT"#, "kept",
        "another stage before the end"
      ),
      (
        #""period": "P1Y", "stages": [{"action": "pseudonymise", "at": "trigger"}], KEPT"#, "stages",
        "not at the end of the period P1Y"
      ),
      (
        #""period": "P1Y", "stages": [PSEUDO], "kept": {"what": {"en": "w"}, "why": {"en": "y"}}"#, "kept",
        #"no "until""#
      ),
      (#""period": "P1Y", "stages": [PSEUDO], "kept": true"#, "kept", "an object should stand"),
    ])
  func refused(members: String, path: String, cause: String) {
    let text = members.replacing("PSEUDO", with: Self.pseudonymise).replacing("KEPT", with: Self.kept)
      .replacing("DELETE", with: Self.delete)
    let found = Schedule.problems(of: Self.file(text))
    #expect(found.count == 1, "\(found.map(\.description))")
    #expect(
      found.contains { $0.path.hasSuffix(path) && $0.cause.contains(cause) && !$0.remedy.isEmpty },
      "\(found.map(\.description))")
  }

  @Test("That a rule does not delete any more is said, and the other way round is not")
  func loosened() throws {
    let deletes = Self.file(#""period": "P1Y", "stages": [\#(Self.delete)]"#)
    let keeps = Self.file(#""period": "P1Y", "stages": [\#(Self.pseudonymise)], \#(Self.kept)"#)
    let (before, after) = (
      try Schedule.load(Array(deletes.utf8), file: "r"), try Schedule.load(Array(keeps.utf8), file: "r")
    )
    #expect(
      after.loosened(since: before).map(\.description).first?.contains("it deleted its records") ?? false)
    #expect(before.loosened(since: after).isEmpty && after.loosened(since: after).isEmpty)
  }
}
