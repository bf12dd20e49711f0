import Foundation
import JSONText
import OutsideOracles
import Testing

@testable import RetentionPolicy

/// What a rules file must not say, each with its place, cause and remedy.
@Suite struct RefusalTests {
  static let right = """
    {
      "timeZone": "Europe/Paris",
      "domains": [
        {
          "id": "files",
          "title": {"fr": "Dossiers", "en": "Files"},
          "events": {"closed": {"fr": "Clôture", "en": "Closure"}, "died": {"fr": "Décès", "en": "Death"}},
          "facts": {"kind": ["a", "b"]},
          "rules": [
            {
              "id": "one", "title": {"fr": "Un", "en": "One"}, "source": "law",
              "trigger": {"latestOf": ["closed", "died"]}, "when": {"kind": ["a"]},
              "minimum": "P2Y", "ceiling": "P5Y", "period": "P4Y",
              "stages": [{"action": "pseudonymise", "at": "minimum"}, {"action": "delete", "at": "period"}]
            },
            {
              "id": "two", "title": {"fr": "Deux", "en": "Two"}, "source": "law", "trigger": "closed",
              "when": {"kind": ["b"]}, "period": "at-trigger", "stages": [{"action": "delete", "at": "trigger"}]
            }
          ]
        }
      ]
    }
    """

