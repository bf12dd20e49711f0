import Foundation
import TestConfiguration
import Testing

/// What a rules file says in words of its own: titles in any language, and bounds that somebody loosened, as a person meets them.
@Suite struct RuleWordsTests {
  private static func rules(title: String, bounds: String) -> String {
    TestRules.rights.replacing(/"title": \{[^}]*\}, "source"/, with: #""title": \#(title), "source""#)
      .replacing(#""period": "P5Y""#, with: #"\#(bounds), "period": "P5Y""#)
  }

  private func small(
    title: String = #"{"de": "Rechte", "pt-BR": "Direitos"}"#, bounds: String = #""ceiling": "P5Y""#
  )
    throws -> SmallConfiguration
  {
    try SmallConfiguration(
      content:
        "CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); INSERT INTO person VALUES (1, 'a', 'old')",
      recordSets:
        #""person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir", "events": {"ended": {"column": "ended", "as": "date"}}}"#,
      rules: Self.rules(title: title, bounds: bounds))
  }

  @Test("A title is shown in the language asked for, and in its own first one otherwise")
  func titles() throws {
    let small = try small()
    for (language, shown) in [
      ("pt-BR", "Direitos"), ("pt", "Direitos"), ("de-AT", "Rechte"), ("fr", "Rechte"),
    ] {
      let program = try Program(["explain", "person", "1", "--language", language] + small.files)
      #expect(
        program.exitCode == 0 && program.output.contains("Rule rights: \(shown)\n"),
        "\(program.output)\(program.errors)")
      let json = try Program(["explain", "person", "1", "--language", language, "--json"] + small.files)
      #expect(json.output.contains("\"title\": \"\(shown)\""), "\(json.output)")
    }
    #expect(try Program(["explain", "person", "1"] + small.files).output.contains("Rule rights: Rechte\n"))
    let wrong = try Program(["explain", "person", "1", "--language", "fr_FR"] + small.files)
    #expect(wrong.exitCode == 64 && wrong.errors.contains("fr_FR"))
    #expect(try small.purge().program.exitCode == 0)
    for language in ["fr", "en"] {
      let page = try Program(["journal", "certificate", "--language", language] + small.files)
      #expect(page.output.contains("<td>Rechte</td>"), "\(page.output)")
    }
  }

  @Test("French and English are shown as asked, and English by itself")
  func bothLanguages() throws {
    let small = try small(title: #"{"fr": "Droits", "en": "Rights"}"#)
    for (options, shown) in [
      ([], "Rights"), (["--language", "fr"], "Droits"), (["--language", "de"], "Droits"),
    ] {
      let program = try Program(["explain", "person", "1"] + options + small.files)
      #expect(program.output.contains("Rule rights: \(shown)\n"), "\(program.output)")
    }
  }

  @Test("plan and approve say that a ceiling was raised, and a plan under approved rules says nothing")
  func loosened() throws {
    let small = try small()
    #expect(try !Program(["plan"] + small.files).output.contains("its ceiling"))
    let text = Self.rules(title: #"{"en": "R"}"#, bounds: #""ceiling": "P9Y""#)
    try Data(text.utf8).write(to: small.folder.appending(path: "retention-rules.json"))
    let sentence =
      "warning rule rights: its ceiling was P5Y in the rules that were approved last, and is P9Y now"
    let plan = try Program(["plan"] + small.files)
    #expect(plan.output.contains(sentence), "\(plan.output)")
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 2 && check.output.contains(sentence), "\(check.output)")
    let digest = try #require(plan.output.firstMatch(of: #/retentiond approve ([0-9a-f]+)/#)).1
    let approved = try Program(["approve", String(digest)] + small.files)
    #expect(approved.exitCode == 0, "\(approved.errors)")
    // Said before it is noted, so that whoever agrees can still stop it.
    let parts = approved.output.split(separator: "Approved: configuration")
    #expect(
      parts.count == 2 && parts[0].contains(sentence) && !parts[1].contains(sentence), "\(approved.output)")
    #expect(try !Program(["plan"] + small.files).output.contains("its ceiling"))
  }
}