  static let mistakes: [FileMistake] = [
    FileMistake(
      description: "an unknown key", change: (#""minimum""#, #""minimun""#),
      path: "$.domains[0].rules[0].minimun",
      cause: #"unknown key "minimun""#, remedy: #"did you mean "minimum"?"#, isSchemaMatter: true),
    FileMistake(
      description: "an unknown key at the top", change: (#""timeZone""#, #""colour": 1, "timeZone""#),
      path: "$.colour", cause: #"unknown key "colour""#, remedy: "known here:", isSchemaMatter: true),
    FileMistake(
      description: "a choice above the ceiling", change: (#""period": "P4Y""#, #""period": "P6Y""#),
      path: "$.domains[0].rules[0].period", cause: "P6Y is longer than the ceiling P5Y",
      remedy: "choose P5Y or a shorter period"),
    FileMistake(
      description: "a choice below the minimum", change: (#""period": "P4Y""#, #""period": "P1Y""#),
      path: "$.domains[0].rules[0].period", cause: "P1Y is shorter than the minimum P2Y",
      remedy: "choose P2Y or a longer period"),
    FileMistake(
      description: "a minimum above the ceiling", change: (#""ceiling": "P5Y""#, #""ceiling": "P1Y""#),
      path: "$.domains[0].rules[0].minimum", cause: "the minimum P2Y is longer than the ceiling P1Y",
      remedy: "make it P1Y or shorter"),
    FileMistake(
      description: "a choice that cannot be compared", change: (#""period": "P4Y""#, #""period": "P1826D""#),
      path: "$.domains[0].rules[0].period", cause: "depends on the month", remedy: "write both in"),
    FileMistake(
      description: "a stage after the end", change: (#""at": "minimum""#, #""after": "P5Y""#),
      path: "$.domains[0].rules[0].stages[0]", cause: "a stage after the end",
      remedy: "move it to P4Y or before"),
    FileMistake(
      description: "a stage after an end at the trigger",
      change: (#"{"action": "delete", "at": "trigger"}"#, #"{"action": "delete", "after": "P1Y"}"#),
      path: "$.domains[0].rules[1].stages[0]", cause: "a stage after the end",
      remedy: #"write "at": "trigger""#),
    FileMistake(
      description: "stages whose order depends on the month",
      change: (
        #""minimum": "P2Y", "ceiling": "P5Y", "period": "P4Y""#,
        #""minimum": "P30D", "ceiling": "P5Y", "period": "P1M""#
      ), path: "$.domains[0].rules[0].stages[1]", cause: "does not come after the one before it",
      remedy: "order stages by time"),
    FileMistake(
      description: "stages in the wrong order",
      change: (#""action": "pseudonymise""#, #""action": "delete""#),
      path: "$.domains[0].rules[0].stages[0]", cause: "is not at the end of the period P4Y",
      remedy: #"write "at": "period""#),
    FileMistake(
      description: "no delete at the end",
      change: (#", {"action": "delete", "at": "period"}]"#, "]"), path: "$.domains[0].rules[0].stages",
      cause: "kept for ever", remedy: "end with"),
    FileMistake(
      description: "no stage", change: (#"[{"action": "delete", "at": "trigger"}]"#, "[]"),
      path: "$.domains[0].rules[1].stages", cause: "no stage", remedy: "add", isSchemaMatter: true),
    FileMistake(
      description: "two rules with one id", change: (#""id": "two""#, #""id": "one""#),
      path: "$.domains[0].rules[1]",
      cause: #"two rules have the id "one", the other at $.domains[0].rules[0]"#,
      remedy: "give each rule an id of its own"),
    FileMistake(
      description: "a period of zero", change: (#""period": "P4Y""#, #""period": "P0D""#),
      path: "$.domains[0].rules[0].period", cause: "lasts no time", remedy: "such as PT30M or P1D"),
    FileMistake(
      description: "a period in words", change: (#""period": "P4Y""#, #""period": "4 years""#),
      path: "$.domains[0].rules[0].period", cause: "4 years", remedy: "write one such as P5Y",
      isSchemaMatter: true),
    FileMistake(
      description: "a period that is no text", change: (#""period": "P4Y""#, #""period": 4"#),
      path: "$.domains[0].rules[0].period", cause: "where a string should stand", remedy: "double quotes",
      isSchemaMatter: true),
    FileMistake(
      description: "a rule without a period that does not say why",
      change: (#""period": "P4Y""#, #""period": null"#),
      path: "$.domains[0].rules[0].period", cause: "does not say why", remedy: "unset", isSchemaMatter: true),
    FileMistake(
      description: "an event that nobody declares",
      change: (#""trigger": "closed""#, #""trigger": "closing""#),
      path: "$.domains[0].rules[1].trigger", cause: #"declares no event "closing""#,
      remedy: "it has closed, died"),
    FileMistake(
      description: "a trigger of one event in a list", change: (#"["closed", "died"]"#, #"["died"]"#),
      path: "$.domains[0].rules[0].trigger.latestOf", cause: "fewer than two events", remedy: "two or more",
      isSchemaMatter: true),
    FileMistake(
      description: "a trigger that is both",
      change: (#"{"latestOf""#, #"{"earliestOf": ["closed", "died"], "latestOf""#),
      path: "$.domains[0].rules[0].trigger", cause: "neither or both", remedy: "write one of them",
      isSchemaMatter: true),
    FileMistake(
      description: "a value that the fact does not have",
      change: (#""when": {"kind": ["b"]}"#, #""when": {"kind": ["c"]}"#),
      path: "$.domains[0].rules[1].when.kind[0]", cause: #"has no value "c""#, remedy: "it has a, b"),
    FileMistake(
      description: "a fact that nobody declares",
      change: (#""when": {"kind": ["b"]}"#, #""when": {"sort": ["b"]}"#),
      path: "$.domains[0].rules[1].when.sort", cause: #"declares no fact "sort""#, remedy: "it has kind"),
    FileMistake(
      description: "a period without a trigger", change: (#""trigger": "closed","#, ""),
      path: "$.domains[0].rules[1]", cause: "a period without a trigger", remedy: "add \"trigger\""),
    FileMistake(
      description: "an id that is none", change: (#""id": "two""#, #""id": "Two rules""#),
      path: "$.domains[0].rules[1].id", cause: "is no id", remedy: "lower-case", isSchemaMatter: true),
    FileMistake(
      description: "a time zone that there is not", change: ("Europe/Paris", "Europe/Lutetia"),
      path: "$.timeZone",
      cause: "Europe/Lutetia", remedy: "such as Europe/Paris"),
    FileMistake(
      description: "a member that stands twice",
      change: (#""source": "law""#, #""source": "law", "source": "lore""#),
      path: "$.domains[0].rules[0].source", cause: "stands twice", remedy: "keep one of them"),
    FileMistake(
      description: "an event that nobody names",
      change: (#""events": {"#, #""events": {"lost": {"fr": "Perte", "en": "Loss"}, "#),
      path: "$.domains[0].events.lost", cause: "no trigger names", remedy: "remove it"),
  ]

  @Test("The file of these tests is right, for the loader and for the schema")
  func rightFile() throws {
    #expect(Schedule.problems(of: Self.right).isEmpty)
    #expect(try JSONSchema.accepts([Self.right], under: "retention-rules.schema.json") == [true])
  }

  @Test("A mistake is refused with its place, its cause and its remedy", arguments: mistakes)
  func refused(_ mistake: FileMistake) throws {
    let text = mistake.made(in: Self.right)
    try #require(text != Self.right)
    let problems = Schedule.problems(of: text)
    let found = problems.contains {
      mistake.isTold(by: $0) && $0.file == "rules.json" && $0.position.line > 1
    }
    #expect(found, "\(problems.map(\.description))")
  }

  @Test("All mistakes of a file come at once")
  func together() {
    let chosen = [0, 2, 7, 13, 15, 22, 23].map { Self.mistakes[$0] }.filter {
      Self.right.contains($0.change.0)
    }
    var text = Self.right
    var made = 0
    for mistake in chosen where text.contains(mistake.change.0) {
      text = mistake.made(in: text)
      made += 1
    }
    let problems = Schedule.problems(of: text)
    #expect(made >= 4 && problems.count >= made, "\(problems.map(\.description))")
  }

  @Test("What a schema can see it refuses, too, so that an editor shows it while it is typed")
  func schema() throws {
    let overlooked = try JSONSchema.overlooks(
      Self.mistakes, in: Self.right, under: "retention-rules.schema.json")
    #expect(overlooked.isEmpty)
  }

  @Test("Rules with one trigger and one condition are told apart or joined")
  func twins() {
    let text = Self.right.replacing(#""when": {"kind": ["a"]},"#, with: "").replacing(
      #""when": {"kind": ["b"]},"#, with: ""
    ).replacing(#"{"latestOf": ["closed", "died"]}"#, with: #""closed""#)
    #expect(Schedule.problems(of: text).contains { $0.cause.contains("have one trigger and one condition") })
  }
}
